from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Prefetch, QuerySet

from cyfran.core.language import LanguageText
from cyfran.core.thread.node_types import Reader, RenderedNode
from cyfran.develop.proposals.models import Decision, DecisionWithdrawal, Idea, Option, Proposal
from cyfran.ground.partnerships.models import Partnership, Side


def ideas_of(partnership: Partnership) -> QuerySet[Idea]:
    ideas = Idea.objects.filter(challenge__partnership=partnership)
    return ideas.annotate(number_of_proposals=Count("proposals")).order_by("at")


def proposals_of(partnership: Partnership) -> QuerySet[Proposal]:
    proposals = Proposal.objects.filter(challenge__partnership=partnership)
    return proposals.select_related("challenge").order_by("at")


def proposal_in(partnership: Partnership, pk) -> Proposal | None:
    proposals = proposals_of(partnership).prefetch_related(
        "impact_assessments__by", "ideas", "offered__result"
    )
    return proposals.filter(pk=pk).first()


@dataclass(frozen=True)
class DecisionProgress:
    """The state of a decision: each side's agreement to the rule, and the options with their results."""

    decision: Decision
    rule_agreements: dict[str, object]
    options: list[Option]

    @property
    def withdrawal(self) -> DecisionWithdrawal | None:
        return getattr(self.decision, "withdrawal", None)

    @property
    def rule_agreed_by_both(self) -> bool:
        return len(self.rule_agreements) == len(Side)

    @property
    def is_made(self) -> bool:
        return any(hasattr(option, "result") for option in self.options)

    @property
    def chosen(self) -> list[Option]:
        return [option for option in self.options if hasattr(option, "result") and option.result.chosen]

    @property
    def cost(self):
        return sum(option.proposal.cost for option in self.chosen)


def decisions_of(partnership: Partnership) -> list[DecisionProgress]:
    return _decision_states(Decision.objects.filter(partnership=partnership).order_by("-at"))


def decision_in(partnership: Partnership, pk) -> DecisionProgress | None:
    return next(iter(_decision_states(Decision.objects.filter(partnership=partnership, pk=pk))), None)


def _decision_states(decisions: QuerySet[Decision]) -> list[DecisionProgress]:
    options = Option.objects.select_related("proposal", "result").order_by("proposal__at")
    prefetched = decisions.select_related("withdrawal__by").prefetch_related(
        Prefetch("offered", queryset=options), "rule_agreements__by", "objections__by"
    )
    return [
        DecisionProgress(
            decision,
            {agreement.side: agreement for agreement in decision.rule_agreements.all()},
            list(decision.offered.all()),
        )
        for decision in prefetched
    ]


# --- On the thread ------------------------------------------------------------------------------------------------


def show_ideas(ideas: QuerySet[Idea], reader: Reader) -> dict[UUID, RenderedNode]:
    return {idea.pk: RenderedNode(LanguageText(idea.text, idea.language)) for idea in ideas}


def show_proposals(proposals: QuerySet[Proposal], reader: Reader) -> dict[UUID, RenderedNode]:
    return {proposal.pk: RenderedNode(proposal.title) for proposal in proposals}


def show_decisions(decisions: QuerySet[Decision], reader: Reader) -> dict[UUID, RenderedNode]:
    return {decision.pk: RenderedNode(decision.question) for decision in decisions}
