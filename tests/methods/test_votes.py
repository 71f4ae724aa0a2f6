import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cyfran.methods.errors import MethodError
from cyfran.methods.opinion import Votes

EVENTS = st.lists(
    st.tuples(st.integers(0, 6), st.integers(0, 5), st.sampled_from([1, -1, 0]), st.integers(0, 4)),
    min_size=1,
    max_size=60,
)


def build(events, **more):
    voters, statements, answers, at = zip(*events, strict=True)
    return Votes.from_events([str(v) for v in voters], [str(s) for s in statements], answers, at, **more)


def last_answers(events):
    """The obvious way: for each cell, what was said at its last moment, or a pass if that is not one thing."""
    cells = {}
    for voter, statement, answer, at in events:
        cells.setdefault((voter, statement), []).append((at, answer))
    found = {}
    for cell, said in cells.items():
        latest = {answer for at, answer in said if at == max(moment for moment, _ in said)}
        found[cell] = latest.pop() if len(latest) == 1 else 0
    return found


@given(EVENTS)
def test_the_last_answer_of_each_person_on_each_statement_counts(events):
    votes = build(events)

    cells = zip(votes.rows, votes.columns, votes.answers, strict=True)
    found = {(int(votes.participants[r]), int(votes.statements[c])): int(a) for r, c, a in cells}
    assert found == last_answers(events)


@given(EVENTS, st.randoms())
def test_the_order_of_rows_does_not_matter(events, random):
    votes, mixed = build(events), list(events)
    random.shuffle(mixed)

    assert build(mixed).input_sha256() == votes.input_sha256()


def test_without_moments_the_later_row_counts():
    votes = Votes.from_events(["1", "1"], ["a", "a"], [1, -1])

    assert votes.answers.tolist() == [-1]


def test_numbers_come_in_order_of_size_then_text():
    votes = Votes.from_events(["10", "b", "2", "a"], ["1"] * 4, [1] * 4)

    assert votes.participants == ("2", "10", "a", "b")


def test_statements_nobody_voted_on_are_there():
    votes = Votes.from_events(["1"], ["1"], [1], known_statements=["0", "1"], rejected=["0"])

    assert votes.statements == ("0", "1")
    assert votes.rejected.tolist() == [True, False]
    assert votes.without_rejected().statements == ("1",)


def test_the_fingerprint_changes_with_every_vote_and_rejection():
    votes = Votes.from_events(["1", "2"], ["a", "a"], [1, 1])
    other = Votes.from_events(["1", "2"], ["a", "a"], [1, 0])
    rejected = Votes.from_events(["1", "2"], ["a", "a"], [1, 1], rejected=["a"])

    assert len({v.input_sha256() for v in (votes, other, rejected)}) == 3


@pytest.mark.parametrize(
    ("answers", "code"), [([], "no_votes"), ([2], "answer_unknown"), ([float("nan")], "answer_unknown")]
)
def test_what_is_no_vote_is_refused(answers, code):
    with pytest.raises(MethodError) as refused:
        Votes.from_events(["1"] * len(answers), ["a"] * len(answers), np.array(answers))

    assert refused.value.code == code
