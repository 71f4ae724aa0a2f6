"""The statements Polis shows: those that are representative of a group, and those of consensus (math/repness.clj)."""

from dataclasses import dataclass

import numpy as np

from cyfran.methods.opinion.statistics import GroupStatistics, statistics_for_groups
from cyfran.methods.opinion.votes import Votes

Z_90 = 1.2816  # one-sided 90%
SHOWN = 5  # statements a group, and on each consensus list


@dataclass(frozen=True)
class _Side:
    """One group's statistics of each statement, for agreeing or disagreeing, whichever differs more: each of length S."""

    agrees: np.ndarray
    probability: np.ndarray
    probability_test: np.ndarray
    ratio: np.ndarray
    ratio_test: np.ndarray

    @property
    def strength(self) -> np.ndarray:
        # Polis: repness × repness-test × p-success × p-test
        return self.ratio * self.ratio_test * self.probability * self.probability_test


def representative(stats: GroupStatistics, votes: Votes) -> list[list[dict]]:
    """Choose the statements that tell each group apart: up to five, those agreed with first.

    The one the group agrees with most distinctly is always among them. Where none passes the tests it stands alone, or
    else the one on which the group differs most. Statements moderated out are never chosen.
    """
    voted = np.bincount(votes.columns, minlength=len(votes.statements)) > 0
    open_statements = np.flatnonzero(voted & ~votes.rejected)
    return [_choose_for_group(stats, votes, g, open_statements) for g in range(len(stats.seen))]


def _choose_for_group(
    stats: GroupStatistics, votes: Votes, g: int, open_statements: np.ndarray
) -> list[dict]:
    """Up to five statements of one group, as entries."""
    side = _side(stats, g)
    passing = open_statements[_passes(stats, g)[open_statements]]
    best_agreed = _best_agreed(stats, g, open_statements)
    first = [] if best_agreed is None else [best_agreed]
    if not len(passing) and not first and len(open_statements):
        first = [int(open_statements[np.argmax(side.ratio_test[open_statements])])]
    ranked = passing[np.argsort(-side.strength[passing], kind="stable")].tolist()
    # Cut to five first, sorted after: Polis puts agreements before disagreements only among those it shows
    shown = (first + [j for j in ranked if j not in first])[:SHOWN]
    shown.sort(key=lambda j: not side.agrees[j])
    return [_entry(votes, side, j, j == best_agreed) for j in shown]


def _side(stats: GroupStatistics, g: int) -> _Side:
    agrees = stats.r_agree_test[g] > stats.r_disagree_test[g]
    return _Side(
        agrees,
        np.where(agrees, stats.p_agree[g], stats.p_disagree[g]),
        np.where(agrees, stats.p_agree_test[g], stats.p_disagree_test[g]),
        np.where(agrees, stats.r_agree[g], stats.r_disagree[g]),
        np.where(agrees, stats.r_agree_test[g], stats.r_disagree_test[g]),
    )


def _passes(stats: GroupStatistics, g: int) -> np.ndarray:
    """Which statements pass both tests of Polis on either side: one-sided at 90 %, not corrected for how many there are."""
    agreed = (stats.r_agree_test[g] > Z_90) & (stats.p_agree_test[g] > Z_90)
    return agreed | ((stats.r_disagree_test[g] > Z_90) & (stats.p_disagree_test[g] > Z_90))


def _best_agreed(stats: GroupStatistics, g: int, open_statements: np.ndarray) -> int | None:
    """The statement a group agrees with most: more than others do if there is such a one, else simply most."""
    # Polis compares statement by statement, and by what depends on the best so far (repness.clj, beats-best-agr?). That is
    # no total order: a maximum over all statements would choose another one.
    p, p_test = stats.p_agree[g], stats.p_agree_test[g]
    r, r_test = stats.r_agree[g], stats.r_agree_test[g]
    best: int | None = None
    for j in open_statements.tolist():
        if stats.agree[g, j] + stats.disagree[g, j] == 0:
            continue
        if best is None:
            better = p_test[j] > Z_90 or (r[j] > 1 and p[j] > 0.5)
        elif r[best] > 1:
            better = r[j] * r_test[j] * p[j] * p_test[j] > r[best] * r_test[best] * p[best] * p_test[best]
        else:
            better = p[j] * p_test[j] > p[best] * p_test[best]
        best = j if better else best
    return best


def _entry(votes: Votes, side: _Side, j: int, best_agreed: bool) -> dict:
    return {
        "id": votes.statements[j],
        "says": "agree" if side.agrees[j] else "disagree",
        "best_agreed": best_agreed,
        "probability": float(side.probability[j]),
        "probability_test": float(side.probability_test[j]),
        "ratio": float(side.ratio[j]),
        "ratio_test": float(side.ratio_test[j]),
    }


def consensus(votes: Votes) -> dict[str, list[dict]]:
    """Return what everybody agrees, or disagrees, with: the five strongest each (Polis: over all people, not groups)."""
    everyone = statistics_for_groups(votes, np.zeros(len(votes.participants), dtype=np.int64))
    return {
        "agree": _strongest(votes, everyone.p_agree[0], everyone.p_agree_test[0], everyone.seen[0]),
        "disagree": _strongest(votes, everyone.p_disagree[0], everyone.p_disagree_test[0], everyone.seen[0]),
    }


def _strongest(votes: Votes, p: np.ndarray, p_test: np.ndarray, seen: np.ndarray) -> list[dict]:
    passes = (p > 0.5) & (p_test > Z_90) & ~votes.rejected & (seen > 0)
    order = np.argsort(-(p * p_test), kind="stable")
    kept = [j for j in order if passes[j]][:SHOWN]
    return [{"id": votes.statements[j], "probability": float(p[j]), "test": float(p_test[j])} for j in kept]
