"""What a single study does to the whole."""

from dataclasses import dataclass

import numpy as np
from scipy.special import chdtr

from cyfran.methods.synthesis.bias import pool_others
from cyfran.methods.synthesis.pooling import synthesise

FAR, LEVERAGE, SHIFT, MIDDLE = 3.0, 3.0, 1.0, 0.5  # Viechtbauer and Cheung 2010, as metafor has them


@dataclass(frozen=True)
class Influence:
    """A study beside a pooling of all others. ``influential`` where any of the figures is far out."""

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
    """Say of each study how far it is from the others, and how far it moves what they add up to.

    It answers: does the result hang on one study, and on which.

    Parameters
    ----------
    effects, variances
        As in ``synthesise``; at least three studies, shape (k,).
    method
        As in ``synthesise``. Ranges are normal ones: how the mean is spread is compared without widening.

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
    >>> found = influence(np.array([0.1, 0.2, 0.15, 2.0]), np.full(4, 0.04))
    >>> [one.study for one in found if one.influential]
    [4]
    """
    without = pool_others(effects, variances, method=method, knapp_hartung=False)
    whole = synthesise(effects, variances, method=method, knapp_hartung=False)
    y, v = np.asarray(effects, float), np.asarray(variances, float)
    k = len(y)
    assert whole.estimate is not None and whole.se is not None  # noqa: S101 - without moderators
    weights = 1 / (v + whole.tau2)
    leverage = weights / weights.sum()
    spread = v + without.tau2
    moved = whole.estimate - without.estimate
    dffits = moved / np.sqrt(leverage * spread)
    cook = (moved / whole.se) ** 2
    dfbeta = moved * np.sqrt((1 / (v[None, :] + without.tau2[:, None])).sum(axis=1))
    far = (
        (np.abs(dffits) > FAR * np.sqrt(1 / (k - 1)))
        | (chdtr(1, cook) > MIDDLE)
        | (leverage > LEVERAGE / k)
        | (np.abs(dfbeta) > SHIFT)
    )
    residual = (y - without.estimate) / np.sqrt(spread + without.se**2)
    ratio = (without.se / whole.se) ** 2
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
            influential=bool(far[i]),
        )
        for i in range(k)
    ]
