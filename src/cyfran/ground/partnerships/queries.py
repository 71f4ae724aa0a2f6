from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet

from cyfran.core.language import reading_column
from cyfran.core.thread.node_types import Reader, node_types
from cyfran.core.wording.queries import OfficialText, bilingual_fields, official_texts
from cyfran.ground.partnerships.models import (
    Charter,
    Membership,
    Organisation,
    Partnership,
    Phase,
    PhaseApproval,
    PhaseReturn,
    PowerAssessment,
    PowerTopic,
    PriorityGroup,
    Side,
)
from cyfran.ground.partnerships.rules import TRUSTED_ROLES

PHASES = tuple(Phase)


def has_real_partnerships() -> bool:
    return Partnership.objects.filter(is_example=False).exists()


@dataclass(frozen=True)
class Gate:
    """The state of one phase: the approvals in its present round, by side."""

    phase: str
    round: int
    approvals: dict[str, PhaseApproval]

    @property
    def is_open(self) -> bool:
        return len(self.approvals) == len(Side)

    @property
    def sides_missing(self) -> list[str]:
        return [side for side in Side.values if side not in self.approvals]


@dataclass(frozen=True)
class PowerViews:
    """The newest assessment of a power topic by each side.

    The lower level counts; there is none unless both sides have recorded one.
    """

    topic: PowerTopic
    institution: PowerAssessment | None
    community: PowerAssessment | None

    def _levels(self, name: str) -> list[int]:
        views = [view for view in (self.institution, self.community) if view is not None]
        levels = [getattr(view, name) for view in views]
        return [level for level in levels if level is not None] if len(views) == len(Side) else []

    @property
    def promised(self) -> int | None:
        return min(self._levels("promised_level"), default=None)

    @property
    def actual(self) -> int | None:
        levels = self._levels("actual_level")
        return min(levels) if len(levels) == len(Side) else None

    @property
    def views_differ(self) -> bool:
        return len(set(self._levels("promised_level"))) > 1 or len(set(self._levels("actual_level"))) > 1

    @property
    def fell_short(self) -> bool:
        return self.actual is not None and self.promised is not None and self.actual < self.promised


def partnership_list(viewer) -> QuerySet[Partnership]:
    """Return every partnership (all are public), those of the viewer first, with the number of their roles."""
    own_memberships = (
        Q(memberships__in=Membership.objects.current().filter(user=viewer))
        if viewer.is_authenticated
        else Q(pk=None)
    )
    return (
        Partnership.objects.select_related("place")
        .annotate(my_roles=Count("memberships", filter=own_memberships, distinct=True))
        .order_by("-my_roles", reading_column("name"))
    )


def partnership_by_slug(slug: str) -> QuerySet[Partnership]:
    return Partnership.objects.select_related("place").filter(slug=slug)


def organisations(partnership: Partnership) -> QuerySet[Organisation]:
    return Organisation.objects.filter(partnership=partnership).order_by("side", reading_column("name"))


def members(partnership: Partnership) -> QuerySet[Membership]:
    current = Membership.objects.current().filter(partnership=partnership)
    return current.select_related("user", "organisation").order_by("side", "role", "user__name")


def needs_second_factor(user) -> bool:
    """Return whether someone runs the site, or has a role that sees personal data or decides, in any partnership."""
    if user.is_operator:
        return True
    return Membership.objects.current().filter(user=user, role__in=TRUSTED_ROLES).exists()


def roles_of(user, partnership: Partnership) -> list[Membership]:
    if not user.is_authenticated:
        return []
    return list(Membership.objects.current().filter(partnership=partnership, user=user))


def charter(partnership: Partnership) -> Charter | None:
    charters = Charter.objects.filter(partnership=partnership).prefetch_related("signatures__by")
    return charters.order_by("-version").first()


def priority_groups(partnership: Partnership) -> QuerySet[PriorityGroup]:
    return PriorityGroup.objects.filter(partnership=partnership).order_by(reading_column("name"))


