"""The invented records of the review in step 1: searches, screening, full texts and extraction."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import product
from random import Random

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile

from cyfran.core.accounts.models import User
from cyfran.core.files.actions import keep_upload, start_import, update_import_status
from cyfran.core.files.models import ImportJob
from cyfran.core.references import Reference
from cyfran.demo.papers import paper
from cyfran.demo.telling import day, morning
from cyfran.discover.evidence.extraction.actions import add_effect, add_outcome, fill_sheet, include_study
from cyfran.discover.evidence.extraction.models import ReviewOutcome, Study
from cyfran.discover.evidence.extraction.queries import OVERALL, facts_form, risk_of_bias_form
from cyfran.discover.evidence.fulltexts.actions import (
    add_passage,
    keep_full_text,
    note_retrieval,
    screen_full_text,
)
from cyfran.discover.evidence.fulltexts.models import Passage
from cyfran.discover.evidence.reviews.actions import write_protocol
from cyfran.discover.evidence.reviews.models import Review
from cyfran.discover.evidence.screening.actions import screen, stop_screening
from cyfran.discover.evidence.screening.queries import records_to_read
from cyfran.discover.evidence.searches.actions import keep_records, record_search, save_candidate_duplicates
from cyfran.discover.evidence.searches.analysis import find_duplicates
from cyfran.discover.evidence.searches.models import Record
from cyfran.discover.evidence.searches.queries import records_to_compare

READ_FROM, STOPPED_ON, FULL_TEXTS_FROM = day(2025, 2, 24), day(2025, 3, 21), day(2025, 3, 24)


def search_and_screen(
    script: dict, known_references: list[Reference], review: Review, evaluator: User
) -> None:
    """Record three searches, resolve duplicates, screen a part of the records, and stop.

    ``known_references`` are the studies that the story's findings rest on; they come first.
    """
    _protocol(script["protocol"], {}, "", review, evaluator, at=day(2025, 2, 13))
    _record_searches(script, known_references, review, evaluator)
    save_candidate_duplicates(
        review=review, pairs=find_duplicates(records_to_compare(review)), at=day(2025, 2, 21)
    )
    _screen_abstracts(script, review, evaluator)
    change = script["changed"]
    _protocol(script["protocol"], change["elements"], change["why"], review, evaluator, at=day(2025, 3, 3))
    stop_screening(
        review=review,
        stopped=True,
        note="At most 7 relevant records are missed, and the evenings we have are used up",
        by=evaluator,
        at=STOPPED_ON,
    )


def _protocol(
    texts: dict, changed_elements: dict, why: str, review: Review, evaluator: User, *, at: datetime
) -> None:
    elements = texts["elements"] | changed_elements
    write_protocol(review=review, **{**texts, "elements": elements}, why=why, by=evaluator, at=at)


def _record_searches(
    script: dict, known_references: list[Reference], review: Review, evaluator: User
) -> None:
    unique = sum(search["records"] for search in script["searches"]) - script["duplicates"]
    references = [*known_references, *_invent_references(script, unique, len(known_references))]
    duplicates = [_as_duplicate(reference) for reference in references[: script["duplicates"]]]
    remaining = iter([*references, *duplicates])
    for search in script["searches"]:
        search_references = [next(remaining) for _ in range(search["records"])]
        at = morning(search["day"])
        text = "".join(f"TY  - JOUR\nTI  - {reference.title}\nER  -\n" for reference in search_references)
        file = UploadedFile(ContentFile(text.encode()), name="records.ris", size=len(text))
        upload = keep_upload(file=file, purpose="references", by=evaluator, at=at)
        import_job = start_import(
            uploads=[upload], purpose="references", within=review.partnership_id, by=evaluator, at=at
        )
        recorded_search = record_search(
            review=review,
            source=search["source"],
            method=search["method"],
            searched_on=search["day"],
            query=search["query"],
            hits=search["records"],
            import_job=import_job,
            by=evaluator,
            at=at,
        )
        keep_records(search=recorded_search, references=search_references)
        outcome = {"read": len(search_references), "skipped": 0, "format": "RIS", "encoding": "utf-8"}
        update_import_status(import_job, ImportJob.ImportOutcome.DONE, at=at, **outcome)


def _invent_references(script: dict, total: int, known_count: int) -> Iterator[Reference]:
    """Yield invented references, relevant ones first, no two with the same title, authors and pages."""
    random = Random(7)  # noqa: S311 - the same story each time
    for kind, how_many in (
        ("relevant", script["included"] - known_count),
        ("other", total - script["included"]),
    ):
        words = script[kind]
        combinations = list(
            product(words["what"], words["whom"], words["effect"], script["designs"], script["places"])
        )
        for what, whom, effect, design, place in random.sample(combinations, how_many):
            names = random.sample(script["families"], 3)
            yield Reference(
                title=f"{what} for {whom} in {place} and {effect}: {design}",
                authors="; ".join(f"{name}, {random.choice('ABCDEFGHIJ')}." for name in names),
                year=random.randint(1995, 2024),
                source=random.choice(script["journals"]),
                volume=str(random.randint(1, 60)),
                pages=str(random.randint(1, 1900)),
                abstract=f"{words['words']} This invented study looked at {what.lower()} for {whom} and {effect}.",
            )


def _as_duplicate(reference: Reference) -> Reference:
    """Return the reference as another database would write it."""
    return Reference(
        title=f"{reference.title.upper()}.",
        authors=reference.authors.replace(",", "").replace(".", ""),
        year=reference.year,
        source=reference.source,
        volume=reference.volume,
        pages=f"{reference.pages}-{int(reference.pages) + 9}",
    )


def _screen_abstracts(script: dict, review: Review, evaluator: User) -> None:
    """Screen records in an order like a model's: the relevant ones are spread over the first two hundred."""
    records = list(records_to_read(review).order_by("number"))
    relevant, others = records[: script["included"]], records[script["included"] : script["read"]]
    random = Random(11)  # noqa: S311
    early = [*relevant, *others[:120]]
    random.shuffle(early)
    relevant_pks = {record.pk for record in relevant}
    for position, record in enumerate([*early, *others[120:]]):
        verdict, reason = ("include", "") if record.pk in relevant_pks else ("exclude", "intervention")
        screen(
            record=record,
            verdict=verdict,
            reason=reason,
            by=evaluator,
            at=READ_FROM + timedelta(minutes=2 * position),
        )


