"""The phases of a partnership: approved, open, over."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, F, OuterRef, QuerySet, Subquery, Value, When
from django.utils import timezone

from cyfran.ground.partnerships.models import (
    Partnership,
    Phase,
    PhaseApproval,
    PhaseDates,
    PhaseException,
    PhaseReturn,
    Side,
)

PHASES = tuple(Phase)


@dataclass(frozen=True)
class Gate:
    """The state of one phase on a day: the approvals in its present round, by side, its dates, and exceptions made."""

    phase: str
    round: int
    approvals: dict[str, PhaseApproval]
    today: date
    opens_on: date | None = None
    closes_on: date | None = None
    exceptions: tuple[PhaseException, ...] = ()

    @property
    def is_approved(self) -> bool:
        return len(self.approvals) == len(Side)

    @property
    def has_begun(self) -> bool:
        return self.is_approved and (self.opens_on is None or self.opens_on <= self.today)

    @property
    def is_over(self) -> bool:
        return self.closes_on is not None and self.closes_on < self.today

    @property
    def is_open(self) -> bool:
        return self.has_begun and not self.is_over

    @property
    def allows_work(self) -> bool:
        """Whether what has to wait for this phase may be done: it is open, or an exception was made since it was."""
        return self.is_open or any(
            not self.is_over or timezone.localdate(exception.at) > self.closes_on
            for exception in self.exceptions
        )

    @property
    def sides_missing(self) -> list[str]:
        return [side for side in Side.values if side not in self.approvals]


def phase_gates(partnership: Partnership, today: date | None = None) -> list[Gate]:
    """Return the six phases in order as they are today, each with the approvals of its newest round."""
    today = today or timezone.localdate()
    rounds: dict[str, int] = {}
    approvals_by_round: dict[tuple[str, int], dict[str, PhaseApproval]] = {}
    for approval in PhaseApproval.objects.filter(partnership=partnership).select_related("by").order_by("id"):
        rounds[approval.phase] = max(approval.round, rounds.get(approval.phase, 1))
        approvals_by_round.setdefault((approval.phase, approval.round), {})[approval.side] = approval
    closed = _phases_closed_by_return(partnership, approvals_by_round)
    dates = {row.phase: row for row in PhaseDates.objects.filter(partnership=partnership)}
    exceptions = PhaseException.objects.filter(partnership=partnership).select_related("by").order_by("id")
    gates = []
    for phase in PHASES:
        round_number = rounds.get(phase, 1)
        approvals = approvals_by_round.get((phase, round_number), {})
        if phase in closed and len(approvals) == len(Side):
            round_number, approvals = round_number + 1, {}
        gates.append(
            Gate(
                phase,
                round_number,
                approvals,
                today,
                opens_on=dates[phase].opens_on if phase in dates else None,
                closes_on=dates[phase].closes_on if phase in dates else None,
                exceptions=tuple(
                    row for row in exceptions if (row.phase, row.round) == (phase, round_number)
                ),
            )
        )
    return gates


def gate_of(partnership: Partnership, phase: str, today: date | None = None) -> Gate:
    return phase_gates(partnership, today)[PHASES.index(Phase(phase))]


def _phases_closed_by_return(partnership: Partnership, approvals_by_round: dict) -> set[str]:
    """Return the phases after one that was returned to, unless they were approved again since."""
    closed: set[str] = set()
    for phase_return in PhaseReturn.objects.filter(partnership=partnership):
        for phase in PHASES[PHASES.index(Phase(phase_return.to_phase)) + 1 :]:
            approved_at = [
                approval.at
                for (approved_phase, _), approvals in approvals_by_round.items()
                if approved_phase == phase
                for approval in approvals.values()
            ]
            if approved_at and max(approved_at) < phase_return.at:
                closed.add(phase)
    return closed


def open_phase(partnership: Partnership) -> str:
    """Return the last phase that both sides have approved and that has begun; of a new partnership ``ground``."""
    opened = [gate.phase for gate in phase_gates(partnership) if gate.has_begun]
    return opened[-1] if opened else Phase.GROUND


def phase_returns(partnership: Partnership) -> QuerySet[PhaseReturn]:
    return PhaseReturn.objects.filter(partnership=partnership).select_related("by").order_by("-at")


def states_by_phase(states: QuerySet, within: str, phase: str) -> QuerySet:
    """Annotate states (draft, open, closed) with the ``state_now``: what was open is closed once its phase is over.

    ``within`` is the path from a state to its partnership. What was opened after the last day, with a recorded reason, stays
    open; and a later last day opens again what an earlier one closed.
    """
    dates = PhaseDates.objects.filter(partnership=OuterRef(f"{within}_id"), phase=phase)
    last_day = Subquery(dates.values("closes_on")[:1])
    is_closed = When(
        state="open",
        last_day__lt=timezone.localdate(),
        at__date__lte=F("last_day"),
        then=Value("closed"),
    )
    return states.annotate(last_day=last_day).annotate(state_now=Case(is_closed, default=F("state")))
