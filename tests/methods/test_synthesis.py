"""What studies say together, beside golden values of metafor with tight control."""

import csv
import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cyfran.methods.errors import MethodError
from cyfran.methods.synthesis import (
    METHODS,
    cumulative,
    effect_sizes,
    egger,
    influence,
    leave_one_out,
    pool_counts,
    pool_many,
    subgroups,
    synthesise,
    synthesise_dependent,
    trim_and_fill,
)
from tests.beside import shared_data

CLOSED, ITERATIVE = 1e-8, 1e-7  # the tolerances the golden values come with
Y, V = np.array([0.1, 0.3, 0.35, 0.6]), np.array([0.04, 0.03, 0.05, 0.02])
SETS = [
    ("bcg", "RR", "RR"),
    ("bcg", "OR", "OR"),
    ("bcg", "RD", "RD"),
    ("normand1999", "MD", "MD"),
    ("normand1999", "SMD", "SMD"),
    ("debruin2009", "PLO", "PLO"),
    ("hackshaw1998", "GIVEN", "logOR"),
]


def golden(name):
    return json.loads((shared_data("meta") / f"{name}.golden.json").read_text())


def effects_of(name, measure):
    with (shared_data("meta") / f"{name}.csv").open() as file:
        rows = list(csv.DictReader(file))
    columns = {}
    for column in rows[0]:
        try:
            columns[column] = np.array([float(row[column]) for row in rows])
        except ValueError:
            continue
    return columns, *effect_sizes(columns, measure)


def near(found, wanted, tolerance):
    assert found == pytest.approx(wanted, abs=tolerance, rel=tolerance)


@pytest.mark.parametrize(("name", "measure", "key"), SETS[:-1])
def test_effect_sizes(name, measure, key):
    _, y, v = effects_of(name, measure)

    near(y.tolist(), golden(name)["effects"][key]["yi"], CLOSED)
    near(v.tolist(), golden(name)["effects"][key]["vi"], CLOSED)


@pytest.mark.parametrize("measure", ["COR", "ZCOR"])
def test_effect_sizes_of_correlations(measure):
    _, y, v = effects_of("molloy2014", measure)
    wanted = golden("effect_sizes")["COR_ZCOR"][measure]

    near(y.tolist(), wanted["yi"], CLOSED)
    near(v.tolist(), wanted["vi"], CLOSED)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(("name", "measure", "key"), SETS)
def test_pooled_effects(name, measure, key, method):
    _, y, v = effects_of(name, measure)
    models = golden(name)["models"][key]
    for test in ("z",) if method == "EE" else ("z", "knha"):
        wanted, found = (
            models[f"{method}_{test}"],
            synthesise(y, v, method=method, knapp_hartung=test == "knha"),
        )
        tolerance = ITERATIVE if method in ("ML", "REML", "PM") else CLOSED
        near(
            [found.tau2, found.estimate, found.se],
            [wanted["tau2"], wanted["beta"]["intrcpt"], wanted["se"]],
            tolerance,
        )
        near(
            [*found.ci, found.i2, found.h2],
            [wanted["ci_lb"], wanted["ci_ub"], wanted["I2"], wanted["H2"]],
            tolerance * 10,
        )
        near(
            [found.q.value, found.q.p, found.coefficients[0].p],
            [wanted["QE"], wanted["QEp"], wanted["pval"]],
            tolerance,
        )
        near(found.log_likelihood, wanted["logLik"], tolerance) if method in ("EE", "ML", "REML") else None
        if method != "EE":
            near(found.prediction_interval, (wanted["pi_lb"], wanted["pi_ub"]), tolerance * 10)
            if (
                wanted["tau2_ci_qp"][1] < 9.99 * wanted["tau2"]
            ):  # metafor looks no further than ten times tau²
                near(found.tau2_ci, wanted["tau2_ci_qp"], ITERATIVE * 10)


@pytest.mark.parametrize("method", ["REML", "DL", "ML", "PM", "EE"])
@pytest.mark.parametrize("names", [("ablat",), ("ablat", "year")])
def test_meta_regression(names, method):
    columns, y, v = effects_of("bcg", "RR")
    models = golden("bcg")["metareg_RR_" + "_".join(names)]
    for test in ("z",) if method == "EE" else ("z", "knha"):
        wanted = models[f"{method}_{test}"]

        found = synthesise(
            y,
            v,
            method=method,
            knapp_hartung=test == "knha",
            moderators={name: columns[name] for name in names},
        )

        near([one.estimate for one in found.coefficients], list(wanted["beta"].values()), 1e-6)
        near([one.se for one in found.coefficients], wanted["se"], 1e-6)
        near([one.p for one in found.coefficients], wanted["pval"], 1e-6)
        near([found.tau2, found.i2, found.q.value], [wanted["tau2"], wanted["I2"], wanted["QE"]], 1e-6)
        if method != "EE":
            near(found.r2, wanted["R2"], 1e-5)


