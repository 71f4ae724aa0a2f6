"""Step 2: nine events, 63 postcards and 41 talks. With 128 voters they make 403 people known by area."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from cyfran.core.accounts.models import User
from cyfran.demo.telling import content, day, morning, text_pair
from cyfran.discover.conversations import actions as conversations
from cyfran.discover.conversations.models import Statement
from cyfran.discover.events import actions as events
from cyfran.discover.events.actions.planning import EventPlan
from cyfran.discover.events.actions.recording import RecordedWords
from cyfran.discover.events.models import Event
from cyfran.discover.events.queries import agenda, preset
from cyfran.discover.rooms import actions as rooms
from cyfran.discover.rooms.models import Room
from cyfran.ground.partnerships import actions as partnerships
from cyfran.ground.partnerships.models import Partnership, Side
from cyfran.ground.people.actions import record_circumstances
from cyfran.ground.people.models import Participant
from cyfran.ground.people.queries import circumstances_of, consent_text
from cyfran.ground.places.models import Place


@dataclass
class Listening:
    """Statements with the keys of their themes (``tagged``), those of cards in order, and some by key."""

    tagged: list[tuple[Statement, set[str]]] = field(default_factory=list)
    cards: list[Statement] = field(default_factory=list)
    by_key: dict[str, Statement] = field(default_factory=dict)


def collect_statements(postcards: dict, partnership: Partnership, users: dict[str, User]) -> Listening:
    script, collected = content("listening"), Listening()
    events_held = _hold_events(script, partnership, users, collected)
    _follow_up(script, events_held, users)
    _type_in_postcards(postcards, script, partnership, users, collected)
    _record_talks(script, partnership, users, collected)
    return collected


def _parse_line(line: str, themes_by_letter: dict[str, str]) -> tuple[str, set[str], bool, str]:
    """Parse ``cy wl+ words`` into language, theme keys, whether it may be quoted, and text."""
    language, marks, text = line.split(" ", 2)
    return (
        language,
        {themes_by_letter[mark] for mark in marks if mark in themes_by_letter},
        marks.endswith("+"),
        text,
    )


# --- Events ---------------------------------------------------------------------------------------------------


def _hold_events(
    script: dict, partnership: Partnership, users: dict[str, User], collected: Listening
) -> dict[str, Event]:
    events_held: dict[str, Event] = {}
    attended: list[Participant] = []
    for entry in script["events"]:
        event = _plan_event(script["shared"], entry, partnership, users)
        attended += _record_attendance(entry, event, attended, users["facilitator"])
        _record_statements(script["letters"], entry, event, users["facilitator"], collected)
        held_at = event.ends_at + timedelta(hours=1)
        events.set_state(event=event, state="held", by=users["facilitator"], at=held_at)
        events_held[entry["key"]] = event
    return events_held


def plan_coming_event(partnership: Partnership, users: dict[str, User], at: datetime) -> Room:
    """Plan an event three weeks ahead, and open its live room, so that people can sign up and try the room."""
    script = content("listening")
    entry = script["coming"] | {"day": (at + timedelta(days=21)).date()}
    details = {"by": users["officer"], "at": at}
    event = _plan_event(script["shared"], entry, partnership, users)
    groups = {group.name_en: group for group in partnership.priority_groups.all()}
    for name, number in entry["kept"].items():
        events.reserve_places(event=event, group=groups[name], number=number, **details)
    room = rooms.open_room(event=event, moderated=True, tables=entry["tables"], **details)
    rooms.ask(room=room, item=agenda(event).filter(conversation__isnull=False).first(), **details)
    return room


def _plan(shared: dict, entry: dict, partnership: Partnership) -> EventPlan:
    begins = morning(entry["day"]).replace(hour=entry["begins"])
    template = preset(entry["preset"])
    purpose = "To hear how people get help with distress, what gets in the way, and what helps already."
    pwrpas = (
        "Clywed sut mae pobl yn cael help gyda thrallod, beth sy'n eu rhwystro, a beth sy'n helpu'n barod."
    )
    return EventPlan(
        kind=template["kind"],
        name=text_pair(entry),
        purpose=(purpose, pwrpas),
        what_can_change=text_pair(shared["what_can_change"]),
        starts_at=begins,
        ends_at=entry.get("ends_at", begins + timedelta(minutes=template["minutes"])),
        venue=text_pair(entry["venue"]),
        main_language=entry["leads"],
        safeguarding_lead=shared["safeguarding"]["lead"],
        safeguarding_contact=shared["safeguarding"]["contact"],
        place=Place.objects.filter(code=entry["area"]).first(),
        host=partnership.organisations.filter(side=Side.COMMUNITY).earliest("name_en"),
        capacity=template["capacity"],
        getting_there=text_pair(shared["getting_there"]),
        support_offered=text_pair(shared["support_offered"]),
        invited_by=text_pair(shared["invited_by"]),
    )


def _plan_event(shared: dict, entry: dict, partnership: Partnership, users: dict[str, User]) -> Event:
    plan = _plan(shared, entry, partnership)
    details = {"by": users["officer"], "at": plan.starts_at - timedelta(days=7)}
    template_agenda = preset(entry["preset"])["agenda"]
    event = events.plan(partnership=partnership, plan=plan, agenda=template_agenda, **details)
    events.set_state(event=event, state="announced", **details)
    for need, detail, status in entry["needs"]:
        access_need = events.add_access_need(event=event, need=need, detail=detail, **details)
        events.resolve_need(need=access_need, status=status, **details)
    return event


def _record_attendance(
    entry: dict, event: Event, attended_before: list[Participant], facilitator: User
) -> list[Participant]:
    """Record newcomers by area, and as many who had attended before as are missing; return the newcomers."""
    tables, details = entry["tables"], {"by": facilitator, "at": event.starts_at}
    newcomers: list[Participant] = []
    for number, (area, people) in enumerate(entry["came"].items()):
        table = number % tables + 1 if tables else None
        if area == entry.get("voter_from"):
            newcomers.append(_record_voter(event, area, table, details))
            people -= 1
        newcomers += events.record_walk_ins(
            event=event, number=people, language=entry["leads"], area=area, table=table, **details
        )
    returning = attended_before[: entry["people"] - len(newcomers)]
    for participant in returning:
        events.record_attendance(event=event, participant=participant, **details)
    for participant in (newcomers + returning)[: entry["left_early"]]:
        events.record_attendance(event=event, participant=participant, left_early=True, **details)
    return newcomers


def _record_voter(event: Event, area: str, table: int | None, details: dict) -> Participant:
    """Record the attendance of the one voter without an area, who tells it here."""
    conversation = event.partnership.conversations.earliest("began_at")
    voters = (
        participation.participant
        for participation in conversation.participations.select_related("participant")
    )
    voter = next(voter for voter in voters if not circumstances_of(voter))
    record_circumstances(participant=voter, answers={"area": area}, at=details["at"])
    events.record_attendance(event=event, participant=voter, table=table, **details)
    return voter


def _record_statements(
    themes_by_letter: dict, entry: dict, event: Event, facilitator: User, collected: Listening
) -> None:
    items = {item.number: item for item in agenda(event)}
    details = {"by": facilitator, "at": event.ends_at}
    for number, table, dots, line, *key in entry["said"]:
        language, themes, may_quote, text = _parse_line(line, themes_by_letter)
        words = RecordedWords(text, language, may_quote, table=table or None, dots=dots)
        statement = events.contribute(
            item=items[number], words=words, consent_text=consent_text(), **details
        ).statement
        collected.tagged.append((statement, themes))
        collected.by_key |= dict.fromkeys(key, statement)
    for number, table, moment in entry.get("marks", []):
        events.record_moment(item=items[number], moment=moment, table=table, **details)
    if "promise" in entry:
        promise = entry["promise"]
        events.note_promise(
            event=event, text=promise["text"], language=promise["in"], side=promise["side"], **details
        )


def _follow_up(script: dict, events_held: dict[str, Event], users: dict[str, User]) -> None:
    """Add what follows an event: pulse, reflection, expense claims, and both sides' power assessments."""
    last, facilitator = events_held["sense"], users["facilitator"]
    details = {"by": facilitator, "at": last.ends_at}
    for question, counts in script["pulse"].items():
        events.count_pulse(event=last, question=question, counts=dict(enumerate(counts, start=1)), **details)
    reflection = script["reflection"]
    events.reflect(event=last, text=reflection["text"], language=reflection["in"], shared=True, **details)
    for reference, item_claimed, amount, key, days in script["claims"]:
        _add_claim(events_held[key], reference, item_claimed, Decimal(str(amount)), days, users["officer"])
    for side, role in ((Side.INSTITUTION, "officer"), (Side.COMMUNITY, "member")):
        partnerships.record_power(
            topic=last.topic,
            side=side,
            topic_set_by="jointly",
            method_set_by="jointly",
            decides="jointly",
            promised_level=script["power"]["promised"],
            actual_level=script["power"][f"actual_{side}"],
            by=users[role],
            at=last.ends_at + timedelta(days=3),
        )


