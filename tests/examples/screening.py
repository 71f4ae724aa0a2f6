from cyfran.discover.evidence.screening import actions
from cyfran.discover.evidence.screening.queries import current_stop, next_record_for
from tests.examples.reviews import review_path

PRESSED = {"screening:resume": {"facilitator", "officer", "evaluator"}}


def addresses(universe, now):
    """The review of the story, in which screening goes on."""
    review, officer = universe.partnership.reviews.get(), universe.users["officer"]
    actions.stop_screening(review=review, stopped=False, by=officer, at=now)
    record = next_record_for(review, officer)
    return {"screening": {"slug": universe.partnership.slug, "pk": review.pk, "record_pk": record.pk}}


def lists(universe):
    pages = ("screening", "screening/mine", "screening/disagreements")
    return [f"{review_path(universe)}{page}/" for page in pages]


def add_rows(universe, rows, names, by_officer):
    """A record that is included, and one of which a reviewer is not sure."""
    review = universe.partnership.reviews.get()
    if current_stop(review):
        actions.stop_screening(review=review, stopped=False, **by_officer)
    first, second, *_ = rows["records"]
    actions.screen(record=first, verdict="include", **by_officer)
    actions.screen(record=second, verdict="unsure", **by_officer)
