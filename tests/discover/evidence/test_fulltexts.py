"""Full texts: their pages, passages and votes on them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from cyfran.core.pdfs import picture_of, texts_of
from cyfran.core.sandbox import Limits
from cyfran.demo.papers import paper
from cyfran.discover.evidence.extraction.queries import passages_in, passages_to_quote
from cyfran.discover.evidence.fulltexts.actions import (
    add_passage,
    note_retrieval,
    screen_full_text,
    withdraw_passage,
)
from cyfran.discover.evidence.fulltexts.models import FullText, Passage
from cyfran.discover.evidence.fulltexts.queries import passages_of
from cyfran.discover.evidence.reporting.pages import flow_rows
from cyfran.discover.evidence.reporting.queries import flow_of
from cyfran.discover.evidence.reviews.models import Review as ReviewModel
from cyfran.discover.evidence.screening.actions import plan_screening
from tests.discover.evidence.review_cases import BASE, SURGERY, WALKS, refusal_code

SCRIPT = b"/OpenAction << /S /JavaScript /JS (app.alert\\('x'\\)) >>"


@pytest.fixture
def record(review):
    """A record included by title and abstract."""
    record, *_ = review.add_records([*WALKS[:2], *SURGERY[:2]])
    review.screen(record, "include")
    return record


@pytest.fixture
def available_record(review, record):
    note_retrieval(record=record, state="available", **review.stamp())
    return record


@pytest.fixture
def page(review, record):
    return f"{BASE}{review.review.pk}/full-texts/{record.pk}/"


def vote_on_full_text(review, record, verdict, reason="", by=None):
    return screen_full_text(record=record, verdict=verdict, reason=reason, **review.stamp(by))


def upload_full_text(client, page, content=None, name="walks.pdf"):
    content = paper(["Walking helped them sleep", "They walked on"]) if content is None else content
    return client.post(f"{page}add/", {"file": SimpleUploadedFile(name, content)})


def test_a_pdf_gives_text_and_pictures_of_its_pages():
    content = paper(["Walking helped", "They walked on"])

    assert [text.strip() for text in texts_of(content)] == ["Walking helped", "They walked on"]
    assert picture_of(content, 2).startswith(b"\x89PNG")


def test_scripts_in_a_file_do_nothing():
    content = paper(["Words"]).replace(b"/Type/Catalog", b"/Type/Catalog" + SCRIPT)

    assert SCRIPT in content
    assert [text.strip() for text in texts_of(content)] == ["Words"]


@pytest.mark.parametrize(
    "content", [b"%PDF-1.4 rubbish", b"<html>", b"%PDF-1.4\n" + b"\0" * 5000, b"PK\x03\x04"]
)
def test_a_file_that_is_no_pdf_is_refused_and_not_stored(officer, page, available_record, content):
    answer = upload_full_text(officer, page, content)

    assert answer.status_code == 422
    assert "cannot be opened as a PDF" in answer.content.decode()
    assert not FullText.objects.filter(record=available_record).exists()


def test_reading_a_pdf_is_given_up_after_the_time_limit(monkeypatch):
    monkeypatch.setattr("cyfran.core.pdfs.LIMITS", Limits(wait=0.001))

    assert refusal_code(lambda: texts_of(paper(["Words"]))) == "file_takes_too_long"


def test_the_picture_of_a_huge_page_is_limited_in_size():
    huge = paper(["Words"]).replace(b"[0 0 595 842]", b"[0 0 14e6 9e6]")

    assert len(picture_of(huge, 1)) < 1_000_000


def test_a_full_text_is_stored_with_its_words_and_shown_page_by_page(officer, page, available_record):
    assert upload_full_text(officer, page).status_code == 302

    second = officer.get(f"{page}?page=2").content.decode()
    picture = officer.get(f"{page}2.png")
    file = officer.get(f"{page}file.pdf")

    assert "They walked on" in second
    assert "Page 2 of 2" in second
    assert picture.headers["Content-Type"] == "image/png"
    assert officer.get(f"{page}3.png").status_code == 404
    assert file.headers["Content-Disposition"].startswith("attachment")
    assert file.content.startswith(b"%PDF")


@pytest.mark.parametrize("asked", ["0", "99", "-1", "x", "²", "9" * 30])
def test_a_missing_page_number_shows_the_nearest_page(officer, page, available_record, asked):
    upload_full_text(officer, page)

    assert officer.get(page, {"page": asked}).status_code == 200


def test_a_passage_is_kept_with_its_page(officer, page, available_record):
    upload_full_text(officer, page)

    officer.post(f"{page}passage/", {"page": "1", "text": "walking\nhelped them", "note": "Effect"})

    assert Passage.objects.get(full_text__record=available_record).page == 1
    assert f"{page}?page=1#page" in officer.get(page).content.decode()


def test_a_passage_not_on_the_page_is_refused_and_stays_in_the_form(officer, page, available_record):
    upload_full_text(officer, page)

    answer = officer.post(f"{page}passage/", {"page": "2", "text": "Walking helped"})

    assert answer.status_code == 422
    assert "not on this page" in answer.content.decode()
    assert "Walking helped</textarea>" in answer.content.decode()
    assert not Passage.objects.filter(full_text__record=available_record).exists()


def test_a_stored_full_text_is_never_changed(officer, page, available_record):
    upload_full_text(officer, page)

    with pytest.raises(IntegrityError), transaction.atomic():
        FullText.objects.update(pages=[])


def test_only_records_included_by_abstract_have_full_texts_sought(review, record):
    other = review.add_records(SURGERY[5:6])[0]

    assert refusal_code(lambda: note_retrieval(record=other, state="available", **review.stamp())) == (
        "record_not_included_yet"
    )


def test_a_full_text_is_screened_only_once_it_is_available(review, record):
    assert refusal_code(lambda: vote_on_full_text(review, record, "include")) == "full_text_not_there"


def test_exclusion_by_full_text_needs_a_reason(review, available_record):
    assert (
        refusal_code(lambda: vote_on_full_text(review, available_record, "exclude"))
        == "full_text_needs_reason"
    )
    vote_on_full_text(review, available_record, "exclude", "design")

    assert review.flow().full_reasons == (("design", 1),)


def test_two_screen_full_texts_blind_and_a_third_settles(review, officer, client):
    record, *_ = review.add_records(WALKS[:1])
    plan_screening(review=review.review, people=2, **review.stamp())
    for reader in (review.officer, review.evaluator):
        review.screen(record, "include", by=reader)
    note_retrieval(record=record, state="available", **review.stamp())
    vote_on_full_text(review, record, "include", by=review.officer)
    vote_on_full_text(review, record, "exclude", "population", by=review.evaluator)
    page = f"{BASE}{review.review.pk}/full-texts/{record.pk}/"

    assert "Reviewers disagree" not in officer.get(page).content.decode()
    client.force_login(review.facilitator)
    assert "Reviewers disagree" in client.get(page).content.decode()
    vote_on_full_text(review, record, "include", by=review.facilitator)

    assert review.flow().full_included == 1


def test_every_included_record_is_in_one_box_of_the_flow(review):
    records = review.add_records(WALKS)
    for included in records:
        review.screen(included, "include")
    for included, state in zip(
        records, ("available", "available", "available", "not_available", "requested"), strict=False
    ):
        note_retrieval(record=included, state=state, **review.stamp())
    vote_on_full_text(review, records[0], "include")
    vote_on_full_text(review, records[1], "exclude", "population")
    vote_on_full_text(review, records[2], "unsure")

    flow = review.flow()
    numbers = {code: number for code, _, number in flow_rows(flow)}

    assert flow.included == flow.not_retrieved + flow.full_excluded + flow.full_included + flow.full_open == 8
    assert (
        numbers["not_retrieved"],
        numbers["full_excluded"],
        numbers["full_open"],
        numbers["assessed"],
    ) == (1, 1, 5, 2)


def test_the_story_has_81_full_texts_and_23_studies(universe):
    flow = flow_of(ReviewModel.objects.get(partnership=universe.partnership))

    assert (flow.included, flow.full_excluded, flow.full_included, flow.studies) == (81, 58, 23, 23)
    assert sum(number for _, number in flow.full_reasons) == 58


def test_the_list_of_full_texts_shows_what_is_still_to_be_found(review, officer, record):
    answer = officer.get(f"{BASE}{review.review.pk}/full-texts/").content.decode()

    assert "Full text not found yet" in answer


def test_members_who_do_not_review_see_no_full_texts(client, page, universe):
    client.force_login(universe.users["member"])

    assert {client.get(f"{page}{path}").status_code for path in ("", "1.png", "file.pdf", "add/")} <= {
        302,
        403,
        404,
    }


def test_a_passage_kept_by_mistake_is_taken_back_until_it_is_a_source(review, record, page, client):
    client.force_login(review.stamp()["by"])
    upload_full_text(client, page)
    wrong, source = (
        add_passage(full_text=record.full_texts.get(), page=1, text=text, **review.stamp())
        for text in ("Walking helped", "helped them sleep")
    )
    finding = review.review.findings.create(text_en="F", text_cy="F", certainty="low", **review.stamp())
    finding.passages.add(source)

    for passage in (wrong, source):
        client.post(f"{page}passage/{passage.pk}/withdraw/")

    assert list(passages_of(record)) == [source]
    study = review.review.studies.create(title="S", record=record, **review.stamp())
    assert passages_in(study) == list(passages_to_quote(review.review)) == [source]  # offered nowhere else
    assert Passage.objects.filter(full_text__record=record).count() == 2  # what was kept stays on record


def test_a_passage_named_as_the_source_of_an_answer_stays(review, record, page, client):
    client.force_login(review.stamp()["by"])
    upload_full_text(client, page)
    passage = add_passage(full_text=record.full_texts.get(), page=1, text="Walking helped", **review.stamp())
    study = review.review.studies.create(title="S", record=record, **review.stamp())
    study.sheets.create(form="f", answers={}, sources={"q": str(passage.pk)}, **review.stamp())

    assert refusal_code(lambda: withdraw_passage(passage=passage, **review.stamp())) == "passage_is_a_source"