def test_egger():
    for name, measure, block in (
        ("bcg", "RR", "diagnostics_RR"),
        ("normand1999", "SMD", "diagnostics_SMD"),
        ("hackshaw1998", "GIVEN", "diagnostics"),
    ):
        _, y, v = effects_of(name, measure)
        wanted, found = golden(name)[block]["egger_lm_sei"], egger(y, v)

        near(
            [found.t, found.p, found.slope, found.se],
            [wanted["t"], wanted["p"], wanted["coef"][1], wanted["coef_se"][1]],
            CLOSED,
        )
        assert found.df == wanted["df"]


INFLUENCE = {
    "residual": "rstudent",
    "dffits": "dffits",
    "cook": "cook_d",
    "covariance_ratio": "cov_r",
    "tau2": "tau2_del",
    "q": "QE_del",
    "leverage": "hat",
}


@pytest.mark.parametrize(
    ("name", "measure", "block"),
    [
        ("bcg", "RR", "diagnostics_RR"),
        ("normand1999", "SMD", "diagnostics_SMD"),
        ("debruin2009", "PLO", "diagnostics_PLO"),
        ("hackshaw1998", "GIVEN", "diagnostics"),
    ],
)
def test_what_each_study_does_to_the_whole(name, measure, block):
    _, y, v = effects_of(name, measure)

    found = influence(y, v)

    wanted = golden(name)[block]["influence_REML"]
    for ours, theirs in INFLUENCE.items():
        near([getattr(one, ours) for one in found], wanted[theirs], ITERATIVE)


def test_a_study_far_from_all_others_moves_the_mean_and_says_so():
    y, v = np.append(np.linspace(0.1, 0.3, 9), 4.0), np.full(10, 0.04)

    found = influence(y, v)

    assert [one.study for one in found if one.influential] == [10]
    assert found[9].residual > 10
    assert found[9].cook == pytest.approx(
        (
            (synthesise(y, v, knapp_hartung=False).estimate - synthesise(y[:9], v[:9]).estimate)
            / synthesise(y, v, knapp_hartung=False).se
        )
        ** 2
    )


@pytest.mark.parametrize("call", [influence, leave_one_out, trim_and_fill])
def test_with_two_studies_there_are_no_others_to_pool(call):
    with pytest.raises(MethodError) as refused:
        call(Y[:2], V[:2])

    assert refused.value.code == "too_few_studies"


def test_what_is_filled_does_not_depend_on_the_order_of_studies_that_found_the_same():
    y = np.array([0.9, 0.5, 0.2, 0.9, 0.3, 0.2, 0.1, 0.2])
    v = np.array([0.2, 0.2, 0.01, 0.05, 0.2, 0.01, 0.01, 0.05])
    mixed = [7, 4, 6, 3, 5, 2, 1, 0]

    found = [trim_and_fill(y[i], v[i], method="DL", side="left").missing for i in (slice(None), mixed)]

    assert found[0] == found[1]


def test_clusters_that_say_all_there_is_of_a_moderator_leave_no_robust_range():
    with pytest.raises(MethodError) as refused:
        synthesise_dependent(Y, V, ["a", "a", "b", "b"], moderators={"m": np.array([0.0, 0, 1, 1])})

    assert refused.value.code == "too_few_clusters"


def test_without_each_and_with_the_first():
    _, y, v = effects_of("bcg", "RR")
    wanted = golden("bcg")["diagnostics_RR"]

    without = leave_one_out(y, v, knapp_hartung=False)
    first = cumulative(y, v, knapp_hartung=False)

    near([one.estimate for one in without], wanted["leave1out_REML"]["est"], ITERATIVE)
    near([one.se for one in without], wanted["leave1out_REML"]["se"], ITERATIVE)
    near([one.estimate for one in first], wanted["cumul_REML"]["est"][1:], ITERATIVE)


