"""Walking the thread: from anything back to what it is built on, and forward to what came of it.

Each level costs one query whatever the number of things, one more where there is more than can be followed, and each
kind of thing one to show it.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import CharField, Exists, F, Model, OuterRef, Q, QuerySet, Value

from cyfran.core.thread.stops import Arrow, Reader, Shown, Stop, arrows, stop_of, stops

# On one level. What is beyond is counted, and can be followed from nearer by
MOST_OF_A_KIND = 100
MOST_STEPS = 1000  # along one arrow

Place = tuple[str, UUID]  # kind and key


@dataclass(frozen=True)
class Knot:
    """A thing on the thread, as this reader may see it."""

    stop: Stop
    pk: UUID
    shown: Shown

    @property
    def place(self) -> Place:
        return (self.stop.kind, self.pk)


@dataclass(frozen=True)
class Thread:
    """A thing with everything it is built on and everything that came of it.

    ``back`` and ``forward`` give for each place the places one step further. ``beyond`` counts what was too much to show.
    """

    start: Knot
    knots: dict[Place, Knot]
    back: dict[Place, list[Place]]
    forward: dict[Place, list[Place]]
    beyond: int


def walk(kind: str, pk: UUID, reader: Reader) -> Thread | None:
    """Follow the thread both ways from one thing, to its ends. Nothing where the reader may not see the thing."""
    start = (kind, pk)
    if stop_of(kind) is None or start not in (seen := _shown([start], reader)):
        return None
    earlier, beyond_earlier = _reach({start}, back=True)
    later, beyond_later = _reach({start}, back=False)
    knots = seen | _shown({place for found in (earlier, later) for pair in found for place in pair}, reader)
    back, forward = _steps({start}, earlier, knots), _steps({start}, later, knots)
    there = {start, *(place for steps in (back, forward) for found in steps.values() for place in found)}
    kept = {place: knot for place, knot in knots.items() if place in there}
    return Thread(knots[start], kept, back, forward, beyond_earlier + beyond_later)


def what_came_of(starts: Iterable[Place], reader: Reader) -> list[Knot]:
    """Everything that rests on some things, the nearest first: also for someone who alone may see the things themselves."""
    return what_came_of_each({"": starts}, reader)[""]


def what_came_of_each(
    groups: Mapping[Hashable, Iterable[Place]], reader: Reader
) -> dict[Hashable, list[Knot]]:
    """For each of several groups of things everything that rests on them, at the cost of one."""
    starts = {name: set(places) for name, places in groups.items()}
    everything = set().union(*starts.values())
    steps, _beyond = _reach(everything, back=False)
    knots = _shown({there for _, there in steps}, reader)
    onward = _steps(everything, steps, knots | dict.fromkeys(everything))
    return {name: [knots[place] for place in _onward(places, onward)] for name, places in starts.items()}


def _onward(starts: set[Place], onward: dict[Place, list[Place]]) -> list[Place]:
    found: dict[Place, None] = {}  # keeps the order
    frontier = sorted(starts)
    while frontier:
        near = {there for here in frontier for there in onward.get(here, ()) if there not in found}
        frontier = sorted(near)
        found |= dict.fromkeys(frontier)
    return list(found)


def _reach(starts: set[Place], *, back: bool) -> tuple[list[tuple[Place, Place]], int]:
    """Every step that can be taken from the starts in one direction, and how many things were too many to follow."""
    steps: list[tuple[Place, Place]] = []
    seen, frontier, beyond = starts, starts, 0
    while frontier:
        found, cut_off = _steps_from(frontier, back=back)
        reached, left_out = _some_of_each_kind({there for _, there in found} - seen)
        kept = seen | reached
        steps += [(here, there) for here, there in found if there in kept]
        seen, frontier, beyond = kept, reached, beyond + left_out + cut_off
    return steps, beyond


def _steps_from(frontier: set[Place], *, back: bool) -> tuple[list[tuple[Place, Place]], int]:
    """The steps of one level in one query, each kind of arrow a part of it; and how many there are beyond."""
    by_kind = defaultdict(list)
    for kind, pk in frontier:
        by_kind[kind].append(pk)
    ways = [way for arrow in arrows() if (way := _Way.along(arrow, back=back)).here in by_kind]
    if not ways:
        return [], 0
    parts = [way.steps(by_kind[way.here]) for way in ways]
    rows = list(parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0])
    taken = Counter((a, b) for a, _, b, _ in rows)
    cut_off = sum(
        way.number(by_kind[way.here]) - MOST_STEPS
        for way in ways
        if taken[(way.here, way.there)] >= MOST_STEPS
    )
    return [((a, here), (b, there)) for a, here, b, there in rows], cut_off


@dataclass(frozen=True)
class _Way:
    """An arrow as it is walked: along it, or against it."""

    table: type[Model]
    here: str
    there: str
    from_column: str
    to_column: str

    @classmethod
    def along(cls, arrow: Arrow, *, back: bool) -> "_Way":
        later, earlier = (arrow.later.kind, arrow.later_column), (arrow.earlier.kind, arrow.earlier_column)
        (here, from_column), (there, to_column) = (later, earlier) if back else (earlier, later)
        return cls(arrow.table, here, there, from_column, to_column)

    def _rows(self, pks: list[UUID]) -> QuerySet:
        return self.table._default_manager.filter(
            **{f"{self.from_column}__in": pks, f"{self.to_column}__isnull": False}
        )

    def number(self, pks: list[UUID]) -> int:
        return self._rows(pks).count()

    def steps(self, pks: list[UUID]) -> QuerySet:
        """The first steps, as (kind, key, kind, key). The inner query is there because a part of a union has no end."""
        first = self._rows(pks).order_by(self.to_column).values("pk")[:MOST_STEPS]
        named = {
            "from_kind": Value(self.here, CharField()),
            "from_pk": F(self.from_column),
            "to_kind": Value(self.there, CharField()),
            "to_pk": F(self.to_column),
        }
        return (
            self.table._default_manager.filter(pk__in=first).annotate(**named).order_by().values_list(*named)
        )


def _some_of_each_kind(places: set[Place]) -> tuple[set[Place], int]:
    """The first of each kind: keys sort by the moment they were made."""
    by_kind = defaultdict(list)
    for place in sorted(places):
        by_kind[place[0]].append(place)
    kept = {place for found in by_kind.values() for place in found[:MOST_OF_A_KIND]}
    return kept, len(places) - len(kept)


def _shown(places: Iterable[Place], reader: Reader) -> dict[Place, Knot]:
    by_kind = defaultdict(list)
    for kind, pk in places:
        by_kind[kind].append(pk)
    knots = {}
    for kind, pks in by_kind.items():
        stop = stop_of(kind)
        for pk, shown in stop.show(stop.things(reader).filter(pk__in=pks), reader).items():
            knots[(kind, pk)] = Knot(stop, pk, shown)
    return knots


def _steps(
    starts: set[Place], found: list[tuple[Place, Place]], knots: dict[Place, Knot]
) -> dict[Place, list[Place]]:
    """The steps a reader can take: what they may not see leads nowhere."""
    onward = defaultdict(set)
    for here, there in found:
        if here in knots and there in knots:
            onward[here].add(there)
    reached, frontier = set(starts), list(starts)
    while frontier:
        frontier = [there for here in frontier for there in onward.get(here, ()) if there not in reached]
        reached.update(frontier)
    return {here: sorted(there) for here, there in onward.items() if here in reached}


@dataclass(frozen=True)
class LooseEnd:
    """A thing without what it is built on, or of which nothing came yet."""

    knot: Knot
    nothing_before: bool
    nothing_after: bool


def loose_ends(reader: Reader) -> list[LooseEnd]:
    """Everything in a partnership from which the thread cannot be followed back, or forward."""
    found = []
    for stop in stops():
        before, after = _joined(stop, later=True), _joined(stop, later=False)
        things = stop.things(reader).annotate(has_before=before, has_after=after)
        loose = Q() if stop.begins else Q(has_before=False)
        loose |= Q() if stop.ends else Q(has_after=False)
        if not loose:
            continue
        ends = {pk: (b, a) for pk, b, a in things.filter(loose).values_list("pk", "has_before", "has_after")}
        shown = stop.show(stop.things(reader).filter(pk__in=list(ends)[:MOST_OF_A_KIND]), reader)
        found += [
            LooseEnd(
                Knot(stop, pk, words),
                nothing_before=not stop.begins and not ends[pk][0],
                nothing_after=not stop.ends and not ends[pk][1],
            )
            for pk, words in shown.items()
        ]
    return found


def _joined(stop: Stop, *, later: bool):
    """Whether any arrow leaves a thing for what came before (``later``), or reaches it from what came after."""
    joined: Exists | None = None
    for arrow in arrows():
        if (arrow.later if later else arrow.earlier) is not stop:
            continue
        here, there = (
            (arrow.later_column, arrow.earlier_column)
            if later
            else (arrow.earlier_column, arrow.later_column)
        )
        part = Exists(
            arrow.table._default_manager.filter(**{here: OuterRef("pk"), f"{there}__isnull": False})
        )
        joined = part if joined is None else joined | part
    return joined if joined is not None else Value(False)
