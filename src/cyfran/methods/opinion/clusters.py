"""Clustering of points on a plane: base clusters first, then a few groups of those, as Polis does.

Every start is fixed by the points themselves, so the same points in the same order give the same groups.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

BASE_CLUSTERS = 100  # up to as many different points, each is a base cluster of its own
CELLS_ABOVE = 3000  # people above which cells of a grid take the place of k-means base clusters
GRID_CELLS = 40  # along each axis
MAX_ROUNDS = 100  # of k-means
MAX_STARTS = 8

Starts = Callable[[np.ndarray, np.ndarray, int], list[np.ndarray]]


@dataclass(frozen=True)
class Grouping:
    """The group of each point, numbered from 0 for the largest; how many groups, and the silhouette of the grouping."""

    members: np.ndarray
    k: int
    silhouette: float


def group(
    points: np.ndarray, k: int | None = None, *, starts: Starts | None = None, weighted: bool = False
) -> Grouping:
    """Group points into the number of groups with the best silhouette (2 to 5), or into ``k``.

    The silhouette is that of the base clusters: each counts once, as in Polis, or ``weighted`` by its people. Of numbers
    with the same silhouette the larger is taken. ``starts`` gives the seeds of k-means: spread out (several starts), or
    those of Polis.

    Notes
    -----
    O(P) for assigning people, O(B^2) for the silhouette of B <= max(100, occupied cells) base clusters.
    """
    base, centres, weights = base_clusters(points)
    max_groups = min(5, 2 + len(centres) // 12)  # Polis: k = 2 … min(5, 2 + B/12) for B base clusters
    candidates = range(2, max_groups + 1) if k is None else (k,)
    distances = np.sqrt(_square_distances(centres, centres))
    best = Grouping(np.zeros(len(points), dtype=np.int64), 1, 0.0)
    starts = starts or spread_out_starts
    for groups in candidates:
        if groups > len(centres):
            break
        labels = best_kmeans(centres, weights, starts(centres, weights, groups))
        silhouette = mean_silhouette(
            distances, labels, groups, weights if weighted else np.ones(len(weights))
        )
        # ≥, not >: of equal silhouettes the larger k, as in Polis
        if best.k == 1 or silhouette >= best.silhouette:
            best = Grouping(labels[base], groups, silhouette)
    return _largest_first(best)


def base_clusters(points: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Bring many points down to some hundred base clusters: the cluster of each point, the centres, how many points in each.

    Up to a hundred different points are numbered by their first occurrence; more are clustered by k-means, or by a grid.
    """
    # Rounded to 12 places: people who answered alike stand at one point, but for the last digits of their sums
    distinct, first, place = np.unique(np.round(points, 12), axis=0, return_index=True, return_inverse=True)
    if len(distinct) <= BASE_CLUSTERS:
        # Rank by first occurrence, not by np.unique's order of size: Polis seeds k-means with the first k points, and
        # the k points of smallest x, which are all on one side, are bad seeds
        labels = np.argsort(np.argsort(first))[place.ravel()]
    elif len(points) > CELLS_ABOVE:
        labels = _grid_cells(points)
    else:
        labels = _lloyd(points, np.ones(len(points)), points[np.sort(first)[:BASE_CLUSTERS]])[0]
    _, labels = np.unique(labels, return_inverse=True)  # no gaps: cells and clusters may be empty
    weights = np.bincount(labels).astype(float)
    return labels, _centres(points, labels, np.ones(len(points)), len(weights)), weights


def _grid_cells(points: np.ndarray) -> np.ndarray:
    low, high = points.min(axis=0), points.max(axis=0)
    step = np.where(high > low, (high - low) / GRID_CELLS, 1.0)
    indices = np.minimum(((points - low) / step).astype(np.int64), GRID_CELLS - 1)
    return indices[:, 0] * GRID_CELLS + indices[:, 1]


def polis_starts(points: np.ndarray, weights: np.ndarray, k: int) -> list[np.ndarray]:
    """Return the seeds of Polis: the first k base clusters, a single start."""
    return [points[:k]]


def spread_out_starts(points: np.ndarray, weights: np.ndarray, k: int) -> list[np.ndarray]:
    """Return several sets of seeds, each spread out from another first point; these are spaced evenly along the first axis."""
    order = np.argsort(points[:, 0], kind="stable")
    firsts = order[np.linspace(0, len(order) - 1, min(MAX_STARTS, len(order))).astype(int)]
    return [_farthest_seeds(points, weights, k, int(first)) for first in firsts]