@pytest.mark.parametrize("side", ["left", "right", None])
@pytest.mark.parametrize(
    ("name", "measure", "block"),
    [
        ("bcg", "RR", "diagnostics_RR"),
        ("normand1999", "SMD", "diagnostics_SMD"),
        ("hackshaw1998", "GIVEN", "diagnostics"),
    ],
)
def test_trim_and_fill(name, measure, block, side):
    _, y, v = effects_of(name, measure)
    wanted = golden(name)[block][f"trimfill_L0_{side}" if side else "trimfill_default"]

    found = trim_and_fill(y, v, knapp_hartung=False, side=side)

    assert (found.side, found.missing) == (wanted["side"], wanted["k0"])
    near(
        [found.result.estimate, found.result.se, found.result.tau2],
        [wanted["est"], wanted["se"], wanted["tau2"]],
        1e-6,
    )


def test_effects_that_do_not_differ_at_all_have_no_variance_below_nothing():
    """Where the estimate of DerSimonian and Laird would be below 0, tau² and I² are 0."""
    for method in METHODS:
        found = synthesise(np.array([0.10, 0.11, 0.12]), np.full(3, 0.1), method=method)
        assert (found.tau2, found.i2) == pytest.approx((0, 0), abs=1e-2 if method == "SJ" else 0)


@settings(max_examples=150)
@given(
    st.lists(st.tuples(st.floats(-5, 5), st.floats(1e-4, 50)), min_size=2, max_size=25),
    st.sampled_from(METHODS),
    st.booleans(),
)
def test_it_always_ends_and_never_beside_its_studies(studies, method, knapp_hartung):
    y, v = (np.array(values) for values in zip(*studies, strict=True))

    found = synthesise(y, v, method=method, knapp_hartung=knapp_hartung)

    assert y.min() - 1e-9 <= found.estimate <= y.max() + 1e-9
    assert found.tau2 >= 0 and 0 <= found.i2 <= 100
    assert found.ci[0] <= found.estimate <= found.ci[1]


@settings(max_examples=60)
@given(st.integers(0, 10_000), st.sampled_from(METHODS))
def test_many_at_once_are_what_each_is_alone(seed, method):
    random = np.random.default_rng(seed)
    v = random.uniform(0.01, 1, (3, 7))
    y = random.normal(0.3, np.sqrt(v + 0.1))

    many = pool_many(y, v, method=method)

    for i in range(3):
        alone = synthesise(y[i], v[i], method=method)
        assert (many.estimate[i], many.se[i], many.tau2[i]) == pytest.approx(
            (alone.estimate, alone.se, alone.tau2), abs=1e-9
        )


def test_one_study_alone_says_what_it_says():
    found = synthesise([0.3], [0.04])

    assert (found.estimate, found.se, found.tau2, found.i2, found.q.p) == pytest.approx((0.3, 0.2, 0, 0, 1))


def test_a_shift_moves_the_effect_and_a_scale_scales_it():
    one, moved, scaled = synthesise(Y, V), synthesise(Y + 3, V), synthesise(10 * Y, 100 * V)

    assert (moved.estimate, moved.tau2) == pytest.approx((one.estimate + 3, one.tau2), abs=1e-9)
    assert (scaled.estimate, scaled.tau2) == pytest.approx((10 * one.estimate, 100 * one.tau2), rel=1e-7)


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: synthesise([], []), "too_few_studies"),
        (lambda: synthesise([0.1, 0.2], [0.1]), "studies_differ"),
        (lambda: synthesise([0.1, np.nan], [0.1, 0.1]), "effect_not_finite"),
        (lambda: synthesise([0.1, 0.2], [0.1, 0]), "effect_not_finite"),
        (lambda: synthesise(Y, V, method="XX"), "method_unknown"),
        (lambda: synthesise(Y, V, moderators={"a": np.ones(4)}), "moderators_not_separate"),
        (lambda: synthesise(Y, V, moderators={"a": np.ones(3)}), "studies_differ"),
        (lambda: pool_many(Y, V), "studies_differ"),
        (lambda: egger(Y[:2], V[:2]), "too_few_studies"),
        (lambda: trim_and_fill(Y, V, side="up"), "side_unknown"),
        (lambda: effect_sizes({}, "RR"), "effect_column_missing"),
        (lambda: effect_sizes({}, "XX"), "measure_unknown"),
        (lambda: effect_sizes({"ri": [1.0], "ni": [20]}, "ZCOR"), "effect_not_finite"),
        (lambda: effect_sizes({"ai": [-1], "bi": [3], "ci": [3], "di": [3]}, "RR"), "effect_not_finite"),
    ],
)
def test_what_cannot_be_pooled_says_so(call, code):
    with pytest.raises(MethodError) as refused:
        call()

    assert refused.value.code == code


