"""Every address is named and visited, in both languages, by the person it is for."""

import pytest
from django.urls import get_resolver, reverse
from django.utils import translation
from PIL import Image

from cyfran.core.files.actions import keep_upload, start_import
from cyfran.demo.papers import paper
from cyfran.discover.conversations.queries import open_statements, waiting_statements
from cyfran.ground.people.queries import consent_text

LANGUAGES = ("en", pytest.param("cy", marks=pytest.mark.no_cover))  # which reaches the same lines
ONLY_POSTED = {
    "conversations:change_state",
    "conversations:print_codes",
    "conversations:result",
    "taking-part:leave",
    "insights:remove_tag",
    "insights:agree_challenge",
    "insights:agree_outcome",
    "proposals:agree_rule",
    "commitments:accept",
    "framework:open",
    "framework:agree_level",
    "framework:take_step",
    "events:change_state",
    "events:remove_item",
    "events:withdraw_contribution",
    "events:mark",
    "events:remove_photo",
    "rooms:ask",
    "rooms:decide",
    "rooms:close",
    "room_votes",
    "room_words",
    "capture:disconnect_phone",
    "capture:send",
    "capture:disconnect",
    "surveys:change_state",
    "surveys:remove_question",
    "searches:withdraw",
    "searches:settle_duplicate",
    "screening:resume",
    "extraction:include_study",
    "fulltexts:add_passage",
    "extraction:settle_effect",
    "extraction:remove_outcome",
}
OF_A_PHONE = {"capture:kit"}  # known by a token, not by who is signed in
NO_LANGUAGE = {
    "choose_language",
    "health",
    "enter",
    "enter_room",
    "enter_survey",
    "room_state",
    "notebook_worker",
}
LEAD_ON = {
    "taking-part:join",
    "events:my_place",
    "rooms-phone:answer",
    "survey:start",
}  # to the next page, or the one before


def named_addresses():
    """Every name in the address book, with the names of its parts."""

    def walk(resolver, prefix="", above=()):
        for pattern in resolver.url_patterns:
            parts = (*above, *pattern.pattern.converters)
            if hasattr(pattern, "url_patterns"):
                namespace = f"{pattern.namespace}:" if pattern.namespace else ""
                yield from walk(pattern, prefix + namespace, parts)
            else:
                yield prefix + (pattern.name or ""), parts

    yield from walk(get_resolver())


NAMES = sorted({name for name, _ in named_addresses()})


def things_of_chapters(partnership):
    """One thing for each kind of address in the chapters after discover, and in evidence."""
    of = {"slug": partnership.slug}
    decision, commitment = of | {"pk": partnership.decisions.get().pk}, partnership.commitments.first()
    theme, outcome = partnership.themes.first(), commitment.shared_outcomes.first().outcomes.first()
    assessment = partnership.assessments.get()
    insight = {"kind": "insight", "pk": partnership.insights.first().pk}
    return {
        "partnerships:thread": of | insight,
        "partnerships:thread_data": of | insight,
        "insights": of | {"pk": theme.pk},
        "insights:agree_outcome": of | {"pk": commitment.shared_outcomes.first().pk},
        "proposals": of | {"pk": partnership.challenges.get().proposals.first().pk},
        "proposals:decision": decision,
        "proposals:record_result": decision,
        "proposals:agree_rule": decision,
        "proposals:object_to": decision,
        "commitments": of | {"pk": commitment.pk},
        "commitments:give_feedback": of | {"pk": theme.pk},
        "outcomes": of | {"pk": outcome.pk},
        "framework": of
        | {
            "pk": assessment.pk,
            "assessor_pk": assessment.assessors.first().pk,
            "strand_id": "INV",
            "criterion": "INV1",
        }
        | {"level_pk": assessment.pk},
        "library": of | {"pk": partnership.learning.first().pk},
    }


def things_of_evidence(partnership, now, officer):
    """The story's review, in which reading goes on: a search, a pair of copies, a record that is read and one that is not."""
    from cyfran.discover.evidence.screening.actions import stop_screening
    from cyfran.discover.evidence.screening.queries import next_record_for
    from cyfran.discover.evidence.searches.queries import decided_duplicates

    review = partnership.reviews.get()
    stop_screening(review=review, stopped=False, by=officer, at=now)
    pair = decided_duplicates(review).first()
    here = {
        "slug": partnership.slug,
        "pk": review.pk,
        "record_pk": next_record_for(review, officer).pk,
        "framework": "pico",
        "finding_pk": review.findings.first().pk,
    }
    here |= {"search_pk": pair.first.search_id, "pair_pk": pair.pk}
    chapters = ("reviews", "searches", "screening", "fulltexts", "extraction", "synthesis", "reporting")
    return dict.fromkeys(chapters, here) | things_of_studies(review, here, now, officer)


