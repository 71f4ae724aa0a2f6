"""Several effects of one study: how much is between studies, how much within, and ranges that hold if that is not quite so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import chdtrc

from cyfran.methods.errors import MethodError
from cyfran.methods.result import as_plain, provenance
from cyfran.methods.synthesis.pooling import (
    VERSION,
    Coefficient,
    Q,
    Range,
    _checked,
    _coefficient,
    _design,
    _fingerprint,
    _predicted,
)
from cyfran.methods.synthesis.robust import Robust, robust

METHODS = ("REML", "ML")
STARTS = ((0.5, 0.5), (0.9, 0.1), (0.1, 0.9), (0.0, 0.5), (0.5, 0.0))
FEWEST_CLUSTERS = 2


@dataclass(frozen=True)
class Dependent:
    """A model of three levels: chance, differences within a cluster (a study), and between clusters.

    Attributes
    ----------
    k, clusters
        How many effects, and of how many clusters.
    estimate, se, ci
        The mean effect by the model, without moderators.
    tau2
        Variance of true effects in all; ``tau2_between`` and ``tau2_within`` are its parts.
    i2, i2_between, i2_within
        Percentages of what is not chance.
    robust
        For each coefficient a range that needs the model to be right only for its mean.
    """

    k: int
    clusters: int
    estimator: str
    knapp_hartung: bool
    estimate: float | None
    se: float | None
    ci: Range | None
    prediction_interval: Range | None
    tau2: float
    tau2_ci: Range | None
    tau2_between: float
    tau2_within: float
    i2: float
    i2_between: float
    i2_within: float
    h2: float
    q: Q
    coefficients: tuple[Coefficient, ...]
    robust: tuple[Robust, ...]
    log_likelihood: float
    input_sha256: str

    def to_dict(self) -> dict:
        """Plain values, with how they were made."""
        options = {
            "method": self.estimator,
            "knapp_hartung": self.knapp_hartung,
            "moderators": [one.name for one in self.coefficients[1:]],
            "clusters": True,
        }
        made = provenance("synthesis", VERSION, options, None, self.input_sha256)
        return as_plain(self) | {"method": made}


def synthesise_dependent(
    effects: np.ndarray,
    variances: np.ndarray,
    clusters: Sequence[object],
    *,
    method: str = "REML",
    knapp_hartung: bool = False,
    moderators: Mapping[str, np.ndarray] | None = None,
) -> Dependent:
    """Pool effects of which several come from one study, or from one place.

    Parameters
    ----------
    effects, variances
        One value for each effect, shape (k,).
    clusters
        For each effect the study (or place) it belongs to: any values that can be told apart.
    method
        ``REML`` or ``ML``.
    knapp_hartung
        Take the model's ranges from t with k - p degrees of freedom; without it they are normal.
    moderators
        As in ``synthesise``.

    Returns
    -------
    Dependent
        ``robust`` has CR2 ranges with Satterthwaite's degrees of freedom; with few clusters these are the ones to trust.

    Raises
    ------
    MethodError
        As ``synthesise``; ``method_not_for_clusters`` (``method``), ``too_few_clusters`` (``clusters``, ``needed``).

    Notes
    -----
    Effects of one cluster share its deviation; their errors of measurement are taken to be independent. Sums go by cluster
    (Sherman and Morrison), so a step is linear in k; the two variances are found by a bounded quasi-Newton search from several
    starts. The range of tau² is not given.

    References
    ----------
    S. Konstantopoulos (2011), Fixed effects and variance components estimation in three-level meta-analysis, *Research Synthesis
    Methods* 2, 61-76. J. E. Pustejovsky, E. Tipton (2018), *Journal of Business & Economic Statistics* 36, 672-683 (CR2).

    Examples
    --------
    >>> y, v = np.array([0.1, 0.2, 0.5, 0.6, 0.3, 0.1]), np.full(6, 0.01)
    >>> found = synthesise_dependent(y, v, ["a", "a", "b", "b", "c", "c"])
    >>> round(found.estimate, 3), round(found.tau2_between, 3), found.clusters
    (0.3, 0.042, 3)
    """
    y, v = _checked(effects, variances)
    if method not in METHODS:
        raise MethodError("method_not_for_clusters", method=method)
    if len(clusters) != len(y):
        raise MethodError("studies_differ")
    names, design = _design(len(y), moderators or {})
    y, v, design, member = _in_order(y, v, design, clusters)
    number, (k, p) = int(member.max()) + 1 if len(y) else 0, design.shape
    needed = max(FEWEST_CLUSTERS, _told_by_clusters(design, member) + 1)
    if number < needed:
        raise MethodError("too_few_clusters", clusters=number, needed=needed)
    if k <= p:
        raise MethodError("too_few_studies", k=k, needed=p + 1)
    if np.linalg.matrix_rank(design) < p:
        raise MethodError("moderators_not_separate")
    model = _Model(y, v, design, member)
    between, within = model.fitted(restricted=method == "REML")
    weighed = model.at(between, within)
    df = k - p if knapp_hartung else None
    coefficients = tuple(
        _coefficient(name, float(b), float(np.sqrt(c)), df)
        for name, b, c in zip(names, weighed.beta, np.diag(weighed.inverse), strict=True)
    )
    own = model.at(0.0, 0.0)
    typical = (k - p) / own.trace
    whole = between + within
    only = coefficients[0] if p == 1 else None
    return Dependent(
        k=k,
        clusters=number,
        estimator=method,
        knapp_hartung=knapp_hartung,
        estimate=only.estimate if only else None,
        se=only.se if only else None,
        ci=only.ci if only else None,
        prediction_interval=_predicted(only, whole, df) if only else None,
        tau2=whole,
        tau2_ci=None,
        tau2_between=between,
        tau2_within=within,
        i2=100 * whole / (whole + typical),
        i2_between=100 * between / (whole + typical),
        i2_within=100 * within / (whole + typical),
        h2=whole / typical + 1,
        q=Q(own.quadratic, k - p, float(chdtrc(k - p, own.quadratic))),
        coefficients=coefficients,
        robust=robust(names, weighed.beta, y, design, member, v + within, between),
        log_likelihood=weighed.likelihood(restricted=method == "REML"),
        input_sha256=_fingerprint([*names, "cluster"], y, v, np.column_stack([design, member])),
    )


def _told_by_clusters(design: np.ndarray, member: np.ndarray) -> int:
    """How many coefficients only differences between clusters can tell: those of what is the same throughout each cluster."""
    first = np.unique(member, return_index=True)[1]
    return int((design == design[first][member]).all(axis=0).sum()) if len(member) else 0


def _in_order(
    y: np.ndarray, v: np.ndarray, design: np.ndarray, clusters: Sequence[object]
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Effects sorted, clusters numbered by their names: the same table gives the same bytes in any order."""
    names = {name: i for i, name in enumerate(sorted({str(one) for one in clusters}))}
    member = np.array([names[str(one)] for one in clusters], dtype=np.int64)
    order = np.lexsort((*design.T[::-1], v, y, member))
    return y[order], v[order], design[order], member[order]


