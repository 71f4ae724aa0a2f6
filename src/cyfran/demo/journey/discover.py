"""Step 1: what is known."""

from cyfran.core.accounts.models import User
from cyfran.demo.journey.records import more_studies, searched_and_read
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
    searched_and_read(records, review, evaluator)
    studies = {
        study["key"]: evidence.add_study(
            review=review,
            reference=Reference(study["title"], study["authors"], study["year"], study["source"]),
            by=evaluator,
            at=day(2025, 4, 2),
        )
        for study in told["studies"]
    }
    more_studies(records, review, evaluator)
    return {
        finding["key"]: evidence.write_finding(
            review=review,
            text=both(finding),
            certainty=finding["certainty"],
            studies=[studies[key] for key in finding["studies"]],
            by=evaluator,
            at=day(2025, 4, 28),
        )
        for finding in told["findings"]
    }
