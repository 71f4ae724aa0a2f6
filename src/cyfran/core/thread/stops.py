"""The stops of the thread: every chapter says which of its things lie on it, and how each is shown.

The arrows between them are not written anywhere: they are the foreign keys and relations of the models themselves, and
all point from later to earlier.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from django.db.models import Model, QuerySet

from cyfran.core.language import Pair, Words

PHASES = ("ground", "discover", "define", "develop", "deliver", "learn")


@dataclass(frozen=True)
class Reader:
    """Who follows the thread: in which partnership, and whether as one of its members."""

    within: UUID
    is_member: bool


@dataclass(frozen=True)
class Shown:
    """What a reader may see of a thing. No words: they are there, but are not cleared for quoting."""

    words: Pair | Words | None
    note: object = ""


@dataclass(frozen=True)
class Stop:
    """One kind of thing on the thread.

    ``show`` takes things and the reader, and gives what this reader may see; a thing it leaves out is not there for them.
    ``begins`` and ``ends`` say that nothing needs to come before, or after. ``within`` leads to the partnership.
    """

    kind: str
    model: type[Model]
    phase: str
    name: object
    show: Callable[[QuerySet, Reader], dict[UUID, Shown]]
    within: str = "partnership_id"
    begins: bool = False
    ends: bool = False
    address: str = ""

    def things(self, reader: Reader) -> QuerySet:
        return self.model._default_manager.filter(**{self.within: reader.within})


@dataclass(frozen=True)
class Arrow:
    """A relation from a later kind of thing to an earlier one, as columns of a table."""

    later: Stop
    earlier: Stop
    table: type[Model]
    later_column: str
    earlier_column: str


_stops: dict[str, Stop] = {}


def put_on_thread(*stops: Stop) -> None:
    """Called by each chapter when the site starts."""
    _stops.update({stop.kind: stop for stop in stops})
    arrows.cache_clear()


def stops() -> list[Stop]:
    return sorted(_stops.values(), key=lambda stop: PHASES.index(stop.phase))


def stop_of(kind: str) -> Stop | None:
    return _stops.get(kind)


@cache
def arrows() -> tuple[Arrow, ...]:
    """Every relation between two stops, read from the models."""
    by_model = {stop.model: stop for stop in _stops.values()}
    return tuple(arrow for stop in _stops.values() for arrow in _arrows_of(stop, by_model))


def _arrows_of(stop: Stop, by_model: dict) -> Iterator[Arrow]:
    for field in stop.model._meta.get_fields():
        earlier = by_model.get(field.related_model) if field.is_relation and not field.auto_created else None
        if earlier is None:
            continue
        if field.many_to_many:
            table = field.remote_field.through
            columns = (f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id")
            yield Arrow(stop, earlier, table, *columns)
        else:
            yield Arrow(stop, earlier, stop.model, "id", field.attname)
