"""The records of step 1: invented, and as many as the story has."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import product
from random import Random

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile

from cyfran.core.accounts.models import User
from cyfran.core.files.actions import keep_upload, start_import, update_import_status
from cyfran.core.files.models import ImportJob
from cyfran.demo.papers import paper
from cyfran.demo.telling import day, morning
from cyfran.discover.evidence import actions
from cyfran.discover.evidence.analysis import find_duplicates
from cyfran.discover.evidence.exchange import Reference
from cyfran.discover.evidence.models import Passage, Record, Review, ReviewOutcome, Study
from cyfran.discover.evidence.queries import (
    OVERALL,
    facts_form,
    records_to_compare,
    records_to_read,
    risk_of_bias_form,
)

READ_FROM, STOPPED_ON, FULL_TEXTS_FROM = day(2025, 2, 24), day(2025, 3, 21), day(2025, 3, 24)


def searched_and_read(told: dict, named: list[Reference], review: Review, evaluator: User) -> None:
    """Records of three searches, copies joined, a part of them read, and a person who said that it was enough.

    ``named`` are studies that findings of the story rest on; they are found first.
    """
    _protocol(told["protocol"], {}, "", review, evaluator, at=day(2025, 2, 13))
    _searched(told, named, review, evaluator)
    actions.save_candidate_duplicates(
        review=review, alike=find_duplicates(records_to_compare(review)), at=day(2025, 2, 21)
    )
    _read(told, review, evaluator)
    changed = told["changed"]
    _protocol(told["protocol"], changed["elements"], changed["why"], review, evaluator, at=day(2025, 3, 3))
    actions.stop_screening(
        review=review,
        stopped=True,
        note="At most 7 relevant records are missed, and the evenings we have are used up",
        by=evaluator,
        at=STOPPED_ON,
    )


def _protocol(told: dict, changed: dict, why: str, review: Review, evaluator: User, *, at: datetime) -> None:
    elements = told["elements"] | changed
    actions.write_protocol(review=review, **{**told, "elements": elements}, why=why, by=evaluator, at=at)


def _searched(told: dict, named: list[Reference], review: Review, evaluator: User) -> None:
    single = sum(search["records"] for search in told["searches"]) - told["duplicates"]
    references = [*named, *_invented(told, single, len(named))]
    duplicates = [_written_differently(one) for one in references[: told["duplicates"]]]
    unread = iter([*references, *duplicates])
    for search in told["searches"]:
        found = [next(unread) for _ in range(search["records"])]
        at = morning(search["day"])
        text = "".join(f"TY  - JOUR\nTI  - {one.title}\nER  -\n" for one in found)
        file = UploadedFile(ContentFile(text.encode()), name="records.ris", size=len(text))
        upload = keep_upload(file=file, purpose="references", by=evaluator, at=at)
        import_job = start_import(
            uploads=[upload], purpose="references", within=review.partnership_id, by=evaluator, at=at
        )
        kept = actions.record_search(
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
        actions.keep_records(search=kept, references=found)
        outcome = {"read": len(found), "skipped": 0, "format": "RIS", "encoding": "utf-8"}
        update_import_status(import_job, ImportJob.ImportOutcome.DONE, at=at, **outcome)


def _invented(told: dict, number: int, named: int) -> Iterator[Reference]:
    """The relevant ones first; no two with the same title, authors and pages."""
    drawn = Random(7)  # noqa: S311 - the same story each time
    for kind, wanted in (("relevant", told["included"] - named), ("other", number - told["included"])):
        words = told[kind]
        every = list(product(words["what"], words["whom"], words["effect"], told["designs"], told["places"]))
        for what, whom, effect, design, place in drawn.sample(every, wanted):
            names = drawn.sample(told["families"], 3)
            yield Reference(
                title=f"{what} for {whom} in {place} and {effect}: {design}",
                authors="; ".join(f"{name}, {drawn.choice('ABCDEFGHIJ')}." for name in names),
                year=drawn.randint(1995, 2024),
                source=drawn.choice(told["journals"]),
                volume=str(drawn.randint(1, 60)),
                pages=str(drawn.randint(1, 1900)),
                abstract=f"{words['words']} This invented study looked at {what.lower()} for {whom} and {effect}.",
            )


def _written_differently(one: Reference) -> Reference:
    """As another database would have it."""
    return Reference(
        title=f"{one.title.upper()}.",
        authors=one.authors.replace(",", "").replace(".", ""),
        year=one.year,
        source=one.source,
        volume=one.volume,
        pages=f"{one.pages}-{int(one.pages) + 9}",
    )


def _read(told: dict, review: Review, evaluator: User) -> None:
    """The likely ones first, as the model would have had them: the relevant are spread over the first two hundred."""
    records = list(records_to_read(review).order_by("number"))
    relevant, others = records[: told["included"]], records[told["included"] : told["read"]]
    drawn = Random(11)  # noqa: S311
    early = [*relevant, *others[:120]]
    drawn.shuffle(early)
    chosen = {one.pk for one in relevant}
    for place, record in enumerate([*early, *others[120:]]):
        verdict, reason = ("include", "") if record.pk in chosen else ("exclude", "intervention")
        actions.screen(
            record=record,
            verdict=verdict,
            reason=reason,
            by=evaluator,
            at=READ_FROM + timedelta(minutes=2 * place),
        )


def read_in_full(told: dict, review: Review, evaluator: User) -> list[Study]:
    """Every included record is sought and read in full; some are left out for a reason, the rest are the studies."""
    records = list(Record.objects.filter(review=review).order_by("number")[: told["included"]])
    chosen, others = records[: told["studies"]], records[told["studies"] :]
    reasons = [code for code, number in told["left_out_in_full"].items() for _ in range(number)]
    verdicts = [("include", "")] * len(chosen) + [("exclude", reason) for reason in reasons]
    for place, (record, (verdict, reason)) in enumerate(zip([*chosen, *others], verdicts, strict=True)):
        told_when = {"by": evaluator, "at": FULL_TEXTS_FROM + timedelta(minutes=20 * place)}
        actions.note_retrieval(record=record, state="available", **told_when)
        actions.screen_full_text(record=record, verdict=verdict, reason=reason, **told_when)
    return [actions.include_study(record=record, by=evaluator, at=day(2025, 4, 3)) for record in chosen]


def kept_of_full_texts(told: list[dict], studies: list[Study], evaluator: User) -> dict[str, list[Passage]]:
    """Of the studies that findings rest on: the paper itself, what it says of itself, and passages by the study's key."""
    kept: dict[str, list[Passage]] = {}
    for place, (one, study) in enumerate(zip(told, studies, strict=False)):
        when = {"by": evaluator, "at": day(2025, 4, 4) + timedelta(minutes=30 * place)}
        content = paper(one["pages"])
        file = UploadedFile(ContentFile(content), name=f"{one['key']}.pdf", size=len(content))
        upload = keep_upload(file=file, purpose="full_text", **when)
        full_text = actions.keep_full_text(record=study.record, upload=upload, pages=one["pages"], **when)
        kept[one["key"]] = [
            actions.add_passage(full_text=full_text, **passage, **when) for passage in one["passages"]
        ]
        facts = {**one["facts"], "done": one["pages"][0].split(". ")[1], "people": "–"}
        _described(study, facts, facts.pop("risk_of_bias"), when)
    return kept


