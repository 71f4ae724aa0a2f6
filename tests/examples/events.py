from datetime import timedelta

from PIL import Image

from cyfran.core.pictures import as_jpeg
from cyfran.discover.events import actions
from cyfran.discover.events.actions.planning import EventPlan
from cyfran.discover.events.actions.recording import RecordedWords
from cyfran.discover.events.tasks import place_token
from cyfran.ground.people.queries import consent_text

PUBLIC_PAGES = ["partnerships/dyffryn-gwynlas/events/"]
MEMBER_PAGES = ["events/add/", "events/add/workshop/"]


PRESSED = {
    "events:change_state": {"facilitator", "officer"},
    "events:remove_attendances": {"connector", "facilitator", "officer"},
    "events:remove_item": {"facilitator", "officer"},
    "events:withdraw_contribution": {"connector", "facilitator", "officer"},
    "events:remove_photo": {"connector", "facilitator", "officer"},
    "events:mark": {"connector", "facilitator", "officer"},
}
ERASED = {
    "events.Contribution",
    "events.Attendance",
    "events.SignUp",
    "events.SignUpState",
    "events.SignUpEmail",
}


def event_held(universe):
    return universe.partnership.events.get(name_en="A day to make sense of it")


def event_to_come(universe):
    return universe.partnership.events.get(name_en="An evening of results")


def addresses(universe, now):
    """An event that was held and one to come, and something on each of their pages."""
    held, officer = event_held(universe), universe.users["officer"]
    place = actions.sign_up(
        event=event_to_come(universe), participant=None, group=None, needs={}, email="", language="cy", at=now
    )
    picture = as_jpeg(Image.new("RGB", (20, 20)))
    photo = actions.keep_photo(event=held, picture=picture, name="sheet.jpg", table=1, by=officer, at=now)
    of_partnership = {"slug": universe.partnership.slug}
    to_come = of_partnership | {"pk": event_to_come(universe).pk}
    return {
        "events": of_partnership
        | {
            "pk": held.pk,
            "item_pk": held.agenda.first().pk,
            "need_pk": held.needs.first().pk,
            "statement_pk": held.contributions.first().statement_id,
            "number": held.attendances.first().pk,
            "claim_pk": held.claims.get(payment=None).pk,
            "photo_pk": photo.pk,
            "question": "heard",
            "preset": "workshop",
        },
        "events:sign_up": to_come,
        "events:my_place": to_come,
        "events-letters": {"token": place_token(place)},
    }


def lists(universe):
    events = f"/en/partnerships/{universe.partnership.slug}/events/"
    pages = ("agenda", "access", "attendance", "write-down", "contributions", "after", "kit")
    held = f"{events}{event_held(universe).pk}/"
    return [events, held, *(f"{held}{page}/" for page in pages)]


def add_rows(universe, rows, names, by_officer):
    at = by_officer["at"]
    plan = EventPlan(
        kind="workshop",
        name=names,
        purpose=names,
        what_can_change=names,
        starts_at=at,
        ends_at=at + timedelta(hours=2),
        venue=names,
        main_language="cy",
        safeguarding_lead="A",
        safeguarding_contact="B",
    )
    actions.plan(partnership=universe.partnership, plan=plan, agenda=[], **by_officer)
    held = event_held(universe)
    item = held.agenda.filter(conversation__isnull=False).first()
    words = RecordedWords(names[0], "cy", may_quote=True, table=3)
    actions.contribute(item=item, words=words, consent_text=consent_text(), **by_officer)
    actions.record_walk_ins(event=held, number=1, language="cy", table=3, **by_officer)
    actions.add_access_need(event=held, need="loop", detail="", **by_officer)
    actions.note_promise(event=held, text=names[0], language="cy", side="community", **by_officer)
    actions.reflect(event=held, text=names[0], language="cy", shared=True, **by_officer)
    actions.claim(event=held, reference=names[0], what="time", amount=5, claimed_on=at.date(), **by_officer)
    actions.add_item(event=held, minutes=5, exercise="close", **by_officer)
