"""Ranges that need the model to be right only for its mean: CR2 with Satterthwaite's degrees of freedom."""

from dataclasses import dataclass

import numpy as np
from scipy.special import stdtr, stdtrit

from cyfran.methods.errors import MethodError
from cyfran.methods.synthesis.pooling import LEVEL, Range

NOTHING = 1e-10  # eigenvalues below: the cluster says all there is to say of a moderator


@dataclass(frozen=True)
class Robust:
    """A coefficient with its robust range; ``df`` is Satterthwaite's and need not be whole."""

    name: str
    estimate: float
    se: float
    statistic: float
    df: float
    p: float
    ci: Range


def robust(
    names: list[str],
    beta: np.ndarray,
    y: np.ndarray,
    design: np.ndarray,
    member: np.ndarray,
    variances: np.ndarray,
    between: float,
) -> tuple[Robust, ...]:
    """Robust ranges of a fitted model.

    Parameters
    ----------
    names, beta
        Of the coefficients.
    y, design, member
        Effects, their design, and the number of the cluster each belongs to, sorted by cluster.
    variances, between
        Of each effect within its cluster, and what the effects of a cluster share, by the model that gave the weights.

    Returns
    -------
    tuple of Robust

    Raises
    ------
    MethodError
        ``too_few_clusters`` (``clusters``, ``needed``) where they leave nothing to tell a coefficient's variance by.

    Notes
    -----
    The adjustment makes the variance unbiased were the model right: A = L' (L (V - X M X') L')^(-1/2) L with L the triangular
    root of V, cluster by cluster. O(p m^2) for m clusters besides the roots.

    References
    ----------
    R. M. Bell, D. F. McCaffrey (2002), *Survey Methodology* 28, 169-181. J. E. Pustejovsky, E. Tipton (2018), *Journal of
    Business & Economic Statistics* 36, 672-683, eq. 4 and 13.
    """
    left = y - design @ beta
    places = [np.flatnonzero(member == one) for one in range(int(member.max()) + 1)]
    x = [design[place] for place in places]
    v = [np.diag(variances[place]) + between for place in places]
    w = [np.linalg.inv(one) for one in v]
    m = np.linalg.inv(sum(a.T @ b @ a for a, b in zip(x, w, strict=True)))
    bread = [_adjusted(a, b, m).T @ c @ a @ m for a, b, c in zip(x, v, w, strict=True)]
    scores = np.array([b.T @ left[place] for b, place in zip(bread, places, strict=True)])
    spread = (scores**2).sum(axis=0)
    found = []
    for i, name in enumerate(names):
        df = _degrees([b[:, i] for b in bread], x, v, m, float(m[i, i]))
        if not np.isfinite(df):
            raise MethodError("too_few_clusters", clusters=len(places), needed=len(places) + 1)
        se = float(np.sqrt(spread[i]))
        statistic = float(beta[i] / se) if se else float("inf")
        reach = float(stdtrit(df, 0.5 + LEVEL / 2)) * se
        p = float(2 * stdtr(df, -abs(statistic)))
        found.append(
            Robust(
                name, float(beta[i]), se, statistic, df, p, (float(beta[i] - reach), float(beta[i] + reach))
            )
        )
    return tuple(found)


def _adjusted(x: np.ndarray, v: np.ndarray, m: np.ndarray) -> np.ndarray:
    root = np.linalg.cholesky(v).T
    values, vectors = np.linalg.eigh(root @ (v - x @ m @ x.T) @ root.T)
    kept = values > NOTHING * max(float(values.max()), 0.0)
    inverse = (vectors[:, kept] / np.sqrt(values[kept])) @ vectors[:, kept].T
    return root.T @ inverse @ root


def _degrees(
    a: list[np.ndarray], x: list[np.ndarray], v: list[np.ndarray], m: np.ndarray, variance: float
) -> float:
    """Satterthwaite's: twice the square of the mean over the variance of the variance, were the model right.

    None where next to nothing is left of the ``variance`` by the model, as where clusters say all there is to say.
    """
    across = np.array([one.T @ b for one, b in zip(x, a, strict=True)])
    products = -across @ m @ across.T
    products[np.diag_indices(len(a))] += [one @ b @ one for one, b in zip(a, v, strict=True)]
    left = float(np.trace(products))
    return left**2 / float((products**2).sum()) if left > NOTHING * variance else float("nan")
