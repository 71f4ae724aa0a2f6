from dataclasses import dataclass
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from cyfran.core.language import reading_column
from cyfran.core.thread.node_types import Reader, RenderedNode
from cyfran.deliver.outcomes.models import (
    Observation,
    ObservationCorrection,
    Outcome,
    OutcomeGroup,
    OutcomeJudgement,
)
from cyfran.ground.partnerships.models import Partnership


@dataclass(frozen=True)
class OutcomeSeries:
    """An outcome with the observations of everyone and of each group, and each side's newest judgement."""

    outcome: Outcome
    everyone: list[Observation]
    groups: dict[OutcomeGroup, list[Observation]]
    judgements: dict[str, OutcomeJudgement]
    corrected: list[Observation]

    def observations(self) -> list[Observation]:
        """Return every observation, also those withdrawn, which a correction brings back."""
        return list(self.outcome.observations.all())


def outcomes_of(partnership: Partnership) -> list[OutcomeSeries]:
    outcomes = Outcome.objects.filter(shared_outcome__partnership=partnership)
    return _with_observations(outcomes.order_by("at"))


def outcome_in(partnership: Partnership, pk) -> OutcomeSeries | None:
    outcomes = Outcome.objects.filter(shared_outcome__partnership=partnership, pk=pk)
    return next(iter(_with_observations(outcomes)), None)


def _with_observations(outcomes: QuerySet[Outcome]) -> list[OutcomeSeries]:
    prefetched = outcomes.select_related("shared_outcome__partnership").prefetch_related(
        Prefetch("observations", queryset=_observations_as_corrected()),
        Prefetch("groups", queryset=OutcomeGroup.objects.order_by(reading_column("name"))),
        Prefetch("judgements", queryset=OutcomeJudgement.objects.select_related("by").order_by("id")),
    )
    return [
        OutcomeSeries(
            outcome,
            everyone=_standing_of(outcome, None),
            groups={group: _standing_of(outcome, group.pk) for group in outcome.groups.all()},
            corrected=[
                observation for observation in outcome.observations.all() if observation.corrections.all()
            ],
            judgements={judgement.side: judgement for judgement in outcome.judgements.all()},
        )
        for outcome in prefetched
    ]


def _standing_of(outcome: Outcome, group_pk) -> list[Observation]:
    """Return the observations that stand, of everyone or of a group, by the day that stands."""
    observations = [
        observation
        for observation in outcome.observations.all()
        if observation.group_id == group_pk and observation.stands
    ]
    return sorted(observations, key=lambda observation: observation.standing.on)


def _observations_as_corrected() -> QuerySet[Observation]:
    corrections = ObservationCorrection.objects.select_related("by").order_by("id")
    observations = Observation.objects.select_related("group").order_by("on", "id")
    return observations.prefetch_related(Prefetch("corrections", queryset=corrections))


def show_outcomes(outcomes: QuerySet[Outcome], reader: Reader) -> dict[UUID, RenderedNode]:
    return {
        outcome.pk: RenderedNode(outcome.shared_outcome.text)
        for outcome in outcomes.select_related("shared_outcome")
    }
