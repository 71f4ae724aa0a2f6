"""Three-level meta-analysis of several effects a study: variance between and within studies, and cluster-robust intervals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import chdtrc

from cyfran.methods.errors import MethodError
from cyfran.methods.result import as_plain, provenance
from cyfran.methods.synthesis.pooling import (
    VERSION,
    Coefficient,
    Interval,
    Q,
    _build_coefficient,
    _design_matrix,
    _input_digest,
    _prediction_interval,
    _validate_effects,
)
from cyfran.methods.synthesis.robust import RobustCoefficient, robust

METHODS = ("REML", "ML")
# Between and within, as shares of the variance of the effects
STARTS = ((0.5, 0.5), (0.9, 0.1), (0.1, 0.9), (0.0, 0.5), (0.5, 0.0))
FEWEST_CLUSTERS = 2


@dataclass(frozen=True)
class DependentSynthesis:
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
        For each coefficient an interval for which only the model's mean has to be right.
    """

    k: int
    clusters: int
    estimator: str
    knapp_hartung: bool
    estimate: float | None
    se: float | None
    ci: Interval | None
    prediction_interval: Interval | None
    tau2: float
    tau2_ci: Interval | None
    tau2_between: float
    tau2_within: float
    i2: float
    i2_between: float
    i2_within: float
    h2: float
    q: Q
    coefficients: tuple[Coefficient, ...]
    robust: tuple[RobustCoefficient, ...]
    log_likelihood: float
    input_sha256: str

    def to_dict(self) -> dict:
        """Plain values, with how they were made."""
        options = {
            "method": self.estimator,
            "knapp_hartung": self.knapp_hartung,
            "moderators": [coefficient.name for coefficient in self.coefficients[1:]],
            "clusters": True,
        }
        method = provenance("synthesis", VERSION, options, None, self.input_sha256)
        return as_plain(self) | {"method": method}


