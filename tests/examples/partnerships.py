from datetime import timedelta

from cyfran.ground.partnerships import actions

PUBLIC_PAGES = [
    "",
    "partnerships/",
    "partnerships/dyffryn-gwynlas/",
    "partnerships/dyffryn-gwynlas/charter/",
    "partnerships/dyffryn-gwynlas/gates/",
    "partnerships/dyffryn-gwynlas/power/",
]
MEMBER_PAGES = [
    "members/",
    "members/add/",
    "log/",
    "organisations/add/",
    "priority-groups/add/",
    "change/",
    "charter/change/",
    "gates/return/",
    "gates/define/approve/",
    "gates/define/dates/",
    "power/add/",
    "texts/",
    "thread/gaps/",
]

PRESSED = {
    "partnerships:remove_organisation": {"officer"},
    "partnerships:remove_group": {"officer"},
    "partnerships:remove": {"officer", "facilitator"},
}


def addresses(universe, now):
    partnership = universe.partnership
    of_partnership = {"slug": partnership.slug}
    actions.set_phase_dates(
        partnership=partnership,
        phase="learn",
        opens_on=None,
        closes_on=now.date() - timedelta(days=400),
        by=universe.users["officer"],
        at=now,
    )
    insight = of_partnership | {"kind": "insight", "pk": partnership.insights.first().pk}
    return {
        "partnerships": of_partnership,
        "partnerships:thread": insight,
        "partnerships:thread_data": insight,
        "partnerships:correct": insight,
        "partnerships:remove": of_partnership
        | {"kind": "power-topic", "pk": partnership.power_topics.first().pk},
        "partnerships:change_organisation": of_partnership | {"pk": partnership.organisations.first().pk},
        "partnerships:remove_organisation": of_partnership | {"pk": partnership.organisations.first().pk},
        "partnerships:change_group": of_partnership | {"pk": partnership.priority_groups.first().pk},
        "partnerships:remove_group": of_partnership | {"pk": partnership.priority_groups.first().pk},
        "partnerships:approve_phase": of_partnership | {"phase": "define"},
        "partnerships:set_phase_dates": of_partnership | {"phase": "define"},
        "partnerships:phase_exception": of_partnership | {"phase": "learn"},
        "partnerships:record_power": of_partnership | {"pk": partnership.power_topics.earliest("at").pk},
        "partnerships:remove_member": of_partnership | {"pk": partnership.memberships.latest("joined_at").pk},
    }


HOME = "/en/partnerships/dyffryn-gwynlas/"
MOST_QUERIES = {
    HOME: 73,
    f"{HOME}thread/gaps/": 34,
    f"{HOME}texts/": 24,
}  # every chapter shows something there


def lists(universe):
    pages = ("", "members/", "power/", "gates/", "texts/", "thread/gaps/")
    return ["/en/", "/en/partnerships/", *(HOME + page for page in pages)]


def add_rows(universe, rows, names, by_officer):
    partnership = universe.partnership
    slug = names[0].lower()
    actions.begin_partnership(
        slug=slug,
        name=names,
        purpose=names,
        place=partnership.place,
        by=universe.operator,
        at=by_officer["at"],
    )
    actions.add_organisation(partnership=partnership, name=names, side="community", **by_officer)
    actions.name_priority_group(partnership=partnership, name=names, reason=names, **by_officer)
    actions.name_power_topic(partnership=partnership, name=names, **by_officer)
    actions.add_member(
        partnership=partnership,
        email=f"{slug}@example.org",
        name="N",
        language="en",
        role="member",
        side="community",
        organisation=None,
        **by_officer,
    )
