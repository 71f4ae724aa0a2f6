"""Influence diagnostics: what a single study does to the pooled effect."""

from dataclasses import dataclass

import numpy as np
from scipy.special import chdtr

from cyfran.methods.synthesis.bias import pool_others
from cyfran.methods.synthesis.pooling import synthesise

# Viechtbauer and Cheung 2010, as metafor has them
DFFITS_LIMIT, LEVERAGE_LIMIT, DFBETA_LIMIT, COOK_QUANTILE = 3.0, 3.0, 1.0, 0.5


@dataclass(frozen=True)
class Influence:
    """Figures of one study against the synthesis of all others. ``influential`` where any of them is far out."""

    study: int
    residual: float
    dffits: float
    cook: float
    covariance_ratio: float
    tau2: float
    q: float
    leverage: float
    dfbeta: float
    influential: bool


def influence(effects: np.ndarray, variances: np.ndarray, *, method: str = "REML") -> list[Influence]:
    """Return for each study how far it is from the others, and how far it moves the pooled effect.

    It answers: does the result hang on one study, and on which.

    Parameters
    ----------
    effects, variances
        As in ``synthesise``; at least three studies, shape (k,).
    method
        As in ``synthesise``. Intervals are normal ones: variances of the mean are compared unscaled.

    Returns
    -------
    list of Influence
        In the order of the studies, numbered from 1. ``residual`` is the distance from the mean of the others in standard
        errors (studentised, deleted); ``dffits`` and ``dfbeta`` are how far the study moves the mean, in standard errors;
        ``cook`` the square of that, in variances of the mean; ``covariance_ratio`` the variance of the mean without the
        study by that with it: below 1, the study makes the mean less exact; ``tau2`` and ``q`` are those without it;
        ``leverage`` is its share of all weight, from 0 to 1.

    Raises
    ------
    MethodError
        As in ``synthesise``; ``too_few_studies`` with fewer than three, as the others have to be pooled.

    Notes
    -----
    Viechtbauer and Cheung 2010, Research Synthesis Methods 1, sections 3 and 4. Influential: \\|dffits\\| above
    3 sqrt(1 / (k - 1)), Cook's distance beyond the median of chi squared, leverage above 3 / k, or \\|dfbeta\\| above 1.
    Quadratic in k.

    Examples
    --------
    >>> studies = influence(np.array([0.1, 0.2, 0.15, 2.0]), np.full(4, 0.04))
    >>> [figures.study for figures in studies if figures.influential]
    [4]
    """
    # Deleted, not approximated: tau² is estimated anew without each study, since an outlier inflates the tau² that would
    # otherwise excuse it
    without = pool_others(effects, variances, method=method, knapp_hartung=False)
    pooled = synthesise(effects, variances, method=method, knapp_hartung=False)
    y, v = np.asarray(effects, float), np.asarray(variances, float)
    k = len(y)
    assert pooled.estimate is not None and pooled.se is not None  # noqa: S101 - without moderators
    weights = 1 / (v + pooled.tau2)
    leverage = weights / weights.sum()
    # DFFITS = (μ − μ₋ᵢ)/√(hᵢ (vᵢ + τ²₋ᵢ)); Cook's D = (μ − μ₋ᵢ)²/Var(μ), compared with the median of χ² of 1 df;
    # DFBETAS = (μ − μ₋ᵢ) √(Σ_j 1/(v_j + τ²₋ᵢ)), over all k studies, by the tau² without i
    deleted_variance = v + without.tau2
    shift = pooled.estimate - without.estimate
    dffits = shift / np.sqrt(leverage * deleted_variance)
    cook = (shift / pooled.se) ** 2
    dfbeta = shift * np.sqrt((1 / (v[None, :] + without.tau2[:, None])).sum(axis=1))
    influential = (
        (np.abs(dffits) > DFFITS_LIMIT * np.sqrt(1 / (k - 1)))
        | (chdtr(1, cook) > COOK_QUANTILE)
        | (leverage > LEVERAGE_LIMIT / k)
        | (np.abs(dfbeta) > DFBETA_LIMIT)
    )
    # Externally standardised: y and the mean of the others are independent, so their variances add
    residual = (y - without.estimate) / np.sqrt(deleted_variance + without.se**2)
    ratio = (without.se / pooled.se) ** 2
    return [
        Influence(
            study=i + 1,
            residual=float(residual[i]),
            dffits=float(dffits[i]),
            cook=float(cook[i]),
            covariance_ratio=float(ratio[i]),
            tau2=float(without.tau2[i]),
            q=float(without.q[i]),
            leverage=float(leverage[i]),
            dfbeta=float(dfbeta[i]),
            influential=bool(influential[i]),
        )
        for i in range(k)
    ]
