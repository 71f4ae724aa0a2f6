from datetime import date

from cyfran.core.files.actions import start_import, update_import_status
from cyfran.core.files.models import ImportJob
from cyfran.core.references import Reference
from cyfran.discover.evidence.searches import actions
from cyfran.discover.evidence.searches.analysis import CandidateDuplicate
from cyfran.discover.evidence.searches.queries import decided_duplicates
from tests.examples.reviews import review_path

PRESSED = {
    "searches:withdraw": {"facilitator", "officer", "evaluator"},
    "searches:settle_duplicate": {"facilitator", "officer", "evaluator"},
}


def addresses(universe, now):
    review = universe.partnership.reviews.get()
    pair = decided_duplicates(review).first()
    of_review = {"slug": universe.partnership.slug, "pk": review.pk}
    return {"searches": of_review | {"search_pk": pair.first.search_id, "pair_pk": pair.pk}}


def lists(universe):
    return [f"{review_path(universe)}{page}/" for page in ("searches", "duplicates")]


def add_rows(universe, rows, names, by_officer):
    """A search with four records, two of which may be duplicates."""
    review, at = universe.partnership.reviews.get(), by_officer["at"]
    import_job = start_import(uploads=[], purpose="references", within=review.partnership_id, **by_officer)
    update_import_status(import_job, ImportJob.ImportOutcome.DONE, at=at)
    search = actions.record_search(
        review=review,
        source="A",
        method="database",
        searched_on=date(2026, 1, 1),
        query="",
        hits=None,
        import_job=import_job,
        **by_officer,
    )
    references = [Reference(f"Record {number} of {search.pk}") for number in range(4)]
    actions.keep_records(search=search, references=references)
    rows["records"] = list(search.records.order_by("number"))
    third, fourth = rows["records"][2:]
    pairs = [CandidateDuplicate(third.pk, fourth.pk, 0.6, False, ("title",))]
    actions.save_candidate_duplicates(review=review, pairs=pairs, at=at)