def _described(study: Study, facts: dict, risk_of_bias: str, when: dict) -> None:
    actions.fill_sheet(study=study, form=facts_form(), answers=facts, sources={}, **when)
    asked = risk_of_bias_form(facts["design"])
    answers = {question.key: "low" for question in asked.questions} | {OVERALL: risk_of_bias}
    actions.fill_sheet(study=study, form=asked, answers=answers, sources={}, **when)


def what_the_title_says(records: dict, study: Study) -> tuple[str, str]:
    """The kind of study and what was done; empty where it is of another kind."""
    design = next((key for words, key in records["kinds"].items() if study.title.endswith(f": {words}")), "")
    approach = next(
        (key for words, key in records["approaches"].items() if study.title.startswith(words)), ""
    )
    return design, approach


def taken_from_studies(records: dict, studies: list[Study], evaluator: User) -> ReviewOutcome:
    """Facts, doubts and effects of the studies that tell of loneliness."""
    told = records["loneliness"]
    names = told["name"]
    outcome = actions.add_outcome(
        review=studies[0].review,
        name=(names["en"], names["cy"]),
        measure="SMD",
        higher_is_better=False,
        by=evaluator,
        at=day(2025, 4, 7),
    )
    for study, one in zip(studies, told["studies"], strict=True):
        when = {"by": evaluator, "at": day(2025, 4, 8)}
        design, approach = what_the_title_says(records, study)
        facts = {
            "design": design,
            "approach": approach,
            "power": one["power"],
            "equity": ["age", "place"],
            "done": "Somebody from the same place came every week for half a year.",
            "people": f"{one['numbers'][2] + one['numbers'][5]} people",
        }
        _described(study, facts, one["risk_of_bias"], when)
        numbers = dict(zip(("mean1", "sd1", "n1", "mean2", "sd2", "n2"), one["numbers"], strict=True))
        actions.add_effect(
            outcome=outcome, study=study, label="", effect_format="means", numbers=numbers, **when
        )
    return outcome
