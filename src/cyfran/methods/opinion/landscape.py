"""What people think, in one call: the statements, the map, and whether there are groups."""

from dataclasses import dataclass

import numpy as np

from cyfran.methods.errors import MethodError
from cyfran.methods.opinion.clusters import Grouping, group
from cyfran.methods.opinion.compatible import polis_landscape
from cyfran.methods.opinion.intervals import wilson
from cyfran.methods.opinion.labels import label_statements
from cyfran.methods.opinion.plane import Plane, find_plane
from cyfran.methods.opinion.representative import distinguishing_statements
from cyfran.methods.opinion.statistics import count_votes
from cyfran.methods.opinion.verdict import GroupVerdict, best_grouping, judge
from cyfran.methods.opinion.votes import Votes
from cyfran.methods.result import provenance

VERSION = "1.0"
MODES = ("recommended", "compatible")


@dataclass(frozen=True)
class OpinionLandscape:
    """A result, ready to be written: ``to_dict`` gives plain values, the same for the same votes and options."""

    entries: dict

    def to_dict(self) -> dict:
        return self.entries


def landscape(
    votes: Votes, *, mode: str = "recommended", groups: int | None = None, min_votes: int = 7, seed: int = 0
) -> OpinionLandscape:
    """Show what people think of statements, what they share, and whether there are groups of opinion.

    Parameters
    ----------
    votes
        The votes of a conversation.
    mode
        ``recommended``: shares with ranges, labels with enough votes behind them, and groups only where they stand out.
        ``compatible``: the definitions of Polis.
    groups
        Number of groups (2 or more), if it shall not be chosen.
    min_votes
        Votes someone must have cast to be placed on the map and in a group.
    seed
        Start of the random draws of the test and of the stability (recommended mode only).

    Returns
    -------
    Landscape
        With ``to_dict()``: the fields that docs/methods/opinion.md lists.

    Raises
    ------
    MethodError
        ``mode_unknown``; ``groups_not_possible`` where there cannot be as many groups, also because too few people answered
        enough, or too many answered alike.

    Notes
    -----
    Memory: about 40 bytes a vote and three S x S matrices. Time: two passes over the votes and O(P S^2) for the plane; the
    recommended mode repeats that up to 120 times on at most 5,000 people for its test and stability.

    Examples
    --------
    >>> votes = Votes.from_events(["1", "2", "3"], ["a", "a", "a"], [1, 1, -1])
    >>> result = landscape(votes).to_dict()
    >>> result["groups"]["verdict"], result["statement"][0]["agree"]
    ('too_few', 2)
    """
    if mode not in MODES:
        raise MethodError("mode_unknown", mode=mode)
    if groups is not None and not 2 <= groups <= min(20, len(votes.participants)):
        raise MethodError("groups_not_possible", groups=groups, people=len(votes.participants))
    work_out = _recommended if mode == "recommended" else _compatible
    return OpinionLandscape(
        _about(votes, mode, groups, min_votes, seed) | work_out(votes, groups, min_votes, seed)
    )


def _about(votes: Votes, mode: str, groups: int | None, min_votes: int, seed: int) -> dict:
    options = {"mode": mode, "groups": groups, "min_votes": min_votes}
    return {
        "participants": len(votes.participants),
        "statements": len(votes.statements),
        "votes": len(votes.answers),
        "method": provenance("opinion", VERSION, options, seed, votes.input_sha256()),
    }


def _recommended(votes: Votes, groups: int | None, min_votes: int, seed: int) -> dict:
    open_votes = votes.without_rejected()
    placed = np.flatnonzero(open_votes.per_participant >= min(min_votes, max(len(open_votes.statements), 1)))
    people = _only(open_votes, placed)
    plane = find_plane(people.rows, people.columns, people.answers.astype(float), people.shape)
    grouping = _grouped(plane, people, groups)
    _as_many_as_asked(groups, grouping, len(placed))
    verdict = judge(people, plane, grouping, groups, np.random.default_rng(seed))
    members = np.full(len(votes.participants), -1, dtype=np.int64)
    members[placed] = grouping.members
    found = verdict.verdict == "found"
    leaning = np.zeros(len(votes.statements))
    leaning[~votes.rejected] = np.linalg.norm(plane.axes * np.sqrt(plane.eigenvalues[:2])[:, None], axis=0)
    return {
        "groups": _groups(verdict, grouping),
        "assignment": _assignment(votes, members),
        "statement": _statements(votes, members, grouping.k, leaning, found),
        "representative": distinguishing_statements(people, grouping.members, grouping.k) if found else [],
        "axes": _axes(plane),
        "coordinates": _coordinates(people, plane),
    }


