"""Reading the likely records first: against slow and obvious versions, published figures, and ASReview's own."""

import csv
import re
from collections import Counter
from itertools import pairwise
from math import log, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize
from scipy.stats import hypergeom

from cyfran.methods.errors import MethodError
from cyfran.methods.screening import (
    ScreeningRanker,
    agreement,
    fit_ranking_model,
    missed_in_sample,
    scores,
    simulate,
    stopping,
    term_contributions,
    text_features,
)
from tests.beside import shared_data

WORDS = ["walk", "choir", "garden", "hip", "knee", "trial", "wellbeing", "grŵp", "cerdded", "the"]
texts_strategy = st.lists(st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join), min_size=1, max_size=12)


def slow_rows(texts):
    """TF-IDF of every word and pair, written out."""
    counts = []
    for text in texts:
        words = re.findall(r"\b\w\w+\b", text.lower())
        counts.append(Counter(words) + Counter(pairwise(words)))
    spread = Counter(term for count in counts for term in count)
    terms = sorted((t for t in spread if spread[t] <= 0.95 * len(texts)), key=str)
    rows = np.zeros((len(texts), len(terms)))
    for i, count in enumerate(counts):
        for j, term in enumerate(terms):
            if count[term]:
                rows[i, j] = (1 + log(count[term])) * (log((1 + len(texts)) / (1 + spread[term])) + 1)
        length = sqrt((rows[i] ** 2).sum())
        rows[i] /= length or 1
    return rows


@given(texts_strategy)
def test_features_are_tf_idf_of_words_and_pairs(texts):
    features = text_features(texts)
    slow = slow_rows(texts)

    ours = (features.matrix @ features.matrix.T).toarray() + np.diag(features.alone)

    np.testing.assert_allclose(ours, slow @ slow.T, atol=1e-12)


def test_in_small_parts_features_are_the_same_as_at_once(monkeypatch):
    draw = np.random.default_rng(5)
    texts = [" ".join(draw.choice(WORDS, size=draw.integers(0, 30))) for _ in range(60)]
    whole = text_features(texts)

    for name, few in (("PART", 50), ("SAMPLED", 3), ("CHUNK", 7)):
        monkeypatch.setattr(f"cyfran.methods.screening.features.{name}", few)
    parts = text_features(texts)

    assert (parts.vocabulary, parts.terms.tolist()) == (whole.vocabulary, whole.terms.tolist())
    np.testing.assert_array_equal(parts.matrix.indptr, whole.matrix.indptr)
    np.testing.assert_array_equal(parts.matrix.indices, whole.matrix.indices)
    np.testing.assert_allclose(parts.matrix.data, whole.matrix.data, rtol=1e-12)
    np.testing.assert_allclose(parts.alone, whole.alone, atol=1e-12)


def test_columns_spell_their_words():
    features = text_features(["grŵp cerdded", "grŵp cerdded Cwm", "côr"])

    assert features.words_of(range(features.matrix.shape[1])) == ["grŵp", "grŵp cerdded", "cerdded"]


def test_no_text_at_all_is_refused():
    with pytest.raises(MethodError) as refused:
        text_features([])

    assert refused.value.code == "no_records"


def test_records_without_words_can_be_read():
    features = text_features(["", "walking group", "", "walking in hills"])
    model = fit_ranking_model(features, np.array([1, 2]), np.array([True, False]))

    assert scores(features, model)[3] > scores(features, model)[0]


@settings(max_examples=40)
@given(st.integers(0, 10_000), st.integers(4, 30))
def test_the_model_is_the_minimum_of_its_loss(seed, number):
    random = np.random.default_rng(seed)
    texts = [" ".join(random.choice(WORDS[:-1], random.integers(1, 8))) for _ in range(number)]
    relevant = random.random(number) < 0.3
    relevant[:2] = True, False
    rows = np.c_[slow_rows(texts), np.ones(number)]
    y = np.where(relevant, 1.0, -1.0)
    weight = np.where(relevant, 1.0, relevant.sum() / (9.8 * (~relevant).sum()))
    weight *= 0.11 * number / weight.sum()

    def loss(w):
        short = np.maximum(0, 1 - y * (rows @ w))
        return w @ w / 2 + weight @ short**2, w - 2 * rows.T @ (weight * y * short)

    slow = rows @ minimize(loss, np.zeros(rows.shape[1]), jac=True, tol=1e-12).x

    features = text_features(texts)
    model = fit_ranking_model(features, np.arange(number), relevant)
    ours = scores(features, model) + features.alone * model.dual

    np.testing.assert_allclose(ours, slow, atol=2e-3)


