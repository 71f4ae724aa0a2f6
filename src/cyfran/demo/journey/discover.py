"""Step 1: the evidence review."""

from cyfran.core.accounts.models import User
from cyfran.core.references import Reference
from cyfran.demo.journey.records import (
    design_and_approach,
    extract_effects,
    keep_full_texts,
    screen_full_texts,
    search_and_screen,
)
from cyfran.demo.telling import content, day, text_pair
from cyfran.discover.evidence.reviews.actions import begin_review
from cyfran.discover.evidence.synthesis.actions import write_finding
from cyfran.discover.evidence.synthesis.models import Finding
from cyfran.ground.partnerships.models import Partnership


def make_review(script: dict, partnership: Partnership, evaluator: User) -> dict[str, Finding]:
    review = begin_review(
        partnership=partnership, question=text_pair(script["question"]), by=evaluator, at=day(2025, 2, 12)
    )
    records = content("records")
    references = [
        Reference(
            study["title"],
            study["authors"],
            study["year"],
            study["source"],
            volume="1",
            pages=str(10 * number),
            abstract=records["relevant"]["words"],
        )
        for number, study in enumerate(script["studies"], start=1)
    ]
    search_and_screen(records, references, review, evaluator)
    studies_in_order = screen_full_texts(records, review, evaluator)
    loneliness_studies = [study for study in studies_in_order if all(design_and_approach(records, study))][:9]
    outcome = extract_effects(records, loneliness_studies, evaluator)
    passages = keep_full_texts(script["studies"], studies_in_order, evaluator)
    studies = dict(zip((study["key"] for study in script["studies"]), studies_in_order, strict=False))
    return {
        finding["key"]: write_finding(
            review=review,
            text=text_pair(finding),
            certainty=finding["certainty"],
            studies=[studies[key] for key in finding["studies"]] or loneliness_studies,
            outcome=outcome if finding["key"] == "lonely" else None,
            concerns=finding["concerns"],
            why=finding.get("why", ""),
            passages=[passage for key in finding["studies"] for passage in passages[key]],
            by=evaluator,
            at=day(2025, 4, 28),
        )
        for finding in script["findings"]
    }
