import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cyfran.methods.change import contrast_of_shares
from cyfran.methods.errors import MethodError


def test_the_change_of_a_gap_is_a_weighted_sum():
    found = contrast_of_shares([17, 26, 49, 61], [70, 66, 142, 132], [-1, 1, 1, -1], 0.9)

    assert [round(100 * x, 1) for x in (found.estimate, found.low, found.high)] == [3.4, -12.8, 19.6]
    assert found.verdict == "cannot_tell"


def test_too_few_people_have_no_interval_and_no_verdict():
    found = contrast_of_shares([4, 30], [50, 50], [-1, 1])

    assert (found.low, found.high, found.verdict) == (None, None, "cannot_tell")


@pytest.mark.parametrize(
    ("counts", "totals", "weights", "code"),
    [
        ([1], [1, 2], [1], "lengths_differ"),
        ([3], [2], [1], "counts_not_possible"),
        ([-1], [2], [1], "counts_not_possible"),
        ([0], [0], [1], "counts_not_possible"),
        ([], [], [], "counts_not_possible"),
    ],
)
def test_what_cannot_be_is_refused(counts, totals, weights, code):
    with pytest.raises(MethodError) as refused:
        contrast_of_shares(counts, totals, weights)

    assert refused.value.code == code


samples = st.integers(10, 400).flatmap(lambda n: st.tuples(st.integers(5, n - 5), st.just(n)))


@given(samples, samples)
def test_turning_the_comparison_round_turns_the_interval_round(a, b):
    there = contrast_of_shares([a[0], b[0]], [a[1], b[1]], [-1, 1])
    back = contrast_of_shares([b[0], a[0]], [b[1], a[1]], [-1, 1])

    assert there.estimate == pytest.approx(-back.estimate)
    assert (there.low, there.high) == pytest.approx((-back.high, -back.low))


def test_the_interval_holds_what_is_true_as_often_as_it_says():
    random = np.random.default_rng(1)
    held = 0
    for _ in range(400):
        x, y = random.binomial(200, 0.3), random.binomial(200, 0.45)
        found = contrast_of_shares([x, y], [200, 200], [-1, 1])
        held += found.low <= 0.15 <= found.high

    assert 0.92 <= held / 400 <= 0.98
