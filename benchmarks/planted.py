"""Conversations made by a seeded generator: with planted groups, or of one continuous population without any."""

from dataclasses import dataclass

import numpy as np

from cyfran.methods.opinion import Votes

PASSES = 0.1
FEWEST = 7


@dataclass(frozen=True)
class Planted:
    """Votes, and the group each participant was put in."""

    votes: Votes
    groups: np.ndarray


def planted(
    people: int,
    statements: int,
    groups: int,
    seed: int,
    *,
    seen: float = 0.3,
    apart: float = 2.2,
    directions: int = 2,
) -> Planted:
    """Draw a conversation: groups stand ``apart`` on a circle, or with ``groups=1`` everyone is of one cloud.

    Everyone sees at least seven statements, ``seen`` of them on average; answers follow an ideal-point model, in which
    statements tell people apart in two directions or in one.
    """
    random = np.random.default_rng(seed)
    member = random.integers(0, groups, people)
    turn = 2 * np.pi * member / groups
    centres = apart * np.column_stack([np.cos(turn), np.sin(turn)]) if groups > 1 else np.zeros((people, 2))
    spread = 0.5 if groups > 1 else 1.5
    places = centres + spread * random.standard_normal((people, 2))
    levels, slopes = random.normal(0.4, 1.0, statements), random.normal(0, 0.8, (statements, 2))
    slopes[:, directions:] = 0.0
    rows, columns = _who_sees_what(random, people, statements, seen)
    lean = levels[columns] + (places[rows] * slopes[columns]).sum(axis=1)
    answers = np.where(random.random(len(rows)) < 1 / (1 + np.exp(-lean)), 1, -1)
    answers[random.random(len(rows)) < PASSES] = 0
    return Planted(_votes(rows, columns, answers, people, statements), member)


def shuffled(votes: Votes, seed: int) -> Votes:
    """The same votes with the answers to each statement dealt anew among those who saw it: no opinion is left."""
    random = np.random.default_rng(seed)
    answers = votes.answers.copy()
    order = np.argsort(votes.columns, kind="stable")
    edges = np.searchsorted(votes.columns[order], np.arange(len(votes.statements) + 1))
    for start, end in zip(edges[:-1], edges[1:], strict=True):
        entries = order[start:end]
        answers[entries] = random.permutation(answers[entries])
    return Votes(votes.participants, votes.statements, votes.rows, votes.columns, answers, votes.rejected)


def _who_sees_what(random, people: int, statements: int, seen: float) -> tuple[np.ndarray, np.ndarray]:
    number = np.clip(
        random.geometric(1 / max(seen * statements - FEWEST, 1), people) + FEWEST - 1, FEWEST, statements
    )
    rows, columns = [], []
    for start in range(0, people, 2000):
        block = number[start : start + 2000]
        order = np.argsort(random.random((len(block), statements)), axis=1)
        kept = np.arange(statements) < block[:, None]
        rows.append(np.repeat(np.arange(start, start + len(block)), block))
        columns.append(order[kept])
    return np.concatenate(rows), np.concatenate(columns)


def _votes(rows, columns, answers, people: int, statements: int) -> Votes:
    order = np.lexsort((columns, rows))
    return Votes(
        tuple(map(str, range(people))),
        tuple(map(str, range(statements))),
        rows[order].astype(np.int32),
        columns[order].astype(np.int32),
        answers[order].astype(np.int8),
        np.zeros(statements, dtype=bool),
    )
