from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from cyfran.core.accounts.models import User
from cyfran.core.accounts.rules import require
from cyfran.core.audit.actions import log_event
from cyfran.define.insights.models import SharedOutcome
from cyfran.deliver.commitments.models import Commitment
from cyfran.deliver.outcomes import rules
from cyfran.deliver.outcomes.models import (
    MeasureType,
    Observation,
    ObservationCorrection,
    Outcome,
    OutcomeGroup,
    OutcomeJudgement,
)
from cyfran.ground.partnerships.actions import record_for_side


@transaction.atomic
def measure(
    *,
    shared_outcome: SharedOutcome,
    commitments: Iterable[Commitment],
    kind: str,
    numerator: tuple[str, str],
    denominator: tuple[str, str],
    source: tuple[str, str],
    higher_is_better: bool,
    by: User,
    at: datetime,
    unit: tuple[str, str] = ("", ""),
    groups: Iterable[tuple[str, str]] = (),
) -> Outcome:
    """Add a measure of a shared outcome, fixed before it is observed. Texts are (English, Welsh)."""
    partnership = shared_outcome.partnership
    require(rules.may_observe(by, partnership))
    outcome = Outcome.objects.create(
        shared_outcome=shared_outcome,
        kind=kind,
        numerator_en=numerator[0],
        numerator_cy=numerator[1],
        denominator_en=denominator[0],
        denominator_cy=denominator[1],
        unit_en=unit[0],
        unit_cy=unit[1],
        source_en=source[0],
        source_cy=source[1],
        higher_is_better=higher_is_better,
        at=at,
        by=by,
    )
    outcome.commitments.set(commitments)
    OutcomeGroup.objects.bulk_create(
        [OutcomeGroup(outcome=outcome, name_en=en, name_cy=cy) for en, cy in groups]
    )
    log_event("outcome.measured", outcome, by=by, at=at, within=partnership.pk)
    return outcome


@transaction.atomic
def link_commitments(*, outcome: Outcome, commitments: Iterable[Commitment], by: User, at: datetime) -> None:
    """Add commitments that are meant to bring an outcome about; they often come after it was first observed."""
    partnership = outcome.shared_outcome.partnership
    require(rules.may_observe(by, partnership))
    commitments = list(commitments)
    require(all(commitment.partnership_id == partnership.pk for commitment in commitments), "not_found")
    outcome.commitments.add(*commitments)
    log_event(
        "outcome.commitments_linked", outcome, by=by, at=at, within=partnership.pk, number=len(commitments)
    )


@transaction.atomic
def observe(
    *,
    outcome: Outcome,
    group: OutcomeGroup | None,
    on: date,
    value: Decimal,
    out_of: int,
    by: User,
    at: datetime,
) -> Observation:
    """Add an observation of a day, of everyone or of a group. It is not changed afterwards."""
    partnership = outcome.shared_outcome.partnership
    require(rules.may_observe(by, partnership))
    require(group is None or group.outcome_id == outcome.pk, "group_of_another_outcome")
    _require_possible(outcome, value, out_of)
    require(on <= at.date(), "observed_in_the_future")
    existing = Observation.objects.filter(outcome=outcome, group=group, on=on).exists()
    require(not existing, "observed_already")
    observation = Observation.objects.create(
        outcome=outcome, group=group, on=on, value=value, out_of=out_of, at=at, by=by
    )
    log_event("outcome.observed", outcome, by=by, at=at, within=partnership.pk)
    return observation


@transaction.atomic
def correct_observation(
    *,
    observation: Observation,
    on: date,
    value: Decimal,
    out_of: int,
    reason: str,
    is_withdrawn: bool = False,
    by: User,
    at: datetime,
) -> ObservationCorrection:
    """Record the right day and numbers of an observation, or that it was never made.

    What stood before, and why it was wrong, stays to be seen.
    """
    outcome = observation.outcome
    partnership = outcome.shared_outcome.partnership
    require(rules.may_observe(by, partnership))
    _require_possible(outcome, value, out_of)
    require(on <= at.date(), "observed_in_the_future")
    others = outcome.observations.filter(group=observation.group).exclude(pk=observation.pk)
    taken = {other.standing.on for other in others.prefetch_related("corrections") if other.stands}
    require(is_withdrawn or on not in taken, "observed_already")
    before = observation.standing
    is_same = (before.on, before.value, before.out_of) == (on, value, out_of) and observation.stands
    require(is_withdrawn or not is_same, "nothing_to_correct")
    details = {"on": on, "value": value, "out_of": out_of, "is_withdrawn": is_withdrawn}
    correction = observation.corrections.create(**details, reason=reason, at=at, by=by)
    log_event("outcome.observation_corrected", outcome, by=by, at=at, within=partnership.pk)
    return correction


def _require_possible(outcome: Outcome, value: Decimal, out_of: int) -> None:
    is_count = value <= out_of and value == int(value)
    require(outcome.kind != MeasureType.SHARE or is_count, "more_than_were_asked")


@transaction.atomic
def judge_outcome(
    *, outcome: Outcome, achievement: str, reason: str, language: str, by: User, at: datetime
) -> OutcomeJudgement:
    return record_for_side(
        outcome.judgements,
        event="outcome.judged",
        subject=outcome,
        partnership=outcome.shared_outcome.partnership,
        by=by,
        at=at,
        detail={"achievement": achievement},
        achievement=achievement,
        reason=reason.strip(),
        language=language,
    )
