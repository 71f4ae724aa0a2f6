import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cyfran.methods.change import contrast_of_shares, ratio_of_shares
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


# --- Ratios -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("counts", "expected", "verdict"),
    [
        ((62, 4300, 58, 9200), [2.287, 1.602, 3.266], "more"),  # the reference of indicator EQU1a
        ((29, 1480, 31, 1400), [0.885, 0.536, 1.461], "cannot_tell"),
        ((58, 9200, 62, 4300), [0.437, 0.306, 0.624], "less"),
    ],
)
def test_a_ratio_has_the_interval_of_its_logarithm(counts, expected, verdict):
    found = ratio_of_shares(*counts)

    assert [round(x, 3) for x in (found.estimate, found.low, found.high)] == expected
    assert found.verdict == verdict


def test_a_ratio_of_too_few_or_to_nothing_is_not_judged():
    few, nothing = ratio_of_shares(4, 100, 50, 100), ratio_of_shares(40, 100, 0, 100)

    assert (few.estimate, few.low, few.verdict) == (0.08, None, "cannot_tell")
    assert (nothing.estimate, nothing.verdict) == (None, "cannot_tell")


@pytest.mark.parametrize("counts", [(3, 2, 1, 2), (-1, 2, 1, 2), (0, 0, 1, 2), (1, 2, 1, 0)])
def test_a_ratio_of_what_cannot_be_is_refused(counts):
    with pytest.raises(MethodError):
        ratio_of_shares(*counts)


@given(st.integers(5, 400), st.integers(5, 400), st.integers(400, 9000), st.integers(400, 9000))
def test_a_ratio_turned_round_is_its_inverse(a, b, n, m):
    found, turned = ratio_of_shares(a, n, b, m), ratio_of_shares(b, m, a, n)

    assert turned.estimate == pytest.approx(1 / found.estimate)
    assert (turned.low, turned.high) == pytest.approx((1 / found.high, 1 / found.low))
