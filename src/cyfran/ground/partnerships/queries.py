from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet

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

PHASES = tuple(Phase)


@dataclass(frozen=True)
class Gate:
    """Where one phase stands: the keys turned so far in its present round, and whether both are."""

    phase: str
    round: int
    keys: dict[str, PhaseApproval]

    @property
    def is_open(self) -> bool:
        return len(self.keys) == len(Side)

    @property
    def sides_missing(self) -> list[str]:
        return [side for side in Side.values if side not in self.keys]


@dataclass(frozen=True)
class TwoViews:
    """One matter as both sides record it. The lower level counts; silence counts as nothing recorded."""

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
    """Every partnership is public; those of the viewer come first."""
    mine = (
        Q(memberships__user=viewer, memberships__left_at__isnull=True)
        if viewer.is_authenticated
        else Q(pk=None)
    )
    return (
        Partnership.objects.select_related("place")
        .annotate(my_roles=Count("memberships", filter=mine, distinct=True))
        .order_by("-my_roles", "name_en")
    )


def partnership_by_slug(slug: str) -> QuerySet[Partnership]:
    return Partnership.objects.select_related("place").filter(slug=slug)


def organisations(partnership: Partnership) -> QuerySet[Organisation]:
    return Organisation.objects.filter(partnership=partnership).order_by("side", "name_en")


def members(partnership: Partnership) -> QuerySet[Membership]:
    current = Membership.objects.current().filter(partnership=partnership)
    return current.select_related("user", "organisation").order_by("side", "role", "user__name")


def roles_of(user, partnership: Partnership) -> list[Membership]:
    if not user.is_authenticated:
        return []
    return list(Membership.objects.current().filter(partnership=partnership, user=user))


def charter(partnership: Partnership) -> Charter | None:
    signed = Charter.objects.filter(partnership=partnership).prefetch_related("signatures__by")
    return signed.order_by("-version").first()


def priority_groups(partnership: Partnership) -> QuerySet[PriorityGroup]:
    return PriorityGroup.objects.filter(partnership=partnership).order_by("name_en")


def phase_gates(partnership: Partnership) -> list[Gate]:
    """The six phases in order, each with the keys of its newest round."""
    rounds: dict[str, int] = {}
    keys: dict[tuple[str, int], dict[str, PhaseApproval]] = {}
    for key in PhaseApproval.objects.filter(partnership=partnership).select_related("by").order_by("id"):
        rounds[key.phase] = max(key.round, rounds.get(key.phase, 1))
        keys.setdefault((key.phase, key.round), {})[key.side] = key
    closed = _closed_by_stepping_back(partnership, keys)
    found = []
    for phase in PHASES:
        number = rounds.get(phase, 1)
        turned = keys.get((phase, number), {})
        if phase in closed and len(turned) == len(Side):
            number, turned = number + 1, {}
        found.append(Gate(phase, number, turned))
    return found


def _closed_by_stepping_back(partnership: Partnership, keys: dict) -> set[str]:
    """Phases after the one gone back to need two new keys, unless these were turned since."""
    closed: set[str] = set()
    for step in PhaseReturn.objects.filter(partnership=partnership):
        for phase in PHASES[PHASES.index(Phase(step.to_phase)) + 1 :]:
            turned = [key.at for (p, _), pair in keys.items() if p == phase for key in pair.values()]
            if turned and max(turned) < step.at:
                closed.add(phase)
    return closed


def open_phase(partnership: Partnership) -> str:
    """The furthest phase that both sides have opened; a new partnership is on the ground."""
    opened = [gate.phase for gate in phase_gates(partnership) if gate.is_open]
    return opened[-1] if opened else Phase.GROUND


def phase_reopenings(partnership: Partnership) -> QuerySet[PhaseReturn]:
    return PhaseReturn.objects.filter(partnership=partnership).select_related("by").order_by("-at")


def power(partnership: Partnership) -> list[TwoViews]:
    """What both sides say about each matter, newest record of each side."""
    records = PowerAssessment.objects.select_related("by").order_by("id")
    power_topics = PowerTopic.objects.filter(partnership=partnership).prefetch_related(
        Prefetch("records", queryset=records)
    )
    return [_two_views(topic) for topic in power_topics.order_by("-at")]


def _two_views(topic: PowerTopic) -> TwoViews:
    newest = {record.side: record for record in topic.records.all()}
    return TwoViews(topic, newest.get(Side.INSTITUTION), newest.get(Side.COMMUNITY))


def power_over(topic: PowerTopic) -> TwoViews:
    """What both sides say about one matter."""
    records = PowerAssessment.objects.select_related("by").order_by("id")
    found = PowerTopic.objects.filter(pk=topic.pk).prefetch_related(Prefetch("records", queryset=records))
    return _two_views(found.get())


def texts_of(partnership: Partnership) -> list[OfficialText]:
    """Every official text of a partnership and of what lies on its thread, in both languages, with who vouches for it."""
    latest, reader = charter(partnership), Reader(partnership.pk, is_member=True)
    told = [stop for stop in node_types() if bilingual_fields(stop.model)]
    return official_texts(
        [
            partnership,
            *([latest] if latest else []),
            *organisations(partnership),
            *priority_groups(partnership),
            *PowerTopic.objects.filter(partnership=partnership),
            *(thing for stop in told for thing in stop.things(reader)),
        ]
    )


def official_text(partnership: Partnership, key: str) -> OfficialText | None:
    return next((text for text in texts_of(partnership) if text.key == key), None)


def topic(partnership: Partnership, pk) -> PowerTopic | None:
    return PowerTopic.objects.filter(partnership=partnership, pk=pk).first()


def charter_terms(partnership: Partnership) -> dict[str, str]:
    """The newest terms, to write the next version from."""
    newest = charter(partnership)
    return {"terms_en": newest.terms_en, "terms_cy": newest.terms_cy} if newest else {}
