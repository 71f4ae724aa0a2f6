"""Queries for outcomes, and for the effects that count."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from cyfran.core.double_review import weigh_entries
from cyfran.discover.evidence.extraction.models import Effect, ReviewOutcome, Study
from cyfran.discover.evidence.reviews.models import Review
from cyfran.discover.evidence.screening.queries import reviewers_per_record


def outcomes_of(review: Review) -> QuerySet[ReviewOutcome]:
    return ReviewOutcome.objects.filter(review=review).order_by("at", "pk")


@dataclass(frozen=True)
class StudyEffect:
    """An effect of a study on an outcome, under one label.

    ``readings`` are the newest of each reviewer; ``agreed`` is the one that counts: the consensus, else what all
    read alike, or the newest where one reviewer is enough; None until then.
    """

    study: Study
    outcome: ReviewOutcome
    label: str
    readings: tuple[Effect, ...]
    agreed: Effect | None

    @property
    def disputed(self) -> bool:
        return self.agreed is None and len(self.readings) > 1

    def reading_by(self, user_id: int) -> Effect | None:
        return next((reading for reading in self.readings if reading.by_id == user_id), None)


def effects_of(
    review: Review, *, study: Study | None = None, outcome: ReviewOutcome | None = None
) -> list[StudyEffect]:
    """Return the effects of a review, a study or an outcome that were not withdrawn, by outcome, year, study and label."""
    rows = Effect.objects.filter(outcome__review=review).select_related("study", "outcome", "passage")
    rows = rows.filter(study=study) if study else rows
    rows = rows.filter(outcome=outcome) if outcome else rows
    reviewers_needed = reviewers_per_record(review)
    readings_by_label: dict[tuple[UUID, UUID, str], list[Effect]] = defaultdict(list)
    for reading in rows.order_by("id"):
        readings_by_label[reading.outcome_id, reading.study_id, reading.label].append(reading)
    merged = [_merge_readings(readings, reviewers_needed) for readings in readings_by_label.values()]
    effects = [effect for effect in merged if effect]
    return sorted(
        effects,
        key=lambda effect: (effect.outcome.pk, effect.study.year or 0, effect.study.title, effect.label),
    )


def _merge_readings(readings: list[Effect], reviewers_needed: int) -> StudyEffect | None:
    """Make one effect of all readings under a label, oldest first; None if all were withdrawn."""
    standing: list[Effect] = []
    for reading in readings:
        standing = [] if reading.withdrawn else [*standing, reading]
    if not standing:
        return None
    review = weigh_entries(
        standing,
        needed=reviewers_needed,
        person=lambda reading: reading.by_id,
        settles=lambda reading: reading.is_consensus,
        alike=lambda reading, other: (
            (reading.effect_format, reading.numbers) == (other.effect_format, other.numbers)
        ),
    )
    counts = review.is_agreed or reviewers_needed == 1
    agreed = review.settling or (review.independent[-1] if counts else None)
    first = review.newest[0]
    return StudyEffect(first.study, first.outcome, first.label, review.newest, agreed)


def effect_in(review: Review, study_pk, pk) -> Effect | None:
    """Return one reading of an effect of a study of this review, or None."""
    readings = Effect.objects.filter(outcome__review=review, study=study_pk, pk=pk)
    return readings.select_related("study__review__partnership", "outcome").first()