def _add_claim(
    event: Event, reference: str, item_claimed: str, amount: Decimal, days: int | None, officer: User
) -> None:
    claimed_on = event.ends_at.date()
    claim = events.claim(
        event=event,
        reference=reference,
        what=item_claimed,
        amount=amount,
        claimed_on=claimed_on,
        by=officer,
        at=event.ends_at,
    )
    if days is not None:
        paid_on = claimed_on + timedelta(days=days)
        events.pay(claim=claim, paid_on=paid_on, by=officer, at=morning(paid_on))


# --- Postcards and talks ------------------------------------------------------------------------------------------


def _areas(counts: dict[str, int]) -> Iterator[str]:
    return (area for area, number in counts.items() for _ in range(number))


def _type_in_postcards(
    postcards: dict, script: dict, partnership: Partnership, users: dict[str, User], collected: Listening
) -> None:
    """Add the postcards, each with a paper code, as typed in by the facilitator."""
    facilitator, at = users["facilitator"], day(2025, 4, 7)
    conversation = conversations.begin_conversation(
        partnership=partnership, question=text_pair(postcards["question"]), by=users["officer"], at=at
    )
    seed, translation = text_pair(postcards["seed"])
    conversations.add_seed(
        conversation=conversation, text=seed, language="en", translation=translation, by=facilitator, at=at
    )
    conversations.set_state(conversation=conversation, state="open", by=facilitator, at=day(2025, 4, 8))
    written = [
        (entry["in"], set(entry["themes"]), entry["quote"], entry["text"]) for entry in postcards["said"]
    ]
    written += [_parse_line(line, script["letters"]) for line in script["cards"]]
    codes = conversations.issue_paper_codes(
        conversation=conversation, how_many=len(written), by=facilitator, at=day(2025, 4, 8)
    )
    for code, area, (language, themes, may_quote, text) in zip(
        codes, _areas(script["card_areas"]), written, strict=True
    ):
        card = conversations.write_down(
            conversation=conversation,
            code=code,
            text=text,
            language=language,
            consent_text=consent_text(),
            given={"record", "quote"} if may_quote else {"record"},
            by=facilitator,
            at=day(2025, 5, 6),
        )
        record_circumstances(participant=card.author.participant, answers={"area": area}, at=day(2025, 5, 6))
        conversations.decide(
            statement=card, accepted=True, ground="fits", reason="", by=facilitator, at=day(2025, 5, 7)
        )
        collected.cards.append(card)
        collected.tagged.append((card, themes))
    conversations.set_state(conversation=conversation, state="closed", by=facilitator, at=day(2025, 5, 31))


