from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from cyfran.core.thread.node_types import Reader, RenderedNode
from cyfran.define.insights.models import Challenge, Insight, SharedOutcome, Tagging, Theme
from cyfran.discover.conversations.models import Statement
from cyfran.discover.conversations.queries import statements_heard, withdrawn_quotes
from cyfran.discover.evidence.models import Finding
from cyfran.discover.evidence.queries import findings_in
from cyfran.ground.partnerships.models import Partnership, Side

MOST_CHALLENGES = 3
MOST_LISTED = 60


def themes_of(partnership: Partnership) -> QuerySet[Theme]:
    """The themes of a partnership, with how many words stand behind each."""
    said = ~Q(taggings__statement__in=withdrawn_quotes(partnership))
    counts = {
        "number": Count("taggings", filter=said, distinct=True),
        "number_of_insights": Count("insights", distinct=True),
    }
    counted = Theme.objects.filter(partnership=partnership).annotate(**counts)
    return counted.select_related("split_from").order_by("-number", "name_en")


def words_in(theme: Theme) -> QuerySet[Statement]:
    return statements_heard(theme.partnership).filter(themes=theme).order_by("at", "number")


def statements_to_tag(theme: Theme, holding: str) -> list[Statement]:
    """Words that could belong to a theme: those that hold a text, or those in no theme at all yet."""
    there = Tagging.objects.filter(statement=OuterRef("pk"), theme=theme)
    found = statements_heard(theme.partnership).filter(~Exists(there)).order_by("at", "number")
    if holding:
        return list(found.filter(text__icontains=holding)[:MOST_LISTED])
    return list(found.filter(~Exists(Tagging.objects.filter(statement=OuterRef("pk"))))[:MOST_LISTED])


def findings_of_theme(theme: Theme) -> QuerySet[Finding]:
    """What studies found of it, with the words that show it."""
    return findings_in(theme.partnership).filter(themes=theme).prefetch_related("passages")


def findings_to_tag(theme: Theme) -> list[Finding]:
    """What studies found that is not in this theme yet."""
    return list(findings_in(theme.partnership).exclude(themes=theme)[:MOST_LISTED])


def insights_of(partnership: Partnership) -> QuerySet[Insight]:
    """The insights of a partnership with how much each rests on."""
    counts = {
        "voices": Count(
            "citations", filter=~Q(citations__statement__in=withdrawn_quotes(partnership)), distinct=True
        ),
        "number_of_findings": Count("findings", distinct=True),
        "number_of_themes": Count("themes", distinct=True),
    }
    return Insight.objects.filter(partnership=partnership).annotate(**counts).order_by("at")


@dataclass(frozen=True)
class Agreed:
    """A text that both sides must agree to, and which of them have."""

    thing: Challenge | SharedOutcome
    by_side: dict[str, object]

    @property
    def by_both(self) -> bool:
        return len(self.by_side) == len(Side)

    @property
    def sides_missing(self) -> list[str]:
        return [side for side in Side.values if side not in self.by_side]


def challenges(partnership: Partnership) -> list[Agreed]:
    return _agreed(Challenge.objects.filter(partnership=partnership).prefetch_related("insights"))


def shared_outcomes(partnership: Partnership) -> list[Agreed]:
    return _agreed(SharedOutcome.objects.filter(partnership=partnership).prefetch_related("challenges"))


def _agreed(things: QuerySet) -> list[Agreed]:
    listed = things.prefetch_related("agreements__by").order_by("at")
    return [Agreed(thing, {mark.side: mark for mark in thing.agreements.all()}) for thing in listed]


def agreed_challenges(partnership: Partnership) -> list[Challenge]:
    return [found.thing for found in challenges(partnership) if found.by_both]


def challenge_in(partnership: Partnership, pk) -> Challenge | None:
    return Challenge.objects.filter(partnership=partnership, pk=pk).first()


def shared_outcome_in(partnership: Partnership, pk) -> SharedOutcome | None:
    return SharedOutcome.objects.filter(partnership=partnership, pk=pk).first()


# --- On the thread ------------------------------------------------------------------------------------------------


def show_themes(themes: QuerySet[Theme], reader: Reader) -> dict[UUID, RenderedNode]:
    return {theme.pk: RenderedNode(theme.name) for theme in themes}


def show_insights(insights: QuerySet[Insight], reader: Reader) -> dict[UUID, RenderedNode]:
    return {insight.pk: RenderedNode(insight.text) for insight in insights}


def show_agreed(things: QuerySet, reader: Reader) -> dict[UUID, RenderedNode]:
    """Challenges and shared outcomes: a proposal for one is for the partnership until both sides agree."""
    found = _agreed(things)
    return {a.thing.pk: RenderedNode(a.thing.text) for a in found if a.by_both or reader.is_member}
