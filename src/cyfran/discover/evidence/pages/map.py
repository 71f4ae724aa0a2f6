"""The evidence map: what was done, in rows, by what it may change, in columns; how many studies, and how sure it is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from cyfran.core.language import BilingualText
from cyfran.discover.evidence.models import Finding, ReviewOutcome
from cyfran.discover.evidence.queries import ExtractionProgress, StudyEffect, facts_form, facts_of

LARGEST = 5  # dots come in sizes from 1 to this


@dataclass(frozen=True)
class Cell:
    """So many studies; ``certainty`` is that of the newest finding on this outcome, where there is one."""

    studies: int
    certainty: str
    said: str

    @property
    def size(self) -> int:
        return min(self.studies, LARGEST)


@dataclass(frozen=True)
class Lane:
    """Something that was done, with what is known of it by outcome; ``others`` are studies that tell no effect."""

    name: BilingualText
    cells: tuple[Cell, ...]
    others: int


def map_of(
    outcomes: Sequence[ReviewOutcome],
    told: Iterable[StudyEffect],
    answered: Mapping[UUID, Mapping[str, ExtractionProgress]],
    findings: Iterable[Finding],
) -> list[Lane]:
    """One lane for each approach that a study takes, in the order of the form."""
    approach = {study: facts_of(dict(one)).get("approach", "") for study, one in answered.items()}
    tells: dict[tuple[str, UUID], set[UUID]] = {}
    for one in told:
        if one.final:
            tells.setdefault((approach.get(one.study.pk, ""), one.outcome.pk), set()).add(one.study.pk)
    sure = {finding.outcome_id: finding for finding in findings if finding.outcome_id}
    lanes = []
    for choice in facts_form().question("approach").choices:
        there = {study for study, key in approach.items() if key == choice.key}
        if there:
            cells = tuple(_cell(tells.get((choice.key, one.pk), set()), sure.get(one.pk)) for one in outcomes)
            telling = set().union(*(tells.get((choice.key, one.pk), set()) for one in outcomes))
            lanes.append(Lane(choice.name, cells, len(there - telling)))
    return lanes


def _cell(studies: set[UUID], finding: Finding | None) -> Cell:
    if not studies or finding is None:
        return Cell(len(studies), "", "")
    return Cell(len(studies), finding.certainty, str(finding.get_certainty_display()))
