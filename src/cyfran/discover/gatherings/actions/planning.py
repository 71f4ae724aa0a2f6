"""Before: plan a gathering from a preset, change it, say what people need, announce it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max, ProtectedError

from cyfran.core.accounts.models import User
from cyfran.core.accounts.rules import require
from cyfran.core.errors import ActionError
from cyfran.core.events.actions import log_event
from cyfran.discover.conversations.actions import begin_conversation
from cyfran.discover.conversations.actions import set_state as set_conversation_state
from cyfran.discover.conversations.models import Conversation, PublicationState
from cyfran.discover.conversations.queries import state_of as state_of_conversation
from cyfran.discover.gatherings import rules
from cyfran.discover.gatherings.models import (
    AccessNeed,
    AccessStatus,
    AgendaItem,
    Contribution,
    Gathering,
    GatheringState,
    KeptPlaces,
    Mark,
    Stage,
)
from cyfran.discover.gatherings.queries import state_of
from cyfran.ground.partnerships.actions import name_matter
from cyfran.ground.partnerships.models import Organisation, Partnership, PriorityGroup
from cyfran.ground.places.models import Place


@dataclass(frozen=True)
class Plan:
    """What can be said of a gathering beforehand. Texts are (English, Welsh)."""

    kind: str
    name: tuple[str, str]
    purpose: tuple[str, str]
    can_change: tuple[str, str]
    starts_at: datetime
    ends_at: datetime
    venue: tuple[str, str]
    leading_language: str
    safeguarding_lead: str
    safeguarding_contact: str
    place: Place | None = None
    host: Organisation | None = None
    room_for: int | None = None
    getting_there: tuple[str, str] = ("", "")
    offer: tuple[str, str] = ("", "")
    invited_by: tuple[str, str] = ("", "")

    def columns(self) -> dict[str, object]:
        told = {}
        for name, value in vars(self).items():
            pair = isinstance(value, tuple)
            told |= {f"{name}_en": value[0], f"{name}_cy": value[1]} if pair else {name: value}
        return told


@transaction.atomic
def plan(*, partnership: Partnership, plan: Plan, agenda: list[dict], by: User, at: datetime) -> Gathering:
    """Plan a gathering. Who decides what comes out of it is recorded from the start, by both sides."""
    require(rules.may_plan(by, partnership))
    require(plan.ends_at > plan.starts_at, "ends_before_it_starts")
    matter = name_matter(partnership=partnership, name=plan.name, by=by, at=at)
    gathering = Gathering.objects.create(
        partnership=partnership, matter=matter, **plan.columns(), at=at, by=by
    )
    GatheringState.objects.create(gathering=gathering, state=Stage.PLANNED, at=at, by=by)
    for item in agenda:
        asks = (item["en"], item["cy"]) if "en" in item else None
        add_item(
            gathering=gathering, minutes=item["minutes"], exercise=item["exercise"], asks=asks, by=by, at=at
        )
    log_event("gathering.planned", gathering, by=by, at=at, within=partnership.pk)
    return gathering


@transaction.atomic
def change_plan(*, gathering: Gathering, plan: Plan, by: User, at: datetime) -> None:
    require(rules.may_plan(by, gathering.partnership))
    require(plan.ends_at > plan.starts_at, "ends_before_it_starts")
    Gathering.objects.filter(pk=gathering.pk).update(**plan.columns())
    log_event("gathering.changed", gathering, by=by, at=at, within=gathering.partnership_id)


@transaction.atomic
def add_item(
    *,
    gathering: Gathering,
    minutes: int,
    exercise: str,
    by: User,
    at: datetime,
    asks: tuple[str, str] | None = None,
    conversation: Conversation | None = None,
) -> AgendaItem:
    """Add a part to the agenda. What it asks is a conversation: the same as at another gathering, or a new one."""
    require(rules.may_plan(by, gathering.partnership))
    if conversation is None and asks is not None:
        conversation = _conversation_on(gathering.partnership, asks, by, at)
    if conversation is not None and state_of_conversation(conversation) == PublicationState.DRAFT:
        set_conversation_state(conversation=conversation, state=PublicationState.OPEN, by=by, at=at)
    highest = AgendaItem.objects.filter(gathering=gathering).aggregate(n=Max("number"))["n"]
    item = AgendaItem.objects.create(
        gathering=gathering, number=(highest or 0) + 1, minutes=minutes, exercise=exercise, conversation=conversation
    )  # fmt: skip
    log_event("gathering.agenda_added", gathering, by=by, at=at, within=gathering.partnership_id)
    return item


def _conversation_on(partnership: Partnership, asks: tuple[str, str], by: User, at: datetime) -> Conversation:
    """The conversation that asks just this here already, so that answers from many evenings come together."""
    same = Conversation.objects.filter(partnership=partnership, question_en=asks[0], question_cy=asks[1])
    return same.first() or begin_conversation(partnership=partnership, question=asks, by=by, at=at)


@transaction.atomic
def remove_item(*, item: AgendaItem, by: User, at: datetime) -> None:
    """Take a part off the agenda, as long as nothing was said in it and nothing else, such as a room, has asked it."""
    gathering = item.gathering
    require(rules.may_plan(by, gathering.partnership))
    used = Contribution.objects.filter(item=item).exists() or Mark.objects.filter(item=item).exists()
    require(not used, "item_was_used")
    try:
        item.delete()
    except ProtectedError as error:
        raise ActionError("item_was_used") from error
    log_event("gathering.agenda_removed", gathering, by=by, at=at, within=gathering.partnership_id)


@transaction.atomic
def keep_places(
    *, gathering: Gathering, group: PriorityGroup, number: int, by: User, at: datetime
) -> KeptPlaces | None:
    """Keep places for people of a priority group; none gives them free."""
    require(rules.may_plan(by, gathering.partnership))
    kept = KeptPlaces.objects.filter(gathering=gathering)
    others = sum(kept.exclude(group=group).values_list("number", flat=True))
    fits = gathering.room_for is None or others + number <= gathering.room_for
    require(fits, "more_kept_than_places", room=gathering.room_for)
    log_event(
        "gathering.places_kept", gathering, by=by, at=at, within=gathering.partnership_id, number=number
    )
    if not number:
        kept.filter(group=group).delete()
        return None
    found, _ = kept.update_or_create(gathering=gathering, group=group, defaults={"number": number})
    return found


@transaction.atomic
def need_access(*, gathering: Gathering, need: str, detail: str, by: User, at: datetime) -> AccessNeed:
    """Say what someone needs to be able to take part."""
    require(rules.may_record(by, gathering.partnership))
    return ask_for_access(gathering, need, detail, at)


def ask_for_access(gathering: Gathering, need: str, detail: str, at: datetime) -> AccessNeed:
    return AccessNeed.objects.create(
        gathering=gathering, need=need, detail=detail.strip(), status=AccessStatus.ASKED, at=at
    )


@transaction.atomic
def resolve_need(*, need: AccessNeed, status: str, by: User, at: datetime) -> None:
    """Say how far something that people need is seen to."""
    gathering = need.gathering
    require(rules.may_record(by, gathering.partnership))
    AccessNeed.objects.filter(pk=need.pk).update(status=status)
    within = gathering.partnership_id
    log_event("gathering.need_seen_to", gathering, by=by, at=at, within=within, need=need.need, status=status)


@transaction.atomic
def set_state(*, gathering: Gathering, state: str, by: User, at: datetime) -> None:
    """Announce a gathering, say that it was held, or cancel it."""
    require(rules.may_plan(by, gathering.partnership))
    require(state != Stage.PLANNED and state != state_of(gathering), "gathering_is_so_already")
    require(state != Stage.HELD or gathering.starts_at <= at, "not_held_yet")
    GatheringState.objects.create(gathering=gathering, state=state, at=at, by=by)
    log_event(f"gathering.{state}", gathering, by=by, at=at, within=gathering.partnership_id)
