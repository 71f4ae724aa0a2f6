"""Follow the thread: from any thing back to what it is built on, and forward to what came of it.

Each level costs one query however many things are on it, and one more for each edge with more rows than are followed;
each kind of thing costs one to show it.
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

# Limits on one level. What is omitted is counted, and can be followed from a nearer thing
MOST_OF_A_KIND = 100
MOST_STEPS = 1000  # along one edge

NodeKey = tuple[str, UUID]  # kind and key


@dataclass(frozen=True)
class Node:
    """An object on the thread, as this reader may see it."""

    node_type: NodeType
    pk: UUID
    rendered: RenderedNode

    @property
    def key(self) -> NodeKey:
        return (self.node_type.kind, self.pk)


@dataclass(frozen=True)
class Thread:
    """A node with everything it is built on and everything that came of it.

    ``back`` and ``forward`` give for each key the keys one step further. ``omitted`` counts what was too much to show.
    """

    start: Node
    nodes: dict[NodeKey, Node]
    back: dict[NodeKey, list[NodeKey]]
    forward: dict[NodeKey, list[NodeKey]]
    omitted: int


def walk(kind: str, pk: UUID, reader: Reader) -> Thread | None:
    """Return the thread of one thing in both directions, to its ends, or None where the reader may not see it."""
    start = (kind, pk)
    if node_type_of(kind) is None or start not in (start_node := _render_nodes([start], reader)):
        return None
    earlier, omitted_earlier = _collect_steps({start}, back=True)
    later, omitted_later = _collect_steps({start}, back=False)
    nodes = start_node | _render_nodes({key for step in (*earlier, *later) for key in step}, reader)
    back, forward = _visible_steps({start}, earlier, nodes), _visible_steps({start}, later, nodes)
    reached = {
        start,
        *(key for steps in (back, forward) for next_keys in steps.values() for key in next_keys),
    }
    visible = {key: node for key, node in nodes.items() if key in reached}
    return Thread(nodes[start], visible, back, forward, omitted_earlier + omitted_later)


def later_nodes(starts: Iterable[NodeKey], reader: Reader) -> list[Node]:
    """Return every node that rests on the starts, nearest first. The reader need not be able to see the starts."""
    return later_nodes_by_group({"": starts}, reader)[""]


def later_nodes_by_group(
    groups: Mapping[Hashable, Iterable[NodeKey]], reader: Reader
) -> dict[Hashable, list[Node]]:
    """Return for each group of starts the nodes that rest on them, with as many queries as for one group."""
    starts = {name: set(keys) for name, keys in groups.items()}
    all_starts = set().union(*starts.values())
    steps, _omitted = _collect_steps(all_starts, back=False)
    nodes = _render_nodes({later for _, later in steps}, reader)
    # The starts count as visible, whether or not the reader may see them
    next_keys = _visible_steps(all_starts, steps, nodes | dict.fromkeys(all_starts))
    return {name: [nodes[key] for key in _keys_after(keys, next_keys)] for name, keys in starts.items()}


def _keys_after(starts: set[NodeKey], next_keys: dict[NodeKey, list[NodeKey]]) -> list[NodeKey]:
    """Return every key that can be reached from the starts, breadth first."""
    reached: dict[NodeKey, None] = {}  # keeps the order
    frontier = sorted(starts)
    while frontier:
        new = {after for key in frontier for after in next_keys.get(key, ()) if after not in reached}
        frontier = sorted(new)
        reached |= dict.fromkeys(frontier)
    return list(reached)


def _collect_steps(starts: set[NodeKey], *, back: bool) -> tuple[list[tuple[NodeKey, NodeKey]], int]:
    """Return every step (from, to) that can be taken from the starts in one direction, and how many were omitted."""
    steps: list[tuple[NodeKey, NodeKey]] = []
    seen, frontier, omitted = starts, starts, 0
    while frontier:
        level, cut_off = _steps_from(frontier, back=back)
        new, left_out = _limit_each_kind({target for _, target in level} - seen)
        seen = seen | new
        steps += [(source, target) for source, target in level if target in seen]
        frontier, omitted = new, omitted + left_out + cut_off
    return steps, omitted


def _steps_from(frontier: set[NodeKey], *, back: bool) -> tuple[list[tuple[NodeKey, NodeKey]], int]:
    """Return the steps of one level, in one query (a union of a part for each edge), and how many were cut off."""
    by_kind = defaultdict(list)
    for kind, pk in frontier:
        by_kind[kind].append(pk)
    edges_out = [
        out for edge in edges() if (out := _DirectedEdge.along(edge, back=back)).from_kind in by_kind
    ]
    if not edges_out:
        return [], 0
    parts = [edge.steps(by_kind[edge.from_kind]) for edge in edges_out]
    rows = list(parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0])
    step_counts = Counter((from_kind, to_kind) for from_kind, _, to_kind, _ in rows)
    cut_off = sum(
        edge.count(by_kind[edge.from_kind]) - MOST_STEPS
        for edge in edges_out
        if step_counts[(edge.from_kind, edge.to_kind)] >= MOST_STEPS
    )
    return [((from_kind, from_pk), (to_kind, to_pk)) for from_kind, from_pk, to_kind, to_pk in rows], cut_off


@dataclass(frozen=True)
class _DirectedEdge:
    """An edge in the direction in which it is followed: from later to earlier (``back``), or the other way."""

    table: type[Model]
    from_kind: str
    to_kind: str
    from_column: str
    to_column: str

    @classmethod
    def along(cls, edge: Edge, *, back: bool) -> "_DirectedEdge":
        later, earlier = (edge.later.kind, edge.later_column), (edge.earlier.kind, edge.earlier_column)
        (from_kind, from_column), (to_kind, to_column) = (later, earlier) if back else (earlier, later)
        return cls(edge.table, from_kind, to_kind, from_column, to_column)

    def _rows(self, pks: list[UUID]) -> QuerySet:
        return self.table._default_manager.filter(
            **{f"{self.from_column}__in": pks, f"{self.to_column}__isnull": False}
        )

    def count(self, pks: list[UUID]) -> int:
        return self._rows(pks).count()

    def steps(self, pks: list[UUID]) -> QuerySet:
        """Return the first steps, as (kind, key, kind, key)."""
        # The limit is in an inner query because not every database takes one in a part of a union
        first = self._rows(pks).order_by(self.to_column).values("pk")[:MOST_STEPS]
        columns = {
            "from_kind": Value(self.from_kind, CharField()),
            "from_pk": F(self.from_column),
            "to_kind": Value(self.to_kind, CharField()),
            "to_pk": F(self.to_column),
        }
        return (
            self.table._default_manager.filter(pk__in=first)
            .annotate(**columns)
            .order_by()
            .values_list(*columns)
        )


def _limit_each_kind(keys: set[NodeKey]) -> tuple[set[NodeKey], int]:
    """Return the oldest keys of each kind (keys sort by when they were made), and how many were left out."""
    by_kind = defaultdict(list)
    for key in sorted(keys):
        by_kind[key[0]].append(key)
    kept = {key for kind_keys in by_kind.values() for key in kind_keys[:MOST_OF_A_KIND]}
    return kept, len(keys) - len(kept)


def _render_nodes(keys: Iterable[NodeKey], reader: Reader) -> dict[NodeKey, Node]:
    """Return the nodes this reader may see, rendered, with one query or more for each kind."""
    by_kind = defaultdict(list)
    for kind, pk in keys:
        by_kind[kind].append(pk)
    nodes = {}
    for kind, pks in by_kind.items():
        node_type = node_type_of(kind)
        for pk, rendered in node_type.show(node_type.queryset(reader).filter(pk__in=pks), reader).items():
            nodes[(kind, pk)] = Node(node_type, pk, rendered)
    return nodes


def _visible_steps(
    starts: set[NodeKey], steps: list[tuple[NodeKey, NodeKey]], nodes: dict[NodeKey, Node]
) -> dict[NodeKey, list[NodeKey]]:
    """Return the next keys of each key that a reader can reach: the way ends at a node they may not see."""
    next_keys = defaultdict(set)
    for source, target in steps:
        if source in nodes and target in nodes:
            next_keys[source].add(target)
    reached, frontier = set(starts), list(starts)
    while frontier:
        frontier = [after for key in frontier for after in next_keys.get(key, ()) if after not in reached]
        reached.update(frontier)
    return {key: sorted(after) for key, after in next_keys.items() if key in reached}


@dataclass(frozen=True)
class Gap:
    """A node that should rest on something and does not, or that nothing came of yet."""

    node: Node
    nothing_before: bool
    nothing_after: bool


def thread_gaps(reader: Reader) -> list[Gap]:
    """Return the nodes of a partnership from which the thread cannot be followed back, or forward."""
    gaps = []
    for node_type in node_types():
        before, after = _has_edge(node_type, later=True), _has_edge(node_type, later=False)
        nodes = node_type.queryset(reader).annotate(has_before=before, has_after=after)
        broken = Q() if node_type.begins else Q(has_before=False)
        broken |= Q() if node_type.ends else Q(has_after=False)
        if not broken:
            continue
        ends = {
            pk: (has_before, has_after)
            for pk, has_before, has_after in nodes.filter(broken).values_list("pk", "has_before", "has_after")
        }
        rendered_nodes = node_type.show(
            node_type.queryset(reader).filter(pk__in=list(ends)[:MOST_OF_A_KIND]), reader
        )
        gaps += [
            Gap(
                Node(node_type, pk, rendered),
                nothing_before=not node_type.begins and not ends[pk][0],
                nothing_after=not node_type.ends and not ends[pk][1],
            )
            for pk, rendered in rendered_nodes.items()
        ]
    return gaps


def _has_edge(node_type: NodeType, *, later: bool):
    """Return a condition: an edge of any kind has the thing as its later end (``later``), or as its earlier end."""
    condition: Exists | None = None
    for edge in edges():
        if (edge.later if later else edge.earlier) is not node_type:
            continue
        own_column, other_column = (
            (edge.later_column, edge.earlier_column) if later else (edge.earlier_column, edge.later_column)
        )
        exists = Exists(
            edge.table._default_manager.filter(
                **{own_column: OuterRef("pk"), f"{other_column}__isnull": False}
            )
        )
        condition = exists if condition is None else condition | exists
    return condition if condition is not None else Value(False)
