"""The population without groups that groups have to stand out against: fitted without making opinion look looser than it is."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cyfran.methods.opinion import Votes, landscape
from cyfran.methods.opinion.one_population import fit_one_population, fit_unimodal_shares
from cyfran.methods.opinion.plane import find_plane

COUNTS = st.lists(st.integers(0, 50), min_size=3, max_size=9).filter(any)


def one_line(people, statements, seed, *, flat=False):
    """Everyone somewhere on one line, and statements that tell strongly where: looks like camps, but is none."""
    random = np.random.default_rng(seed)
    places = random.uniform(-1.73, 1.73, people) if flat else random.standard_normal(people)
    slopes, levels = random.normal(0, 3, statements), random.normal(0.3, 1, statements)
    rows, columns = np.nonzero(random.random((people, statements)) < 0.5)
    chance = 1 / (1 + np.exp(-(levels[columns] + places[rows] * slopes[columns])))
    answers = np.where(random.random(len(rows)) < chance, 1, -1)
    return Votes.from_events(rows.astype(str), columns.astype(str), answers), slopes


def has_one_hump(curve):
    steps = np.sign(np.diff(curve))
    return bool((np.diff(steps[steps != 0]) <= 0).all())


@given(COUNTS)
def test_a_curve_gets_one_hump(counts):
    curve = fit_unimodal_shares(np.array(counts, dtype=float))

    assert curve.sum() == pytest.approx(1)
    assert has_one_hump(curve.round(9))


@given(COUNTS, st.integers(0, 1000))
def test_no_other_curve_with_one_hump_is_likelier(counts, seed):
    """The obvious way: draw curves that rise and fall, and compare."""
    random, counts = np.random.default_rng(seed), np.array(counts, dtype=float)
    found = fit_unimodal_shares(counts)

    for peak in range(len(counts)):
        heights = random.exponential(size=len(counts))
        other = np.concatenate([np.sort(heights[:peak]), np.sort(heights[peak:])[::-1]])
        assert counts @ np.log(found) >= counts @ np.log(other / other.sum()) - 1e-6


def test_slopes_are_not_made_flatter():
    votes, slopes = one_line(800, 40, seed=1)
    plane = find_plane(votes.rows, votes.columns, votes.answers.astype(float), votes.shape)

    model = fit_one_population(votes.rows, votes.columns, votes.answers, votes.shape, plane.positions)

    true = slopes[[int(label) for label in votes.statements]]
    spread = np.sqrt(np.mean((model.slopes**2).sum(axis=1)))
    assert np.abs(np.corrcoef(model.slopes[:, 0], true)[0, 1]) > 0.95
    assert spread / np.sqrt(np.mean(true**2)) == pytest.approx(1, abs=0.15)


def test_passes_stay_where_they_were():
    votes, _ = one_line(60, 20, seed=2)
    answers = np.where(np.arange(len(votes.answers)) % 7 == 0, 0, votes.answers)
    model = fit_one_population(votes.rows, votes.columns, answers, votes.shape, np.zeros((60, 2)))

    drawn = model.simulate_answers(votes.rows, votes.columns, answers, 60, np.random.default_rng(3))

    assert (drawn == 0).tolist() == (answers == 0).tolist()


@pytest.mark.parametrize("flat", [False, True], ids=["peaked", "flat"])
def test_one_line_of_opinion_is_seldom_taken_for_groups(flat):
    found = [landscape(one_line(150, 30, seed, flat=flat)[0]).to_dict()["groups"] for seed in range(8)]

    assert [groups["verdict"] for groups in found].count("found") <= 1
