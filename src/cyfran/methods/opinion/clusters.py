"""Groups of points on a plane: base clusters first, then a few groups of those, as Polis does.

Every start is fixed by the points themselves, so the same points in the same order give the same groups.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

BASE = 100  # base clusters, up to as many people each is one of their own
CELLS_ABOVE = 3000  # people above which cells of a grid take the place of base clusters
GRID = 40
ROUNDS = 100
STARTS = 8


Starts = Callable[[np.ndarray, np.ndarray, int], list[np.ndarray]]


@dataclass(frozen=True)
class Grouping:
    """Who is in which group. Groups are numbered from the largest."""

    members: np.ndarray
    k: int
    silhouette: float


def group(
    points: np.ndarray, k: int | None = None, *, starts: Starts | None = None, weighted: bool = False
) -> Grouping:
    """Group points, in as many groups as stand apart best (2 to 5), or in ``k``.

    The silhouette is that of the base clusters: each counts once, as in Polis, or ``weighted`` by its people. Of equally
    good numbers the larger is taken. ``starts`` says where the groups begin: spread out, from several first points, or as
    Polis begins.

    Notes
    -----
    O(P) for assigning people, O(B^2) for the silhouette of B <= max(100, occupied cells) base clusters.
    """
    base, centres, weights = base_clusters(points)
    most = min(5, 2 + len(centres) // 12)
    numbers = range(2, most + 1) if k is None else (k,)
    distances = np.sqrt(_square_distances(centres, centres))
    best = Grouping(np.zeros(len(points), dtype=np.int64), 1, 0.0)
    starts = starts or spread_out_starts
    for number in numbers:
        if number > len(centres):
            break
        labels = best_kmeans(centres, weights, starts(centres, weights, number))
        found = mean_silhouette(distances, labels, number, weights if weighted else np.ones(len(weights)))
        if best.k == 1 or found >= best.silhouette:
            best = Grouping(labels[base], number, found)
    return _largest_first(best)


def base_clusters(points: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Bring many people down to some hundred places: which place each is at, where the places are, how many are there.

    Places are numbered by the first person at them, up to a hundred; above that by k-means, or by the cells of a grid.
    """
    distinct, first, place = np.unique(np.round(points, 12), axis=0, return_index=True, return_inverse=True)
    if len(distinct) <= BASE:
        labels = np.argsort(np.argsort(first))[place.ravel()]
    elif len(points) > CELLS_ABOVE:
        labels = _cells(points)
    else:
        labels = _lloyd(points, np.ones(len(points)), points[np.sort(first)[:BASE]])[0]
    _, labels = np.unique(labels, return_inverse=True)
    weights = np.bincount(labels).astype(float)
    return labels, _centres(points, labels, np.ones(len(points)), len(weights)), weights


def _cells(points: np.ndarray) -> np.ndarray:
    low, high = points.min(axis=0), points.max(axis=0)
    step = np.where(high > low, (high - low) / GRID, 1.0)
    cell = np.minimum(((points - low) / step).astype(np.int64), GRID - 1)
    return cell[:, 0] * GRID + cell[:, 1]


def polis_starts(points: np.ndarray, weights: np.ndarray, k: int) -> list[np.ndarray]:
    """Begin at the first k places, as Polis does: one start, and what comes of it."""
    return [points[:k]]


def spread_out_starts(points: np.ndarray, weights: np.ndarray, k: int) -> list[np.ndarray]:
    """Several starts, each spread out from another first point, evenly along the first direction."""
    along = np.argsort(points[:, 0], kind="stable")
    firsts = along[np.linspace(0, len(along) - 1, min(STARTS, len(along))).astype(int)]
    return [_spread_out(points, weights, k, int(first)) for first in firsts]


def _spread_out(points: np.ndarray, weights: np.ndarray, k: int, first: int) -> np.ndarray:
    """Seeds far from one another: each next one where the weighted squared distance to those before is largest."""
    chosen = [first]
    nearest = _square_distances(points, points[[first]])[:, 0]
    for _ in range(k - 1):
        chosen.append(int(np.argmax(np.round(nearest * weights, 9))))
        nearest = np.minimum(nearest, _square_distances(points, points[chosen[-1:]])[:, 0])
    return points[chosen]


def best_kmeans(points: np.ndarray, weights: np.ndarray, starts: list[np.ndarray]) -> np.ndarray:
    """Weighted k-means from each start; the grouping that leaves least spread inside groups."""
    found = [_lloyd(points, weights, seeds) for seeds in starts]
    return min(found, key=lambda labels_and_spread: round(labels_and_spread[1], 9))[0]


def _lloyd(points: np.ndarray, weights: np.ndarray, centres: np.ndarray) -> tuple[np.ndarray, float]:
    """Move centres to the mean of what is nearest to them until nothing changes."""
    labels = np.full(len(points), -1)
    for _ in range(ROUNDS):
        distances = _square_distances(points, centres)
        nearest = np.argmin(distances, axis=1)
        if np.array_equal(nearest, labels):
            break
        labels = nearest
        counts = np.bincount(labels, minlength=len(centres))
        moved = _centres(points, labels, weights, len(centres))
        centres = np.where(counts[:, None] > 0, moved, centres)
    spread = float((weights * distances[np.arange(len(points)), labels]).sum())
    return labels, spread


def _centres(points: np.ndarray, labels: np.ndarray, weights: np.ndarray, k: int) -> np.ndarray:
    total = np.bincount(labels, weights=weights, minlength=k)
    sums = [np.bincount(labels, weights=weights * points[:, i], minlength=k) for i in range(2)]
    return np.stack(sums, axis=1) / np.maximum(total, 1e-300)[:, None]


def _square_distances(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    x = np.subtract.outer(a[:, 0], b[:, 0])
    y = np.subtract.outer(a[:, 1], b[:, 1])
    x *= x  # in place: on many points what costs is the memory
    y *= y
    x += y
    return x


def mean_silhouette(
    distances: np.ndarray, labels: np.ndarray, k: int, weights: np.ndarray | None = None
) -> float:
    """How much nearer points are to their own group than to the next one, on average; a group of one scores 0.

    With ``weights`` a point stands for so many people at the same place.
    """
    weights = np.ones(len(labels)) if weights is None else weights
    every = np.arange(len(labels))
    people = np.zeros((len(labels), k))
    people[every, labels] = weights
    sizes, sums = people.sum(axis=0), distances @ people
    own_size = sizes[labels]
    own = sums[every, labels] / np.maximum(own_size - 1, 1)
    others = np.where(sizes > 0, sums / np.maximum(sizes, 1), np.inf)
    others[every, labels] = np.inf
    nearest = others.min(axis=1)
    nearest = np.where(np.isfinite(nearest), nearest, own)  # no other group has anyone in it
    widest = np.maximum(own, nearest)
    counts = (own_size > 1) & (widest > 0)
    score = np.where(counts, (nearest - own) / np.maximum(widest, 1e-300), 0.0)
    return float(np.average(score, weights=weights))


def _largest_first(found: Grouping) -> Grouping:
    """Number groups by size; of two as large, the one that holds the earlier person comes first."""
    sizes = np.bincount(found.members, minlength=found.k)
    first = [int(np.argmax(found.members == g)) if sizes[g] else len(found.members) for g in range(found.k)]
    order = sorted(range(found.k), key=lambda g: (-sizes[g], first[g]))
    place = np.empty(found.k, dtype=np.int64)
    place[order] = np.arange(found.k)
    return Grouping(place[found.members], found.k, found.silhouette)
