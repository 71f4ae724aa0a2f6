from cyfran.learn.library import actions

PUBLIC_PAGES = ["library/", "partnerships/dyffryn-gwynlas/learning/"]
MEMBER_PAGES = ["learning/add/"]


def addresses(universe, now):
    return {"library": {"slug": universe.partnership.slug, "pk": universe.partnership.learning.first().pk}}


def lists(universe):
    return [f"/en/partnerships/{universe.partnership.slug}/learning/", "/en/library/"]


def add_rows(universe, rows, names, by_officer):
    actions.write_down_learning(
        partnership=universe.partnership,
        texts=dict.fromkeys(actions.TEXTS, names),
        verdict="yes",
        topic="access",
        strand="INV",
        outcomes=[rows["outcome"]],
        commitments=[],
        **by_officer,
    )