def synthesise_dependent(
    effects: np.ndarray,
    variances: np.ndarray,
    clusters: Sequence[object],
    *,
    method: str = "REML",
    knapp_hartung: bool = False,
    moderators: Mapping[str, np.ndarray] | None = None,
) -> DependentSynthesis:
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
        Take the model's intervals from t with k - p degrees of freedom; without it they are normal.
    moderators
        As in ``synthesise``.

    Returns
    -------
    DependentSynthesis
        ``robust`` has CR2 intervals with Satterthwaite's degrees of freedom; with few clusters these are the ones to trust.

    Raises
    ------
    MethodError
        As ``synthesise``; ``method_not_for_clusters`` (``method``), ``too_few_clusters`` (``clusters``, ``needed``).

    Notes
    -----
    Effects of one cluster share its deviation; their errors of measurement are taken to be independent. Sums go by cluster
    (Sherman and Morrison), so a step is linear in k; the two variances are found by a bounded quasi-Newton search from several
    starts. No interval of tau² is given.

    References
    ----------
    S. Konstantopoulos (2011), Fixed effects and variance components estimation in three-level meta-analysis, *Research Synthesis
    Methods* 2, 61-76. J. E. Pustejovsky, E. Tipton (2018), *Journal of Business & Economic Statistics* 36, 672-683 (CR2).

    Examples
    --------
    >>> y, v = np.array([0.1, 0.2, 0.5, 0.6, 0.3, 0.1]), np.full(6, 0.01)
    >>> pooled = synthesise_dependent(y, v, ["a", "a", "b", "b", "c", "c"])
    >>> round(pooled.estimate, 3), round(pooled.tau2_between, 3), pooled.clusters
    (0.3, 0.042, 3)
    """
    y, v = _validate_effects(effects, variances)
    if method not in METHODS:
        raise MethodError("method_not_for_clusters", method=method)
    if len(clusters) != len(y):
        raise MethodError("studies_differ")
    names, design = _design_matrix(len(y), moderators or {})
    y, v, design, member = _sort_by_cluster(y, v, design, clusters)
    count, (k, p) = int(member.max()) + 1 if len(y) else 0, design.shape
    needed = max(FEWEST_CLUSTERS, _between_cluster_coefficients(design, member) + 1)
    if count < needed:
        raise MethodError("too_few_clusters", clusters=count, needed=needed)
    if k <= p:
        raise MethodError("too_few_studies", k=k, needed=p + 1)
    if np.linalg.matrix_rank(design) < p:
        raise MethodError("moderators_not_separate")
    model = _Model(y, v, design, member)
    between, within = model.maximise(restricted=method == "REML")
    fitted = model.at(between, within)
    df = k - p if knapp_hartung else None
    coefficients = tuple(
        _build_coefficient(name, float(b), float(np.sqrt(c)), df)
        for name, b, c in zip(names, fitted.beta, np.diag(fitted.inverse), strict=True)
    )
    fixed = model.at(0.0, 0.0)
    typical_variance = (k - p) / fixed.trace
    total = between + within
    mean = coefficients[0] if p == 1 else None
    return DependentSynthesis(
        k=k,
        clusters=count,
        estimator=method,
        knapp_hartung=knapp_hartung,
        estimate=mean.estimate if mean else None,
        se=mean.se if mean else None,
        ci=mean.ci if mean else None,
        prediction_interval=_prediction_interval(mean, total, df) if mean else None,
        tau2=total,
        tau2_ci=None,
        tau2_between=between,
        tau2_within=within,
        i2=100 * total / (total + typical_variance),
        i2_between=100 * between / (total + typical_variance),
        i2_within=100 * within / (total + typical_variance),
        h2=total / typical_variance + 1,
        q=Q(fixed.quadratic, k - p, float(chdtrc(k - p, fixed.quadratic))),
        coefficients=coefficients,
        robust=robust(names, fitted.beta, y, design, member, v + within, between),
        log_likelihood=fitted.likelihood(restricted=method == "REML"),
        input_sha256=_input_digest([*names, "cluster"], y, v, np.column_stack([design, member])),
    )


def _between_cluster_coefficients(design: np.ndarray, member: np.ndarray) -> int:
    """Return how many coefficients only differences between clusters identify: of columns constant within each cluster."""
    first_rows = np.unique(member, return_index=True)[1]
    return int((design == design[first_rows][member]).all(axis=0).sum()) if len(member) else 0


def _sort_by_cluster(
    y: np.ndarray, v: np.ndarray, design: np.ndarray, clusters: Sequence[object]
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Sort effects and number clusters by their names, so that the same table in another order gives the same bytes."""
    numbers = {name: i for i, name in enumerate(sorted({str(label) for label in clusters}))}
    member = np.array([numbers[str(label)] for label in clusters], dtype=np.int64)
    order = np.lexsort((*design.T[::-1], v, y, member))
    return y[order], v[order], design[order], member[order]


@dataclass(frozen=True)
class _FittedModel:
    """The fit at given variances between and within clusters; ``gradient`` is by whether the likelihood is restricted."""

    beta: np.ndarray
    inverse: np.ndarray
    quadratic: float
    trace: float
    gradient: dict[bool, np.ndarray]
    log_v: float
    log_x: float
    k: int

    def likelihood(self, *, restricted: bool) -> float:
        # −½ [(k − p) log 2π + log|V| + log|XᵀV⁻¹X| − log|XᵀX| + rᵀV⁻¹r]; ML without the two terms in X, and with k
        log_information = -np.linalg.slogdet(self.inverse)[1]
        df = self.k - len(self.beta) if restricted else self.k
        correction = log_information - self.log_x if restricted else 0.0
        return float(-0.5 * (df * np.log(2 * np.pi) + self.log_v + correction + self.quadratic))


