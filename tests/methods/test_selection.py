"""Which statements the compatible mode shows, and its numbers for each: against the peer's lists and formulas by hand."""

import csv
import math

import numpy as np
import pytest

from cyfran.cli.votes import read_votes
from cyfran.methods.opinion import Votes, landscape, statistics_for_groups
from cyfran.methods.opinion.selection import consensus, representative
from tests.beside import shared_data

# What red-dwarf 0.4.0 chooses for the groups Polis published: statement, and whether the group agrees
CHOSEN = {
    "american-assembly.bowling-green": (
        [(20, "agree"), (86, "agree"), (87, "agree"), (30, "agree"), (387, "disagree")],
        [(200, "disagree"), (20, "disagree"), (86, "disagree"), (87, "disagree"), (26, "disagree")],
    ),
    "ssis.land-bank-farmland.2rumnecbeh.2021-08-01": (
        [(9, "agree"), (72, "agree"), (48, "agree"), (99, "agree"), (148, "disagree")],
        [(138, "agree"), (148, "agree"), (88, "disagree"), (72, "disagree"), (9, "disagree")],
    ),
    "vtaiwan.uberx": (
        [(44, "agree"), (18, "agree"), (20, "agree"), (19, "agree"), (38, "disagree")],
        [(38, "agree"), (84, "agree"), (18, "disagree"), (44, "disagree"), (19, "disagree")],
    ),
}


def two_camps(**more):
    """Ten and ten people: both agree with `both`, they part over `apart`, and nobody is of one mind on `torn`."""
    people = [str(i) for i in range(20)]
    answers = [1] * 20 + [1] * 10 + [-1] * 10 + [1, -1] * 10
    return Votes.from_events(people * 3, ["both"] * 20 + ["apart"] * 20 + ["torn"] * 20, answers, **more)


CAMPS = np.repeat([0, 1], 10)


@pytest.mark.parametrize("name", CHOSEN)
def test_groups_are_told_apart_by_the_statements_the_peer_chooses(name):
    votes = read_votes(shared_data("polis", name)).votes
    with (shared_data("polis", name) / "participants-votes.csv").open() as file:
        group = {row["participant"]: int(row["group-id"]) for row in csv.DictReader(file) if row["group-id"]}
    members = np.array([group.get(person, -1) for person in votes.participants])

    chosen = representative(statistics_for_groups(votes, members), votes)

    found = tuple([(int(entry["id"]), entry["says"]) for entry in entries] for entries in chosen)
    assert found == CHOSEN[name]


def test_what_a_group_agrees_with_most_is_always_shown():
    first, second = representative(statistics_for_groups(two_camps(), CAMPS), two_camps())

    assert [(entry["id"], entry["says"], entry["best_agreed"]) for entry in first] == [
        ("apart", "agree", True)
    ]
    assert [(entry["id"], entry["best_agreed"]) for entry in second] == [("both", True), ("apart", False)]


def test_where_nothing_is_agreed_the_strongest_difference_stands_alone():
    votes = Votes.from_events([str(i) for i in range(6)], ["a"] * 6, [-1, -1, -1, -1, -1, 0])

    chosen = representative(statistics_for_groups(votes, np.array([0, 0, 0, 1, 1, 1])), votes)

    assert [[entry["id"] for entry in entries] for entries in chosen] == [["a"], ["a"]]


def test_what_was_rejected_is_never_chosen():
    votes = two_camps(rejected=["apart"])

    chosen = representative(statistics_for_groups(votes, CAMPS), votes)

    assert "apart" not in {entry["id"] for entries in chosen for entry in entries}


def test_consensus_is_over_everyone():
    found = consensus(two_camps())

    assert [entry["id"] for entry in found["agree"]] == ["both"]
    assert found["agree"][0]["probability"] == pytest.approx(21 / 22)
    assert found["disagree"] == []


def test_each_statement_has_the_numbers_of_polis():
    """Priority and consensus by Polis' formulas (math/conversation.clj), from the counts of those who are in a group."""
    random = np.random.default_rng(4)
    people, statements = np.nonzero(random.random((40, 12)) < 0.8)
    votes = Votes.from_events(people.astype(str), statements.astype(str), random.integers(-1, 2, len(people)))

    entries = landscape(votes, mode="compatible").to_dict()["statement"]

    for entry in entries:
        groups = entry["by_group"]
        agree, passed = (sum(g[x] for g in groups) for x in ("agree", "pass"))
        seen = sum(sum(g.values()) for g in groups)
        shares = [(g["agree"] + 1) / (sum(g.values()) + 2) for g in groups]
        new = 1 + 8 * 2 ** (-seen / 5)
        priority = (
            (1 - (passed + 1) / (seen + 2)) * (entry["extremity"] + 1) * ((agree + 1) / (seen + 2)) * new
        )
        assert entry["group_aware_consensus"] == pytest.approx(math.prod(shares))
        assert entry["priority"] == pytest.approx(priority**2)
