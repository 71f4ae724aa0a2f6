"""The plane on which people who vote alike stand near each other: principal components of a sparse vote matrix.

With a missing vote replaced by the statement's mean, and that mean taken away, a missing vote is exactly 0. So nothing is
ever filled in: the centred matrix has entries only where somebody voted, and the components are those of its Gram matrix.
"""

from dataclasses import dataclass

import numpy as np
from scipy.linalg import eigh
from scipy.sparse import csr_array
from scipy.sparse.linalg import LinearOperator, eigsh

ARBITRARY_BELOW = 1.05  # ratio of eigenvalues under which the second direction means little
CHUNK = 4096  # rows held densely at a time
MULTIPLY = 7e-11  # seconds, roughly, for one multiplication of a dense product
GATHER = 2e-9  # ... and for one entry of a sparse one
LANCZOS_STEPS = 80
SMALL = 1e-10  # relative error of the third eigenvalue; the first two are nearer, and the angle is below 1e-6 degrees


@dataclass(frozen=True)
class Plane:
    """Two directions of greatest spread, and where everyone stands on them.

    ``axes`` is 2 x S, ``positions`` P x 2 (scaled up for those who saw few statements), ``eigenvalues`` the largest
    three, ``total`` the sum of all; ``width`` is the number of statements there were to see.
    """

    means: np.ndarray
    axes: np.ndarray
    positions: np.ndarray
    eigenvalues: np.ndarray
    total: float
    width: int

    @property
    def variance(self) -> list[float]:
        """Share of all spread along each of the two directions."""
        return [float(value / self.total) if self.total > 0 else 0.0 for value in self.eigenvalues[:2]]

    @property
    def eigengap(self) -> float | None:
        """Second eigenvalue over third: near 1, another second direction would have done as well."""
        second, third = self.eigenvalues[1:3]
        return float(second / third) if third > 1e-12 * max(self.total, 1.0) else None

    @property
    def second_axis_arbitrary(self) -> bool:
        return self.eigengap is not None and self.eigengap < ARBITRARY_BELOW


def find_plane(
    rows: np.ndarray,
    columns: np.ndarray,
    values: np.ndarray,
    shape: tuple[int, int],
    *,
    also_seen: int = 0,
    width: int | None = None,
) -> Plane:
    """Find the plane of a sparse matrix of votes.

    Parameters
    ----------
    rows, columns, values
        Entries sorted by row; a statement nobody may look at has none.
    shape
        Participants, statements.
    also_seen
        How many further statements count as seen by everyone (Polis counts those it moderated out).
    width
        How many statements there are to see, if not all columns.

    Notes
    -----
    Exact to rounding: eigenvectors of the S x S Gram matrix, which is added up from chunks of rows (O(P S^2) time, O(S^2)
    memory), or Lanczos steps on the sparse matrix where that costs less (about 80 passes over the votes).
    """
    people, all_columns = shape
    counts = np.bincount(columns, minlength=all_columns)
    sums = np.bincount(columns, weights=values, minlength=all_columns)
    means = np.divide(sums, counts, out=np.zeros(all_columns), where=counts > 0)
    centred = means[columns]
    np.subtract(values, centred, out=centred)  # in place: there may be tens of millions
    eigenvalues, axes = _largest(rows, columns, centred, shape)
    seen = np.bincount(rows, minlength=people) + also_seen
    flat = np.stack([_along(axis, rows, columns, centred, people) for axis in axes], axis=1)
    width = all_columns if width is None else width
    scale = np.sqrt(width / np.maximum(seen, 1))
    return Plane(means, axes, flat * scale[:, None], eigenvalues, float(centred @ centred), width)


def _along(
    axis: np.ndarray, rows: np.ndarray, columns: np.ndarray, centred: np.ndarray, people: int
) -> np.ndarray:
    share = axis[columns]
    share *= centred
    return np.bincount(rows, weights=share, minlength=people)


def _gram(rows: np.ndarray, columns: np.ndarray, centred: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    """Add up the Gram matrix from chunks of rows, so that the whole is never held densely."""
    people, width = shape
    gram = np.zeros((width, width))
    edges = np.searchsorted(rows, np.arange(0, people + CHUNK, CHUNK))
    for i, (start, end) in enumerate(zip(edges[:-1], edges[1:], strict=True)):
        chunk = np.zeros((min(CHUNK, people - i * CHUNK), width))
        chunk[rows[start:end] - i * CHUNK, columns[start:end]] = centred[start:end]
        gram += chunk.T @ chunk
    return gram


def _largest(
    rows: np.ndarray, columns: np.ndarray, centred: np.ndarray, shape: tuple[int, int]
) -> tuple[np.ndarray, np.ndarray]:
    """The three largest eigenvalues and the first two directions, each pointing where its largest entry is positive."""
    people, width = shape
    gram_costs, steps_cost = people * width**2 * MULTIPLY, LANCZOS_STEPS * len(rows) * GATHER
    if gram_costs > steps_cost and centred.any():
        values, vectors = _by_steps(rows, columns, centred, shape)
    else:
        found = min(3, width)
        gram = _gram(rows, columns, centred, shape)
        values, vectors = eigh(gram, subset_by_index=[width - found, width - 1])
    values = np.append(np.maximum(values[::-1], 0.0), np.zeros(3))[:3]
    axes = np.zeros((2, width))
    for i in range(min(2, vectors.shape[1])):
        axis = vectors[:, -1 - i]
        axes[i] = axis * (1.0 if axis[np.argmax(np.round(np.abs(axis), 9))] >= 0 else -1.0)
    axes[values[:2] <= 1e-12 * max(values[0], 1e-300)] = 0.0
    return values, axes


def _by_steps(
    rows: np.ndarray, columns: np.ndarray, centred: np.ndarray, shape: tuple[int, int]
) -> tuple[np.ndarray, np.ndarray]:
    """Lanczos steps on the sparse matrix from a fixed start: cheaper where there are many statements."""
    matrix = csr_array((centred, (rows, columns)), shape=shape)
    width = shape[1]
    gram = LinearOperator((width, width), matvec=lambda v: matrix.T @ (matrix @ v), dtype=float)
    values, vectors = eigsh(gram, k=3, which="LA", tol=SMALL, v0=1.5 + np.cos(np.arange(width)))
    order = np.argsort(values)
    return values[order], vectors[:, order]
