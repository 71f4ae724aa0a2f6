PUBLIC_PAGES = ["partnerships/dyffryn-gwynlas/evidence/"]
MEMBER_PAGES = ["evidence/add/"]


def addresses(universe, now):
    review = universe.partnership.reviews.get()
    return {"reviews": {"slug": universe.partnership.slug, "pk": review.pk, "framework": "pico"}}


def review_path(universe):
    return f"/en/partnerships/{universe.partnership.slug}/evidence/{universe.partnership.reviews.get().pk}/"


def lists(universe):
    return [
        f"/en/partnerships/{universe.partnership.slug}/evidence/",
        f"{review_path(universe)}protocol/",
    ]