def _grouped(plane: Plane, people: Votes, groups: int | None) -> Grouping:
    if not people.participants:
        return Grouping(np.zeros(0, dtype=np.int64), 0, 0.0)
    return group(plane.positions, groups or best_grouping(plane, people.per_participant).k, weighted=True)


def _as_many_as_asked(groups: int | None, grouping: Grouping, people: int) -> None:
    """People who answered alike stand at one place, so there may be fewer places than groups asked for."""
    if groups is not None and grouping.k != groups:
        raise MethodError("groups_not_possible", groups=groups, people=people)


def _compatible(votes: Votes, groups: int | None, min_votes: int, seed: int) -> dict:
    found = polis_landscape(votes, groups, min_votes)
    _as_many_as_asked(groups, found.grouping, len(found.placed))
    sizes = np.bincount(found.grouping.members, minlength=found.grouping.k)
    everyone = _statements(votes, found.members, found.grouping.k, found.extremity, found=False)
    for j, entry in enumerate(everyone):
        entry |= {
            "group_aware_consensus": float(found.group_aware_consensus[j]),
            "extremity": float(found.extremity[j]),
            "priority": float(found.priority[j]),
        }
    return {
        "groups": {
            "verdict": None,
            "k": found.grouping.k,
            "sizes": sizes.tolist(),
            "p_value": None,
            "stability": None,
        }
        | {"silhouette": found.grouping.silhouette},
        "assignment": _assignment(votes, found.members),
        "statement": everyone,
        "representative": found.representative,
        "consensus": found.consensus,
        "axes": _axes(found.plane),
        "coordinates": _coordinates(_only(votes, found.placed), found.plane, found.placed),
    }


def _only(votes: Votes, people: np.ndarray) -> Votes:
    """The votes of some people, who are renumbered."""
    place = np.full(len(votes.participants), -1, dtype=np.int64)
    place[people] = np.arange(len(people))
    chosen = place[votes.rows] >= 0
    labels = tuple(votes.participants[i] for i in people)
    rows = place[votes.rows[chosen]].astype(np.int32)
    return Votes(labels, votes.statements, rows, votes.columns[chosen], votes.answers[chosen], votes.rejected)


def _groups(verdict: GroupVerdict, grouping: Grouping) -> dict:
    return {
        "verdict": verdict.verdict,
        "k": grouping.k,
        "sizes": np.bincount(grouping.members, minlength=grouping.k).tolist(),
        "p_value": verdict.p_value,
        "stability": verdict.stability,
        "silhouette": grouping.silhouette,
    }


def _assignment(votes: Votes, members: np.ndarray) -> dict[str, int | None]:
    pairs = zip(votes.participants, members.tolist(), strict=True)
    return {label: group if group >= 0 else None for label, group in pairs}


def _statements(votes: Votes, members: np.ndarray, k: int, leaning: np.ndarray, found: bool) -> list[dict]:
    everyone = count_votes(votes, np.zeros(len(votes.participants), dtype=np.int64), 1)[0]
    by_group = count_votes(votes, members, k)
    seen = everyone.sum(axis=1)
    low, high = wilson(everyone[:, 0], seen)
    labels = label_statements(everyone, by_group, leaning, found)
    return [
        {
            "id": label,
            "seen": int(seen[j]),
            **_counts(everyone[j]),
            "agree_share": float(everyone[j, 0] / seen[j]) if seen[j] else None,
            "low": float(low[j]) if seen[j] else None,
            "high": float(high[j]) if seen[j] else None,
            "by_group": [_counts(by_group[g, j]) for g in range(k)],
            "labels": [] if votes.rejected[j] else labels[j],
            "rejected": bool(votes.rejected[j]),
        }
        for j, label in enumerate(votes.statements)
    ]


def _counts(three: np.ndarray) -> dict[str, int]:
    return dict(zip(("agree", "disagree", "pass"), three.tolist(), strict=True))


def _axes(plane: Plane) -> dict:
    return {
        "variance": plane.variance,
        "eigengap": plane.eigengap,
        "second_axis_arbitrary": plane.second_axis_arbitrary,
    }


def _coordinates(people: Votes, plane: Plane, placed: np.ndarray | None = None) -> dict[str, list[float]]:
    positions = plane.positions if placed is None else plane.positions[placed]
    return dict(zip(people.participants, positions.tolist(), strict=True))