@dataclass(frozen=True)
class _Weighed:
    """The model at two variances."""

    beta: np.ndarray
    inverse: np.ndarray
    quadratic: float
    trace: float
    slope: dict[bool, np.ndarray]
    log_v: float
    log_x: float
    k: int

    def likelihood(self, *, restricted: bool) -> float:
        log_information = -np.linalg.slogdet(self.inverse)[1]
        free = self.k - len(self.beta) if restricted else self.k
        rest = log_information - self.log_x if restricted else 0.0
        return float(-0.5 * (free * np.log(2 * np.pi) + self.log_v + rest + self.quadratic))


class _Model:
    def __init__(self, y: np.ndarray, v: np.ndarray, design: np.ndarray, member: np.ndarray) -> None:
        self.y, self.v, self.x, self.member = y, v, design, member
        self.number = int(member.max()) + 1
        self.log_x = float(np.linalg.slogdet(design.T @ design)[1])

    def sums(self, values: np.ndarray) -> np.ndarray:
        """Of each cluster."""
        found = np.zeros((self.number, *values.shape[1:]))
        np.add.at(found, self.member, values)
        return found

    def at(self, between: float, within: float) -> _Weighed:
        d = 1 / (self.v + within)
        size = self.sums(d)
        shrink = between / (1 + between * size)

        def weigh(values: np.ndarray) -> np.ndarray:
            """By the inverse of the variances of all effects."""
            flat = values[:, None] if values.ndim == 1 else values
            weighed = d[:, None] * flat
            weighed -= d[:, None] * (shrink[:, None] * self.sums(weighed))[self.member]
            return weighed[:, 0] if values.ndim == 1 else weighed

        wx = weigh(self.x)
        inverse = np.linalg.inv(self.x.T @ wx)
        beta = inverse @ (wx.T @ self.y)
        left = self.y - self.x @ beta
        wr = weigh(left)
        in_clusters = self.sums(wx)
        plain = np.array([(size * (1 - shrink * size)).sum(), (d - d**2 * shrink[self.member]).sum()])
        taken = np.array([np.sum((in_clusters @ inverse) * in_clusters), np.sum((wx @ inverse) * wx)])
        fit = np.array([(self.sums(wr) ** 2).sum(), (wr**2).sum()])
        return _Weighed(
            beta=beta,
            inverse=inverse,
            quadratic=float(left @ wr),
            trace=float(plain[1] - taken[1]),
            slope={True: 0.5 * (fit - plain + taken), False: 0.5 * (fit - plain)},
            log_v=float(-np.log(d).sum() + np.log1p(between * size).sum()),
            log_x=self.log_x,
            k=len(self.y),
        )

    def fitted(self, *, restricted: bool) -> tuple[float, float]:
        """The two variances, between and within, where the likelihood is highest."""
        # Not at the top: scipy.optimize takes a quarter of a second
        from scipy.optimize import minimize

        scale = max(float(np.var(self.y)), float(self.v.min()))

        def down(shares: np.ndarray) -> tuple[float, np.ndarray]:
            there = self.at(*(shares * scale))
            return -there.likelihood(restricted=restricted), -there.slope[restricted] * scale

        found = [
            minimize(
                down,
                start,
                jac=True,
                method="L-BFGS-B",
                bounds=[(0, None)] * 2,
                options={"ftol": 1e-15, "gtol": 1e-10},
            )
            for start in STARTS
        ]
        best = min(found, key=lambda one: one.fun)
        return float(best.x[0] * scale), float(best.x[1] * scale)
