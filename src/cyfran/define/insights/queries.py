from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from cyfran.core.language import reading_column
from cyfran.core.thread.node_types import Reader, RenderedNode
from cyfran.define.insights.models import Challenge, Insight, SharedOutcome, Tagging, Theme
from cyfran.discover.conversations.models import Statement
from cyfran.discover.conversations.queries import statements_heard, statements_not_counted
from cyfran.discover.evidence.synthesis.models import Finding
from cyfran.discover.evidence.synthesis.queries import findings_in
from cyfran.ground.partnerships.models import Partnership, Side

MOST_CHALLENGES = 3
MOST_LISTED = 60


def themes_of(partnership: Partnership) -> QuerySet[Theme]:
    """Return the themes of a partnership with the number of their statements and insights, largest first."""
    is_counted = ~Q(taggings__statement__in=statements_not_counted(partnership))
    counts = {
        "number": Count("taggings", filter=is_counted, distinct=True),
        "number_of_insights": Count("insights", distinct=True),
    }
    themes = Theme.objects.filter(partnership=partnership).annotate(**counts)
    return themes.select_related("split_from").order_by("-number", reading_column("name"))


def statements_of_theme(theme: Theme) -> QuerySet[Statement]:
    return statements_heard(theme.partnership).filter(themes=theme).order_by("at", "number")


def statements_to_tag(theme: Theme, search_text: str) -> list[Statement]:
    """Return statements that could be added to a theme: those with ``search_text``, or else those in no theme yet."""
    in_theme = Tagging.objects.filter(statement=OuterRef("pk"), theme=theme)
    candidates = statements_heard(theme.partnership).filter(~Exists(in_theme)).order_by("at", "number")
    if search_text:
        return list(candidates.filter(text__icontains=search_text)[:MOST_LISTED])
    return list(candidates.filter(~Exists(Tagging.objects.filter(statement=OuterRef("pk"))))[:MOST_LISTED])


def findings_of_theme(theme: Theme) -> QuerySet[Finding]:
    """Return the findings of a theme with their passages."""
    return findings_in(theme.partnership).filter(themes=theme).prefetch_related("passages")


def findings_to_tag(theme: Theme) -> list[Finding]:
    """Return findings that are not in this theme yet."""
    return list(findings_in(theme.partnership).exclude(themes=theme)[:MOST_LISTED])


def insights_of(partnership: Partnership) -> QuerySet[Insight]:
    """Return the insights of a partnership with how many statements, findings and themes each rests on."""
    counts = {
        "voices": Count(
            "citations",
            filter=~Q(citations__statement__in=statements_not_counted(partnership)),
            distinct=True,
        ),
        "number_of_findings": Count("findings", distinct=True),
        "number_of_themes": Count("themes", distinct=True),
    }
    return Insight.objects.filter(partnership=partnership).annotate(**counts).order_by("at")


@dataclass(frozen=True)
class AgreementState:
    """A text that both sides must agree to, and which of them have."""

    subject: Challenge | SharedOutcome
    by_side: dict[str, object]

    @property
    def by_both(self) -> bool:
        return len(self.by_side) == len(Side)

    @property
    def sides_missing(self) -> list[str]:
        return [side for side in Side.values if side not in self.by_side]

    @property
    def is_withdrawn(self) -> bool:
        return bool(self.subject.withdrawals.all())

    @property
    def replacement(self) -> Challenge | SharedOutcome | None:
        """The new wording that was proposed for it and not taken back, if there is one."""
        return next((other for other in self.subject.replacements.all() if not other.withdrawals.all()), None)

    @property
    def is_replaced(self) -> bool:
        """Whether both sides have agreed to the new wording; until then the earlier one stands."""
        return self.replacement is not None and len(self.replacement.agreements.all()) == len(Side)

    @property
    def stands(self) -> bool:
        return not self.is_withdrawn and not self.is_replaced


def challenges(partnership: Partnership) -> list[AgreementState]:
    """Return the challenges that stand, without those taken back and earlier wordings."""
    return [state for state in challenge_history(partnership) if state.stands]


def shared_outcomes(partnership: Partnership) -> list[AgreementState]:
    """Return the shared outcomes that stand, without those taken back and earlier wordings."""
    return [state for state in shared_outcome_history(partnership) if state.stands]


def challenge_history(partnership: Partnership) -> list[AgreementState]:
    return _agreement_states(Challenge.objects.filter(partnership=partnership).prefetch_related("insights"))


def shared_outcome_history(partnership: Partnership) -> list[AgreementState]:
    return _agreement_states(
        SharedOutcome.objects.filter(partnership=partnership).prefetch_related("challenges")
    )


def _agreement_states(subjects: QuerySet) -> list[AgreementState]:
    related = ("agreements__by", "withdrawals", "replacements__agreements", "replacements__withdrawals")
    prefetched = subjects.select_related("replaces").prefetch_related(*related).order_by("at")
    return [
        AgreementState(subject, {agreement.side: agreement for agreement in subject.agreements.all()})
        for subject in prefetched
    ]


def agreement_state_of(subject: Challenge | SharedOutcome) -> AgreementState:
    return _agreement_states(type(subject).objects.filter(pk=subject.pk))[0]


def agreed_challenges(partnership: Partnership) -> list[Challenge]:
    return [state.subject for state in challenges(partnership) if state.by_both]


def challenge_in(partnership: Partnership, pk) -> Challenge | None:
    return Challenge.objects.filter(partnership=partnership, pk=pk).first()


def shared_outcome_in(partnership: Partnership, pk) -> SharedOutcome | None:
    return SharedOutcome.objects.filter(partnership=partnership, pk=pk).first()


# --- On the thread ------------------------------------------------------------------------------------------------


def show_themes(themes: QuerySet[Theme], reader: Reader) -> dict[UUID, RenderedNode]:
    return {theme.pk: RenderedNode(theme.name) for theme in themes}


def show_insights(insights: QuerySet[Insight], reader: Reader) -> dict[UUID, RenderedNode]:
    return {insight.pk: RenderedNode(insight.text) for insight in insights}


def show_agreed(subjects: QuerySet, reader: Reader) -> dict[UUID, RenderedNode]:
    """Render challenges and shared outcomes: only members see them before both sides agree."""
    states = _agreement_states(subjects)
    return {
        state.subject.pk: RenderedNode(state.subject.text)
        for state in states
        if state.by_both or reader.is_member
    }