def test_beginning_where_the_last_fit_ended_gives_the_same():
    random = np.random.default_rng(3)
    texts = [" ".join(random.choice(WORDS, 6)) for _ in range(60)]
    relevant = random.random(60) < 0.3
    relevant[:2] = True, False
    features, model = text_features(texts), None

    for number in range(2, 60):
        model = fit_ranking_model(features, np.arange(number), relevant[:number], model)

    cold = fit_ranking_model(features, np.arange(59), relevant[:59])
    np.testing.assert_allclose(scores(features, model), scores(features, cold), atol=2e-4)


@pytest.mark.parametrize("kept", [5, 6000])
def test_reading_on_chooses_what_a_fresh_fit_would(kept, monkeypatch):
    monkeypatch.setattr("cyfran.methods.screening.reading.MOST_KEPT", kept)
    random = np.random.default_rng(5)
    texts = [" ".join(random.choice(WORDS, 12)) for _ in range(150)]
    relevant = np.array(["walk" in text and "choir" in text for text in texts])
    features = text_features(texts)
    reading = ScreeningRanker(features)
    for record in (int(np.argmax(relevant)), int(np.argmin(relevant))):
        reading.decide(record, bool(relevant[record]))

    for _ in range(80):
        chosen = reading.next()
        order = np.array(reading.order)
        score = scores(features, fit_ranking_model(features, order, relevant[order]))
        assert score[chosen] >= np.delete(score, order).max() - 1e-3
        reading.decide(chosen, bool(relevant[chosen]))
    assert len(set(reading.order)) == 82


def test_the_words_that_moved_a_record_add_up_to_its_score():
    features = text_features(["walking group men", "hip surgery men", "walking surgery", "men walking group"])
    model = fit_ranking_model(features, np.array([0, 1]), np.array([True, False]))

    moved = term_contributions(features, model, 3, most=100)

    assert sum(term.contribution for term in moved) + model.bias == pytest.approx(scores(features, model)[3])
    assert [abs(term.contribution) for term in moved] == sorted(
        (abs(term.contribution) for term in moved), reverse=True
    )


@pytest.mark.parametrize("relevant", [[True, True], [False, False]])
def test_one_kind_of_decision_trains_nothing(relevant):
    with pytest.raises(MethodError) as refused:
        fit_ranking_model(text_features(["a walk", "a choir"]), np.array([0, 1]), np.array(relevant))

    assert refused.value.code == "decisions_all_alike"


EXACTLY = 0.05 * (1 - 1e-9)  # a chance of exactly 5 % is none below 5 %, whatever the last digits say


def slow_p(found, records, target):
    """Every stretch at the end, with scipy's tail."""
    read, relevant = len(found), sum(found)
    missed = 1
    while relevant / (relevant + missed) >= target:
        missed += 1
    if missed > records - read:
        return 0.0
    tails = [
        hypergeom.cdf(held, records - read + last, held + missed, last)
        for last in range(1, read + 1)
        for held in [sum(found[read - last :])]
    ]
    return min(tails, default=1.0)


@given(st.lists(st.booleans(), max_size=40), st.integers(0, 60), st.sampled_from([0.5, 0.8, 0.95]))
def test_the_doubt_is_the_least_over_every_stretch(found, unread, target):
    ours = stopping(found, len(found) + unread, target=target)

    assert ours.p == pytest.approx(slow_p(found, len(found) + unread, target), abs=1e-9)
    assert ours.may_stop == (ours.p < EXACTLY)


@given(st.lists(st.booleans(), min_size=1, max_size=40), st.integers(0, 60))
def test_what_may_be_missed_agrees_with_whether_one_may_stop(found, unread):
    ours = stopping(found, len(found) + unread, target=0.9)

    assert 0 <= ours.missed_at_most <= unread
    if ours.found:
        assert ours.may_stop == (ours.recall_at_least >= 0.9)


def test_a_chance_of_exactly_one_in_twenty_lets_nobody_stop():
    """The last of 20 records is as likely as any other to be the only relevant one."""
    for read, records in ((19, 20), (190, 200)):
        after = stopping([False] * read, records)
        assert (after.may_stop, after.p) == (False, pytest.approx(0.05))
    assert stopping([False] * 19, 20).missed_at_most == 1
    assert missed_in_sample(19, 0, 1) == 1


def test_bounds_leave_out_no_stretch_that_may_be_the_least():
    draw = np.random.default_rng(3)
    for share in (0.02, 0.2, 0.6):
        found = draw.random(400) < share * np.linspace(2, 0, 400)
        assert stopping(found, 900).p == pytest.approx(slow_p(found.tolist(), 900, 0.95), rel=1e-7)


