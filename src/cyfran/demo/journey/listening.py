"""Step 2: nine events, 63 postcards and 41 talks. With 128 of those who voted they are 403 people known by area."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from cyfran.core.accounts.models import User
from cyfran.demo.telling import both, content, day, morning
from cyfran.discover.conversations import actions as conversations
from cyfran.discover.conversations.models import Statement
from cyfran.discover.events import actions as events
from cyfran.discover.events.actions.planning import Plan
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
    """What was heard: with its themes, the cards in their order, and some words by their key."""

    tagged: list[tuple[Statement, set[str]]] = field(default_factory=list)
    cards: list[Statement] = field(default_factory=list)
    by_key: dict[str, Statement] = field(default_factory=dict)


def listened(on_cards: dict, partnership: Partnership, users: dict[str, User]) -> Listening:
    told, heard = content("listening"), Listening()
    held = _events(told, partnership, users, heard)
    _afterwards(told, held, users)
    _postcards(on_cards, told, partnership, users, heard)
    _talks(told, partnership, users, heard)
    return heard


def _read(line: str, letters: dict[str, str]) -> tuple[str, set[str], bool, str]:
    """``cy wl+ words`` is: language, themes by letter, may it be quoted, the words."""
    language, marks, text = line.split(" ", 2)
    return language, {letters[mark] for mark in marks if mark in letters}, marks.endswith("+"), text


# --- Events ---------------------------------------------------------------------------------------------------


def _events(
    told: dict, partnership: Partnership, users: dict[str, User], heard: Listening
) -> dict[str, Event]:
    held: dict[str, Event] = {}
    there: list[Participant] = []
    for facts in told["events"]:
        event = _planned(told["shared"], facts, partnership, users)
        there += _attended(facts, event, there, users["facilitator"])
        _said(told["letters"], facts, event, users["facilitator"], heard)
        over = event.ends_at + timedelta(hours=1)
        events.set_state(event=event, state="held", by=users["facilitator"], at=over)
        held[facts["key"]] = event
    return held


def coming(partnership: Partnership, users: dict[str, User], at: datetime) -> Room:
    """One evening is still to come, so that people can sign up for it and sit down in its live room."""
    told = content("listening")
    facts = told["coming"] | {"day": (at + timedelta(days=21)).date()}
    now = {"by": users["officer"], "at": at}
    event = _planned(told["shared"], facts, partnership, users)
    groups = {group.name_en: group for group in partnership.priority_groups.all()}
    for name, number in facts["kept"].items():
        events.keep_places(event=event, group=groups[name], number=number, **now)
    room = rooms.open_room(event=event, moderated=True, tables=facts["tables"], **now)
    rooms.ask(room=room, item=agenda(event).filter(conversation__isnull=False).first(), **now)
    return room


def _plan(shared: dict, facts: dict, partnership: Partnership) -> Plan:
    begins = morning(facts["day"]).replace(hour=facts["begins"])
    told = preset(facts["preset"])
    purpose = "To hear how people get help with distress, what gets in the way, and what helps already."
    pwrpas = (
        "Clywed sut mae pobl yn cael help gyda thrallod, beth sy'n eu rhwystro, a beth sy'n helpu'n barod."
    )
    return Plan(
        kind=told["kind"],
        name=both(facts),
        purpose=(purpose, pwrpas),
        what_can_change=both(shared["what_can_change"]),
        starts_at=begins,
        ends_at=facts.get("ends_at", begins + timedelta(minutes=told["minutes"])),
        venue=both(facts["venue"]),
        main_language=facts["leads"],
        safeguarding_lead=shared["safeguarding"]["lead"],
        safeguarding_contact=shared["safeguarding"]["contact"],
        place=Place.objects.filter(code=facts["area"]).first(),
        host=partnership.organisations.filter(side=Side.COMMUNITY).earliest("name_en"),
        capacity=told["capacity"],
        getting_there=both(shared["getting_there"]),
        support_offered=both(shared["support_offered"]),
        invited_by=both(shared["invited_by"]),
    )


def _planned(shared: dict, facts: dict, partnership: Partnership, users: dict[str, User]) -> Event:
    plan = _plan(shared, facts, partnership)
    by_officer = {"by": users["officer"], "at": plan.starts_at - timedelta(days=7)}
    agenda_told = preset(facts["preset"])["agenda"]
    event = events.plan(partnership=partnership, plan=plan, agenda=agenda_told, **by_officer)
    events.set_state(event=event, state="announced", **by_officer)
    for need, detail, status in facts["needs"]:
        asked = events.need_access(event=event, need=need, detail=detail, **by_officer)
        events.resolve_need(need=asked, status=status, **by_officer)
    return event


def _attended(facts: dict, event: Event, before: list[Participant], facilitator: User) -> list[Participant]:
    """Those who come for the first time, by area; then, from those who had been before, as many as are missing."""
    tables, now = facts["tables"], {"by": facilitator, "at": event.starts_at}
    new: list[Participant] = []
    for number, (area, people) in enumerate(facts["came"].items()):
        table = number % tables + 1 if tables else None
        if area == facts.get("voter_from"):
            new.append(_voter_came_too(event, area, table, now))
            people -= 1
        new += events.someone_came(
            event=event, number=people, language=facts["leads"], area=area, table=table, **now
        )
    again = before[: facts["people"] - len(new)]
    for participant in again:
        events.record_attendance(event=event, participant=participant, **now)
    for participant in (new + again)[: facts["left_early"]]:
        events.record_attendance(event=event, participant=participant, left_early=True, **now)
    return new


def _voter_came_too(event: Event, area: str, table: int | None, now: dict) -> Participant:
    """The one person who voted without saying where they live comes to the hall, and says it there."""
    conversation = event.partnership.conversations.earliest("began_at")
    voters = (p.participant for p in conversation.participations.select_related("participant"))
    voter = next(voter for voter in voters if not circumstances_of(voter))
    record_circumstances(participant=voter, answers={"area": area}, at=now["at"])
    events.record_attendance(event=event, participant=voter, table=table, **now)
    return voter


def _said(letters: dict, facts: dict, event: Event, facilitator: User, heard: Listening) -> None:
    parts = {item.number: item for item in agenda(event)}
    now = {"by": facilitator, "at": event.ends_at}
    for number, table, dots, line, *key in facts["said"]:
        language, themes, may_quote, text = _read(line, letters)
        words = RecordedWords(text, language, may_quote, table=table or None, dots=dots)
        said = events.contribute(
            item=parts[number], words=words, consent_text=consent_text(), **now
        ).statement
        heard.tagged.append((said, themes))
        heard.by_key |= dict.fromkeys(key, said)
    for number, table, moment in facts.get("marks", []):
        events.mark(item=parts[number], moment=moment, table=table, **now)
    if "promise" in facts:
        promise = facts["promise"]
        events.note_promise(
            event=event, text=promise["text"], language=promise["in"], side=promise["side"], **now
        )


def _afterwards(told: dict, held: dict[str, Event], users: dict[str, User]) -> None:
    """The same night, or within days: how it felt, what the facilitator makes of it, who is paid when, who decided what."""
    last, facilitator = held["sense"], users["facilitator"]
    now = {"by": facilitator, "at": last.ends_at}
    for question, counts in told["pulse"].items():
        events.count_pulse(event=last, question=question, counts=dict(enumerate(counts, start=1)), **now)
    note = told["reflection"]
    events.reflect(event=last, text=note["text"], language=note["in"], shared=True, **now)
    for reference, what, pounds, key, days in told["claims"]:
        _claimed(held[key], reference, what, Decimal(str(pounds)), days, users["officer"])
    for side, role in ((Side.INSTITUTION, "officer"), (Side.COMMUNITY, "member")):
        partnerships.record_power(
            topic=last.topic,
            side=side,
            topic_set_by="jointly",
            method_set_by="jointly",
            decides="jointly",
            promised_level=told["power"]["promised"],
            actual_level=told["power"][f"actual_{side}"],
            by=users[role],
            at=last.ends_at + timedelta(days=3),
        )


def _claimed(
    event: Event, reference: str, what: str, pounds: Decimal, days: int | None, officer: User
) -> None:
    on = event.ends_at.date()
    claim = events.claim(
        event=event,
        reference=reference,
        what=what,
        amount=pounds,
        claimed_on=on,
        by=officer,
        at=event.ends_at,
    )
    if days is not None:
        paid = on + timedelta(days=days)
        events.pay(claim=claim, paid_on=paid, by=officer, at=morning(paid))


# --- Postcards and talks ------------------------------------------------------------------------------------------


def _areas(counts: dict[str, int]) -> Iterator[str]:
    return (area for area, number in counts.items() for _ in range(number))


def _postcards(
    on_cards: dict, told: dict, partnership: Partnership, users: dict[str, User], heard: Listening
) -> None:
    """People wrote on cards, each with a code to come back by; the facilitator typed them in."""
    facilitator, at = users["facilitator"], day(2025, 4, 7)
    conversation = conversations.begin_conversation(
        partnership=partnership, question=both(on_cards["question"]), by=users["officer"], at=at
    )
    conversations.set_state(conversation=conversation, state="open", by=facilitator, at=day(2025, 4, 8))
    said = [(one["in"], set(one["themes"]), one["quote"], one["text"]) for one in on_cards["said"]]
    said += [_read(line, told["letters"]) for line in told["cards"]]
    codes = conversations.issue_paper_codes(
        conversation=conversation, how_many=len(said), by=facilitator, at=day(2025, 4, 8)
    )
    for code, area, (language, themes, may_quote, text) in zip(
        codes, _areas(told["card_areas"]), said, strict=True
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
        heard.cards.append(card)
        heard.tagged.append((card, themes))
    conversations.set_state(conversation=conversation, state="closed", by=facilitator, at=day(2025, 5, 31))


def _talks(told: dict, partnership: Partnership, users: dict[str, User], heard: Listening) -> None:
    """The connector talks to one person after another, and notes each talk as it was."""
    talks, connector = told["talks"], users["connector"]
    facts = talks | {
        "day": morning(datetime(2025, 3, 17, tzinfo=UTC).date()),
        "begins": 9,
        "preset": "talks",
        "leads": "cy",
        "area": "",
        "needs": [],
        "ends_at": day(2025, 5, 25, 17),
    }
    event = _planned(told["shared"], facts, partnership, users)
    part = agenda(event).get()
    for number, (line, area) in enumerate(zip(talks["said"], _areas(talks["area"]), strict=True)):
        language, themes, may_quote, text = _read(line, told["letters"])
        at = day(2025, 3, 17) + timedelta(days=1.6 * number)
        words = RecordedWords(text, language, may_quote, verbatim=False, by_phone=number % 3 == 0)
        said = events.contribute(
            item=part, words=words, consent_text=consent_text(), by=connector, at=at
        ).statement
        record_circumstances(participant=said.author.participant, answers={"area": area}, at=at)
        conversations.decide(
            statement=said,
            accepted=True,
            ground="fits",
            reason="",
            by=users["facilitator"],
            at=at + timedelta(days=1),
        )
        heard.tagged.append((said, themes))
    events.set_state(event=event, state="held", by=users["facilitator"], at=day(2025, 5, 26))
