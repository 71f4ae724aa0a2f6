"""Before: plan an event from a preset, change it, say what people need, announce it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max, ProtectedError

from cyfran.core.accounts.models import User
from cyfran.core.accounts.rules import require
from cyfran.core.audit.actions import log_event
from cyfran.core.errors import ActionError
from cyfran.discover.conversations.actions import begin_conversation
from cyfran.discover.conversations.actions import set_state as set_conversation_state
from cyfran.discover.conversations.models import Conversation, PublicationState
from cyfran.discover.conversations.queries import state_of as state_of_conversation
from cyfran.discover.events import rules
from cyfran.discover.events.models import (
    AccessNeed,
    AccessStatus,
    AgendaItem,
    Contribution,
    Event,
    EventStage,
    EventState,
    ObservedMoment,
    ReservedPlaces,
)
from cyfran.discover.events.queries import state_of
from cyfran.ground.partnerships.actions import name_power_topic
from cyfran.ground.partnerships.models import Organisation, Partnership, PriorityGroup
from cyfran.ground.places.models import Place


@dataclass(frozen=True)
class Plan:
    """What can be said of an event beforehand. Texts are (English, Welsh)."""

    kind: str
    name: tuple[str, str]
    purpose: tuple[str, str]
    what_can_change: tuple[str, str]
    starts_at: datetime
    ends_at: datetime
    venue: tuple[str, str]
    main_language: str
    safeguarding_lead: str
    safeguarding_contact: str
    place: Place | None = None
    host: Organisation | None = None
    capacity: int | None = None
    getting_there: tuple[str, str] = ("", "")
    support_offered: tuple[str, str] = ("", "")
    invited_by: tuple[str, str] = ("", "")

    def columns(self) -> dict[str, object]:
        told = {}
        for name, value in vars(self).items():
            pair = isinstance(value, tuple)
            told |= {f"{name}_en": value[0], f"{name}_cy": value[1]} if pair else {name: value}
        return told


@transaction.atomic
def plan(*, partnership: Partnership, plan: Plan, agenda: list[dict], by: User, at: datetime) -> Event:
    """Plan an event. Who decides what comes out of it is recorded from the start, by both sides."""
    require(rules.may_plan(by, partnership))
    require(plan.ends_at > plan.starts_at, "ends_before_it_starts")
    topic = name_power_topic(partnership=partnership, name=plan.name, by=by, at=at)
    event = Event.objects.create(partnership=partnership, topic=topic, **plan.columns(), at=at, by=by)
    EventState.objects.create(event=event, state=EventStage.PLANNED, at=at, by=by)
    for item in agenda:
        asks = (item["en"], item["cy"]) if "en" in item else None
        add_item(event=event, minutes=item["minutes"], exercise=item["exercise"], asks=asks, by=by, at=at)
    log_event("event.planned", event, by=by, at=at, within=partnership.pk)
    return event


@transaction.atomic
def change_plan(*, event: Event, plan: Plan, by: User, at: datetime) -> None:
    require(rules.may_plan(by, event.partnership))
    require(plan.ends_at > plan.starts_at, "ends_before_it_starts")
    Event.objects.filter(pk=event.pk).update(**plan.columns())
    log_event("event.changed", event, by=by, at=at, within=event.partnership_id)


@transaction.atomic
def add_item(
    *,
    event: Event,
    minutes: int,
    exercise: str,
    by: User,
    at: datetime,
    asks: tuple[str, str] | None = None,
    conversation: Conversation | None = None,
) -> AgendaItem:
    """Add a part to the agenda. What it asks is a conversation: the same as at another event, or a new one."""
    require(rules.may_plan(by, event.partnership))
    if conversation is None and asks is not None:
        conversation = _conversation_on(event.partnership, asks, by, at)
    if conversation is not None and state_of_conversation(conversation) == PublicationState.DRAFT:
        set_conversation_state(conversation=conversation, state=PublicationState.OPEN, by=by, at=at)
    highest = AgendaItem.objects.filter(event=event).aggregate(n=Max("number"))["n"]
    item = AgendaItem.objects.create(
        event=event,
        number=(highest or 0) + 1,
        minutes=minutes,
        exercise=exercise,
        conversation=conversation,
    )
    log_event("event.agenda_added", event, by=by, at=at, within=event.partnership_id)
    return item


def _conversation_on(partnership: Partnership, asks: tuple[str, str], by: User, at: datetime) -> Conversation:
    """The conversation that asks just this here already, so that answers from many evenings come together."""
    same = Conversation.objects.filter(partnership=partnership, question_en=asks[0], question_cy=asks[1])
    return same.first() or begin_conversation(partnership=partnership, question=asks, by=by, at=at)


@transaction.atomic
def remove_item(*, item: AgendaItem, by: User, at: datetime) -> None:
    """Take a part off the agenda, as long as nothing was said in it and nothing else, such as a room, has asked it."""
    event = item.event
    require(rules.may_plan(by, event.partnership))
    used = (
        Contribution.objects.filter(item=item).exists() or ObservedMoment.objects.filter(item=item).exists()
    )
    require(not used, "item_was_used")
    try:
        item.delete()
    except ProtectedError as error:
        raise ActionError("item_was_used") from error
    log_event("event.agenda_removed", event, by=by, at=at, within=event.partnership_id)


@transaction.atomic
def keep_places(
    *, event: Event, group: PriorityGroup, number: int, by: User, at: datetime
) -> ReservedPlaces | None:
    """Keep places for people of a priority group; none gives them free."""
    require(rules.may_plan(by, event.partnership))
    kept = ReservedPlaces.objects.filter(event=event)
    others = sum(kept.exclude(group=group).values_list("number", flat=True))
    fits = event.capacity is None or others + number <= event.capacity
    require(fits, "more_kept_than_places", room=event.capacity)
    log_event("event.places_kept", event, by=by, at=at, within=event.partnership_id, number=number)
    if not number:
        kept.filter(group=group).delete()
        return None
    found, _ = kept.update_or_create(event=event, group=group, defaults={"number": number})
    return found


@transaction.atomic
def need_access(*, event: Event, need: str, detail: str, by: User, at: datetime) -> AccessNeed:
    """Say what someone needs to be able to take part."""
    require(rules.may_record(by, event.partnership))
    return ask_for_access(event, need, detail, at)


def ask_for_access(event: Event, need: str, detail: str, at: datetime) -> AccessNeed:
    return AccessNeed.objects.create(
        event=event, need=need, detail=detail.strip(), status=AccessStatus.ASKED, at=at
    )


@transaction.atomic
def resolve_need(*, need: AccessNeed, status: str, by: User, at: datetime) -> None:
    """Say how far something that people need is seen to."""
    event = need.event
    require(rules.may_record(by, event.partnership))
    AccessNeed.objects.filter(pk=need.pk).update(status=status)
    within = event.partnership_id
    log_event("event.need_seen_to", event, by=by, at=at, within=within, need=need.need, status=status)


@transaction.atomic
def set_state(*, event: Event, state: str, by: User, at: datetime) -> None:
    """Announce an event, say that it was held, or cancel it."""
    require(rules.may_plan(by, event.partnership))
    require(state != EventStage.PLANNED and state != state_of(event), "event_is_so_already")
    require(state != EventStage.HELD or event.starts_at <= at, "not_held_yet")
    EventState.objects.create(event=event, state=state, at=at, by=by)
    log_event(f"event.{state}", event, by=by, at=at, within=event.partnership_id)
