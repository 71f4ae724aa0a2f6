from cyfran.develop.proposals import actions
from tests.examples.insights import BOTH_SIDES

PUBLIC_PAGES = ["partnerships/dyffryn-gwynlas/proposals/"]
MEMBER_PAGES = ["proposals/add/", "proposals/ideas/add/", "proposals/decisions/add/"]


PRESSED = {
    "proposals:agree_rule": BOTH_SIDES,
    "proposals:withdraw_decision": {"facilitator", "officer"},
}


def addresses(universe, now):
    of_partnership = {"slug": universe.partnership.slug}
    decision = of_partnership | {"pk": universe.partnership.decisions.get().pk}
    proposal = universe.partnership.challenges.get().proposals.first()
    of_decision = ("decision", "record_result", "agree_rule", "withdraw_decision", "object_to")
    return {
        "proposals": of_partnership | {"pk": proposal.pk},
        **{f"proposals:{page}": decision for page in of_decision},
    }


def lists(universe):
    return [f"/en/partnerships/{universe.partnership.slug}/proposals/"]


def add_rows(universe, rows, names, by_officer):
    agreed = universe.partnership.challenges.order_by("at").first()
    idea = actions.add_idea(challenge=agreed, text=names[0], language="en", **by_officer)
    proposal = actions.write_proposal(
        challenge=agreed, title=names, plan=names, cost=1, ideas=[idea], **by_officer
    )
    actions.open_decision(
        partnership=universe.partnership,
        question=names,
        rule=names,
        decides="jointly",
        options=[proposal],
        **by_officer,
    )