def districts():
    with (shared_data("meta") / "konstantopoulos2011.csv").open() as file:
        rows = list(csv.DictReader(file))
    y, v, year = (np.array([float(row[name]) for row in rows]) for name in ("yi", "vi", "year"))
    return y, v, [row["district"] for row in rows], year - year.mean()


def of(values):
    """A golden value, or the first of several."""
    return values if isinstance(values, list) else [values]


@pytest.mark.parametrize(
    ("key", "how"),
    [
        ("district_school_REML_z", {}),
        ("district_school_REML_t", {"knapp_hartung": True}),
        ("district_school_ML_z", {"method": "ML"}),
        ("mods_year_REML_z", {"year": True}),
    ],
)
def test_three_levels_and_robust_ranges(key, how):
    wanted = golden("konstantopoulos2011")["multilevel"][key]
    y, v, district, year = districts()
    moderators = {"year": year} if how.pop("year", False) else None

    found = synthesise_dependent(y, v, district, **how, moderators=moderators)

    near([found.tau2_between, found.tau2_within], wanted["sigma2"], 1e-7)
    near([found.i2_between, found.i2_within], wanted["I2_by_level"], 1e-5)
    near(found.i2, wanted["I2_multilevel_total"], 1e-6)
    near(found.log_likelihood, wanted["logLik"], CLOSED)
    near(found.q.value, wanted["QE"], 1e-7)
    near([one.estimate for one in found.coefficients], list(wanted["beta"].values()), 1e-7)
    near([one.se for one in found.coefficients], of(wanted["se"]), 1e-7)
    near([one.p for one in found.coefficients], of(wanted["pval"]), 1e-6)
    near([one.ci[0] for one in found.coefficients], of(wanted["ci_lb"]), 1e-6)
    robust = wanted["robust"]["CR2"]
    near([one.se for one in found.robust], of(robust["se"]), 1e-7)
    near([one.df for one in found.robust], of(robust["df"]), 1e-6)
    near([one.p for one in found.robust], of(robust["p"]), 1e-6)
    if moderators is None:
        near(found.prediction_interval, (wanted["pi_lb"], wanted["pi_ub"]), 1e-6)


@settings(max_examples=25)
@given(st.integers(0, 10_000))
def test_the_likelihood_of_three_levels_is_that_of_the_whole_matrix(seed):
    """Written out with all variances and covariances, and no better anywhere near."""
    random = np.random.default_rng(seed)
    member = np.repeat(np.arange(5), random.integers(1, 5, 5))
    k = len(member)
    v = random.uniform(0.01, 0.2, k)
    y = random.normal(0, 0.4, 5)[member] + random.normal(0, np.sqrt(v))
    found = synthesise_dependent(y, v, member)

    def likelihood(between, within):
        V = np.diag(v + within) + between * (member[:, None] == member[None, :])
        W, one = np.linalg.inv(V), np.ones(k)
        weight = one @ W @ one
        r = y - (one @ W @ y) / weight
        logs = np.linalg.slogdet(V)[1] + np.log(weight) - np.log(k)
        return -0.5 * ((k - 1) * np.log(2 * np.pi) + logs + r @ W @ r)

    best = likelihood(found.tau2_between, found.tau2_within)
    assert found.log_likelihood == pytest.approx(best, abs=1e-8)
    for between in (0.0, 0.02, 0.1, 0.4):
        for within in (0.0, 0.02, 0.1, 0.4):
            assert likelihood(between, within) <= best + 1e-6


def test_effects_that_belong_together_in_any_order_and_by_any_name():
    y, v, district, _ = districts()
    turned = np.random.default_rng(2).permutation(len(y))

    mixed = synthesise_dependent(y[turned], v[turned], [district[i] for i in turned])

    assert mixed == synthesise_dependent(y, v, district)


