"""Everything a review's results rest on, in plain values; people are numbered, not named."""

from collections.abc import Iterator

from cyfran.discover.evidence.models import (
    AbstractVote,
    Effect,
    ExtractionSheet,
    FullTextVote,
    Passage,
    Review,
)
from cyfran.discover.evidence.queries.extraction import effects_of, extraction_of_review
from cyfran.discover.evidence.queries.fulltexts import assessed_in
from cyfran.discover.evidence.queries.protocol import protocols_of
from cyfran.discover.evidence.queries.reviews import findings_of
from cyfran.discover.evidence.queries.screening import decided_in
from cyfran.discover.evidence.queries.searches import searches_done


def judgement_rows(review: Review) -> Iterator[tuple[object, ...]]:
    """Of what is decided, in the order in which it was said: before, nobody reads here what another said."""
    numbers: dict[int, int] = {}
    stages = (("abstract", AbstractVote, decided_in), ("full_text", FullTextVote, assessed_in))
    for stage, model, weighed in stages:
        decided = {one.record for one in weighed(review) if one.final is not None}
        rows = model.objects.filter(record__review=review).select_related("record").order_by("id")
        for one in rows.iterator(chunk_size=1000):
            if one.record_id not in decided:
                continue
            person = numbers.setdefault(one.by_id, len(numbers) + 1)
            yield (
                stage,
                one.record.number,
                person,
                one.verdict,
                one.reason,
                int(one.arbiter),
                one.at.isoformat(),
                one.note,
            )


def search_rows(review: Review) -> list[tuple[object, ...]]:
    return [
        (
            one.source,
            one.method,
            one.searched_on.isoformat(),
            one.query,
            one.hits if one.hits is not None else "",
        )
        for one in searches_done(review).order_by("at")
    ]


def protocol_values(review: Review) -> list[dict]:
    told = ("framework", "elements", "include", "exclude", "plan", "registered", "why", "language")
    return [
        {name: getattr(one, name) for name in told} | {"at": one.at.isoformat()}
        for one in protocols_of(review)
    ]


def sheet_values(review: Review) -> list[dict]:
    """Of what counts, by everyone who answered it."""
    numbers: dict[int, int] = {}
    counts = {
        (study, key)
        for study, forms in extraction_of_review(review).items()
        for key, one in forms.items()
        if one.final
    }
    rows = ExtractionSheet.objects.filter(study__review=review).select_related("study").order_by("id")
    return [
        {
            "study": one.study.title,
            "form": one.form,
            "person": numbers.setdefault(one.by_id, len(numbers) + 1),
            "is_consensus": one.is_consensus,
            "answers": one.answers,
            "at": one.at.isoformat(),
        }
        for one in rows
        if (one.study_id, one.form) in counts
    ]


def effect_values(review: Review) -> list[dict]:
    """Every effect as each person read it, the newest last; ``counts`` says which of them are pooled."""
    numbers: dict[int, int] = {}
    final = {one.final.pk for one in effects_of(review) if one.final}
    settled = {(one.outcome.pk, one.study.pk, one.label) for one in effects_of(review) if one.final}
    rows = (
        Effect.objects.filter(outcome__review=review)
        .select_related("study", "outcome", "passage")
        .order_by("id")
    )
    return [
        {
            "outcome": one.outcome.name_en,
            "measure": one.outcome.measure,
            "higher_is_better": one.outcome.higher_is_better,
            "study": one.study.title,
            "label": one.label,
            "effect_format": one.effect_format,
            "numbers": one.numbers,
            "passage": one.passage.text if one.passage else "",
            "page": one.passage.page if one.passage else None,
            "person": numbers.setdefault(one.by_id, len(numbers) + 1),
            "is_consensus": one.is_consensus,
            "withdrawn": one.withdrawn,
            "counts": one.pk in final,
            "at": one.at.isoformat(),
        }
        for one in rows
        if (one.outcome_id, one.study_id, one.label) in settled
    ]


def passage_values(review: Review) -> list[dict]:
    """What was kept of full texts, which are not ours to pass on."""
    return [
        {"record_id": one.full_text.record.number, "page": one.page, "text": one.text, "note": one.note}
        for one in Passage.objects.filter(full_text__record__review=review)
        .select_related("full_text__record")
        .order_by("full_text__record__number", "page", "id")
    ]


def finding_values(review: Review) -> list[dict]:
    return [
        {
            "en": one.text.en,
            "cy": one.text.cy,
            "certainty": one.certainty,
            "concerns": one.concerns,
            "why": one.why,
            "outcome": one.outcome.name.en if one.outcome else "",
            "studies": [study.title for study in one.studies.all()],
            "passages": [passage.text for passage in one.passages.all()],
        }
        for one in findings_of(review)
    ]
