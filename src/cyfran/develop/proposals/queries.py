from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Prefetch, QuerySet

from cyfran.core.language import LanguageText
from cyfran.core.thread.node_types import Reader, RenderedNode
from cyfran.develop.proposals.models import Decision, Idea, Option, Proposal
from cyfran.ground.partnerships.models import Partnership, Side


def ideas_of(partnership: Partnership) -> QuerySet[Idea]:
    ideas = Idea.objects.filter(challenge__partnership=partnership)
    return ideas.annotate(number_of_proposals=Count("proposals")).order_by("at")


def proposals_of(partnership: Partnership) -> QuerySet[Proposal]:
    found = Proposal.objects.filter(challenge__partnership=partnership)
    return found.select_related("challenge").order_by("at")


def proposal_in(partnership: Partnership, pk) -> Proposal | None:
    with_looks = proposals_of(partnership).prefetch_related(
        "impact_assessments__by", "ideas", "offered__result"
    )
    return with_looks.filter(pk=pk).first()


@dataclass(frozen=True)
class DecisionMade:
    """A decision with what each side agreed to, its options, and what came out."""

    decision: Decision
    rule_agreed: dict[str, object]
    options: list[Option]

    @property
    def rule_agreed_by_both(self) -> bool:
        return len(self.rule_agreed) == len(Side)

    @property
    def is_made(self) -> bool:
        return any(hasattr(option, "result") for option in self.options)

    @property
    def chosen(self) -> list[Option]:
        return [option for option in self.options if hasattr(option, "result") and option.result.chosen]

    @property
    def cost(self):
        return sum(option.proposal.cost for option in self.chosen)


def decisions_of(partnership: Partnership) -> list[DecisionMade]:
    return _made(Decision.objects.filter(partnership=partnership).order_by("-at"))


def decision_in(partnership: Partnership, pk) -> DecisionMade | None:
    return next(iter(_made(Decision.objects.filter(partnership=partnership, pk=pk))), None)


def _made(decisions: QuerySet[Decision]) -> list[DecisionMade]:
    offered = Option.objects.select_related("proposal", "result").order_by("proposal__at")
    listed = decisions.prefetch_related(
        Prefetch("offered", queryset=offered), "rule_agreements__by", "objections__by"
    )
    return [
        DecisionMade(d, {mark.side: mark for mark in d.rule_agreements.all()}, list(d.offered.all()))
        for d in listed
    ]


# --- On the thread ------------------------------------------------------------------------------------------------


def show_ideas(ideas: QuerySet[Idea], reader: Reader) -> dict[UUID, RenderedNode]:
    return {idea.pk: RenderedNode(LanguageText(idea.text, idea.language)) for idea in ideas}


def show_proposals(proposals: QuerySet[Proposal], reader: Reader) -> dict[UUID, RenderedNode]:
    return {proposal.pk: RenderedNode(proposal.title) for proposal in proposals}


def show_decisions(decisions: QuerySet[Decision], reader: Reader) -> dict[UUID, RenderedNode]:
    return {decision.pk: RenderedNode(decision.question) for decision in decisions}
