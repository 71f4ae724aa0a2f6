from cyfran.learn.framework import actions

PUBLIC_PAGES = ["partnerships/dyffryn-gwynlas/framework/"]


PRESSED = {
    "framework:open": {"facilitator", "officer", "evaluator"},
    "framework:take_step": {"facilitator", "officer", "evaluator"},
}
ONLY_POSTED = {"framework:agree_level"}


def addresses(universe, now):
    assessment = universe.partnership.assessments.get()
    return {
        "framework": {
            "slug": universe.partnership.slug,
            "pk": assessment.pk,
            "level_pk": assessment.pk,
            "assessor_pk": assessment.assessors.first().pk,
            "strand_id": "INV",
            "criterion": "INV1",
        }
    }


def lists(universe):
    return [f"/en/partnerships/{universe.partnership.slug}/framework/"]


def add_rows(universe, rows, names, by_officer):
    actions.open_assessment(partnership=universe.partnership, **by_officer)
