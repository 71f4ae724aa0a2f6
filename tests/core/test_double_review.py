"""Two people judge by themselves: when that is enough, when they differ, and who settles it."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cyfran.core.double_review import weigh_entries


@dataclass(frozen=True)
class Judged:
    by: str
    value: str
    settles: bool = False


def weigh(*entries, needed=2):
    return weigh_entries(
        entries,
        needed=needed,
        person=lambda entry: entry.by,
        settles=lambda entry: entry.settles,
        alike=lambda first, second: first.value == second.value,
    )


A_YES, B_YES, B_NO = Judged("a", "yes"), Judged("b", "yes"), Judged("b", "no")


@pytest.mark.parametrize(
    ("entries", "needed", "agreed", "disputed"),
    [
        ([], 1, False, False),
        ([A_YES], 1, True, False),
        ([A_YES], 2, False, False),
        ([A_YES, B_YES], 2, True, False),
        ([A_YES, B_NO], 2, False, True),
        ([A_YES, B_NO], 1, False, True),
        ([A_YES, B_NO, B_YES], 2, True, False),  # b has changed their mind
        ([A_YES, B_YES, B_NO], 2, False, True),
        ([A_YES, A_YES], 2, False, False),  # one person is one, however often
    ],
)
def test_enough_people_have_to_be_alike(entries, needed, agreed, disputed):
    found = weigh(*entries, needed=needed)

    assert (found.is_agreed, found.is_disputed, found.settling) == (agreed, disputed, None)


def test_one_that_settles_ends_a_dispute_and_the_newest_of_these_counts():
    first, last = Judged("c", "no", settles=True), Judged("d", "yes", settles=True)

    found = weigh(A_YES, B_NO, first, last)

    assert (found.settling, found.is_disputed, found.independent) == (last, False, (A_YES, B_NO))


def test_what_settled_is_gone_once_its_person_judges_anew():
    found = weigh(A_YES, B_NO, Judged("c", "no", settles=True), Judged("c", "yes"))

    assert (found.settling, found.is_disputed, len(found.independent)) == (None, True, 3)


def test_entries_stand_in_the_order_in_which_they_were_made():
    assert weigh(A_YES, B_YES, Judged("a", "no")).newest == (B_YES, Judged("a", "no"))


entries = st.lists(
    st.builds(Judged, st.sampled_from("abc"), st.sampled_from(["yes", "no"]), st.booleans()), max_size=8
)


@given(entries, st.integers(1, 3))
def test_it_is_settled_agreed_disputed_or_waiting_and_never_two_of_these(made, needed):
    found = weigh(*made, needed=needed)
    last = {entry.by: entry for entry in made}  # the slow, plain way

    assert set(found.newest) == set(last.values())
    waiting = not found.settling and len(found.independent) < needed
    assert [found.settling is not None, found.is_agreed, found.is_disputed, waiting].count(True) == 1
