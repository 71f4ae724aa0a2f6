from cyfran.deliver.outcomes import actions

PUBLIC_PAGES = ["partnerships/dyffryn-gwynlas/outcomes/"]
MEMBER_PAGES = ["outcomes/add/"]


def addresses(universe, now):
    outcome = universe.partnership.commitments.first().shared_outcomes.first().outcomes.first()
    return {"outcomes": {"slug": universe.partnership.slug, "pk": outcome.pk}}


def lists(universe):
    return [f"/en/partnerships/{universe.partnership.slug}/outcomes/"]


def add_rows(universe, rows, names, by_officer):
    rows["outcome"] = actions.measure(
        shared_outcome=rows["shared_outcome"],
        commitments=[rows["commitment"]],
        kind="share",
        numerator=names,
        denominator=names,
        source=names,
        higher_is_better=True,
        **by_officer,
    )
    actions.observe(
        outcome=rows["outcome"], group=None, on=by_officer["at"].date(), value=5, out_of=10, **by_officer
    )
