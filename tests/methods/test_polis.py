"""The compatible mode on real conversations, and its statistics against formulas written out one by one."""

import csv
import math

import numpy as np
import pytest

from cyfran.cli.votes import read_votes
from cyfran.methods.opinion import landscape, statistics_for_groups
from cyfran.methods.opinion.verdict import adjusted_rand
from tests.beside import shared_data

CONVERSATIONS = [
    "american-assembly.bowling-green",
    "london.youth.policing",
    "ssis.land-bank-farmland.2rumnecbeh.2021-08-01",
    "vtaiwan.uberx",
]
FACTS = {  # participants, statements with a vote, distinct votes: counted from the files
    "london.youth.policing": (26, 36, 638),
    "ssis.land-bank-farmland.2rumnecbeh.2021-08-01": (404, 293, 33463),
    "vtaiwan.uberx": (1921, 197, 49443),
    "american-assembly.bowling-green": (2031, 896, 225524),
}


def published_groups(name):
    with (shared_data("polis", name) / "participants-votes.csv").open() as file:
        return {row["participant"]: int(row["group-id"]) for row in csv.DictReader(file) if row["group-id"]}


def votes_of(name):
    return read_votes(shared_data("polis", name)).votes


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_real_conversations_are_read_whole(name):
    votes = votes_of(name)

    voted = len(np.unique(votes.columns))
    assert (len(votes.participants), voted, len(votes.answers)) == FACTS[name]


@pytest.mark.parametrize("name", [CONVERSATIONS[2], CONVERSATIONS[3]])
def test_groups_agree_with_those_polis_published(name):
    published = published_groups(name)

    found = landscape(votes_of(name), mode="compatible", groups=len(set(published.values()))).to_dict()

    both = [p for p in published if found["assignment"][p] is not None]
    ours = np.array([found["assignment"][p] for p in both])
    assert adjusted_rand(np.array([published[p] for p in both]), ours) >= 0.80


@pytest.mark.parametrize("name", CONVERSATIONS[1:3])
def test_statistics_of_given_groups_are_exact(name):
    votes, published = votes_of(name), published_groups(name)
    members = np.array([published.get(p, -1) for p in votes.participants])

    stats = statistics_for_groups(votes, members)

    for g in range(int(members.max()) + 1):
        for j in range(0, len(votes.statements), 7):
            expected = by_hand(votes, members, g, j)
            found = [float(getattr(stats, field)[g, j]) for field in expected]
            assert found == pytest.approx(list(expected.values()), rel=1e-12, abs=1e-12)


def by_hand(votes, members, g, j):
    """Polis' formulas, one statement and one group at a time (math/repness.clj, math/stats.clj)."""
    here = [
        (members[r], a) for r, c, a in zip(votes.rows, votes.columns, votes.answers, strict=True) if c == j
    ]
    inside, outside = [a for m, a in here if m == g], [a for m, a in here if m not in (g, -1)]
    na, ns = inside.count(1), len(inside)
    oa, os = outside.count(1), len(outside)
    p_agree = (na + 1) / (ns + 2)
    pooled = (na + 1 + oa + 1) / (ns + 1 + os + 1)
    spread = math.sqrt(max(pooled * (1 - pooled), 0) * (1 / (ns + 1) + 1 / (os + 1)))
    return {
        "agree": na,
        "seen": ns,
        "p_agree": p_agree,
        "p_agree_test": 2 * math.sqrt(ns + 1) * ((na + 1) / (ns + 1) - 0.5),
        "r_agree": p_agree / ((oa + 1) / (os + 2)),
        "r_agree_test": ((na + 1) / (ns + 1) - (oa + 1) / (os + 1)) / spread if spread else 0.0,
    }


def test_agreement_of_groupings_is_that_of_scikit_learn():
    """Values of sklearn.metrics.adjusted_rand_score, written down."""
    assert adjusted_rand(np.array([0, 0, 1, 1]), np.array([1, 1, 0, 0])) == pytest.approx(1.0)
    assert adjusted_rand(np.array([0, 0, 1, 2]), np.array([0, 0, 1, 1])) == pytest.approx(0.5714285714285714)
    assert adjusted_rand(np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])) == pytest.approx(-0.5)
