"""The gate for small numbers: where each threshold lies, and that no chapter keeps one of its own."""

import re

from cyfran.core import small_numbers
from tests.house.test_source import PYTHON, SOURCE


def test_each_threshold_lies_where_it_is_said_to():
    assert [small_numbers.may_show_share(n) for n in (9, 10)] == [False, True]
    assert [small_numbers.may_show_count(n) for n in (4, 5)] == [False, True]
    assert [small_numbers.may_show_positions(n) for n in (29, 30)] == [False, True]
    assert [small_numbers.may_show_people(n) for n in (0, 1, 9, 10)] == [True, False, False, True]


def test_no_chapter_keeps_a_threshold_of_its_own():
    phases = [
        path
        for path in PYTHON
        if path.relative_to(SOURCE).parts[0]
        in {"ground", "discover", "define", "develop", "deliver", "learn"}
    ]
    own = [
        str(path)
        for path in phases
        if re.search(r"\bFEWEST_(FOR_SHARE|FOR_DOTS|IN_CELL|SHOWN|ANSWERS)\b", path.read_text())
    ]

    assert own == []
