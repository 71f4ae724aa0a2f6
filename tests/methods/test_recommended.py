"""The recommended mode says only what the votes bear."""

import numpy as np
import pytest

from benchmarks.planted import planted, shuffled
from cyfran.methods.opinion import Votes, landscape
from cyfran.methods.opinion.intervals import difference_low, wilson


def test_wilson_intervals_are_those_of_the_tables():
    """Newcombe 1998, table I: 81 of 263 and 15 of 148."""
    low, high = wilson(np.array([81, 15]), np.array([263, 148]))

    assert low.round(4).tolist() == [0.2553, 0.0624]
    assert high.round(4).tolist() == [0.3662, 0.1605]


def test_the_difference_interval_is_that_of_the_tables():
    """Newcombe 1998, method 10, case (a): 56/70 - 48/80, lower end 0.0524."""
    low = difference_low(np.array([56]), np.array([70]), np.array([48]), np.array([80]))

    assert low.round(4).tolist() == [0.0524]


def test_nothing_seen_says_nothing():
    assert [float(end[0]) for end in wilson(np.array([0]), np.array([0]))] == [0.0, 1.0]


@pytest.mark.parametrize("seed", range(3))
def test_planted_groups_are_found(seed):
    conversation = planted(200, 60, 2, seed, seen=0.5)

    found = landscape(conversation.votes).to_dict()

    assert found["groups"]["verdict"] == "found"
    assert found["groups"]["k"] == 2


@pytest.mark.parametrize("seed", range(4))
def test_no_groups_are_found_where_opinion_was_shuffled_away(seed):
    votes = shuffled(planted(200, 60, 2, seed, seen=0.5).votes, seed)

    found = landscape(votes).to_dict()

    assert found["groups"]["verdict"] == "not_clear"
    assert sum(len(group) for group in found["representative"]) <= 3  # of 120 tests


def test_one_population_is_seldom_taken_for_groups():
    verdicts = [
        landscape(planted(120, 40, 1, seed, seen=0.5).votes).to_dict()["groups"] for seed in range(12)
    ]

    assert [v["verdict"] for v in verdicts].count("found") <= 1


def test_few_people_are_too_few():
    found = landscape(planted(49, 40, 2, 1, seen=0.5).votes).to_dict()["groups"]

    assert (found["verdict"], found["p_value"]) == ("too_few", None)


def test_labels_need_votes_behind_them():
    voters = [str(i) for i in range(40)]
    agreed = Votes.from_events(
        voters + voters[:9], ["shared"] * 40 + ["rare"] * 9, [1] * 36 + [-1] * 4 + [1] * 9
    )

    labels = {entry["id"]: entry["labels"] for entry in landscape(agreed).to_dict()["statement"]}

    assert labels == {"shared": ["common_ground"], "rare": ["too_few"]}


def test_what_was_rejected_is_listed_but_says_nothing():
    votes = Votes.from_events(
        [str(i) for i in range(20)] * 2, ["a"] * 20 + ["b"] * 20, [1] * 40, rejected=["b"]
    )

    entries = {entry["id"]: entry for entry in landscape(votes).to_dict()["statement"]}

    assert (entries["b"]["rejected"], entries["b"]["labels"], entries["b"]["agree"]) == (True, [], 20)
