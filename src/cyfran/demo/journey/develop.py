"""Step 4: ideas, proposals, a decision by a rule agreed before."""

from decimal import Decimal

from cyfran.core.accounts.models import User
from cyfran.define.insights.models import Challenge
from cyfran.demo.telling import both, day
from cyfran.develop.proposals import actions as proposals
from cyfran.develop.proposals.models import Decision, Proposal
from cyfran.ground.partnerships.models import Partnership


def worked_up(told: dict, users: dict[str, User], challenge: Challenge) -> dict[str, Proposal]:
    ideas: dict[str, list] = {}
    for idea in told["ideas"]:
        kept = proposals.add_idea(
            challenge=challenge,
            text=idea["text"],
            language=idea["in"],
            by=users["connector"],
            at=day(2025, 9, 10),
        )
        ideas.setdefault(idea["proposal"], []).append(kept)
    worked_up = {
        proposal["key"]: proposals.write_proposal(
            challenge=challenge,
            title=both(proposal),
            plan=both(proposal, "plan"),
            cost=Decimal(proposal["cost"]),
            ideas=ideas[proposal["key"]],
            by=users["facilitator"],
            at=day(2025, 10, 20),
        )
        for proposal in told["proposals"]
    }
    for assessment in told["impact_assessments"]:
        proposals.add_impact_assessment(
            proposal=worked_up[assessment["proposal"]],
            kind=assessment["kind"],
            direction=assessment["direction"],
            note=assessment["note"],
            by=users["member"],
            at=day(2025, 11, 3),
        )
    return worked_up


def decision(
    told: dict, partnership: Partnership, users: dict[str, User], worked_up: dict[str, Proposal]
) -> Decision:
    """By the rule that was agreed: those with most votes first, while the money lasts."""
    facts = told["decision"]
    votes = {p["key"]: p["votes"] for p in told["proposals"] if "votes" in p}
    decision = proposals.open_decision(
        partnership=partnership,
        question=both(facts["question"]),
        rule=both(facts["rule"]),
        decides="community",
        options=[worked_up[key] for key in votes],
        by=users["officer"],
        at=day(2025, 11, 10),
    )
    proposals.agree_rule(decision=decision, by=users["board"], at=day(2025, 11, 12))
    proposals.agree_rule(decision=decision, by=users["member"], at=day(2025, 11, 13))
    chosen = _most_votes_first({key: (votes[key], worked_up[key].cost) for key in votes}, facts["money"])
    results = [
        proposals.Chosen(
            worked_up[key],
            key in chosen,
            both(facts["why_chosen" if key in chosen else "why_not"]),
            votes[key],
        )
        for key in votes
    ]
    proposals.record_result(decision=decision, results=results, by=users["officer"], at=day(2026, 1, 20))
    proposals.object_to(
        decision=decision,
        text=facts["objection"]["text"],
        language=facts["objection"]["in"],
        by=users["connector"],
        at=day(2026, 1, 22),
    )
    return decision


def _most_votes_first(offered: dict[str, tuple[int, Decimal]], money: int) -> set[str]:
    chosen, left = set(), Decimal(money)
    for key, (_votes, cost) in sorted(offered.items(), key=lambda item: -item[1][0]):
        if cost <= left:
            chosen.add(key)
            left -= cost
    return chosen
