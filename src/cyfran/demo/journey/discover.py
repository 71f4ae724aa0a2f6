"""Step 1: what is known."""

from cyfran.core.accounts.models import User
from cyfran.demo.journey.records import (
    kept_of_full_texts,
    read_in_full,
    searched_and_read,
    taken_from_studies,
    what_the_title_says,
)
from cyfran.demo.telling import both, content, day
from cyfran.discover.evidence import actions as evidence
from cyfran.discover.evidence.exchange import Reference
from cyfran.discover.evidence.models import Finding
from cyfran.ground.partnerships.models import Partnership


def reviewed(told: dict, partnership: Partnership, evaluator: User) -> dict[str, Finding]:
    review = evidence.begin_review(
        partnership=partnership, question=both(told["question"]), by=evaluator, at=day(2025, 2, 12)
    )
    records = content("records")
    named = [
        Reference(
            study["title"],
            study["authors"],
            study["year"],
            study["source"],
            volume="1",
            pages=str(10 * place),
            abstract=records["relevant"]["words"],
        )
        for place, study in enumerate(told["studies"], start=1)
    ]
    searched_and_read(records, named, review, evaluator)
    read = read_in_full(records, review, evaluator)
    telling = [study for study in read if all(what_the_title_says(records, study))][:9]
    outcome = taken_from_studies(records, telling, evaluator)
    passages = kept_of_full_texts(told["studies"], read, evaluator)
    studies = dict(zip((study["key"] for study in told["studies"]), read, strict=False))
    return {
        finding["key"]: evidence.write_finding(
            review=review,
            text=both(finding),
            certainty=finding["certainty"],
            studies=[studies[key] for key in finding["studies"]] or telling,
            outcome=outcome if finding["key"] == "lonely" else None,
            concerns=finding["concerns"],
            why=finding.get("why", ""),
            passages=[passage for key in finding["studies"] for passage in passages[key]],
            by=evaluator,
            at=day(2025, 4, 28),
        )
        for finding in told["findings"]
    }
