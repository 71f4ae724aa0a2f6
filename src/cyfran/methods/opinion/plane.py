"""The plane on which people who vote alike stand near each other: principal components of a sparse vote matrix.

With a missing vote replaced by the statement's mean, and that mean taken away, a missing vote is exactly 0. So nothing is
ever filled in: the centred matrix has entries only where somebody voted, and the components are those of its Gram matrix.
"""

from dataclasses import dataclass

import numpy as np
from scipy.linalg import eigh
from scipy.sparse import csr_array
from scipy.sparse.linalg import LinearOperator, eigsh

ARBITRARY_BELOW = 1.05  # λ₂/λ₃ under which the second direction means little
CHUNK = 4096  # rows held densely at a time
SECONDS_PER_MULTIPLY = 7e-11  # seconds, roughly, for one multiplication of a dense product
SECONDS_PER_GATHER = 2e-9  # ... and for one entry of a sparse one
LANCZOS_STEPS = 80
LANCZOS_TOLERANCE = 1e-10  # relative error of the third eigenvalue; the first two are nearer, and the angle is below 1e-6 degrees


@dataclass(frozen=True)
class Plane:
    """The two directions of greatest variance (principal components), and everyone's position on them.

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
        """λ₂/λ₃: near 1, another second direction would have done as well. None where there is no third."""
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
    # PCA of the matrix with missing votes replaced by the statement's mean μ_j: after centring these cells are 0, so
    # the sparse entries v_ij − μ_j are all of it
    people, all_columns = shape
    counts = np.bincount(columns, minlength=all_columns)
    sums = np.bincount(columns, weights=values, minlength=all_columns)
    means = np.divide(sums, counts, out=np.zeros(all_columns), where=counts > 0)
    centred = means[columns]
    np.subtract(values, centred, out=centred)  # in place: there may be tens of millions
    eigenvalues, axes = _leading_eigenpairs(rows, columns, centred, shape)
    seen = np.bincount(rows, minlength=people) + also_seen
    projections = np.stack([_project(axis, rows, columns, centred, people) for axis in axes], axis=1)
    width = all_columns if width is None else width
    # Polis' scaling (math/pca.clj): √(S/n_i) Σ_j (v_ij − μ_j) a_j. A missing vote adds 0, so people with few votes would
    # all stand near the middle and be taken for moderates.
    scale = np.sqrt(width / np.maximum(seen, 1))
    return Plane(means, axes, projections * scale[:, None], eigenvalues, float(centred @ centred), width)


def _project(
    axis: np.ndarray, rows: np.ndarray, columns: np.ndarray, centred: np.ndarray, people: int
) -> np.ndarray:
    """Sum over each person's votes of (v_ij − μ_j) a_j."""
    contributions = axis[columns]
    contributions *= centred
    return np.bincount(rows, weights=contributions, minlength=people)


def _gram(rows: np.ndarray, columns: np.ndarray, centred: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    """Add up the Gram matrix XᵀX (S x S) from chunks of rows, so that X is never held densely as a whole."""
    people, width = shape
    gram = np.zeros((width, width))
    edges = np.searchsorted(rows, np.arange(0, people + CHUNK, CHUNK))
    for i, (start, end) in enumerate(zip(edges[:-1], edges[1:], strict=True)):
        chunk = np.zeros((min(CHUNK, people - i * CHUNK), width))
        chunk[rows[start:end] - i * CHUNK, columns[start:end]] = centred[start:end]
        gram += chunk.T @ chunk
    return gram


def _leading_eigenpairs(
    rows: np.ndarray, columns: np.ndarray, centred: np.ndarray, shape: tuple[int, int]
) -> tuple[np.ndarray, np.ndarray]:
    """Return the three largest eigenvalues of XᵀX and the first two eigenvectors, each with its largest entry positive."""
    people, width = shape
    gram_cost = people * width**2 * SECONDS_PER_MULTIPLY
    lanczos_cost = LANCZOS_STEPS * len(rows) * SECONDS_PER_GATHER
    if gram_cost > lanczos_cost and centred.any():
        values, vectors = _lanczos(rows, columns, centred, shape)
    else:
        wanted = min(3, width)
        gram = _gram(rows, columns, centred, shape)
        values, vectors = eigh(gram, subset_by_index=[width - wanted, width - 1])
    # Ascending becomes descending; rounding leaves zeros slightly below 0; fewer than three statements have fewer values
    values = np.append(np.maximum(values[::-1], 0.0), np.zeros(3))[:3]
    axes = np.zeros((2, width))
    for i in range(min(2, vectors.shape[1])):
        # The sign of an eigenvector is arbitrary and differs between LAPACKs; rounded, so that of two entries of the same
        # size the first one decides
        axis = vectors[:, -1 - i]
        axes[i] = axis * (1.0 if axis[np.argmax(np.round(np.abs(axis), 9))] >= 0 else -1.0)
    # Of rank 1 or 0, the other eigenvectors are any basis of the null space: rounding would choose the map
    axes[values[:2] <= 1e-12 * max(values[0], 1e-300)] = 0.0
    return values, axes


def _lanczos(
    rows: np.ndarray, columns: np.ndarray, centred: np.ndarray, shape: tuple[int, int]
) -> tuple[np.ndarray, np.ndarray]:
    """Lanczos steps on the sparse matrix from a fixed start: cheaper where there are many statements."""
    matrix = csr_array((centred, (rows, columns)), shape=shape)
    width = shape[1]
    # XᵀX as an operator, never formed. ARPACK draws its start at random unless it is given one; this one is the same
    # every time, and positive, so that it is unlikely to be orthogonal to a leading direction.
    gram = LinearOperator((width, width), matvec=lambda v: matrix.T @ (matrix @ v), dtype=float)
    values, vectors = eigsh(gram, k=3, which="LA", tol=LANCZOS_TOLERANCE, v0=1.5 + np.cos(np.arange(width)))
    order = np.argsort(values)
    return values[order], vectors[:, order]
