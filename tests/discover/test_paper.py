"""Voting on paper: printed, filled in, scanned, and what is not sure seen by a person."""

import io
import struct
import zlib
from datetime import UTC, datetime

import numpy as np
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from benchmarks.sheets import Hand, blank_sheet, worn
from cyfran.core.errors import ActionError, Problem
from cyfran.core.files.models import Upload
from cyfran.core.files.queries import report_of
from cyfran.discover.conversations import actions as conversations
from cyfran.discover.conversations.models import Vote
from cyfran.discover.paper import actions, queries
from cyfran.discover.paper.analysis import ROWS_HEIGHT, layout_of, read_page
from cyfran.discover.paper.exchange import pages_of
from cyfran.discover.paper.models import EnteredRow, ScannedRow, SheetCopy, SheetRow
from cyfran.ground.people.models import Consent, Participant
from cyfran.ground.people.queries import consent_text

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
AGREE, DISAGREE, PASS, EMPTY = 0, 1, 2, None
CONSENT = 2


def refusal(action, **details):
    with pytest.raises(ActionError) as refused:
        action(**details)
    return refused.value.code


@pytest.fixture
def officer(universe):
    return {"by": universe.users["officer"], "at": NOW}


@pytest.fixture
def connector(universe):
    return {"by": universe.users["connector"], "at": NOW}


@pytest.fixture
def conversation(universe):
    return universe.conversation


@pytest.fixture
def statements(conversation, officer):
    return [
        conversations.add_seed(conversation=conversation, text=f"Statement {i}", language="en", **officer)
        for i in range(4)
    ]


@pytest.fixture
def printed(conversation, statements, officer):
    return actions.print_sheets(
        conversation=conversation,
        statements=statements,
        copies=2,
        large_print=False,
        consent_text=consent_text(),
        **officer,
    )


@pytest.fixture
def copy(printed):
    return printed[1][0][0]


def filled_in(copy, answers, *, consent=True, page=1):
    """A picture of a sheet, marked with a pen. ``answers`` may hold pairs of marks in one row."""
    rows = list(queries.rows_of(copy.sheet, page))
    layout = layout_of(rows)
    paper = blank_sheet(layout, f"{copy.name}{page}")
    hand = Hand(paper, layout, np.random.default_rng(1))
    wanted = ([CONSENT] if consent else [EMPTY]) + answers if rows[0].is_consent else answers
    for number, choices in enumerate(wanted):
        for choice in [choices] if isinstance(choices, int) else choices or ():
            box = next(b for b in layout.boxes if (b.row, b.choice) == (number, choice))
            hand.cross(box.x, box.y)
    return paper


def take_in(copy, paper, by, at=NOW):
    found, seen = read_page(np.asarray(paper), copy.sheet.conversation)
    return actions.save_scanned_copy(copy=found, rows=seen, by=by, at=at)


def votes_of(copy):
    cast = Vote.objects.filter(participation__participant=copy.participant).order_by("id")
    return {vote.statement.text: vote.answer for vote in cast}


# --- Printed ------------------------------------------------------------------------------------------------------


def test_each_person_has_a_sheet_and_a_code_of_their_own(printed):
    sheet, copies = printed

    assert len({copy.name for copy, _ in copies} | {code for _, code in copies}) == 4
    assert [row.is_consent for row in queries.rows_of(sheet)] == [True, False, False, False, False]


def test_statements_run_on_to_another_page_and_none_is_cut(conversation, officer):
    long = [
        conversations.add_seed(
            conversation=conversation,
            text="word " * 50 + str(i),
            language="en",
            translation="gair " * 50,
            **officer,
        )
        for i in range(6)
    ]

    sheet, _ = actions.print_sheets(
        conversation=conversation,
        statements=long,
        copies=1,
        large_print=True,
        consent_text=consent_text(),
        **officer,
    )

    heights = {}
    for row in queries.rows_of(sheet):
        heights.setdefault(row.page, []).append(row.height)
    assert len(heights) > 3
    assert max(map(sum, heights.values())) <= ROWS_HEIGHT


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"copies": 0}, "copies_out_of_range"),
        ({"copies": actions.MOST_COPIES + 1}, "copies_out_of_range"),
        ({"statements": []}, "sheet_asks_nothing"),
    ],
)
def test_what_cannot_be_printed(conversation, statements, officer, change, code):
    wanted = {"copies": 1, "statements": statements} | change

    assert (
        refusal(
            actions.print_sheets,
            conversation=conversation,
            large_print=False,
            consent_text=consent_text(),
            **wanted,
            **officer,
        )
        == code
    )