@pytest.mark.parametrize("unread", [0, 1, 400, 30_000])
def test_after_very_long_without_any_the_answer_is_still_a_number(unread):
    for relevant in (1, 12, 60):
        found = [True] * relevant + [False] * 1200
        after = stopping(found, len(found) + unread)
        assert 0 <= after.p <= 1
        assert after.p == pytest.approx(slow_p(found, len(found) + unread, 0.95), abs=1e-9)


@given(st.integers(1, 60), st.integers(0, 60), st.integers(0, 60))
def test_a_random_sample_bounds_what_is_missed(drawn, found, unread):
    found = min(found, drawn)

    most = missed_in_sample(drawn, found, unread)

    likely = [hypergeom.cdf(found, unread + drawn, found + missed, drawn) for missed in range(unread + 1)]
    assert most == max(missed for missed, p in enumerate(likely) if p >= EXACTLY or missed == 0)


@pytest.mark.parametrize("share", [0, 1, -0.1, 1.5])
def test_a_target_that_is_no_share_is_refused(share):
    with pytest.raises(MethodError) as refused:
        stopping([True], 3, target=share)

    assert refused.value.code == "share_not_possible"


def test_more_read_than_there_are_is_refused():
    with pytest.raises(MethodError) as refused:
        stopping([True, False], 1)

    assert refused.value.code == "more_read_than_there_are"


def kappa_of(p):
    share, chance = np.trace(p), p.sum(axis=1) @ p.sum(axis=0)
    return (share - chance) / (1 - chance)


@given(st.lists(st.integers(1, 40), min_size=9, max_size=9))
def test_the_range_of_kappa_is_that_of_the_delta_method(cells):
    """By turning each cell a little, and the covariance of a multinomial."""
    counts = np.array(cells, dtype=float).reshape(3, 3)
    p, number = counts / counts.sum(), counts.sum()
    turned = np.zeros(9)
    for i in range(9):
        step = np.zeros(9)
        step[i] = 1e-6
        turned[i] = (kappa_of(p + step.reshape(3, 3)) - kappa_of(p - step.reshape(3, 3))) / 2e-6
    spread = np.diag(p.ravel()) - np.outer(p.ravel(), p.ravel())
    error = sqrt(turned @ spread @ turned / number)
    pairs = [(a, b) for a in range(3) for b in range(3) for _ in range(int(counts[a, b]))]

    ours = agreement([a for a, _ in pairs], [b for _, b in pairs])

    assert ours.kappa == pytest.approx(kappa_of(p))
    if ours.low > -1 and ours.high < 1:
        assert ours.high - ours.low == pytest.approx(2 * 1.959964 * error, rel=1e-4)


def test_only_what_both_have_read_is_compared():
    assert agreement(["in", None, "out"], ["in", "in", None]).both == 1
    with pytest.raises(MethodError) as refused:
        agreement(["in", None], [None, "in"])
    assert refused.value.code == "nothing_read_by_both"


def test_agreement_on_one_kind_alone_has_no_kappa():
    assert agreement(["out"] * 5, ["out"] * 5).kappa is None


@pytest.mark.parametrize(("included", "excluded"), [(0, 1), (1, 0), (2, 1), (1, 9)])
def test_too_few_to_begin_with_are_refused(included, excluded):
    with pytest.raises(MethodError) as refused:
        simulate(
            ["a walk"] * 5,
            [True, True, False, False, False],
            prior_included=included,
            prior_excluded=excluded,
        )

    assert refused.value.code == "too_few_relevant"


def test_texts_and_decisions_must_be_as_many():
    with pytest.raises(MethodError) as refused:
        simulate(["a walk"], [True, False])

    assert refused.value.code == "records_differ"


# What ASReview 3.0.8 gives with the same two records at the start (README beside the data)
SEED_1 = [
    ("Kitchenham_2010", 0.0741, 0.6744, 145.43, 1176),
    ("van_de_Schoot_2017", 0.0102, 0.9183, 84.43, 408),
]


@pytest.mark.parametrize(("name", "loss", "wss", "atd", "last"), SEED_1)
def test_the_order_is_that_of_asreview(name, loss, wss, atd, last):
    with (shared_data("screening") / f"{name}.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))

    found = simulate(
        [f"{row['title']} {row['abstract']}" for row in rows],
        [row["label_included"] == "1" for row in rows],
        seed=1,
    )

    assert (round(found.loss, 4), round(found.wss95, 4), round(found.atd, 2)) == (loss, wss, atd)
    assert abs(found.steps - last) <= 1
    assert found.stopping.recall_then >= 0.95
    assert found.stopping.saved > 0.15
