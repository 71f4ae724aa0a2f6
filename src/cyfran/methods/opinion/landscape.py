"""The opinion landscape in one call: statistics of statements, the map, and a verdict on groups."""

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
    """A result ready to be serialised: ``to_dict`` gives plain values, the same for the same votes and options."""

    entries: dict

    def to_dict(self) -> dict:
        return self.entries


def landscape(
    votes: Votes, *, mode: str = "recommended", groups: int | None = None, min_votes: int = 7, seed: int = 0
) -> OpinionLandscape:
    """Compute what people think of statements, what they share, and whether there are groups of opinion.

    Parameters
    ----------
    votes
        The votes of a conversation.
    mode
        ``recommended``: shares with intervals, labels with enough votes behind them, and groups only where they stand out.
        ``compatible``: the definitions of Polis.
    groups
        Number of groups (2 or more), if it shall not be chosen.
    min_votes
        Votes someone must have cast to be placed on the map and in a group.
    seed
        Start of the random draws of the test and of the stability (recommended mode only).

    Returns
    -------
    OpinionLandscape
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
    compute = _recommended if mode == "recommended" else _compatible
    return OpinionLandscape(
        _header(votes, mode, groups, min_votes, seed) | compute(votes, groups, min_votes, seed)
    )


def _header(votes: Votes, mode: str, groups: int | None, min_votes: int, seed: int) -> dict:
    options = {"mode": mode, "groups": groups, "min_votes": min_votes}
    return {
        "participants": len(votes.participants),
        "statements": len(votes.statements),
        "votes": len(votes.answers),
        "method": provenance("opinion", VERSION, options, seed, votes.input_sha256()),
    }


def _recommended(votes: Votes, groups: int | None, min_votes: int, seed: int) -> dict:
    open_votes = votes.without_rejected()
    # Nobody can answer more statements than there are: in a short conversation all of them are enough
    placed = np.flatnonzero(open_votes.per_participant >= min(min_votes, max(len(open_votes.statements), 1)))
    placed_votes = _votes_of(open_votes, placed)
    plane = find_plane(
        placed_votes.rows, placed_votes.columns, placed_votes.answers.astype(float), placed_votes.shape
    )
    grouping = _group_people(plane, placed_votes, groups)
    _require_group_count(groups, grouping, len(placed))
    verdict = judge(placed_votes, plane, grouping, groups, np.random.default_rng(seed))
    members = np.full(len(votes.participants), -1, dtype=np.int64)
    members[placed] = grouping.members
    groups_found = verdict.verdict == "found"
    # √λ_i a_ij: the loading of statement j on axis i (up to √n); its length over both axes is how much j spreads people
    loadings = np.zeros(len(votes.statements))
    loadings[~votes.rejected] = np.linalg.norm(plane.axes * np.sqrt(plane.eigenvalues[:2])[:, None], axis=0)
    return {
        "groups": _group_entry(verdict, grouping),
        "assignment": _assignment(votes, members),
        "statement": _statement_entries(votes, members, grouping.k, loadings, groups_found),
        "representative": distinguishing_statements(placed_votes, grouping.members, grouping.k)
        if groups_found
        else [],
        "axes": _axes(plane),
        "coordinates": _coordinates(placed_votes, plane),
    }


def _group_people(plane: Plane, votes: Votes, groups: int | None) -> Grouping:
    if not votes.participants:
        return Grouping(np.zeros(0, dtype=np.int64), 0, 0.0)
    # The number of groups is read from those who answered most; then everyone placed is grouped into as many
    return group(plane.positions, groups or best_grouping(plane, votes.per_participant).k, weighted=True)


def _require_group_count(groups: int | None, grouping: Grouping, participants: int) -> None:
    """Raise where there are fewer groups than asked for: people who answered alike stand at one place."""
    if groups is not None and grouping.k != groups:
        raise MethodError("groups_not_possible", groups=groups, people=participants)


def _compatible(votes: Votes, groups: int | None, min_votes: int, seed: int) -> dict:
    polis = polis_landscape(votes, groups, min_votes)
    _require_group_count(groups, polis.grouping, len(polis.placed))
    sizes = np.bincount(polis.grouping.members, minlength=polis.grouping.k)
    entries = _statement_entries(votes, polis.members, polis.grouping.k, polis.extremity, groups_found=False)
    for j, entry in enumerate(entries):
        entry |= {
            "group_aware_consensus": float(polis.group_aware_consensus[j]),
            "extremity": float(polis.extremity[j]),
            "priority": float(polis.priority[j]),
        }
    return {
        "groups": {
            "verdict": None,
            "k": polis.grouping.k,
            "sizes": sizes.tolist(),
            "p_value": None,
            "stability": None,
        }
        | {"silhouette": polis.grouping.silhouette},
        "assignment": _assignment(votes, polis.members),
        "statement": entries,
        "representative": polis.representative,
        "consensus": polis.consensus,
        "axes": _axes(polis.plane),
        "coordinates": _coordinates(_votes_of(votes, polis.placed), polis.plane, polis.placed),
    }


def _votes_of(votes: Votes, participants: np.ndarray) -> Votes:
    """Return the votes of some participants, who are renumbered in the order given."""
    new_rows = np.full(len(votes.participants), -1, dtype=np.int64)
    new_rows[participants] = np.arange(len(participants))
    chosen = new_rows[votes.rows] >= 0
    labels = tuple(votes.participants[i] for i in participants)
    rows = new_rows[votes.rows[chosen]].astype(np.int32)
    return Votes(labels, votes.statements, rows, votes.columns[chosen], votes.answers[chosen], votes.rejected)


def _group_entry(verdict: GroupVerdict, grouping: Grouping) -> dict:
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


def _statement_entries(
    votes: Votes, members: np.ndarray, k: int, loadings: np.ndarray, groups_found: bool
) -> list[dict]:
    everyone = count_votes(votes, np.zeros(len(votes.participants), dtype=np.int64), 1)[0]
    by_group = count_votes(votes, members, k)
    seen = everyone.sum(axis=1)
    low, high = wilson(everyone[:, 0], seen)
    labels = label_statements(everyone, by_group, loadings, groups_found)
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


def _counts(counts: np.ndarray) -> dict[str, int]:
    return dict(zip(("agree", "disagree", "pass"), counts.tolist(), strict=True))


def _axes(plane: Plane) -> dict:
    return {
        "variance": plane.variance,
        "eigengap": plane.eigengap,
        "second_axis_arbitrary": plane.second_axis_arbitrary,
    }


def _coordinates(votes: Votes, plane: Plane, placed: np.ndarray | None = None) -> dict[str, list[float]]:
    positions = plane.positions if placed is None else plane.positions[placed]
    return dict(zip(votes.participants, positions.tolist(), strict=True))