def test_only_organisers_print_and_connectors_read(conversation, statements, copy, connector, universe):
    assert (
        refusal(
            actions.print_sheets,
            conversation=conversation,
            statements=statements,
            copies=1,
            large_print=False,
            consent_text=consent_text(),
            **connector,
        )
        == "not_allowed"
    )
    take_in(copy, filled_in(copy, [AGREE] * 4), connector["by"])
    resident = universe.users["member"]
    assert refusal(actions.save_scanned_copy, copy=copy, rows=[], by=resident, at=NOW) == "not_allowed"


# --- Read ---------------------------------------------------------------------------------------------------------


def test_what_was_marked_is_voted(copy, connector):
    take_in(copy, filled_in(copy, [AGREE, DISAGREE, PASS, EMPTY]), connector["by"])

    assert votes_of(copy) == {"Statement 0": 1, "Statement 1": -1, "Statement 2": 0}


def test_read_again_nothing_counts_twice(copy, connector):
    for _ in range(3):
        take_in(copy, filled_in(copy, [AGREE, DISAGREE, PASS, EMPTY]), connector["by"])

    assert Vote.objects.filter(participation__participant=copy.participant).count() == 3
    assert Consent.objects.filter(participant=copy.participant, purpose="record").count() == 1


def test_without_the_tick_nothing_is_kept(copy, connector):
    known = take_in(
        copy, filled_in(copy, [AGREE, DISAGREE, [AGREE, PASS], EMPTY], consent=False), connector["by"]
    )

    assert known.consent is False
    assert votes_of(copy) == {}
    assert ScannedRow.objects.filter(copy=copy, row__is_consent=False).count() == 0
    assert not Consent.objects.filter(participant=copy.participant).exists()


def test_a_row_that_is_not_sure_waits_for_a_person_with_its_picture(copy, connector, conversation):
    take_in(copy, filled_in(copy, [AGREE, [AGREE, DISAGREE], PASS, EMPTY]), connector["by"])
    (seen,) = queries.rows_to_review(conversation)
    strip = Image.open(io.BytesIO(bytes(seen.picture)))

    assert votes_of(copy) == {"Statement 0": 1, "Statement 2": 0}
    assert strip.width > 2 * strip.height

    actions.review_scanned_row(scanned_row=seen, choice=DISAGREE, **connector)

    assert votes_of(copy) == {"Statement 0": 1, "Statement 2": 0, "Statement 1": -1}
    assert not queries.rows_to_review(conversation).exists()


def test_what_a_person_saw_stays_when_the_sheet_is_scanned_again(copy, connector, conversation):
    paper = filled_in(copy, [AGREE, [AGREE, DISAGREE], PASS, EMPTY])
    take_in(copy, paper, connector["by"])
    actions.review_scanned_row(
        scanned_row=queries.rows_to_review(conversation).get(), choice=EMPTY, **connector
    )

    take_in(copy, paper, connector["by"])

    assert not queries.rows_to_review(conversation).exists()
    assert "Statement 1" not in votes_of(copy)


def test_a_tick_that_is_not_sure_holds_everything_back_until_someone_looked(copy, connector, conversation):
    paper = filled_in(copy, [AGREE, AGREE, AGREE, AGREE], consent=False)
    layout = layout_of(list(queries.rows_of(copy.sheet, 1)))
    box = next(b for b in layout.boxes if b.row == 0)
    Hand(paper, layout, np.random.default_rng(1)).cross(box.x - 5, box.y)  # beside its box

    take_in(copy, paper, connector["by"])
    before = votes_of(copy)
    actions.review_scanned_row(
        scanned_row=queries.rows_to_review(conversation).get(), choice=CONSENT, **connector
    )

    assert before == {}
    assert len(votes_of(copy)) == 4


@pytest.mark.parametrize("level", ["scan", "poor scan", "photo", "photo, curled", "photo, creased"])
def test_paper_that_had_a_hard_time_is_read_right_or_by_a_person(copy, connector, level, conversation):
    paper = filled_in(copy, [AGREE, DISAGREE, PASS, EMPTY])
    picture = worn(paper, level, np.random.default_rng(3))

    take_in(copy, picture, connector["by"])

    right = {"Statement 0": 1, "Statement 1": -1, "Statement 2": 0}
    assert votes_of(copy).items() <= right.items()
    assert len(votes_of(copy)) + queries.rows_to_review(conversation).count() >= 3


