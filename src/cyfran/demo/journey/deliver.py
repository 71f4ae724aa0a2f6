"""Steps 5 and 6: promises, what people heard back, outcomes counted and judged."""

from datetime import timedelta
from decimal import Decimal

from cyfran.core.accounts.models import User
from cyfran.define.insights.models import SharedOutcome, Theme
from cyfran.deliver.commitments import actions as commitments
from cyfran.deliver.commitments.models import Commitment
from cyfran.deliver.outcomes import actions as outcomes
from cyfran.deliver.outcomes.models import Outcome
from cyfran.demo.telling import both, day, morning, of
from cyfran.ground.partnerships.models import Partnership

DONE = {"en": "It was done by the date.", "cy": "Fe'i gwnaed erbyn y dyddiad."}


def promises(
    told: list[dict], partnership: Partnership, users: dict[str, User], built_on: dict
) -> dict[str, Commitment]:
    made = {}
    for promise in told:
        owner = users[promise["community"]] if promise["community"] else None
        commitment = commitments.make_commitment(
            partnership=partnership,
            text=both(promise),
            proposal=built_on["proposals"].get(promise.get("proposal")),
            decision=built_on["decision"] if promise.get("decision") or promise.get("proposal") else None,
            insights=[built_on["insights"][promise["insight"]]] if "insight" in promise else [],
            shared_outcomes=[built_on["outcomes"][key] for key in promise["outcomes"]],
            institution_owner=users["commissioner"],
            community_owner=owner,
            amount=Decimal(promise["money"]) if "money" in promise else None,
            first_due=promise["due"],
            by=users["officer"],
            at=day(2026, 2, 2),
        )
        for someone in filter(None, (users["commissioner"], owner)):
            commitments.accept_commitment(commitment=commitment, by=someone, at=day(2026, 2, 9))
        made[promise["key"]] = commitment
    return made


def feedback(
    told: list[dict], facilitator: User, themes: dict[str, Theme], promises: dict[str, Commitment]
) -> None:
    for answer in told:
        commitments.give_feedback(
            theme=themes[answer["theme"]],
            answer=answer["answer"],
            text=both(answer),
            commitments=of(promises, answer["commitments"]),
            by=facilitator,
            at=morning(answer["day"]),
        )


def judged(told: list[dict], users: dict[str, User], promises: dict[str, Commitment]) -> None:
    voices = {"institution": (users["commissioner"], "en"), "community": (users["member"], "cy")}
    for promise in told:
        commitment, at = promises[promise["key"]], morning(promise["due"]) + timedelta(days=7)
        for side, (user, language) in voices.items():
            if side in promise["judged"]:
                commitments.judge(
                    commitment=commitment,
                    kept=promise["judged"][side],
                    reason=promise.get(f"{side}_says", DONE[language]),
                    language=language,
                    by=user,
                    at=at,
                )
            if promise.get("withdrawn"):
                commitments.withdraw(
                    commitment=commitment,
                    reason=promise[f"why_{side}"],
                    language=language,
                    by=user,
                    at=day(2026, 4, 20),
                )


def measured(told: list[dict], evaluator: User, shared: dict[str, SharedOutcome]) -> dict[str, Outcome]:
    """How each outcome is counted is fixed before anything is."""
    return {
        facts["shared"]: outcomes.measure(
            shared_outcome=shared[facts["shared"]],
            commitments=[],
            kind=facts["kind"],
            numerator=both(facts["numerator"]),
            denominator=both(facts["of"]),
            source=both(facts["source"]),
            unit=both(facts["unit"]) if "unit" in facts else ("", ""),
            groups=[tuple(names) for names in facts["groups"]],
            higher_is_better=facts["higher"],
            by=evaluator,
            at=day(2025, 6, 18),
        )
        for facts in told
    }


def observed(
    told: list[dict], users: dict[str, User], found: dict[str, Outcome], promises: dict[str, Commitment]
) -> None:
    for facts in told:
        outcome, evaluator = found[facts["shared"]], users["evaluator"]
        tied = [promises[key] for key in facts["promises"]]
        outcomes.link_commitments(outcome=outcome, commitments=tied, by=evaluator, at=day(2026, 2, 16))
        groups = {group.name_en: group for group in outcome.groups.all()}
        in_order = [groups[names[0]] for names in facts["groups"]]
        for on, value, out_of, of_groups in facts["seen"]:
            rows = [(None, value, out_of), *((g, *n) for g, n in zip(in_order, of_groups, strict=True))]
            for group, number, asked in rows:
                outcomes.observe(
                    outcome=outcome,
                    group=group,
                    on=on,
                    value=Decimal(number),
                    out_of=asked,
                    by=evaluator,
                    at=morning(on) + timedelta(days=9),
                )
        for side, user, language in (("institution", "board", "en"), ("community", "member", "cy")):
            outcomes.judge_outcome(
                outcome=outcome,
                achievement=facts["judged"][side],
                reason=facts[f"{side}_says"],
                language=language,
                by=users[user],
                at=day(2026, 7, 20),
            )