def things_of_studies(review, here, now, officer):
    """A study with a full text, and a form that two people answered."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    from cyfran.core.pdfs import texts_of
    from cyfran.discover.evidence.extraction.actions import fill_sheet
    from cyfran.discover.evidence.extraction.models import Effect
    from cyfran.discover.evidence.extraction.queries import facts_form
    from cyfran.discover.evidence.fulltexts.actions import keep_full_text

    effect = Effect.objects.filter(study__review=review).first()
    study, content = effect.study, paper(["Words"])
    upload = keep_upload(file=SimpleUploadedFile("a.pdf", content), purpose="full_text", by=officer, at=now)
    keep_full_text(record=study.record, upload=upload, pages=texts_of(content), by=officer, at=now)
    fill_sheet(study=study, form=facts_form(), answers={"design": "trial"}, sources={}, by=officer, at=now)
    told = here | {
        "record_pk": study.record_id,
        "study_pk": study.pk,
        "outcome_pk": effect.outcome_id,
        "number": 1,
    }
    told |= {"effect_pk": effect.pk, "key": "facts-1", "effect_format": "means"}
    return {"fulltexts": told, "extraction": told, "synthesis:outcome": told, "synthesis:effects_file": told}


def things_of_paper(partnership, conversation, now, officer):
    """A sheet with a row that someone has to look at, and a reading of scans."""
    from cyfran.discover.paper.actions import print_sheets
    from cyfran.discover.paper.models import ScannedRow
    from cyfran.discover.paper.queries import PURPOSE

    by = {"by": officer, "at": now}
    _, ((copy, _),) = print_sheets(
        conversation=conversation,
        statements=list(open_statements(conversation)[:2]),
        copies=1,
        large_print=False,
        consent_text=consent_text(),
        **by,
    )
    row = copy.sheet.rows.last()
    seen = ScannedRow.objects.create(copy=copy, row=row, is_sure=False, picture=b"x", at=now)
    import_job = start_import(uploads=[], purpose=PURPOSE, within=conversation.pk, **by)
    here = {"slug": partnership.slug, "pk": conversation.pk}
    held = partnership.events.get(name_en="A day to make sense of it")
    return {
        "paper": here | {"name": copy.name, "row": seen.pk, "import_job_pk": import_job.pk},
        "paper:kit": here | {"pk": held.pk},
    }


def things_of_surveys(partnership, now, officer):
    """One that is open, and one that is still written."""
    from cyfran.discover.surveys import actions

    by = {"by": officer, "at": now}
    question = actions.QuestionDraft("text", ("A", "B"))
    draft, survey = (actions.begin_survey(partnership=partnership, name=("A", "B"), **by) for _ in range(2))
    for one in (draft, survey):
        actions.add_question(survey=one, question_draft=question, **by)
    actions.set_state(survey=survey, state="open", **by)
    written = {"slug": partnership.slug, "pk": draft.pk, "number": 1}
    code = {"code": survey.join_code, "number": 1}
    writing = ("add_question", "import_questions", "change_question", "remove_question")
    return {
        "surveys": written | {"pk": survey.pk},
        "survey": code,
        "enter_survey": code,
        **{f"surveys:{page}": written for page in writing},
    }


def a_photo(event, officer, now):
    from cyfran.core.pictures import as_jpeg
    from cyfran.discover.events.actions import keep_photo

    picture = as_jpeg(Image.new("RGB", (20, 20)))
    return keep_photo(event=event, picture=picture, name="sheet.jpg", table=1, by=officer, at=now)


def things_of_events(partnership, now, officer):
    """An event that was held and one to come, and something on each of their pages."""
    from cyfran.discover.capture.actions import connect
    from cyfran.discover.events import actions
    from cyfran.discover.events.tasks import place_token

    held = partnership.events.get(name_en="A day to make sense of it")
    coming = partnership.events.get(name_en="An evening of results")
    place = actions.sign_up(
        event=coming, participant=None, group=None, needs={}, email="", language="cy", at=now
    )
    here = {"slug": partnership.slug, "pk": held.pk}
    to_come = here | {"pk": coming.pk}
    of_held = {
        "item_pk": held.agenda.first().pk,
        "need_pk": held.needs.first().pk,
        "statement_pk": held.contributions.first().statement_id,
        "claim_pk": held.claims.get(payment=None).pk,
        "photo_pk": a_photo(held, officer, now).pk,
        "question": "heard",
        "preset": "workshop",
    }
    code = {"code": coming.room.join_code}
    phone, _ = connect(by=officer, at=now)
    return {
        "events": here | of_held,
        "events:sign_up": to_come,
        "events:my_place": to_come,
        "events-letters": {"token": place_token(place)},
        "capture": {"pk": phone.pk},
        "rooms": to_come,
        "rooms-phone": code,
    } | dict.fromkeys(("enter_room", "enter_survey", "room_state", "room_votes", "room_words"), code)


@pytest.fixture
def arguments(universe, django_user_model):
    """Something to show for each part of an address."""
    partnership, conversation = universe.partnership, universe.conversation
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.utils import timezone

    now, officer = timezone.now(), universe.users["officer"]
    upload = keep_upload(
        file=SimpleUploadedFile("votes.csv", b"x"), purpose="polis.votes", by=officer, at=now
    )
    import_job = start_import(uploads=[upload], purpose="polis", within=partnership.pk, by=officer, at=now)
    of_partnership = {"slug": partnership.slug}
    return (
        things_of_chapters(partnership)
        | things_of_evidence(partnership, now, officer)
        | things_of_events(partnership, now, officer)
        | things_of_surveys(partnership, now, officer)
        | things_of_paper(partnership, conversation, now, officer)
        | {
            "places:detail": {"code": "SYN-A01"},
            "partnerships:approve_phase": of_partnership | {"phase": "define"},
            "partnerships:record_power": of_partnership | {"pk": partnership.power_topics.earliest("at").pk},
            "partnerships:remove_member": of_partnership
            | {"pk": partnership.memberships.latest("joined_at").pk},
            "conversations:import_report": of_partnership | {"pk": import_job.pk},
            "conversations:decide": of_partnership
            | {"pk": conversation.pk, "statement_pk": waiting_statements(conversation).first().pk},
            "enter": {"code": conversation.join_code},
            "partnerships": of_partnership,
            "conversations": of_partnership | {"pk": conversation.pk},
            "taking-part": {"code": conversation.join_code},
        }
    )


def address(name, parts, arguments):
    known = arguments.get(name) or arguments.get(name.split(":")[0], {})
    return reverse(name, kwargs={part: known[part] for part in parts})


def signed_in(client, universe, name):
    """The person an address is for."""
    operators = {"places:import", "partnerships:add"}
    client.force_login(universe.operator if name in operators else universe.users["officer"])
    return client


def taking_part(client, conversation):
    path = reverse("taking-part:join", args=[conversation.join_code])
    client.post(path, {"record": "on"})
    return client


def test_every_address_has_a_name():
    assert [parts for name, parts in named_addresses() if not name or name.endswith(":")] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_answers_whom_it_is_for(language, client, universe, arguments):
    answered = {}
    taking_part(signed_in(client, universe, ""), universe.conversation)
    client.post(f"/en/survey/{arguments['survey']['code']}/", {"record": "on"})
    for name, parts in named_addresses():
        if name in ONLY_POSTED | OF_A_PHONE or name.startswith("account_"):
            continue
        with translation.override(language):
            path = address(name, parts, arguments)
        response = signed_in(client, universe, name).get(path)
        answered[name] = response.status_code
        if (
            response["Content-Type"].startswith("text/html")
            and name not in NO_LANGUAGE
            and response.status_code == 200
        ):
            assert f'<html lang="{language}"'.encode() in response.content, name

    expected = {name: 302 if name in LEAD_ON else 200 for name in answered}
    assert answered == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_to_sign_in_answer(language, client, db):
    found = {}
    for name in NAMES:
        if name.startswith("account_"):
            with translation.override(language):
                path = reverse(name)
            found[name] = client.get(path).status_code

    assert found == {
        "account_confirm_login_code": 302,
        "account_inactive": 200,
        "account_login": 200,
        "account_logout": 302,
        "account_request_login_code": 200,
        "account_signup": 200,
    }


def test_an_unknown_address_says_so_in_the_language_of_the_reader(client, db):
    response = client.get("/cy/partnerships/nid-yw-yma/")

    assert response.status_code == 404
    assert b'<html lang="cy"' in response.content
