"""What a partnership says of itself, its partners and its priority groups can be corrected."""

from datetime import UTC, datetime

import pytest

from cyfran.core.audit.models import AuditEvent
from cyfran.core.wording.queries import official_texts
from cyfran.ground.partnerships import actions
from cyfran.ground.partnerships.models import Organisation, PriorityGroup
from cyfran.ui.corrections import correctable_of, correctables

NOW = datetime(2026, 10, 5, tzinfo=UTC)
HERE = "/en/partnerships/dyffryn-gwynlas/"


@pytest.fixture
def officer(client, universe):
    client.force_login(universe.users["officer"])
    return client


def test_the_name_of_a_partnership_is_corrected_and_the_earlier_is_on_record(officer, universe):
    partnership = universe.partnership
    earlier = partnership.name_en
    page = officer.get(f"{HERE}change/").content.decode()

    texts = {
        "name_en": "Another name",
        "name_cy": partnership.name_cy,
        "purpose_en": partnership.purpose_en,
        "purpose_cy": partnership.purpose_cy,
    }
    officer.post(f"{HERE}change/", texts)

    partnership.refresh_from_db()
    event = AuditEvent.objects.get(kind="partnership.changed")
    assert earlier in page
    assert partnership.name_en == "Another name"
    assert event.detail == {"before": {"name_en": earlier}}


def test_a_corrected_text_is_a_draft_again(universe):
    officer, group = universe.users["officer"], universe.partnership.priority_groups.first()
    (text,) = (t for t in official_texts([group]) if (t.field, t.language) == ("name", "cy"))
    actions.vouch_for_text(partnership=universe.partnership, text=text, by=officer, at=NOW)

    actions.change_priority_group(
        group=group,
        name=(group.name_en, "Enw arall"),
        reason=(group.reason_en, group.reason_cy),
        by=officer,
        at=NOW,
    )

    (after,) = (t for t in official_texts([group]) if (t.field, t.language) == ("name", "cy"))
    assert (after.text, after.status) == ("Enw arall", "draft")


def test_saving_without_a_change_logs_nothing(officer, universe):
    organisation = universe.partnership.organisations.first()

    names = {"name_en": organisation.name_en, "name_cy": organisation.name_cy}
    officer.post(f"{HERE}organisations/{organisation.pk}/change/", names)

    assert not AuditEvent.objects.filter(kind="organisation.changed").exists()


def test_a_name_that_another_partner_has_is_refused_and_kept_in_the_form(officer, universe):
    first, second, *_ = universe.partnership.organisations.all()

    names = {"name_en": first.name_en, "name_cy": "Enw"}
    answer = officer.post(f"{HERE}organisations/{second.pk}/change/", names)

    assert answer.status_code == 422
    assert "is a partner already" in answer.content.decode()


def test_what_nothing_refers_to_is_removed(officer, universe):
    by = {"by": universe.users["officer"], "at": NOW}
    organisation = actions.add_organisation(
        partnership=universe.partnership, name=("A", "B"), side="community", **by
    )
    group = actions.name_priority_group(
        partnership=universe.partnership, name=("A", "B"), reason=("C", "D"), **by
    )

    officer.post(f"{HERE}organisations/{organisation.pk}/remove/")
    officer.post(f"{HERE}priority-groups/{group.pk}/remove/")

    assert not Organisation.objects.filter(pk=organisation.pk).exists()
    assert not PriorityGroup.objects.filter(pk=group.pk).exists()


def test_a_partner_with_members_stays(officer, universe):
    organisation = Organisation.objects.filter(membership__isnull=False).first()

    page = officer.post(f"{HERE}organisations/{organisation.pk}/remove/", follow=True).content.decode()

    assert "cannot be removed" in page
    assert Organisation.objects.filter(pk=organisation.pk).exists()


def test_only_those_who_manage_correct(client, universe):
    client.force_login(universe.users["member"])
    group = universe.partnership.priority_groups.first()
    paths = (f"{HERE}change/", f"{HERE}priority-groups/{group.pk}/change/")

    assert {client.get(path).status_code for path in paths} == {403}


