"""The evidence map: approaches in rows by outcomes in columns, with the number of studies and the certainty in each cell."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from cyfran.core.language import BilingualText
from cyfran.discover.evidence.extraction.models import ReviewOutcome
from cyfran.discover.evidence.extraction.queries import ExtractionProgress, StudyEffect, facts_form, facts_of
from cyfran.discover.evidence.synthesis.models import Finding

LARGEST_DOT = 5  # dots come in sizes from 1 to this


@dataclass(frozen=True)
class Cell:
    """The number of studies; ``certainty`` is that of the newest finding on this outcome, or empty."""

    studies: int
    certainty: str
    certainty_label: str

    @property
    def size(self) -> int:
        return min(self.studies, LARGEST_DOT)


@dataclass(frozen=True)
class Lane:
    """An approach with its studies by outcome; ``others`` are its studies without an agreed effect."""

    name: BilingualText
    cells: tuple[Cell, ...]
    others: int


def map_lanes(
    outcomes: Sequence[ReviewOutcome],
    effects: Iterable[StudyEffect],
    progress_by_study: Mapping[UUID, Mapping[str, ExtractionProgress]],
    findings: Iterable[Finding],
) -> list[Lane]:
    """Return a lane for each approach that a study takes, in the order of the form."""
    approach_by_study = {
        study: facts_of(dict(progress)).get("approach", "") for study, progress in progress_by_study.items()
    }
    studies_by_cell: dict[tuple[str, UUID], set[UUID]] = {}
    for effect in effects:
        if effect.agreed:
            studies_by_cell.setdefault(
                (approach_by_study.get(effect.study.pk, ""), effect.outcome.pk), set()
            ).add(effect.study.pk)
    finding_by_outcome = {finding.outcome_id: finding for finding in findings if finding.outcome_id}
    lanes = []
    for choice in facts_form().question("approach").choices:
        studies = {study for study, key in approach_by_study.items() if key == choice.key}
        if studies:
            cells = tuple(
                _cell(
                    studies_by_cell.get((choice.key, outcome.pk), set()), finding_by_outcome.get(outcome.pk)
                )
                for outcome in outcomes
            )
            with_effects = set().union(
                *(studies_by_cell.get((choice.key, outcome.pk), set()) for outcome in outcomes)
            )
            lanes.append(Lane(choice.name, cells, len(studies - with_effects)))
    return lanes


def _cell(studies: set[UUID], finding: Finding | None) -> Cell:
    if not studies or finding is None:
        return Cell(len(studies), "", "")
    return Cell(len(studies), finding.certainty, str(finding.get_certainty_display()))
