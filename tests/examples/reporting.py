from tests.examples.reviews import review_path


def addresses(universe, now):
    review = universe.partnership.reviews.get()
    return {"reporting": {"slug": universe.partnership.slug, "pk": review.pk}}


def lists(universe):
    return [f"{review_path(universe)}{page}" for page in ("", "flow/", "map/", "report/")]
