from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from cyfran.core.accounts.models import User
from cyfran.core.accounts.rules import require
from cyfran.core.audit.actions import log_event
from cyfran.define.insights.models import Insight, SharedOutcome, Theme
from cyfran.deliver.commitments import rules
from cyfran.deliver.commitments.models import (
    Acceptance,
    Commitment,
    CommitmentJudgement,
    CommitmentUpdate,
    Feedback,
    FeedbackAnswer,
    Withdrawal,
)
from cyfran.develop.proposals.models import Decision, Proposal
from cyfran.discover.events.models import SpokenPromise
from cyfran.discover.evidence.synthesis.models import Finding
from cyfran.ground.partnerships.actions import record_for_side, require_phase
from cyfran.ground.partnerships.models import Partnership, Phase, Side
from cyfran.ground.partnerships.rules import side_of


@transaction.atomic
def make_commitment(
    *,
    partnership: Partnership,
    text: tuple[str, str],
    institution_owner: User,
    community_owner: User | None,
    first_due: date,
    by: User,
    at: datetime,
    proposal: Proposal | None = None,
    decision: Decision | None = None,
    spoken_promise: SpokenPromise | None = None,
    insights: Iterable[Insight] = (),
    findings: Iterable[Finding] = (),
    shared_outcomes: Iterable[SharedOutcome] = (),
    amount: Decimal | None = None,
) -> Commitment:
    """Make a commitment that rests on a proposal, a decision, insights or a spoken promise. Its owners then accept it."""
    insights = list(insights)
    require(rules.may_promise(by, partnership))
    require_phase(partnership, Phase.DELIVER, at=at)
    require(bool(proposal or decision or spoken_promise or insights), "commitment_needs_basis")
    require(side_of(institution_owner, partnership) == Side.INSTITUTION, "owner_not_of_side")
    community_owner_fits = community_owner is None or side_of(community_owner, partnership) == Side.COMMUNITY
    require(community_owner_fits, "owner_not_of_side")
    require(first_due >= at.date(), "due_in_the_past")
    commitment = Commitment.objects.create(
        partnership=partnership,
        text_en=text[0],
        text_cy=text[1],
        proposal=proposal,
        decision=decision,
        spoken_promise=spoken_promise,
        institution_owner=institution_owner,
        community_owner=community_owner,
        amount=amount,
        first_due=first_due,
        at=at,
        by=by,
    )
    commitment.insights.set(insights)
    commitment.findings.set(findings)
    commitment.shared_outcomes.set(shared_outcomes)
    log_event("commitment.made", commitment, by=by, at=at, within=partnership.pk)
    return commitment


@transaction.atomic
def accept_commitment(*, commitment: Commitment, by: User, at: datetime) -> Acceptance:
    """Record that an owner accepts the commitment for their side."""
    side = rules.owner_side(by, commitment)
    require(side is not None, "not_the_owner")
    return record_for_side(
        commitment.acceptances,
        event="commitment.accepted",
        subject=commitment,
        partnership=commitment.partnership,
        by=by,
        at=at,
        side=side,
        once="accepted_already",
    )


@transaction.atomic
def report_progress(
    *, commitment: Commitment, text: str, language: str, new_due: date | None, by: User, at: datetime
) -> CommitmentUpdate:
    require(rules.may_update(by, commitment))
    require(new_due is None or new_due > commitment.first_due, "new_due_is_not_later")
    update = CommitmentUpdate.objects.create(
        commitment=commitment, text=text.strip(), language=language, new_due=new_due, at=at, by=by
    )
    log_event("commitment.updated", commitment, by=by, at=at, within=commitment.partnership_id)
    return update


@transaction.atomic
def judge(
    *, commitment: Commitment, kept: str, reason: str, language: str, by: User, at: datetime
) -> CommitmentJudgement:
    """Add one side's judgement of whether the commitment was kept, with its reason. Its newest one counts."""
    side = rules.may_answer_for(by, commitment.partnership)
    require(side is not None)
    _require_accepted(commitment)
    return record_for_side(
        commitment.judgements,
        event="commitment.judged",
        subject=commitment,
        partnership=commitment.partnership,
        by=by,
        at=at,
        side=side,
        detail={"kept": kept},
        kept=kept,
        reason=reason.strip(),
        language=language,
    )


def _require_accepted(commitment: Commitment) -> None:
    owners = 1 if commitment.community_owner_id is None else 2
    require(commitment.acceptances.count() == owners, "not_accepted_yet")


@transaction.atomic
def withdraw(*, commitment: Commitment, reason: str, language: str, by: User, at: datetime) -> Withdrawal:
    """Record that one side withdraws the commitment; it is withdrawn once both have."""
    return record_for_side(
        commitment.withdrawals,
        event="commitment.withdrawn",
        subject=commitment,
        partnership=commitment.partnership,
        by=by,
        at=at,
        once="withdrawn_already",
        reason=reason.strip(),
        language=language,
    )


@transaction.atomic
def give_feedback(
    *,
    theme: Theme,
    answer: str,
    text: tuple[str, str],
    by: User,
    at: datetime,
    commitments: Iterable[Commitment] = (),
    decided_by: date | None = None,
) -> Feedback:
    """Add feedback on a theme: heard, doing, not doing because, or undecided with the day by which it will be decided."""
    partnership = theme.partnership
    require(rules.may_give_feedback(by, partnership))
    require(answer != FeedbackAnswer.UNDECIDED or decided_by is not None, "undecided_needs_a_date")
    feedback = Feedback.objects.create(
        theme=theme, answer=answer, text_en=text[0], text_cy=text[1], decided_by=decided_by, at=at, by=by
    )
    feedback.commitments.set(commitments)
    log_event("feedback.given", feedback, by=by, at=at, within=partnership.pk, answer=answer)
    return feedback
