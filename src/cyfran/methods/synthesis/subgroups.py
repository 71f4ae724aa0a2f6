"""Subgroup analysis: whether effects differ between kinds of studies."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import chdtrc

from cyfran.methods.errors import MethodError
from cyfran.methods.result import as_plain
from cyfran.methods.synthesis.pooling import Q, Synthesis, synthesise


@dataclass(frozen=True)
class Subgroups:
    """Each group pooled by itself, in the order of their names, and whether their means differ more than chance makes them.

    ``between`` says nothing of why they differ: studies were not allotted to groups.
    """

    groups: tuple[tuple[str, Synthesis], ...]
    between: Q

    def to_dict(self) -> dict:
        """Plain values."""
        groups = [{"group": name} | synthesis.to_dict() for name, synthesis in self.groups]
        return {"groups": groups, "between": as_plain(self.between)}


def subgroups(
    effects: np.ndarray,
    variances: np.ndarray,
    by: Sequence[str],
    *,
    method: str = "REML",
    knapp_hartung: bool = True,
) -> Subgroups:
    """Pool each group of studies by itself and compare their means.

    Parameters
    ----------
    effects, variances, method, knapp_hartung
        As in ``synthesise``. Each group has a tau² of its own.
    by
        The group of each study.

    Returns
    -------
    Subgroups

    Raises
    ------
    MethodError
        As ``synthesise``; ``too_few_groups`` (``groups``) for fewer than two.

    References
    ----------
    M. Borenstein, J. P. T. Higgins (2013), Meta-analysis and subgroups, *Prevention Science* 14, 134-143.

    Examples
    --------
    >>> y, v = np.array([0.1, 0.2, 0.6, 0.7]), np.full(4, 0.01)
    >>> places = subgroups(y, v, ["rural", "rural", "town", "town"], method="EE")
    >>> [(name, round(group.estimate, 2)) for name, group in places.groups], round(places.between.value, 1)
    ([('rural', 0.15), ('town', 0.65)], 25.0)
    """
    y, v = np.asarray(effects, float), np.asarray(variances, float)
    labels = np.array([str(label) for label in by])
    if labels.shape != y.shape:
        raise MethodError("studies_differ")
    names = sorted(set(labels.tolist()))
    if len(names) < 2:
        raise MethodError("too_few_groups", groups=len(names))
    pooled = tuple(
        (name, synthesise(y[labels == name], v[labels == name], method=method, knapp_hartung=knapp_hartung))
        for name in names
    )
    # Q_between = Σ w_g (μ_g − μ̄)² with w_g = 1/se_g²; the se hold each group's own tau², so weights are random-effects ones
    means = np.array([group.estimate for _, group in pooled], float)
    weights = 1 / np.array([group.se for _, group in pooled], float) ** 2
    value = float((weights * (means - (weights @ means) / weights.sum()) ** 2).sum())
    df = len(names) - 1
    return Subgroups(pooled, Q(value, df, float(chdtrc(df, value))))
