"""What follows from the votes on a record."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from cyfran.core.double_review import weigh_entries
from cyfran.discover.evidence.screening.models import ScreeningVerdict, ScreeningVote


@dataclass(frozen=True)
class ScreeningDecision:
    """What follows from all votes on a record so far.

    ``final`` is True (include) or False (exclude) once it is decided, else None; ``disputed`` means that another reviewer has
    to settle it. ``verdicts`` are the newest by reviewer; ``blind_verdicts`` are each reviewer's first, given before anybody
    could discuss the record. ``at`` is when the record was first decided, or last voted on.
    """

    record: UUID
    verdicts: dict[int, str]
    final: bool | None
    disputed: bool
    reason: str
    at: datetime
    blind_verdicts: dict[int, str]


def decide(record: UUID, votes: Sequence[ScreeningVote], reviewers_needed: int) -> ScreeningDecision:
    """Return what follows from the votes on a record, in any order. A vote cast again may change the decision, not its time."""
    votes = sorted(votes, key=lambda vote: vote.pk)
    decision = _weigh_votes(record, votes, reviewers_needed)
    if decision.final is None or len(votes) <= reviewers_needed:
        return decision
    earlier_decisions = (
        _weigh_votes(record, votes[:number], reviewers_needed)
        for number in range(reviewers_needed, len(votes))
    )
    first_decided_at = next(
        (earlier.at for earlier in earlier_decisions if earlier.final is not None), decision.at
    )
    return replace(decision, at=first_decided_at)


def _weigh_votes(record: UUID, votes: Sequence[ScreeningVote], reviewers_needed: int) -> ScreeningDecision:
    """Decide by each reviewer's newest vote: an arbiter's counts; else as many as are needed must agree, none unsure."""
    blind_verdicts: dict[int, str] = {}
    for vote in votes:
        if not vote.arbiter:
            blind_verdicts.setdefault(vote.by_id, vote.verdict)
    unsure, newest = ScreeningVerdict.UNSURE, {vote.by_id: vote for vote in votes}
    abstained = {person for person, vote in newest.items() if vote.arbiter and vote.verdict == unsure}
    review = weigh_entries(
        (
            vote for vote in votes if vote.by_id not in abstained
        ),  # an unsure arbiter settles and disputes nothing
        needed=reviewers_needed,
        person=lambda vote: vote.by_id,
        settles=lambda vote: vote.arbiter,
        alike=lambda vote, other: vote.verdict == other.verdict,
    )
    independent = review.independent
    verdicts = {vote.by_id: vote.verdict for vote in independent}
    last_vote_at = votes[-1].at
    if review.settling:
        included, reason = review.settling.verdict == ScreeningVerdict.INCLUDE, review.settling.reason
        return ScreeningDecision(record, verdicts, included, False, reason, last_vote_at, blind_verdicts)
    if review.is_agreed and independent[0].verdict != unsure:
        included = independent[0].verdict == ScreeningVerdict.INCLUDE
        reason = next((vote.reason for vote in independent if vote.reason), "")
        return ScreeningDecision(record, verdicts, included, False, reason, last_vote_at, blind_verdicts)
    disputed = len(independent) >= reviewers_needed
    return ScreeningDecision(record, verdicts, None, disputed, "", last_vote_at, blind_verdicts)


def pairs_of_verdicts(decisions: Sequence[ScreeningDecision]) -> list[tuple[str, str]]:
    """Return the first, blind verdicts of two reviewers on each record that two have screened."""
    verdicts = [
        [decision.blind_verdicts[reviewer] for reviewer in sorted(decision.blind_verdicts)]
        for decision in decisions
    ]
    return [(pair[0], pair[1]) for pair in verdicts if len(pair) > 1]