def test_a_second_page_waits_for_the_first(conversation, officer, connector):
    long = [
        conversations.add_seed(
            conversation=conversation, text="word " * 50 + str(i), language="en", **officer
        )
        for i in range(9)
    ]
    _, ((copy, _),) = actions.print_sheets(
        conversation=conversation,
        statements=long,
        copies=1,
        large_print=False,
        consent_text=consent_text(),
        **officer,
    )
    on_first = queries.rows_of(copy.sheet, 1).count() - 1
    on_second = queries.rows_of(copy.sheet, 2).count()

    take_in(copy, filled_in(copy, [AGREE] * on_second, page=2), connector["by"])
    first, waiting = votes_of(copy), queries.paper_to_do(conversation).without_consent
    take_in(copy, filled_in(copy, [DISAGREE] * on_first), connector["by"])

    assert (first, waiting) == ({}, [copy])
    assert sorted(votes_of(copy).values()) == [-1] * on_first + [1] * on_second
    assert queries.paper_to_do(conversation).without_consent == []


def test_a_sheet_of_another_conversation_is_not_read_here(copy, universe, officer):
    other = conversations.begin_conversation(partnership=universe.partnership, question=("Q", "C"), **officer)

    with pytest.raises(ActionError) as refused:
        read_page(np.asarray(filled_in(copy, [AGREE] * 4)), other)

    assert refused.value.code == "sheet_of_another_conversation"


def test_a_statement_taken_back_leaves_the_others_in_their_place(copy, statements, connector):
    statements[0].decisions.all().delete()
    statements[0].delete()

    take_in(copy, filled_in(copy, [AGREE, DISAGREE, PASS, AGREE]), connector["by"])

    assert votes_of(copy) == {"Statement 1": -1, "Statement 2": 0, "Statement 3": 1}


def test_whoever_takes_everything_back_takes_their_sheet_too(copy, connector, conversation):
    take_in(copy, filled_in(copy, [AGREE, [AGREE, PASS], PASS, EMPTY]), connector["by"])
    person = copy.participant.participations.get(conversation=conversation)

    conversations.erase(participation=person, at=NOW)

    assert not SheetCopy.objects.filter(pk=copy.pk).exists()
    assert not ScannedRow.objects.filter(copy=copy.pk).exists()
    assert not Participant.objects.filter(pk=copy.participant_id).exists()


# --- Typed twice --------------------------------------------------------------------------------------------------


def typed(copy, answers, by, *, consent=CONSENT):
    rows = list(queries.rows_of(copy.sheet))
    choices = dict(zip((row.pk for row in rows), [consent, *answers], strict=True))
    return actions.type_in(copy=copy, choices=choices, by=by, at=NOW)


def test_a_typed_sheet_counts_once_two_people_typed_the_same(copy, universe):
    one, other = universe.users["connector"], universe.users["facilitator"]

    typed(copy, [AGREE, DISAGREE, PASS, EMPTY], one)
    typed(copy, [AGREE, DISAGREE, PASS, EMPTY], one)  # the same person twice is one pair of eyes
    before = votes_of(copy)
    typed(copy, [AGREE, DISAGREE, DISAGREE, EMPTY], other)
    differing = queries.paper_to_do(copy.sheet.conversation).differing
    between = votes_of(copy)
    typed(copy, [AGREE, DISAGREE, PASS, EMPTY], other)

    assert before == {}
    assert (between, differing) == ({"Statement 0": 1, "Statement 1": -1}, [copy])
    assert votes_of(copy) == {"Statement 0": 1, "Statement 1": -1, "Statement 2": 0}


def test_a_mark_that_no_box_has_is_refused(copy, officer):
    rows = [row.pk for row in queries.rows_of(copy.sheet)]
    wrong = [
        dict.fromkeys(rows[1:], AGREE),  # a row too few
        {rows[0]: CONSENT} | dict.fromkeys(rows[1:], 3),
        {rows[0]: AGREE} | dict.fromkeys(rows[1:], AGREE),  # consent has one box
    ]

    assert [refusal(actions.type_in, copy=copy, choices=choices, **officer) for choices in wrong] == [
        "mark_not_understood"
    ] * 3
    assert not EnteredRow.objects.filter(copy=copy).exists()