def screen_full_texts(script: dict, review: Review, evaluator: User) -> list[Study]:
    """Screen the full text of every included record: some are excluded with a reason, the others become studies."""
    records = list(Record.objects.filter(review=review).order_by("number")[: script["included"]])
    chosen, others = records[: script["studies"]], records[script["studies"] :]
    reasons = [code for code, number in script["left_out_in_full"].items() for _ in range(number)]
    verdicts = [("include", "")] * len(chosen) + [("exclude", reason) for reason in reasons]
    for position, (record, (verdict, reason)) in enumerate(zip([*chosen, *others], verdicts, strict=True)):
        details = {"by": evaluator, "at": FULL_TEXTS_FROM + timedelta(minutes=20 * position)}
        note_retrieval(record=record, state="available", **details)
        screen_full_text(record=record, verdict=verdict, reason=reason, **details)
    return [include_study(record=record, by=evaluator, at=day(2025, 4, 3)) for record in chosen]


def keep_full_texts(entries: list[dict], studies: list[Study], evaluator: User) -> dict[str, list[Passage]]:
    """Store the full texts of the studies that findings rest on, and their data; return their passages by study key."""
    passages_by_key: dict[str, list[Passage]] = {}
    for position, (entry, study) in enumerate(zip(entries, studies, strict=False)):
        details = {"by": evaluator, "at": day(2025, 4, 4) + timedelta(minutes=30 * position)}
        content = paper(entry["pages"])
        file = UploadedFile(ContentFile(content), name=f"{entry['key']}.pdf", size=len(content))
        upload = keep_upload(file=file, purpose="full_text", **details)
        full_text = keep_full_text(record=study.record, upload=upload, pages=entry["pages"], **details)
        passages_by_key[entry["key"]] = [
            add_passage(full_text=full_text, **passage, **details) for passage in entry["passages"]
        ]
        facts = {**entry["facts"], "done": entry["pages"][0].split(". ")[1], "people": "–"}
        _fill_sheets(study, facts, facts.pop("risk_of_bias"), details)
    return passages_by_key


def _fill_sheets(study: Study, facts: dict, risk_of_bias: str, details: dict) -> None:
    fill_sheet(study=study, form=facts_form(), answers=facts, sources={}, **details)
    bias_form = risk_of_bias_form(facts["design"])
    answers = {question.key: "low" for question in bias_form.questions} | {OVERALL: risk_of_bias}
    fill_sheet(study=study, form=bias_form, answers=answers, sources={}, **details)


def design_and_approach(records: dict, study: Study) -> tuple[str, str]:
    """Return a study's design and approach from its title, "" for those the script does not name."""
    design = next((key for text, key in records["kinds"].items() if study.title.endswith(f": {text}")), "")
    approach = next((key for text, key in records["approaches"].items() if study.title.startswith(text)), "")
    return design, approach


def extract_effects(records: dict, studies: list[Study], evaluator: User) -> ReviewOutcome:
    """Add the loneliness outcome with the data, risk of bias and effect of each of its studies."""
    loneliness = records["loneliness"]
    names = loneliness["name"]
    outcome = add_outcome(
        review=studies[0].review,
        name=(names["en"], names["cy"]),
        measure="SMD",
        higher_is_better=False,
        by=evaluator,
        at=day(2025, 4, 7),
    )
    for study, entry in zip(studies, loneliness["studies"], strict=True):
        details = {"by": evaluator, "at": day(2025, 4, 8)}
        design, approach = design_and_approach(records, study)
        facts = {
            "design": design,
            "approach": approach,
            "power": entry["power"],
            "equity": ["age", "place"],
            "done": "Somebody from the same place came every week for half a year.",
            "people": f"{entry['numbers'][2] + entry['numbers'][5]} people",
        }
        _fill_sheets(study, facts, entry["risk_of_bias"], details)
        numbers = dict(zip(("mean1", "sd1", "n1", "mean2", "sd2", "n2"), entry["numbers"], strict=True))
        add_effect(outcome=outcome, study=study, label="", effect_format="means", numbers=numbers, **details)
    return outcome
