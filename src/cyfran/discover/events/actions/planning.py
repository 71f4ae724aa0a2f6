"""Before: plan an event from a preset, change its plan, agenda, reserved places and access needs, announce it."""

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
class EventPlan:
    """The details of an event as planned. Texts are (English, Welsh)."""

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
        """Return the values by column of ``Event``; a pair of texts fills the two columns of its languages."""
        fields = {}
        for name, value in vars(self).items():
            is_pair = isinstance(value, tuple)
            fields |= {f"{name}_en": value[0], f"{name}_cy": value[1]} if is_pair else {name: value}
        return fields


@transaction.atomic
def plan(*, partnership: Partnership, plan: EventPlan, agenda: list[dict], by: User, at: datetime) -> Event:
    """Create an event with its agenda, and the power topic on which both sides record who decides."""
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
def change_plan(*, event: Event, plan: EventPlan, by: User, at: datetime) -> None:
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
    """Add an agenda item. The question it asks is a conversation: an existing one, or a new one from ``asks``."""
    require(rules.may_plan(by, event.partnership))
    if conversation is None and asks is not None:
        conversation = _find_or_begin_conversation(event.partnership, asks, by, at)
    if conversation is not None and state_of_conversation(conversation) == PublicationState.DRAFT:
        set_conversation_state(
            conversation=conversation, state=PublicationState.OPEN, by=by, at=at, may_be_empty=True
        )
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


def _find_or_begin_conversation(
    partnership: Partnership, asks: tuple[str, str], by: User, at: datetime
) -> Conversation:
    """Return the conversation with this very question, or begin it, so that answers from many events come together."""
    existing = Conversation.objects.filter(partnership=partnership, question_en=asks[0], question_cy=asks[1])
    return existing.first() or begin_conversation(
        partnership=partnership, question=asks, is_agenda_question=True, by=by, at=at
    )


@transaction.atomic
def remove_item(*, item: AgendaItem, by: User, at: datetime) -> None:
    """Remove an agenda item, unless something was recorded under it or something else, such as a room, refers to it."""
    event = item.event
    require(rules.may_plan(by, event.partnership))
    is_used = (
        Contribution.objects.filter(item=item).exists() or ObservedMoment.objects.filter(item=item).exists()
    )
    require(not is_used, "item_was_used")
    try:
        item.delete()
    except ProtectedError as error:
        raise ActionError("item_was_used") from error
    log_event("event.agenda_removed", event, by=by, at=at, within=event.partnership_id)


@transaction.atomic
def reserve_places(
    *, event: Event, group: PriorityGroup, number: int, by: User, at: datetime
) -> ReservedPlaces | None:
    """Reserve a number of places for a priority group; zero removes the reservation."""
    require(rules.may_plan(by, event.partnership))
    reserved = ReservedPlaces.objects.filter(event=event)
    reserved_for_others = sum(reserved.exclude(group=group).values_list("number", flat=True))
    fits = event.capacity is None or reserved_for_others + number <= event.capacity
    require(fits, "more_reserved_than_places", room=event.capacity)
    log_event("event.places_reserved", event, by=by, at=at, within=event.partnership_id, number=number)
    if not number:
        reserved.filter(group=group).delete()
        return None
    reservation, _ = reserved.update_or_create(event=event, group=group, defaults={"number": number})
    return reservation


@transaction.atomic
def add_access_need(*, event: Event, need: str, detail: str, by: User, at: datetime) -> AccessNeed:
    """Record what someone needs to be able to take part."""
    require(rules.may_record(by, event.partnership))
    return create_access_need(event, need, detail, at)


def create_access_need(event: Event, need: str, detail: str, at: datetime) -> AccessNeed:
    """Save an access need; the caller has checked who may."""
    return AccessNeed.objects.create(
        event=event, need=need, detail=detail.strip(), status=AccessStatus.ASKED, at=at
    )


@transaction.atomic
def resolve_need(*, need: AccessNeed, status: str, by: User, at: datetime) -> None:
    """Update the status of an access need."""
    event = need.event
    require(rules.may_record(by, event.partnership))
    AccessNeed.objects.filter(pk=need.pk).update(status=status)
    within = event.partnership_id
    log_event("event.need_updated", event, by=by, at=at, within=within, need=need.need, status=status)


@transaction.atomic
def set_state(*, event: Event, state: str, by: User, at: datetime) -> None:
    """Announce an event, mark it as held, or cancel it."""
    require(rules.may_plan(by, event.partnership))
    require(state != EventStage.PLANNED and state != state_of(event), "event_state_set_already")
    require(state != EventStage.HELD or event.starts_at <= at, "not_held_yet")
    require(state != EventStage.ANNOUNCED or event.ends_at > at, "announced_too_late")
    EventState.objects.create(event=event, state=state, at=at, by=by)
    log_event(f"event.{state}", event, by=by, at=at, within=event.partnership_id)
