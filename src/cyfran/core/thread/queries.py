"""Walking the thread: from anything back to what it is built on, and forward to what came of it.

Each level costs one query whatever the number of things, one more where there is more than can be followed, and each
kind of thing one to show it.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import CharField, Exists, F, Model, OuterRef, Q, QuerySet, Value

from cyfran.core.thread.node_types import (
    Edge,
    NodeType,
    Reader,
    RenderedNode,
    edges,
    node_type_of,
    node_types,
)

# On one level. What is beyond is counted, and can be followed from nearer by
MOST_OF_A_KIND = 100
MOST_STEPS = 1000  # along one edge

Place = tuple[str, UUID]  # kind and key


@dataclass(frozen=True)
class Node:
    """A thing on the thread, as this reader may see it."""

    node_type: NodeType
    pk: UUID
    rendered: RenderedNode

    @property
    def place(self) -> Place:
        return (self.node_type.kind, self.pk)


@dataclass(frozen=True)
class Thread:
    """A thing with everything it is built on and everything that came of it.

    ``back`` and ``forward`` give for each place the places one step further. ``beyond`` counts what was too much to show.
    """

    start: Node
    nodes: dict[Place, Node]
    back: dict[Place, list[Place]]
    forward: dict[Place, list[Place]]
    beyond: int


def walk(kind: str, pk: UUID, reader: Reader) -> Thread | None:
    """Follow the thread both ways from one thing, to its ends. Nothing where the reader may not see the thing."""
    start = (kind, pk)
    if node_type_of(kind) is None or start not in (seen := _shown([start], reader)):
        return None
    earlier, beyond_earlier = _reach({start}, back=True)
    later, beyond_later = _reach({start}, back=False)
    nodes = seen | _shown({place for found in (earlier, later) for pair in found for place in pair}, reader)
    back, forward = _steps({start}, earlier, nodes), _steps({start}, later, nodes)
    there = {start, *(place for steps in (back, forward) for found in steps.values() for place in found)}
    kept = {place: node for place, node in nodes.items() if place in there}
    return Thread(nodes[start], kept, back, forward, beyond_earlier + beyond_later)


def what_came_of(starts: Iterable[Place], reader: Reader) -> list[Node]:
    """Everything that rests on some things, the nearest first: also for someone who alone may see the things themselves."""
    return what_came_of_each({"": starts}, reader)[""]


def what_came_of_each(
    groups: Mapping[Hashable, Iterable[Place]], reader: Reader
) -> dict[Hashable, list[Node]]:
    """For each of several groups of things everything that rests on them, at the cost of one."""
    starts = {name: set(places) for name, places in groups.items()}
    everything = set().union(*starts.values())
    steps, _beyond = _reach(everything, back=False)
    nodes = _shown({there for _, there in steps}, reader)
    onward = _steps(everything, steps, nodes | dict.fromkeys(everything))
    return {name: [nodes[place] for place in _onward(places, onward)] for name, places in starts.items()}


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
    """The steps of one level in one query, each kind of edge a part of it; and how many there are beyond."""
    by_kind = defaultdict(list)
    for kind, pk in frontier:
        by_kind[kind].append(pk)
    ways = [way for edge in edges() if (way := _Way.along(edge, back=back)).here in by_kind]
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
    """An edge as it is walked: along it, or against it."""

    table: type[Model]
    here: str
    there: str
    from_column: str
    to_column: str

    @classmethod
    def along(cls, edge: Edge, *, back: bool) -> "_Way":
        later, earlier = (edge.later.kind, edge.later_column), (edge.earlier.kind, edge.earlier_column)
        (here, from_column), (there, to_column) = (later, earlier) if back else (earlier, later)
        return cls(edge.table, here, there, from_column, to_column)

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


def _shown(places: Iterable[Place], reader: Reader) -> dict[Place, Node]:
    by_kind = defaultdict(list)
    for kind, pk in places:
        by_kind[kind].append(pk)
    nodes = {}
    for kind, pks in by_kind.items():
        node_type = node_type_of(kind)
        for pk, shown in node_type.show(node_type.things(reader).filter(pk__in=pks), reader).items():
            nodes[(kind, pk)] = Node(node_type, pk, shown)
    return nodes


def _steps(
    starts: set[Place], found: list[tuple[Place, Place]], nodes: dict[Place, Node]
) -> dict[Place, list[Place]]:
    """The steps a reader can take: what they may not see leads nowhere."""
    onward = defaultdict(set)
    for here, there in found:
        if here in nodes and there in nodes:
            onward[here].add(there)
    reached, frontier = set(starts), list(starts)
    while frontier:
        frontier = [there for here in frontier for there in onward.get(here, ()) if there not in reached]
        reached.update(frontier)
    return {here: sorted(there) for here, there in onward.items() if here in reached}


@dataclass(frozen=True)
class LooseEnd:
    """A thing without what it is built on, or of which nothing came yet."""

    node: Node
    nothing_before: bool
    nothing_after: bool


def thread_gaps(reader: Reader) -> list[LooseEnd]:
    """Everything in a partnership from which the thread cannot be followed back, or forward."""
    found = []
    for node_type in node_types():
        before, after = _joined(node_type, later=True), _joined(node_type, later=False)
        things = node_type.things(reader).annotate(has_before=before, has_after=after)
        thread_gaps = Q() if node_type.begins else Q(has_before=False)
        thread_gaps |= Q() if node_type.ends else Q(has_after=False)
        if not thread_gaps:
            continue
        ends = {
            pk: (b, a) for pk, b, a in things.filter(thread_gaps).values_list("pk", "has_before", "has_after")
        }
        shown = node_type.show(node_type.things(reader).filter(pk__in=list(ends)[:MOST_OF_A_KIND]), reader)
        found += [
            LooseEnd(
                Node(node_type, pk, words),
                nothing_before=not node_type.begins and not ends[pk][0],
                nothing_after=not node_type.ends and not ends[pk][1],
            )
            for pk, words in shown.items()
        ]
    return found


def _joined(node_type: NodeType, *, later: bool):
    """Whether any edge leaves a thing for what came before (``later``), or reaches it from what came after."""
    joined: Exists | None = None
    for edge in edges():
        if (edge.later if later else edge.earlier) is not node_type:
            continue
        here, there = (
            (edge.later_column, edge.earlier_column) if later else (edge.earlier_column, edge.later_column)
        )
        part = Exists(edge.table._default_manager.filter(**{here: OuterRef("pk"), f"{there}__isnull": False}))
        joined = part if joined is None else joined | part
    return joined if joined is not None else Value(False)