def _record_talks(
    script: dict, partnership: Partnership, users: dict[str, User], collected: Listening
) -> None:
    """Add the connector's talks with single people as contributions to one event."""
    talks, connector = script["talks"], users["connector"]
    entry = talks | {
        "day": morning(datetime(2025, 3, 17, tzinfo=UTC).date()),
        "begins": 9,
        "preset": "talks",
        "leads": "cy",
        "area": "",
        "needs": [],
        "ends_at": day(2025, 5, 25, 17),
    }
    event = _plan_event(script["shared"], entry, partnership, users)
    item = agenda(event).get()
    for number, (line, area) in enumerate(zip(talks["said"], _areas(talks["area"]), strict=True)):
        language, themes, may_quote, text = _parse_line(line, script["letters"])
        at = day(2025, 3, 17) + timedelta(days=1.6 * number)
        words = RecordedWords(text, language, may_quote, verbatim=False, by_phone=number % 3 == 0)
        statement = events.contribute(
            item=item, words=words, consent_text=consent_text(), by=connector, at=at
        ).statement
        record_circumstances(participant=statement.author.participant, answers={"area": area}, at=at)
        conversations.decide(
            statement=statement,
            accepted=True,
            ground="fits",
            reason="",
            by=users["facilitator"],
            at=at + timedelta(days=1),
        )
        collected.tagged.append((statement, themes))
    events.set_state(event=event, state="held", by=users["facilitator"], at=day(2025, 5, 26))
