"""Sheets read back: what was marked, and what a person must see, on paper that had a hard time."""

import json

import numpy as np
import pytest
from PIL import Image

from benchmarks.sheets import LEVELS, Hand, blank_sheet, worn
from cyfran.methods.errors import MethodError
from cyfran.methods.result import to_json
from cyfran.methods.sheets import a4, read_sheet

LAYOUT = a4([20, 15, 15, 15, 15, 15])
ANSWERS = [0, 2, 1, None, 1, 0]


def box(row, choice):
    return next(box for box in LAYOUT.boxes if (box.row, box.choice) == (row, choice))


@pytest.fixture
def sheet():
    """A printed sheet with a cross in one box of each row but one."""
    page = blank_sheet(LAYOUT, "ONE")
    hand = Hand(page, LAYOUT, np.random.default_rng(1))
    for row, choice in enumerate(ANSWERS):
        if choice is not None:
            hand.cross(box(row, choice).x, box(row, choice).y)
    return page, hand


def read(page):
    return read_sheet(np.asarray(page), LAYOUT, prefix="CY/")


def refusal(picture):
    with pytest.raises(MethodError) as refused:
        read_sheet(picture, LAYOUT, prefix="CY/")
    return refused.value.code


@pytest.mark.parametrize("level", LEVELS)
def test_what_was_marked_is_read_whatever_happened_to_the_paper(sheet, level):
    picture = worn(sheet[0], level, np.random.default_rng(3))

    found = read_sheet(picture, LAYOUT, prefix="CY/")

    assert found.name == "ONE"
    wrong = [(r.row, r.choice) for r in found.rows if not r.needs_a_person and r.choice != ANSWERS[r.row]]
    assert wrong == []
    assert sum(r.needs_a_person for r in found.rows) <= 2


@pytest.mark.parametrize("angle", [0, 90, 180, 270])
def test_a_sheet_may_lie_in_any_direction(sheet, angle):
    turned = sheet[0].rotate(angle, expand=True)

    assert [row.choice for row in read(turned).rows] == ANSWERS


def test_two_marks_a_faint_one_and_one_beside_the_box_go_to_a_person(sheet):
    page, hand = sheet
    hand.cross(box(0, 1).x, box(0, 1).y)
    hand.tick(box(3, 1).x + 6, box(3, 1).y)
    hand.stroke([(box(5, 2).x - 0.4, box(5, 2).y), (box(5, 2).x + 0.4, box(5, 2).y)], ink=120, pen=0.3)

    doubted = [row.row for row in read(page).rows if row.needs_a_person]

    assert doubted == [0, 3, 5]


def test_a_box_that_was_blackened_is_a_mark_taken_back(sheet):
    page, hand = sheet
    hand.fill(box(1, 0).x, box(1, 0).y)
    hand.fill(box(3, 0).x, box(3, 0).y)

    rows = read(page).rows

    assert (rows[1].choice, rows[1].needs_a_person) == (2, False)
    assert (rows[3].choice, rows[3].needs_a_person) == (None, True)  # blackened, and nothing instead


def test_one_corner_may_be_hidden_two_may_not(sheet):
    picture = np.asarray(sheet[0]).copy()
    picture[:400, :400] = 120
    assert [row.choice for row in read(picture).rows] == ANSWERS

    picture[-400:, -400:] = 120
    assert refusal(picture) == "corners_hidden"


def test_what_is_no_picture_of_one_sheet_says_so(sheet):
    picture = np.asarray(sheet[0])
    two = np.hstack([picture, np.asarray(blank_sheet(LAYOUT, "TWO"))])
    small = np.asarray(sheet[0].resize((450, 636), Image.Resampling.LANCZOS))

    refused = [refusal(wrong) for wrong in (np.full((50, 50), 255, np.uint8), picture.astype(float), two)]

    assert refused == ["sheet_not_found", "picture_not_readable", "several_sheets"]
    assert refusal(small) in ("picture_too_small", "sheet_not_found", "corners_hidden")


def test_reading_changes_nothing_and_gives_the_same_again(sheet):
    picture = np.asarray(sheet[0]).copy()
    picture.flags.writeable = False

    first, second = (to_json(read(picture).to_dict()) for _ in range(2))

    assert first == second
    assert [row["choice"] for row in json.loads(first)["rows"]] == ANSWERS