@pytest.mark.parametrize(
    ("clusters", "how", "code"),
    [
        ([1, 1, 1, 1], {}, "too_few_clusters"),
        ([1, 2, 3], {}, "studies_differ"),
        ([1, 1, 2, 2], {"method": "DL"}, "method_not_for_clusters"),
    ],
)
def test_clusters_that_cannot_be_are_refused(clusters, how, code):
    with pytest.raises(MethodError) as refused:
        synthesise_dependent(Y, V, clusters, **how)

    assert refused.value.code == code


@pytest.mark.parametrize("method", ["REML", "DL"])
def test_groups_of_studies(method):
    with (shared_data("meta") / "bcg.csv").open() as file:
        allocation = [row["alloc"] for row in csv.DictReader(file)]
    _, y, v = effects_of("bcg", "RR")
    wanted = golden("bcg")["subgroup_RR_alloc"]

    found = subgroups(y, v, allocation, method=method, knapp_hartung=False)

    for name, one in found.groups:
        near(one.estimate, wanted["groups"][name][method]["beta"]["intrcpt"], ITERATIVE)
    between = wanted[f"separate_tau2_{method}_Qbetween"]
    near([found.between.value, found.between.df, found.between.p], list(between.values()), 1e-6)


def test_one_group_is_no_comparison():
    with pytest.raises(MethodError) as refused:
        subgroups(Y, V, ["a"] * 4)

    assert refused.value.code == "too_few_groups"


# --- Rare counts --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("measure", ["RR", "OR", "RD"])
def test_counts_pooled_by_mantel_and_haenszel_are_as_metafor_has_them(measure):
    found, wanted = pool_counts(bcg_counts(), measure), golden("bcg")["mh"][f"MH_{measure}"]

    near(
        [found.estimate, found.se, *found.ci],
        [wanted[name] for name in ("est", "se", "ci_lb", "ci_ub")],
        CLOSED,
    )
    near([found.q.value], [wanted["QE"]], 1e-6)


def test_counts_pooled_by_peto_are_as_metafor_has_them():
    found, wanted = pool_counts(bcg_counts(), "OR", method="PETO"), golden("bcg")["models"]["PETO"]["EE_z"]

    near(
        [found.estimate, found.se, *found.ci],
        [-0.474446310940636, *(wanted[n] for n in ("se", "ci_lb", "ci_ub"))],
        CLOSED,
    )
    near([found.q.value], [wanted["QE"]], 1e-6)


def bcg_counts():
    with shared_data("meta", "bcg.csv").open() as file:
        rows = list(csv.DictReader(file))
    names = zip(("ai", "bi", "ci", "di"), ("tpos", "tneg", "cpos", "cneg"), strict=True)
    return {name: np.array([float(row[told]) for row in rows]) for name, told in names}


def test_studies_in_which_nothing_happened_change_no_ratio():
    few = {"ai": [1, 0], "bi": [99, 50], "ci": [4, 2], "di": [96, 48]}
    more = {name: [*values, extra] for (name, values), extra in zip(few.items(), (0, 30, 0, 30), strict=True)}

    for measure in ("RR", "OR"):
        one, other = pool_counts(few, measure), pool_counts(more, measure)
        near([one.estimate, one.se], [other.estimate, other.se], CLOSED)
        assert one.k == other.k == 2


@pytest.mark.parametrize(
    ("counts", "measure", "method", "code"),
    [
        ((1, 9, 2, 8), "SMD", "MH", "method_needs_counts"),
        ((1, 9, 2, 8), "RR", "PETO", "method_needs_counts"),
        ((1, 9, 2, 8), "RR", "DL", "method_needs_counts"),
        ((-1, 9, 2, 8), "RR", "MH", "effect_not_finite"),
        ((0, 0, 2, 8), "RR", "MH", "effect_not_finite"),
        ((0, 9, 0, 8), "RR", "MH", "too_few_events"),
        ((0, 9, 0, 8), "OR", "PETO", "too_few_events"),
        ((0, 9, 3, 8), "OR", "MH", "too_few_events"),
        (([], [], [], []), "RD", "MH", "too_few_studies"),
        (([1, 2], [9], [2], [8]), "RD", "MH", "studies_differ"),
        ((1, 9, 2), "RD", "MH", "effect_column_missing"),
    ],
)
def test_counts_that_cannot_be_pooled_are_refused(counts, measure, method, code):
    names = ("ai", "bi", "ci", "di")
    columns = {name: np.atleast_1d(value) for name, value in zip(names, counts, strict=False)}

    with pytest.raises(MethodError) as refused:
        pool_counts(columns, measure, method=method)

    assert refused.value.code == code