def phase_gates(partnership: Partnership) -> list[Gate]:
    """Return the six phases in order, each with the approvals of its newest round."""
    rounds: dict[str, int] = {}
    approvals_by_round: dict[tuple[str, int], dict[str, PhaseApproval]] = {}
    for approval in PhaseApproval.objects.filter(partnership=partnership).select_related("by").order_by("id"):
        rounds[approval.phase] = max(approval.round, rounds.get(approval.phase, 1))
        approvals_by_round.setdefault((approval.phase, approval.round), {})[approval.side] = approval
    closed = _phases_closed_by_return(partnership, approvals_by_round)
    gates = []
    for phase in PHASES:
        round_number = rounds.get(phase, 1)
        approvals = approvals_by_round.get((phase, round_number), {})
        if phase in closed and len(approvals) == len(Side):
            round_number, approvals = round_number + 1, {}
        gates.append(Gate(phase, round_number, approvals))
    return gates


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
    """Return the last phase that both sides have approved; of a new partnership the first, ``ground``."""
    opened = [gate.phase for gate in phase_gates(partnership) if gate.is_open]
    return opened[-1] if opened else Phase.GROUND


def phase_returns(partnership: Partnership) -> QuerySet[PhaseReturn]:
    return PhaseReturn.objects.filter(partnership=partnership).select_related("by").order_by("-at")


def power(partnership: Partnership) -> list[PowerViews]:
    """Return the views of both sides on each power topic, newest topic first."""
    records = PowerAssessment.objects.select_related("by").order_by("id")
    topics = PowerTopic.objects.filter(partnership=partnership).prefetch_related(
        Prefetch("records", queryset=records)
    )
    return [_views_by_side(topic) for topic in topics.order_by("-at")]


def _views_by_side(topic: PowerTopic) -> PowerViews:
    newest = {record.side: record for record in topic.records.all()}
    return PowerViews(topic, newest.get(Side.INSTITUTION), newest.get(Side.COMMUNITY))


def power_over(topic: PowerTopic) -> PowerViews:
    """Return the views of both sides on one power topic."""
    records = PowerAssessment.objects.select_related("by").order_by("id")
    topics = PowerTopic.objects.filter(pk=topic.pk).prefetch_related(Prefetch("records", queryset=records))
    return _views_by_side(topics.get())


def texts_of(partnership: Partnership) -> list[OfficialText]:
    """Return every official text of a partnership and of its thread, in both languages, with its check if any."""
    newest_charter, reader = charter(partnership), Reader(partnership.pk, is_member=True)
    text_types = [node_type for node_type in node_types() if bilingual_fields(node_type.model)]
    return official_texts(
        [
            partnership,
            *([newest_charter] if newest_charter else []),
            *organisations(partnership),
            *priority_groups(partnership),
            *PowerTopic.objects.filter(partnership=partnership),
            *(subject for node_type in text_types for subject in node_type.queryset(reader)),
        ]
    )


def official_text(partnership: Partnership, key: str) -> OfficialText | None:
    return next((text for text in texts_of(partnership) if text.key == key), None)


def topic(partnership: Partnership, pk) -> PowerTopic | None:
    return PowerTopic.objects.filter(partnership=partnership, pk=pk).first()


@dataclass(frozen=True)
class PartnershipFacts:
    """What a partnership's home page shows of the partnership itself."""

    organisations: list[Organisation]
    groups: list[PriorityGroup]
    charter: Charter | None
    gates: list[Gate]

    @property
    def signed_by(self) -> set[str]:
        return {signature.side for signature in self.charter.signatures.all()} if self.charter else set()


def sides_with_members(partnership: Partnership) -> set[str]:
    return set(members(partnership).values_list("side", flat=True))


def partnership_facts(partnership: Partnership) -> PartnershipFacts:
    return PartnershipFacts(
        organisations=list(organisations(partnership)),
        groups=list(priority_groups(partnership)),
        charter=charter(partnership),
        gates=phase_gates(partnership),
    )


def charter_terms(partnership: Partnership) -> dict[str, str]:
    """Return the newest terms as initial values of the form for the next version."""
    newest = charter(partnership)
    return {"terms_en": newest.terms_en, "terms_cy": newest.terms_cy} if newest else {}
