from cyfran.deliver.commitments import actions

PUBLIC_PAGES = [
    "partnerships/dyffryn-gwynlas/commitments/",
    "partnerships/dyffryn-gwynlas/commitments/feedback/",
]
MEMBER_PAGES = ["commitments/add/"]


PRESSED = {"commitments:accept": {"commissioner", "facilitator"}}  # the two owners of the first commitment


def addresses(universe, now):
    of_partnership = {"slug": universe.partnership.slug}
    return {
        "commitments": of_partnership | {"pk": universe.partnership.commitments.first().pk},
        "commitments:give_feedback": of_partnership | {"pk": universe.partnership.themes.first().pk},
    }


def lists(universe):
    commitments = f"/en/partnerships/{universe.partnership.slug}/commitments/"
    return [commitments, f"{commitments}feedback/"]


def add_rows(universe, rows, names, by_officer):
    commitment = actions.make_commitment(
        partnership=universe.partnership,
        text=names,
        insights=[rows["insight"]],
        institution_owner=universe.users["board"],
        community_owner=universe.users["member"],
        first_due=by_officer["at"].date(),
        **by_officer,
    )
    actions.give_feedback(
        theme=rows["theme"], answer="heard", text=names, commitments=[commitment], **by_officer
    )
    rows["commitment"] = commitment
