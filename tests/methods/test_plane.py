"""The plane against the obvious way: fill in the means, take them away, and decompose the dense matrix."""

import numpy as np
import pytest

from benchmarks.planted import planted
from cyfran.methods.opinion.plane import find_plane


def dense(votes):
    filled = np.full(votes.shape, np.nan)
    filled[votes.rows, votes.columns] = votes.answers
    means = np.nanmean(filled, axis=0)
    return np.where(np.isnan(filled), means, filled) - means, ~np.isnan(filled)


@pytest.mark.parametrize("seed", range(3))
def test_the_plane_is_that_of_the_filled_in_matrix(seed):
    votes = planted(80, 25, 2, seed).votes
    centred, seen = dense(votes)
    _, singular, right = np.linalg.svd(centred, full_matrices=False)

    plane = find_plane(votes.rows, votes.columns, votes.answers.astype(float), votes.shape)

    assert np.abs((plane.axes * right[:2]).sum(axis=1)) == pytest.approx([1, 1], abs=1e-9)
    assert plane.eigenvalues == pytest.approx(singular[:3] ** 2, rel=1e-9)
    scale = np.sqrt(25 / seen.sum(axis=1))
    assert plane.positions == pytest.approx(centred @ plane.axes.T * scale[:, None], abs=1e-9)


def test_votes_that_are_all_alike_have_no_directions():
    rows, columns = np.repeat(np.arange(4), 2), np.tile(np.arange(2), 4)

    plane = find_plane(rows, columns, np.ones(8), (4, 2))

    assert plane.positions.tolist() == [[0, 0]] * 4
    assert plane.variance == [0.0, 0.0]


def test_more_rows_than_one_chunk_give_the_same_plane():
    votes = planted(9000, 12, 2, 5).votes
    centred, _ = dense(votes)

    plane = find_plane(votes.rows, votes.columns, votes.answers.astype(float), votes.shape)

    assert plane.total == pytest.approx((centred**2).sum())


def test_few_votes_on_many_statements_give_the_same_plane_by_steps():
    votes = planted(400, 500, 2, 6, seen=0.04).votes
    kept = np.bincount(votes.columns, minlength=500) > 0
    centred, _ = dense(votes)
    _, singular, right = np.linalg.svd(centred[:, kept], full_matrices=False)

    plane = find_plane(votes.rows, votes.columns, votes.answers.astype(float), votes.shape)

    assert len(votes.answers) < 0.05 * 400 * 500  # so few that the sparse way is taken
    assert np.abs((plane.axes[:, kept] * right[:2]).sum(axis=1)) == pytest.approx([1, 1], abs=1e-9)
    assert plane.eigenvalues == pytest.approx(singular[:3] ** 2, rel=1e-9)


def test_many_statements_all_agree_with_have_no_directions():
    rows = np.arange(3000)

    plane = find_plane(rows, rows % 60, np.ones(3000), (3000, 60))

    assert plane.eigenvalues.tolist() == [0.0, 0.0, 0.0]
