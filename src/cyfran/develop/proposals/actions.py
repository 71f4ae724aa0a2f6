from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from cyfran.core.accounts.models import User
from cyfran.core.accounts.rules import require
from cyfran.core.audit.actions import log_event
from cyfran.define.insights.models import Challenge
from cyfran.define.insights.queries import agreed_challenges
from cyfran.develop.proposals import rules
from cyfran.develop.proposals.models import (
    Decision,
    DecisionWithdrawal,
    Idea,
    ImpactAssessment,
    Objection,
    Option,
    OptionResult,
    Proposal,
    RuleAgreement,
)
from cyfran.develop.proposals.queries import decision_in
from cyfran.discover.evidence.synthesis.models import Finding
from cyfran.ground.partnerships.actions import record_for_side, require_phase
from cyfran.ground.partnerships.models import Partnership, Phase


@transaction.atomic
def add_idea(*, challenge: Challenge, text: str, language: str, by: User, at: datetime) -> Idea:
    require(rules.may_design(by, challenge.partnership))
    require_phase(challenge.partnership, Phase.DEVELOP, at=at)
    idea = Idea.objects.create(challenge=challenge, text=text.strip(), language=language, at=at, by=by)
    log_event("idea.added", idea, by=by, at=at, within=challenge.partnership_id)
    return idea


@transaction.atomic
def write_proposal(
    *,
    challenge: Challenge,
    title: tuple[str, str],
    plan: tuple[str, str],
    cost: Decimal,
    ideas: Iterable[Idea],
    findings: Iterable[Finding] = (),
    by: User,
    at: datetime,
) -> Proposal:
    """Add a proposal for a challenge that both sides agreed to, with the ideas and findings it rests on."""
    partnership = challenge.partnership
    require(rules.may_design(by, partnership))
    require_phase(partnership, Phase.DEVELOP, at=at)
    require(challenge in agreed_challenges(partnership), "challenge_not_agreed")
    proposal = Proposal.objects.create(
        challenge=challenge,
        title_en=title[0],
        title_cy=title[1],
        plan_en=plan[0],
        plan_cy=plan[1],
        cost=cost,
        at=at,
        by=by,
    )
    proposal.ideas.set(ideas)
    proposal.findings.set(findings)
    log_event("proposal.written", proposal, by=by, at=at, within=partnership.pk)
    return proposal


@transaction.atomic
def add_impact_assessment(
    *, proposal: Proposal, kind: str, direction: str, note: str, by: User, at: datetime
) -> ImpactAssessment:
    partnership = proposal.challenge.partnership
    require(rules.may_design(by, partnership))
    assessment = ImpactAssessment.objects.create(
        proposal=proposal, kind=kind, direction=direction, note=note, at=at, by=by
    )
    log_event(
        "proposal.impact_assessed",
        proposal,
        by=by,
        at=at,
        within=partnership.pk,
        looked_at=kind,
        direction=direction,
    )
    return assessment


@transaction.atomic
def open_decision(
    *,
    partnership: Partnership,
    question: tuple[str, str],
    rule: tuple[str, str],
    decides: str,
    options: Iterable[Proposal],
    by: User,
    at: datetime,
) -> Decision:
    """Open a decision between proposals, with the rule by which it will be made."""
    options = list(options)
    require(rules.may_record_decision(by, partnership))
    require_phase(partnership, Phase.DEVELOP, at=at)
    require(bool(options), "decision_needs_options")
    decision = Decision.objects.create(
        partnership=partnership,
        question_en=question[0],
        question_cy=question[1],
        rule_en=rule[0],
        rule_cy=rule[1],
        decides=decides,
        at=at,
        by=by,
    )
    Option.objects.bulk_create([Option(decision=decision, proposal=proposal) for proposal in options])
    log_event("decision.opened", decision, by=by, at=at, within=partnership.pk, options=len(options))
    return decision


@transaction.atomic
def agree_rule(*, decision: Decision, by: User, at: datetime) -> RuleAgreement:
    """Record that one side agrees to the rule of a decision."""
    require(not DecisionWithdrawal.objects.filter(decision=decision).exists(), "decision_withdrawn")
    return record_for_side(
        decision.rule_agreements,
        event="decision.rule_agreed",
        subject=decision,
        partnership=decision.partnership,
        by=by,
        at=at,
        once="agreed_already",
    )


@transaction.atomic
def withdraw_decision(*, decision: Decision, by: User, at: datetime) -> DecisionWithdrawal:
    """Withdraw a decision to whose rule both sides have not agreed yet. It stays on record."""
    require(rules.may_record_decision(by, decision.partnership))
    Decision.objects.select_for_update().get(pk=decision.pk)
    state = decision_in(decision.partnership, decision.pk)
    require(not state.rule_agreed_by_both, "rule_agreed_by_both")
    require(state.withdrawal is None, "decision_withdrawn")
    withdrawal = DecisionWithdrawal.objects.create(decision=decision, at=at, by=by)
    log_event("decision.withdrawn", decision, by=by, at=at, within=decision.partnership_id)
    return withdrawal


@dataclass(frozen=True)
class OptionOutcome:
    """The result of one option: whether it was chosen, with how many votes, and why."""

    proposal: Proposal
    chosen: bool
    reason: tuple[str, str]
    votes: int | None = None


@transaction.atomic
def record_result(*, decision: Decision, results: Iterable[OptionOutcome], by: User, at: datetime) -> None:
    """Record the result of every option, once, after both sides have agreed to the rule."""
    by_proposal = {result.proposal.pk: result for result in results}
    Decision.objects.select_for_update().get(pk=decision.pk)
    state = decision_in(decision.partnership, decision.pk)
    require(rules.may_record_decision(by, decision.partnership))
    require(state.rule_agreed_by_both, "rule_not_agreed")
    require(not state.is_made, "decided_already")
    require(set(by_proposal) == {option.proposal_id for option in state.options}, "result_for_every_option")
    OptionResult.objects.bulk_create(
        _option_result(option, by_proposal[option.proposal_id], by, at) for option in state.options
    )
    chosen = sum(result.chosen for result in by_proposal.values())
    log_event("decision.made", decision, by=by, at=at, within=decision.partnership_id, chosen=chosen)


def _option_result(option: Option, result: OptionOutcome, by: User, at: datetime) -> OptionResult:
    reason_en, reason_cy = result.reason
    return OptionResult(
        option=option,
        chosen=result.chosen,
        votes=result.votes,
        reason_en=reason_en,
        reason_cy=reason_cy,
        at=at,
        by=by,
    )


@transaction.atomic
def object_to(*, decision: Decision, text: str, language: str, by: User, at: datetime) -> Objection:
    return record_for_side(
        decision.objections,
        event="decision.objected",
        subject=decision,
        partnership=decision.partnership,
        by=by,
        at=at,
        text=text.strip(),
        language=language,
    )
