"""Cluster-robust intervals, for which only the model's mean has to be right: CR2 with Satterthwaite's degrees of freedom."""

from dataclasses import dataclass

import numpy as np
from scipy.special import stdtr, stdtrit

from cyfran.methods.errors import MethodError
from cyfran.methods.synthesis.pooling import LEVEL, Interval

LEAST_EIGENVALUE = 1e-10  # relative; below, a single cluster determines a moderator, without residual


@dataclass(frozen=True)
class RobustCoefficient:
    """A coefficient with its robust interval; ``df`` is Satterthwaite's and need not be whole."""

    name: str
    estimate: float
    se: float
    statistic: float
    df: float
    p: float
    ci: Interval


def robust(
    names: list[str],
    beta: np.ndarray,
    y: np.ndarray,
    design: np.ndarray,
    member: np.ndarray,
    variances: np.ndarray,
    between: float,
) -> tuple[RobustCoefficient, ...]:
    """Return the coefficients of a fitted model with cluster-robust intervals.

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
    tuple of RobustCoefficient

    Raises
    ------
    MethodError
        ``too_few_clusters`` (``clusters``, ``needed``) where they leave nothing to estimate a coefficient's variance from.

    Notes
    -----
    The adjustment makes the variance unbiased were the model right: A = L' (L (V - X M X') L')^(-1/2) L with L the triangular
    root of V, cluster by cluster. O(p m^2) for m clusters besides the roots.

    References
    ----------
    R. M. Bell, D. F. McCaffrey (2002), *Survey Methodology* 28, 169-181. J. E. Pustejovsky, E. Tipton (2018), *Journal of
    Business & Economic Statistics* 36, 672-683, eq. 4 and 13.
    """
    # Cluster by cluster: V_j = diag(v) + τ²_between 11ᵀ, W_j = V_j⁻¹, and M = (Σ X_jᵀ W_j X_j)⁻¹
    residuals = y - design @ beta
    rows = [np.flatnonzero(member == cluster) for cluster in range(int(member.max()) + 1)]
    x = [design[members] for members in rows]
    v = [np.diag(variances[members]) + between for members in rows]
    w = [np.linalg.inv(covariance) for covariance in v]
    m = np.linalg.inv(sum(a.T @ b @ a for a, b in zip(x, w, strict=True)))
    # Sandwich: Var(β) = Σ_j b_jᵀ e_j e_jᵀ b_j with b_j = A_jᵀ W_j X_j M. Residuals are smaller than errors, since the fit
    # bends to them; A_j makes up for that. With A_j = 1 (CR0) intervals of few clusters are far too short.
    bread = [_cr2_adjustment(a, b, m).T @ c @ a @ m for a, b, c in zip(x, v, w, strict=True)]
    scores = np.array([b.T @ residuals[members] for b, members in zip(bread, rows, strict=True)])
    variances_of_beta = (scores**2).sum(axis=0)
    coefficients = []
    for i, name in enumerate(names):
        df = _satterthwaite_df([b[:, i] for b in bread], x, v, m, float(m[i, i]))
        if not np.isfinite(df):
            raise MethodError("too_few_clusters", clusters=len(rows), needed=len(rows) + 1)
        se = float(np.sqrt(variances_of_beta[i]))
        statistic = float(beta[i] / se) if se else float("inf")
        half_width = float(stdtrit(df, 0.5 + LEVEL / 2)) * se
        p = float(2 * stdtr(df, -abs(statistic)))
        coefficients.append(
            RobustCoefficient(
                name,
                float(beta[i]),
                se,
                statistic,
                df,
                p,
                (float(beta[i] - half_width), float(beta[i] + half_width)),
            )
        )
    return tuple(coefficients)


def _cr2_adjustment(x: np.ndarray, v: np.ndarray, m: np.ndarray) -> np.ndarray:
    """The matrix A of one cluster, such that E[A e eᵀ Aᵀ] = V were the model right."""
    root = np.linalg.cholesky(v).T
    values, vectors = np.linalg.eigh(root @ (v - x @ m @ x.T) @ root.T)
    # Pseudo-inverse square root: V − X M Xᵀ is singular where a moderator varies in this cluster only
    kept = values > LEAST_EIGENVALUE * max(float(values.max()), 0.0)
    inverse = (vectors[:, kept] / np.sqrt(values[kept])) @ vectors[:, kept].T
    return root.T @ inverse @ root


def _satterthwaite_df(
    a: list[np.ndarray], x: list[np.ndarray], v: list[np.ndarray], m: np.ndarray, variance: float
) -> float:
    """Satterthwaite's degrees of freedom: twice the square of the mean over the variance of the variance, were the model right.

    NaN where next to nothing is left of the ``variance`` by the model: clusters determine the coefficient exactly.
    """
    # The variance estimate is Σ_j g_j² with g = aᵀe normal, Cov(g) = P: P_ij = δ_ij a_iᵀ V_i a_i − a_iᵀ X_i M X_jᵀ a_j. Then
    # E = tr P and Var = 2 tr P², hence df = 2 E²/Var = (tr P)²/tr P².
    cross = np.array([design.T @ vector for design, vector in zip(x, a, strict=True)])
    products = -cross @ m @ cross.T
    products[np.diag_indices(len(a))] += [
        vector @ covariance @ vector for vector, covariance in zip(a, v, strict=True)
    ]
    trace = float(np.trace(products))
    return trace**2 / float((products**2).sum()) if trace > LEAST_EIGENVALUE * variance else float("nan")