def _farthest_seeds(points: np.ndarray, weights: np.ndarray, k: int, first: int) -> np.ndarray:
    """Seeds far from one another: each next one where the weighted squared distance to those before is largest."""
    # k-means++ (Arthur and Vassilvitskii 2007) draws the next seed with probability ∝ w d²; the largest is taken instead,
    # so that nothing is random. Rounded, so that a tie goes to the first point and not to the last digit of d².
    chosen = [first]
    nearest = _square_distances(points, points[[first]])[:, 0]
    for _ in range(k - 1):
        chosen.append(int(np.argmax(np.round(nearest * weights, 9))))
        nearest = np.minimum(nearest, _square_distances(points, points[chosen[-1:]])[:, 0])
    return points[chosen]


def best_kmeans(points: np.ndarray, weights: np.ndarray, starts: list[np.ndarray]) -> np.ndarray:
    """Run weighted k-means from each start; return the labels with the smallest sum of squares within groups."""
    fits = [_lloyd(points, weights, seeds) for seeds in starts]
    # Rounded: of starts that end in the same grouping the first counts, whatever the order of their sums
    return min(fits, key=lambda fit: round(fit[1], 9))[0]


def _lloyd(points: np.ndarray, weights: np.ndarray, centres: np.ndarray) -> tuple[np.ndarray, float]:
    """Lloyd's algorithm: move centres to the weighted mean of the points nearest to them until no label changes."""
    labels = np.full(len(points), -1)
    for _ in range(MAX_ROUNDS):
        distances = _square_distances(points, centres)
        nearest = np.argmin(distances, axis=1)
        if np.array_equal(nearest, labels):
            break
        labels = nearest
        counts = np.bincount(labels, minlength=len(centres))
        moved = _centres(points, labels, weights, len(centres))
        # A centre that no point is nearest to stays where it is: its mean is 0/0
        centres = np.where(counts[:, None] > 0, moved, centres)
    spread = float((weights * distances[np.arange(len(points)), labels]).sum())
    return labels, spread


def _centres(points: np.ndarray, labels: np.ndarray, weights: np.ndarray, k: int) -> np.ndarray:
    totals = np.bincount(labels, weights=weights, minlength=k)
    sums = [np.bincount(labels, weights=weights * points[:, i], minlength=k) for i in range(2)]
    return np.stack(sums, axis=1) / np.maximum(totals, 1e-300)[:, None]


def _square_distances(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    # Differences first: |a|² − 2ab + |b|² as a matrix product is faster, but loses all digits where points are close
    x = np.subtract.outer(a[:, 0], b[:, 0])
    y = np.subtract.outer(a[:, 1], b[:, 1])
    x *= x  # in place: on many points what costs is the memory
    y *= y
    x += y
    return x


def mean_silhouette(
    distances: np.ndarray, labels: np.ndarray, k: int, weights: np.ndarray | None = None
) -> float:
    """Return the mean silhouette: how much nearer points are to their own group than to the next; a group of one scores 0.

    With ``weights`` a point stands for so many people at the same place.
    """
    # Rousseeuw 1987: s = (b − a) / max(a, b), with a the mean distance to the others of one's own group and b the least
    # mean distance to another group
    weights = np.ones(len(labels)) if weights is None else weights
    index = np.arange(len(labels))
    weights_by_group = np.zeros((len(labels), k))
    weights_by_group[index, labels] = weights
    sizes, sums = weights_by_group.sum(axis=0), distances @ weights_by_group
    own_sizes = sizes[labels]
    # The distance to oneself is 0, so only the divisor has to leave oneself out
    own_mean = sums[index, labels] / np.maximum(own_sizes - 1, 1)
    other_means = np.where(sizes > 0, sums / np.maximum(sizes, 1), np.inf)
    other_means[index, labels] = np.inf
    nearest_mean = other_means.min(axis=1)
    # No other group has anyone in it: s = 0, not ∞/∞
    nearest_mean = np.where(np.isfinite(nearest_mean), nearest_mean, own_mean)
    larger_mean = np.maximum(own_mean, nearest_mean)
    scored = (own_sizes > 1) & (larger_mean > 0)
    score = np.where(scored, (nearest_mean - own_mean) / np.maximum(larger_mean, 1e-300), 0.0)
    return float(np.average(score, weights=weights))


def _largest_first(grouping: Grouping) -> Grouping:
    """Renumber groups by size, the largest first; of two of the same size the one with the earlier point comes first."""
    sizes = np.bincount(grouping.members, minlength=grouping.k)
    first = [
        int(np.argmax(grouping.members == g)) if sizes[g] else len(grouping.members)
        for g in range(grouping.k)
    ]
    order = sorted(range(grouping.k), key=lambda g: (-sizes[g], first[g]))
    rank = np.empty(grouping.k, dtype=np.int64)
    rank[order] = np.arange(grouping.k)
    return Grouping(rank[grouping.members], grouping.k, grouping.silhouette)
