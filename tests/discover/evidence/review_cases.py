"""Reviews to test with, and what they are filled with."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cyfran.core.errors import ActionError
from cyfran.core.files.actions import keep_upload, start_import
from cyfran.core.references import Reference
from cyfran.discover.evidence.extraction.actions import (
    add_effect,
    add_outcome,
    add_study,
    fill_sheet,
    include_study,
)
from cyfran.discover.evidence.extraction.queries import (
    effects_of,
)
from cyfran.discover.evidence.fulltexts.actions import note_retrieval, screen_full_text
from cyfran.discover.evidence.reporting.queries import flow_of
from cyfran.discover.evidence.reviews.actions import begin_review, write_protocol
from cyfran.discover.evidence.screening.actions import plan_screening, screen
from cyfran.discover.evidence.screening.queries import screening_decisions
from cyfran.discover.evidence.searches.actions import keep_records, record_search
from cyfran.discover.evidence.searches.models import Record
from cyfran.discover.evidence.searches.tasks import read_search
from cyfran.discover.evidence.synthesis.actions import write_finding
from cyfran.discover.evidence.synthesis.analysis import summarise

BASE = "/en/partnerships/dyffryn-gwynlas/evidence/"
AT = datetime(2026, 3, 1, 9, tzinfo=UTC)
WALKS = [
    Reference(f"Walking groups in village {i}", f"Price {i}, Ann", 2000 + i, abstract="People walk together.")
    for i in range(8)
]
SURGERY = [
    Reference(f"Knee surgery on ward {i}", f"Rees {i}, Bryn", 1980 + i, abstract="Theatres and implants.")
    for i in range(30)
]
RIS = "".join(
    f"TY  - JOUR\nTI  - {reference.title}\nAU  - {reference.authors}\nPY  - {reference.year}\nAB  - {reference.abstract}\nER  -\n"
    for reference in WALKS
)


class Review:
    """A review to test with, its reviewers, and a clock that moves on with every action."""

    def __init__(self, universe):
        self.universe = universe
        self.officer, self.evaluator = universe.users["officer"], universe.users["evaluator"]
        self.facilitator = universe.users["facilitator"]
        self.minutes = 0
        self.review = begin_review(
            partnership=universe.partnership, question=("What helps?", "Beth sy'n helpu?"), **self.stamp()
        )

    def stamp(self, by=None):
        """Return who acts (as a rule the officer) and when, a minute later each time."""
        self.minutes += 1
        return {"by": by or self.officer, "at": AT + timedelta(minutes=self.minutes)}

    def import_search(self, content, source="MEDLINE", method="database"):
        search = self.record_search(content, source, method)
        read_search.func(str(search.import_job.pk))
        return search

    def record_search(self, content, source="MEDLINE", method="database"):
        """Record a search whose file is still to be imported."""
        content = content.encode() if isinstance(content, str) else content
        file = SimpleUploadedFile("found.ris", content)
        upload = keep_upload(file=file, purpose="references", **self.stamp())
        import_job = start_import(
            uploads=[upload], purpose="references", within=self.review.partnership_id, **self.stamp()
        )
        fields = {
            "source": source,
            "method": method,
            "searched_on": date(2026, 2, 1),
            "query": "walk*",
            "hits": 8,
        }
        return record_search(review=self.review, import_job=import_job, **fields, **self.stamp())

    def add_records(self, references):
        """Add records to the review and return them; one more record comes before them."""
        search = self.import_search("TY  - JOUR\nTI  - Something else altogether\nER  -\n")
        keep_records(search=search, references=references)
        return list(Record.objects.filter(search=search).order_by("number"))[1:]

    def screen(self, record, verdict, by=None, **more):
        return screen(record=record, verdict=verdict, **more, **self.stamp(by))

    def decision_on(self, record):
        return next(decision for decision in screening_decisions(self.review) if decision.record == record.pk)

    def flow(self):
        return flow_of(self.review)


def refusal_code(act):
    """Return the code with which an action is refused."""
    with pytest.raises(ActionError) as refused:
        act()
    return refused.value.code


PICO = {"population": "Farmers", "intervention": "Walks", "outcome": "Sleep"}


def add_protocol(review, **changes):
    fields = {
        "framework": "pico",
        "elements": PICO,
        "include": "Trials",
        "exclude": "",
        "plan": "",
        "why": "",
        "language": "en",
    }
    return write_protocol(review=review.review, **{**fields, **changes}, **review.stamp())


def make_study(review, record):
    review.screen(record, "include")
    note_retrieval(record=record, state="available", **review.stamp())
    screen_full_text(record=record, verdict="include", **review.stamp())
    return include_study(record=record, **review.stamp())


MEANS = {"mean1": 4.0, "sd1": 2.0, "n1": 40, "mean2": 5.0, "sd2": 2.0, "n2": 40}
FACTS = {
    "design": "trial",
    "approach": "peers",
    "done": "Calls",
    "people": "40",
    "power": "2",
    "equity": ["age"],
}


class ReviewWithStudies(Review):
    """A review with studies and an outcome."""

    def __init__(self, universe, number=3):
        super().__init__(universe)
        self.studies = [
            add_study(
                review=self.review,
                reference=Reference(f"Study {i}", f"Price {i}, A.", 2000 + i),
                **self.stamp(),
            )
            for i in range(number)
        ]
        self.outcome = self.name_outcome()

    def name_outcome(self, measure="SMD", higher_is_better=False):
        return add_outcome(
            review=self.review,
            name=("Loneliness", "Unigrwydd"),
            measure=measure,
            higher_is_better=higher_is_better,
            **self.stamp(),
        )

    def add_reading(self, study, numbers=MEANS, effect_format="means", by=None, label="", outcome=None):
        return add_effect(
            outcome=outcome or self.outcome,
            study=study,
            label=label,
            effect_format=effect_format,
            numbers=numbers,
            **self.stamp(by),
        )

    def add_estimates(self, *intervals):
        for study, (estimate, low, high) in zip(self.studies, intervals, strict=False):
            self.add_reading(study, {"estimate": estimate, "low": low, "high": high}, "estimate")

    def fill_sheet(self, study, form, answers, by=None, *, is_consensus=False):
        return fill_sheet(
            study=study, form=form, answers=answers, sources={}, is_consensus=is_consensus, **self.stamp(by)
        )

    def require_two_reviewers(self):
        plan_screening(review=self.review, people=2, **self.stamp())

    def effects(self):
        return effects_of(self.review, outcome=self.outcome)

    def summary(self):
        return summarise(self.outcome, self.effects(), {})

    @property
    def base(self):
        return f"{BASE}{self.review.pk}/"


def add_finding(review, **more):
    fields = {"text": ("It helps.", "Mae'n helpu."), "certainty": "low", "studies": review.studies[:1]} | more
    return write_finding(review=review.review, **fields, **review.stamp())
