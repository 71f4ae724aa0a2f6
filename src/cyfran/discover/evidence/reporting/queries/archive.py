"""Everything that the results of a review rest on, in plain values for the archive; people are numbered, not named."""

from collections.abc import Iterator

from cyfran.discover.evidence.extraction.models import Effect, ExtractionSheet
from cyfran.discover.evidence.extraction.queries import effects_of, extraction_of_review
from cyfran.discover.evidence.fulltexts.models import FullTextVote, Passage
from cyfran.discover.evidence.fulltexts.queries import full_text_decisions
from cyfran.discover.evidence.reviews.models import Review
from cyfran.discover.evidence.reviews.queries import protocols_of
from cyfran.discover.evidence.screening.models import AbstractVote
from cyfran.discover.evidence.screening.queries import screening_decisions
from cyfran.discover.evidence.searches.queries import searches_done
from cyfran.discover.evidence.synthesis.queries import findings_of


def vote_rows(review: Review) -> Iterator[tuple[object, ...]]:
    """Yield the votes on decided records in the order they were cast; votes on others stay hidden, as screening is blind."""
    reviewer_numbers: dict[int, int] = {}
    stages = (
        ("abstract", AbstractVote, screening_decisions),
        ("full_text", FullTextVote, full_text_decisions),
    )
    for stage, model, decisions_of in stages:
        decided = {decision.record for decision in decisions_of(review) if decision.final is not None}
        rows = model.objects.filter(record__review=review).select_related("record").order_by("id")
        for vote in rows.iterator(chunk_size=1000):
            if vote.record_id not in decided:
                continue
            reviewer = reviewer_numbers.setdefault(vote.by_id, len(reviewer_numbers) + 1)
            yield (
                stage,
                vote.record.number,
                reviewer,
                vote.verdict,
                vote.reason,
                int(vote.arbiter),
                vote.at.isoformat(),
                vote.note,
            )


def search_rows(review: Review) -> list[tuple[object, ...]]:
    return [
        (
            search.source,
            search.method,
            search.searched_on.isoformat(),
            search.query,
            search.hits if search.hits is not None else "",
        )
        for search in searches_done(review).order_by("at")
    ]


def protocol_values(review: Review) -> list[dict]:
    fields = ("framework", "elements", "include", "exclude", "plan", "registered", "why", "language")
    return [
        {name: getattr(protocol, name) for name in fields} | {"at": protocol.at.isoformat()}
        for protocol in protocols_of(review)
    ]


def sheet_values(review: Review) -> list[dict]:
    """Return the sheets of all reviewers, of those forms whose answers are agreed."""
    reviewer_numbers: dict[int, int] = {}
    agreed_forms = {
        (study, key)
        for study, forms in extraction_of_review(review).items()
        for key, progress in forms.items()
        if progress.agreed
    }
    rows = ExtractionSheet.objects.filter(study__review=review).select_related("study").order_by("id")
    return [
        {
            "study": sheet.study.title,
            "form": sheet.form,
            "person": reviewer_numbers.setdefault(sheet.by_id, len(reviewer_numbers) + 1),
            "is_consensus": sheet.is_consensus,
            "answers": sheet.answers,
            "at": sheet.at.isoformat(),
        }
        for sheet in rows
        if (sheet.study_id, sheet.form) in agreed_forms
    ]


def effect_values(review: Review) -> list[dict]:
    """Return all readings of agreed effects, the newest last; ``counts`` marks those that are pooled."""
    reviewer_numbers: dict[int, int] = {}
    agreed_ids = {effect.agreed.pk for effect in effects_of(review) if effect.agreed}
    agreed_keys = {
        (effect.outcome.pk, effect.study.pk, effect.label) for effect in effects_of(review) if effect.agreed
    }
    rows = (
        Effect.objects.filter(outcome__review=review)
        .select_related("study", "outcome", "passage")
        .order_by("id")
    )
    return [
        {
            "outcome": reading.outcome.name_en,
            "measure": reading.outcome.measure,
            "higher_is_better": reading.outcome.higher_is_better,
            "study": reading.study.title,
            "label": reading.label,
            "effect_format": reading.effect_format,
            "numbers": reading.numbers,
            "passage": reading.passage.text if reading.passage else "",
            "page": reading.passage.page if reading.passage else None,
            "person": reviewer_numbers.setdefault(reading.by_id, len(reviewer_numbers) + 1),
            "is_consensus": reading.is_consensus,
            "withdrawn": reading.withdrawn,
            "counts": reading.pk in agreed_ids,
            "at": reading.at.isoformat(),
        }
        for reading in rows
        if (reading.outcome_id, reading.study_id, reading.label) in agreed_keys
    ]


def passage_values(review: Review) -> list[dict]:
    """Return the passages kept of full texts; the full texts themselves are not ours to pass on."""
    return [
        {
            "record_id": passage.full_text.record.number,
            "page": passage.page,
            "text": passage.text,
            "note": passage.note,
        }
        for passage in Passage.objects.kept()
        .filter(full_text__record__review=review)
        .select_related("full_text__record")
        .order_by("full_text__record__number", "page", "id")
    ]


def finding_values(review: Review) -> list[dict]:
    return [
        {
            "en": finding.text.en,
            "cy": finding.text.cy,
            "certainty": finding.certainty,
            "concerns": finding.concerns,
            "why": finding.why,
            "outcome": finding.outcome.name.en if finding.outcome else "",
            "studies": [study.title for study in finding.studies.all()],
            "passages": [passage.text for passage in finding.passages.all()],
        }
        for finding in findings_of(review)
    ]