class _Model:
    """y ~ N(Xβ, V), V block diagonal by cluster: V_j = diag(v + within) + between 11ᵀ."""

    def __init__(self, y: np.ndarray, v: np.ndarray, design: np.ndarray, member: np.ndarray) -> None:
        self.y, self.v, self.x, self.member = y, v, design, member
        self.number = int(member.max()) + 1
        self.log_x = float(np.linalg.slogdet(design.T @ design)[1])

    def sums(self, values: np.ndarray) -> np.ndarray:
        """Sum values by cluster."""
        totals = np.zeros((self.number, *values.shape[1:]))
        np.add.at(totals, self.member, values)
        return totals

    def at(self, between: float, within: float) -> _FittedModel:
        """Fit the coefficients at given variances, with the gradient of the likelihood in these."""
        # Sherman and Morrison, with d = 1/(v + within) and s = Σ d: V_j⁻¹ = diag(d) − d dᵀ between/(1 + between s), and
        # log|V_j| = −Σ log d + log(1 + between s). No k x k matrix is formed, and between may be exactly 0.
        precisions = 1 / (self.v + within)
        precision_sums = self.sums(precisions)
        shrink = between / (1 + between * precision_sums)

        def weigh(values: np.ndarray) -> np.ndarray:
            """Multiply by V⁻¹."""
            columns = values[:, None] if values.ndim == 1 else values
            weighed = precisions[:, None] * columns
            weighed -= precisions[:, None] * (shrink[:, None] * self.sums(weighed))[self.member]
            return weighed[:, 0] if values.ndim == 1 else weighed

        weighted_x = weigh(self.x)
        inverse = np.linalg.inv(self.x.T @ weighted_x)
        beta = inverse @ (weighted_x.T @ self.y)
        residuals = self.y - self.x @ beta
        weighted_residuals = weigh(residuals)
        weighted_sums = self.sums(weighted_x)
        # For V' = dV/dθ, which is 11ᵀ by cluster (between) or 1 (within): ½ [rᵀV⁻¹V'V⁻¹r − tr(V⁻¹V') + tr(M XᵀV⁻¹V'V⁻¹X)],
        # M = (XᵀV⁻¹X)⁻¹; the last term is of REML only
        trace_v = np.array(
            [
                (precision_sums * (1 - shrink * precision_sums)).sum(),
                (precisions - precisions**2 * shrink[self.member]).sum(),
            ]
        )
        trace_x = np.array(
            [np.sum((weighted_sums @ inverse) * weighted_sums), np.sum((weighted_x @ inverse) * weighted_x)]
        )
        quadratics = np.array([(self.sums(weighted_residuals) ** 2).sum(), (weighted_residuals**2).sum()])
        return _FittedModel(
            beta=beta,
            inverse=inverse,
            quadratic=float(residuals @ weighted_residuals),
            trace=float(trace_v[1] - trace_x[1]),
            gradient={True: 0.5 * (quadratics - trace_v + trace_x), False: 0.5 * (quadratics - trace_v)},
            log_v=float(-np.log(precisions).sum() + np.log1p(between * precision_sums).sum()),
            log_x=self.log_x,
            k=len(self.y),
        )

    def maximise(self, *, restricted: bool) -> tuple[float, float]:
        """Return the two variances, between and within, at which the likelihood is highest."""
        # Not at the top: scipy.optimize takes a quarter of a second
        from scipy.optimize import minimize

        # In units of the variance of effects: the search's tolerances are absolute, and effects may be of any scale
        scale = max(float(np.var(self.y)), float(self.v.min()))

        def objective(shares: np.ndarray) -> tuple[float, np.ndarray]:
            state = self.at(*(shares * scale))
            return -state.likelihood(restricted=restricted), -state.gradient[restricted] * scale

        # The likelihood may have several maxima, some on the boundary where a variance is 0; a search from there may stay
        optima = [
            minimize(
                objective,
                start,
                jac=True,
                method="L-BFGS-B",
                bounds=[(0, None)] * 2,
                options={"ftol": 1e-15, "gtol": 1e-10},
            )
            for start in STARTS
        ]
        best = min(optima, key=lambda optimum: optimum.fun)
        return float(best.x[0] * scale), float(best.x[1] * scale)
