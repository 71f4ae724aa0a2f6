from cyfran.define.insights import actions

PUBLIC_PAGES = ["partnerships/dyffryn-gwynlas/insights/"]
MEMBER_PAGES = ["insights/themes/add/", "insights/add/", "insights/challenges/add/", "insights/outcomes/add/"]


BOTH_SIDES = {"member", "connector", "facilitator", "officer", "commissioner", "board"}
PRESSED = {
    "insights:agree_challenge": BOTH_SIDES,
    "insights:agree_outcome": BOTH_SIDES,
    "insights:take_back_challenge": {"member", "connector", "facilitator", "officer", "evaluator"},
    "insights:take_back_outcome": {"member", "connector", "facilitator", "officer", "evaluator"},
    "insights:remove_tag": {"member", "connector", "facilitator", "officer", "evaluator"},
}
ERASED = {"insights.Tagging", "insights.Citation"}


def addresses(universe, now):
    of_partnership = {"slug": universe.partnership.slug}
    shared_outcome = universe.partnership.commitments.first().shared_outcomes.first()
    challenge = universe.partnership.challenges.first()
    return {
        "insights": of_partnership | {"pk": universe.partnership.themes.first().pk},
        "insights:agree_outcome": of_partnership | {"pk": shared_outcome.pk},
        "insights:take_back_challenge": of_partnership | {"pk": challenge.pk},
        "insights:word_challenge": of_partnership | {"pk": challenge.pk},
        "insights:take_back_outcome": of_partnership | {"pk": shared_outcome.pk},
        "insights:word_outcome": of_partnership | {"pk": shared_outcome.pk},
    }


def lists(universe):
    insights = f"/en/partnerships/{universe.partnership.slug}/insights/"
    return [insights, f"{insights}themes/{universe.partnership.themes.first().pk}/"]


def add_rows(universe, rows, names, by_officer):
    partnership, theme = universe.partnership, universe.partnership.themes.first()
    actions.tag_statements(theme=theme, statements=[rows["statement"]], **by_officer)
    actions.name_theme(partnership=partnership, name=names, **by_officer)
    rows["theme"] = theme
    rows["insight"] = actions.write_insight(
        partnership=partnership,
        text=names,
        themes=[theme],
        statements=[rows["statement"]],
        findings=[rows["finding"]],
        **by_officer,
    )
    challenge = actions.propose_challenge(
        partnership=partnership, text=names, insights=[rows["insight"]], **by_officer
    )
    rows["shared_outcome"] = actions.propose_outcome(
        partnership=partnership, text=names, challenges=[challenge], **by_officer
    )
