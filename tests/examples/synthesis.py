from cyfran.discover.evidence.synthesis.actions import write_finding
from tests.examples.reviews import review_path


def addresses(universe, now):
    review = universe.partnership.reviews.get()
    return {
        "synthesis": {
            "slug": universe.partnership.slug,
            "pk": review.pk,
            "finding_pk": review.findings.first().pk,
            "outcome_pk": review.outcomes.first().pk,
        }
    }


def lists(universe):
    outcome = universe.partnership.reviews.get().outcomes.first()
    return [f"{review_path(universe)}outcomes/{outcome.pk}/"]


def add_rows(universe, rows, names, by_officer):
    rows["finding"] = write_finding(
        review=universe.partnership.reviews.get(),
        text=names,
        certainty="low",
        studies=[rows["study"]],
        **by_officer,
    )