@pytest.mark.parametrize("kind", [correctable.kind for correctable in correctables()])
def test_any_text_a_chapter_registers_is_corrected_and_the_earlier_is_on_record(kind, universe, client):
    correctable = correctable_of(kind)
    candidates = correctable.model.objects.filter(**{correctable.within: universe.partnership})
    instance = next(c for c in candidates if correctable.until is None or correctable.until(c))
    client.force_login(universe.users["officer"])
    page = f"/en/partnerships/dyffryn-gwynlas/correct/{kind}/{instance.pk}/"
    before = correctable.values_of(instance)
    name = next((field for field in before if field.endswith("_cy")), next(iter(before)))
    texts = {field: "" if value is None else str(value) for field, value in before.items()}

    shown = client.get(page)
    saved = client.post(page, texts | {name: "Wedi'i gywiro"})
    empty = client.post(page, texts | {name: ""})
    client.force_login(universe.users["observer"])

    instance.refresh_from_db()
    assert (shown.status_code, saved.status_code, empty.status_code) == (200, 302, 422)
    assert getattr(instance, name) == "Wedi'i gywiro"
    logged = AuditEvent.objects.filter(subject_id=instance.pk, kind__endswith=".corrected").get()
    assert logged.detail == {"before": {name: before[name]}}
    assert client.get(page).status_code == 403


def one_that_may_be_corrected(kind, universe):
    correctable = correctable_of(kind)
    candidates = correctable.model.objects.filter(**{correctable.within: universe.partnership})
    return next(c for c in candidates if correctable.until is None or correctable.until(c))


def test_an_idea_is_removed_and_what_it_said_is_on_record(officer, universe):
    challenge = universe.partnership.challenges.first()
    idea = challenge.ideas.create(text="A typing error", language="en", at=NOW, by=universe.users["member"])

    officer.post(f"{HERE}correct/idea/{idea.pk}/remove/")

    assert not challenge.ideas.filter(pk=idea.pk).exists()
    assert AuditEvent.objects.get(kind="idea.removed").detail == {"text": "A typing error"}


def test_what_is_in_use_is_not_removed(officer, universe):
    study = universe.partnership.reviews.get().studies.filter(effects__isnull=False).first()

    page = officer.post(f"{HERE}correct/study/{study.pk}/remove/", follow=True).content.decode()

    assert "something refers to it" in page
    assert type(study).objects.filter(pk=study.pk).exists()


def test_what_is_not_removable_has_no_page_to_remove_it(officer, universe):
    insight = universe.partnership.insights.first()

    assert officer.post(f"{HERE}correct/insight/{insight.pk}/remove/").status_code == 404


def test_a_study_is_not_corrected_into_another(officer, universe):
    review = universe.partnership.reviews.get()
    first, second = (
        review.studies.create(title=title, year=2020, at=NOW, by=universe.users["officer"])
        for title in ("One study", "Another study")
    )
    values = {"title": first.title, "authors": "", "year": "2020", "source": "", "doi": ""}

    page = officer.post(f"{HERE}correct/study/{second.pk}/", values)

    second.refresh_from_db()
    assert page.status_code == 422
    assert second.title == "Another study"


def test_the_name_of_someone_who_is_known_elsewhere_stays(officer, universe):
    page = officer.get(f"{HERE}correct/member/{universe.operator.pk}/")

    assert page.status_code == 409


def test_an_unchanged_charter_keeps_its_signatures_and_a_new_version_shows_the_earlier(officer, universe):
    newest = universe.partnership.charters.latest("version")
    terms = {"terms_en": newest.terms_en, "terms_cy": newest.terms_cy}

    same = officer.post(f"{HERE}charter/change/", terms)
    officer.post(f"{HERE}charter/change/", terms | {"terms_en": "We decide together."})

    page = officer.get(f"{HERE}charter/").content.decode()
    assert same.status_code == 422
    assert universe.partnership.charters.count() == newest.version + 1
    assert page.index("We decide together.") < page.index("Earlier versions") < page.rindex("by ")


def test_the_charter_waits_for_who_has_not_signed_it(client, universe):
    client.force_login(universe.users["member"])
    task = "Read the charter, and sign it for your side"
    before = client.get(HERE).content.decode()
    actions.write_charter(
        partnership=universe.partnership, terms=("New", "Newydd"), by=universe.users["officer"], at=NOW
    )

    assert task not in before
    assert task in client.get(HERE).content.decode()


def test_after_a_correction_one_is_back_where_one_was(officer, universe):
    insight = universe.partnership.insights.first()
    page = f"{HERE}correct/insight/{insight.pk}/?next={HERE}insights/"
    texts = {"text_en": "Another", "text_cy": insight.text_cy}

    assert officer.post(page, texts).url == f"{HERE}insights/"
    assert officer.post(page.replace(f"={HERE}", "=https://example.org"), texts).url == HERE