# --- On the pages -------------------------------------------------------------------------------------------------


@pytest.fixture
def pages(universe, client, conversation):
    client.force_login(universe.users["officer"])

    def path(name, *more):
        return reverse(f"paper:{name}", args=[universe.partnership.slug, conversation.pk, *more])

    return client, path


def as_file(picture, name="scan.png", kind="PNG"):
    kept = io.BytesIO()
    Image.fromarray(np.asarray(picture)).save(kept, kind)
    return SimpleUploadedFile(name, kept.getvalue())


def test_scans_are_read_and_not_kept(pages, copy, printed, conversation):
    client, path = pages
    other = printed[1][1][0]
    sheets = [
        filled_in(copy, [AGREE, AGREE, AGREE, AGREE]),
        filled_in(other, [DISAGREE, [AGREE, PASS], PASS, EMPTY]),
    ]
    pdf = io.BytesIO()
    sheets[0].save(pdf, "PDF", save_all=True, append_images=sheets[1:], resolution=300)

    answer = client.post(
        path("scan"),
        {
            "files": [
                SimpleUploadedFile("evening.pdf", pdf.getvalue()),
                as_file(Image.new("L", (900, 900), 255)),
            ],
        },
    )
    report = client.get(answer["Location"])

    assert votes_of(copy) == {f"Statement {i}": 1 for i in range(4)}
    assert votes_of(other) == {"Statement 0": -1, "Statement 2": 0}
    assert b"scan.png" in report.content
    assert [upload.content.name for upload in Upload.objects.filter(purpose=queries.PURPOSE)] == ["", ""]
    row = queries.rows_to_review(conversation).get()
    assert client.get(path("picture", row.pk))["Content-Type"] == "image/jpeg"
    client.post(path("review_row"), {"row": row.pk, "choice": "2"})
    assert votes_of(other)["Statement 1"] == 0
    assert client.get(path("picture", row.pk)).status_code == 404


def test_files_that_are_no_pictures_are_named(pages, conversation, universe):
    client, path = pages
    files = [
        SimpleUploadedFile("words.pdf", b"%PDF-1.4 nothing"),
        SimpleUploadedFile("photo.jpg", b"\xff\xd8\xff\xe0 broken"),
        SimpleUploadedFile("page.svg", b"<svg/>"),
    ]

    answer = client.post(path("scan"), {"files": files})

    (reading,) = queries.scans_of(conversation)
    report = report_of(reading)
    assert report.outcome == "refused"
    assert [(p.code, p.file) for p in report.problems] == [
        ("no_picture", f.name) for f in sorted(files, key=lambda f: f.name)
    ]
    assert client.get(answer["Location"]).status_code == 200


def test_a_picture_larger_than_any_camera_makes_is_not_opened():
    """A picture of 900 megapixels, as its header says; what would follow the header is never asked for."""
    header = b"IHDR" + struct.pack(">IIBBBBB", 30_000, 30_000, 1, 0, 0, 0, 0)
    chunk = struct.pack(">I", 13) + header + struct.pack(">I", zlib.crc32(header))
    huge = io.BytesIO(
        b"\x89PNG\r\n\x1a\n" + chunk + struct.pack(">I", 0) + b"IDAT" + struct.pack(">I", zlib.crc32(b"IDAT"))
    )

    assert [p.code for p in pages_of(huge, "huge.png") if isinstance(p, Problem)] == ["picture_too_large"]


def test_a_broken_sheet_form_keeps_what_was_typed(pages, copy):
    client, path = pages
    rows = list(queries.rows_of(copy.sheet))
    sent = {f"row-{row.pk}": "2" for row in rows[:-1]}

    answer = client.post(path("type_in", copy.name), sent)

    assert answer.status_code in (200, 422)
    assert answer.content.count(b"checked") == len(rows) - 1
    assert (
        client.post(path("find_sheet"), {"name": "nothing1"}).content.count(
            b"No sheet here has these letters"
        )
        >= 1
    )


def test_the_codes_are_shown_once_and_nobody_reads_them_back(pages, statements):
    client, path = pages
    page = client.post(path("sheets"), {"copies": 2, "statements": [str(s.pk) for s in statements]})

    assert page.content.count(b"cy-sheet--keep") == 2
    assert b"cy-sheet--keep" not in client.get(path("sheets")).content
    assert SheetRow.objects.filter(is_consent=True).count() == 1
