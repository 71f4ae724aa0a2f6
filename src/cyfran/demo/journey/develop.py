"""Step 4: ideas, proposals, and a decision by a rule agreed beforehand."""

from decimal import Decimal

from cyfran.core.accounts.models import User
from cyfran.define.insights.models import Challenge
from cyfran.demo.telling import day, text_pair
from cyfran.develop.proposals import actions as proposals
from cyfran.develop.proposals.models import Decision, Proposal
from cyfran.ground.partnerships.models import Partnership


def write_proposals(script: dict, users: dict[str, User], challenge: Challenge) -> dict[str, Proposal]:
    ideas: dict[str, list] = {}
    for idea in script["ideas"]:
        added = proposals.add_idea(
            challenge=challenge,
            text=idea["text"],
            language=idea["in"],
            by=users["connector"],
            at=day(2025, 9, 10),
        )
        ideas.setdefault(idea["proposal"], []).append(added)
    proposals_by_key = {
        proposal["key"]: proposals.write_proposal(
            challenge=challenge,
            title=text_pair(proposal),
            plan=text_pair(proposal, "plan"),
            cost=Decimal(proposal["cost"]),
            ideas=ideas[proposal["key"]],
            by=users["facilitator"],
            at=day(2025, 10, 20),
        )
        for proposal in script["proposals"]
    }
    for assessment in script["impact_assessments"]:
        proposals.add_impact_assessment(
            proposal=proposals_by_key[assessment["proposal"]],
            kind=assessment["kind"],
            direction=assessment["direction"],
            note=assessment["note"],
            by=users["member"],
            at=day(2025, 11, 3),
        )
    return proposals_by_key


def decide(
    script: dict, partnership: Partnership, users: dict[str, User], proposals_by_key: dict[str, Proposal]
) -> Decision:
    """Record a decision between the proposals: those with most votes first, while the money lasts."""
    entry = script["decision"]
    votes = {proposal["key"]: proposal["votes"] for proposal in script["proposals"] if "votes" in proposal}
    decision = proposals.open_decision(
        partnership=partnership,
        question=text_pair(entry["question"]),
        rule=text_pair(entry["rule"]),
        decides="community",
        options=[proposals_by_key[key] for key in votes],
        by=users["officer"],
        at=day(2025, 11, 10),
    )
    proposals.agree_rule(decision=decision, by=users["board"], at=day(2025, 11, 12))
    proposals.agree_rule(decision=decision, by=users["member"], at=day(2025, 11, 13))
    chosen = _most_votes_first(
        {key: (votes[key], proposals_by_key[key].cost) for key in votes}, entry["money"]
    )
    results = [
        proposals.OptionOutcome(
            proposals_by_key[key],
            key in chosen,
            text_pair(entry["why_chosen" if key in chosen else "why_not"]),
            votes[key],
        )
        for key in votes
    ]
    proposals.record_result(decision=decision, results=results, by=users["officer"], at=day(2026, 1, 20))
    proposals.object_to(
        decision=decision,
        text=entry["objection"]["text"],
        language=entry["objection"]["in"],
        by=users["connector"],
        at=day(2026, 1, 22),
    )
    return decision


def _most_votes_first(options: dict[str, tuple[int, Decimal]], money: int) -> set[str]:
    chosen, remaining = set(), Decimal(money)
    for key, (_votes, cost) in sorted(options.items(), key=lambda option: -option[1][0]):
        if cost <= remaining:
            chosen.add(key)
            remaining -= cost
    return chosen
