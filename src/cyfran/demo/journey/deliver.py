"""Steps 5 and 6: commitments, feedback, and outcomes observed and judged."""

from datetime import timedelta
from decimal import Decimal

from cyfran.core.accounts.models import User
from cyfran.define.insights.models import SharedOutcome, Theme
from cyfran.deliver.commitments import actions as commitments
from cyfran.deliver.commitments.models import Commitment
from cyfran.deliver.outcomes import actions as outcomes
from cyfran.deliver.outcomes.models import Outcome
from cyfran.demo.telling import day, morning, pick, text_pair
from cyfran.ground.partnerships.models import Partnership

DONE = {"en": "It was done by the date.", "cy": "Fe'i gwnaed erbyn y dyddiad."}


def make_commitments(
    entries: list[dict], partnership: Partnership, users: dict[str, User], built_on: dict
) -> dict[str, Commitment]:
    commitments_by_key = {}
    for entry in entries:
        community_owner = users[entry["community"]] if entry["community"] else None
        commitment = commitments.make_commitment(
            partnership=partnership,
            text=text_pair(entry),
            proposal=built_on["proposals"].get(entry.get("proposal")),
            decision=built_on["decision"] if entry.get("decision") or entry.get("proposal") else None,
            insights=[built_on["insights"][entry["insight"]]] if "insight" in entry else [],
            shared_outcomes=[built_on["outcomes"][key] for key in entry["outcomes"]],
            institution_owner=users["commissioner"],
            community_owner=community_owner,
            amount=Decimal(entry["money"]) if "money" in entry else None,
            first_due=entry["due"],
            by=users["officer"],
            at=day(2026, 2, 2),
        )
        for owner in filter(None, (users["commissioner"], community_owner)):
            commitments.accept_commitment(commitment=commitment, by=owner, at=day(2026, 2, 9))
        commitments_by_key[entry["key"]] = commitment
    return commitments_by_key


def give_feedback(
    entries: list[dict], facilitator: User, themes: dict[str, Theme], promises: dict[str, Commitment]
) -> None:
    for entry in entries:
        commitments.give_feedback(
            theme=themes[entry["theme"]],
            answer=entry["answer"],
            text=text_pair(entry),
            commitments=pick(promises, entry["commitments"]),
            by=facilitator,
            at=morning(entry["day"]),
        )


def judge_commitments(entries: list[dict], users: dict[str, User], promises: dict[str, Commitment]) -> None:
    judges = {"institution": (users["commissioner"], "en"), "community": (users["member"], "cy")}
    for entry in entries:
        commitment, at = promises[entry["key"]], morning(entry["due"]) + timedelta(days=7)
        for side, (user, language) in judges.items():
            if side in entry["judged"]:
                commitments.judge(
                    commitment=commitment,
                    kept=entry["judged"][side],
                    reason=entry.get(f"{side}_says", DONE[language]),
                    language=language,
                    by=user,
                    at=at,
                )
            if entry.get("withdrawn"):
                commitments.withdraw(
                    commitment=commitment,
                    reason=entry[f"why_{side}"],
                    language=language,
                    by=user,
                    at=day(2026, 4, 20),
                )


def add_outcomes(
    entries: list[dict], evaluator: User, shared_outcomes: dict[str, SharedOutcome]
) -> dict[str, Outcome]:
    """Add the measures of the shared outcomes; return them by key."""
    return {
        entry["shared"]: outcomes.measure(
            shared_outcome=shared_outcomes[entry["shared"]],
            commitments=[],
            kind=entry["kind"],
            numerator=text_pair(entry["numerator"]),
            denominator=text_pair(entry["of"]),
            source=text_pair(entry["source"]),
            unit=text_pair(entry["unit"]) if "unit" in entry else ("", ""),
            groups=[tuple(names) for names in entry["groups"]],
            higher_is_better=entry["higher"],
            by=evaluator,
            at=day(2025, 6, 18),
        )
        for entry in entries
    }


def observe_outcomes(
    entries: list[dict],
    users: dict[str, User],
    outcomes_by_key: dict[str, Outcome],
    promises: dict[str, Commitment],
) -> None:
    for entry in entries:
        outcome, evaluator = outcomes_by_key[entry["shared"]], users["evaluator"]
        linked = [promises[key] for key in entry["promises"]]
        outcomes.link_commitments(outcome=outcome, commitments=linked, by=evaluator, at=day(2026, 2, 16))
        groups = {group.name_en: group for group in outcome.groups.all()}
        groups_in_order = [groups[names[0]] for names in entry["groups"]]
        for on, value, out_of, group_counts in entry["seen"]:
            rows = [
                (None, value, out_of),
                *((group, *count) for group, count in zip(groups_in_order, group_counts, strict=True)),
            ]
            for group, counted, number_asked in rows:
                outcomes.observe(
                    outcome=outcome,
                    group=group,
                    on=on,
                    value=Decimal(counted),
                    out_of=number_asked,
                    by=evaluator,
                    at=morning(on) + timedelta(days=9),
                )
        for side, role, language in (("institution", "board", "en"), ("community", "member", "cy")):
            outcomes.judge_outcome(
                outcome=outcome,
                achievement=entry["judged"][side],
                reason=entry[f"{side}_says"],
                language=language,
                by=users[role],
                at=day(2026, 7, 20),
            )
