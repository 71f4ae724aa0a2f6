"""Open a phase, say when it opens and closes, go back to an earlier one, and hold what has to wait for it."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from cyfran.core.accounts.models import User
from cyfran.core.accounts.rules import require
from cyfran.core.audit.actions import log_event
from cyfran.ground.partnerships import rules
from cyfran.ground.partnerships.models import (
    Partnership,
    Phase,
    PhaseApproval,
    PhaseDates,
    PhaseException,
    PhaseReturn,
)
from cyfran.ground.partnerships.queries import PHASES, gate_of, open_phase, phase_gates


@transaction.atomic
def approve_phase(
    *, partnership: Partnership, phase: str, side: str, by: User, at: datetime, objection: str = ""
) -> PhaseApproval:
    """Approve a phase for one side, with an objection if there is one. With both, it opens, on its first day if it has one."""
    require(rules.may_approve_for(by, partnership, side), "not_for_this_side")
    gates = phase_gates(partnership)
    position = PHASES.index(Phase(phase))
    gate = gates[position]
    require(side not in gate.approvals, "phase_approved_already")
    require(all(earlier.is_approved for earlier in gates[:position]), "earlier_phase_closed")
    approval = PhaseApproval.objects.create(
        partnership=partnership, phase=phase, round=gate.round, side=side, objection=objection, at=at, by=by
    )
    log_event("phase.approved", partnership, by=by, at=at, within=partnership.pk, phase=phase, side=side)
    return approval


@transaction.atomic
def return_to_phase(
    *, partnership: Partnership, to_phase: str, reason: str, by: User, at: datetime
) -> PhaseReturn:
    """Go back to an earlier phase. The phases after it need both approvals again."""
    require(rules.may_manage(by, partnership))
    current_phase = Phase(open_phase(partnership))
    require(PHASES.index(Phase(to_phase)) < PHASES.index(current_phase), "not_an_earlier_phase")
    phase_return = PhaseReturn.objects.create(
        partnership=partnership, to_phase=to_phase, reason=reason, at=at, by=by
    )
    log_event("phase.returned", partnership, by=by, at=at, within=partnership.pk, phase=to_phase)
    return phase_return


@transaction.atomic
def set_phase_dates(
    *,
    partnership: Partnership,
    phase: str,
    opens_on: date | None,
    closes_on: date | None,
    by: User,
    at: datetime,
) -> None:
    """Say on which days a phase opens and closes by itself. What stood before is in the audit log."""
    require(rules.may_manage(by, partnership))
    require(opens_on is None or closes_on is None or opens_on <= closes_on, "phase_closes_before_it_opens")
    before = gate_of(partnership, phase)
    dates = {"opens_on": opens_on, "closes_on": closes_on}
    PhaseDates.objects.update_or_create(partnership=partnership, phase=phase, defaults=dates)
    log_event(
        "phase.dates_set",
        partnership,
        by=by,
        at=at,
        within=partnership.pk,
        phase=phase,
        before=f"{before.opens_on or '-'} {before.closes_on or '-'}",
        after=f"{opens_on or '-'} {closes_on or '-'}",
    )


@transaction.atomic
def allow_outside_phase(
    *, partnership: Partnership, phase: str, reason: str, by: User, at: datetime
) -> PhaseException:
    """Begin the work of a phase early, or go on with it after its last day. The reason is public."""
    require(rules.may_organise(by, partnership))
    gate = gate_of(partnership, phase, timezone.localdate(at))
    require(not gate.allows_work, "phase_open_already")
    exception = PhaseException.objects.create(
        partnership=partnership, phase=phase, round=gate.round, reason=reason, at=at, by=by
    )
    log_event("phase.exception", partnership, by=by, at=at, within=partnership.pk, phase=phase)
    return exception


def require_phase(partnership: Partnership, phase: str, *, at: datetime) -> None:
    """Refuse what has to wait until both sides have opened this phase, unless an exception was recorded.

    Raises
    ------
    ActionError
        ``phase_not_open``, with the partnership's ``slug`` and the ``phase``.
    """
    gate = gate_of(partnership, phase, timezone.localdate(at))
    require(gate.allows_work, "phase_not_open", slug=partnership.slug, phase=phase, name=Phase(phase).label)
