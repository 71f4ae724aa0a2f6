from dataclasses import dataclass
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from cyfran.core.thread.node_types import Reader, RenderedNode
from cyfran.deliver.outcomes.models import Observation, Outcome, OutcomeGroup, OutcomeJudgement
from cyfran.ground.partnerships.models import Partnership


@dataclass(frozen=True)
class Observed:
    """An outcome with what was counted of everyone and of each group, and what each side says."""

    outcome: Outcome
    everyone: list[Observation]
    groups: dict[OutcomeGroup, list[Observation]]
    judged: dict[str, OutcomeJudgement]


def outcomes_of(partnership: Partnership) -> list[Observed]:
    found = Outcome.objects.filter(shared_outcome__partnership=partnership)
    return _observed(found.order_by("at"))


def outcome_in(partnership: Partnership, pk) -> Observed | None:
    found = Outcome.objects.filter(shared_outcome__partnership=partnership, pk=pk)
    return next(iter(_observed(found)), None)


def _observed(outcomes: QuerySet[Outcome]) -> list[Observed]:
    listed = outcomes.select_related("shared_outcome__partnership").prefetch_related(
        Prefetch("observations", queryset=Observation.objects.order_by("on")),
        Prefetch("groups", queryset=OutcomeGroup.objects.order_by("name_en")),
        Prefetch("judgements", queryset=OutcomeJudgement.objects.select_related("by").order_by("id")),
    )
    return [
        Observed(
            outcome,
            everyone=[o for o in outcome.observations.all() if o.group_id is None],
            groups={
                group: [o for o in outcome.observations.all() if o.group_id == group.pk]
                for group in outcome.groups.all()
            },
            judged={judgement.side: judgement for judgement in outcome.judgements.all()},
        )
        for outcome in listed
    ]


def show_outcomes(outcomes: QuerySet[Outcome], reader: Reader) -> dict[UUID, RenderedNode]:
    return {o.pk: RenderedNode(o.shared_outcome.text) for o in outcomes.select_related("shared_outcome")}
