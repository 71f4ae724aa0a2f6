"""The types of node on the thread: each chapter registers its models that lie on it, and how they are rendered.

Edges are not declared: they are the foreign keys and many-to-many relations between these models, which all point from
later to earlier.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from django.db.models import Model, QuerySet

from cyfran.core.language import BilingualText, LanguageText

PHASES = ("ground", "discover", "define", "develop", "deliver", "learn")


@dataclass(frozen=True)
class Reader:
    """Who follows the thread: in which partnership (``within``), and whether as one of its members."""

    within: UUID
    is_member: bool


@dataclass(frozen=True)
class RenderedNode:
    """What a reader may see of a node. ``words`` is None where the words may not be quoted."""

    words: BilingualText | LanguageText | None
    note: object = ""


@dataclass(frozen=True)
class NodeType:
    """A model on the thread.

    ``show`` takes a queryset and the reader, and returns what this reader may see; rows it leaves out are hidden from them.
    ``begins`` and ``ends``: nothing needs to come before, or after. ``within`` is the lookup of the partnership's key.
    """

    kind: str
    model: type[Model]
    phase: str
    name: object
    show: Callable[[QuerySet, Reader], dict[UUID, RenderedNode]]
    within: str = "partnership_id"
    begins: bool = False
    ends: bool = False
    address: str = ""

    def queryset(self, reader: Reader) -> QuerySet:
        return self.model._default_manager.filter(**{self.within: reader.within})


@dataclass(frozen=True)
class Edge:
    """A relation from a later node type to an earlier one, as two columns of a table."""

    later: NodeType
    earlier: NodeType
    table: type[Model]
    later_column: str
    earlier_column: str


_node_types: dict[str, NodeType] = {}


def register_node_types(*types: NodeType) -> None:
    """Add node types; each chapter calls this when the site starts."""
    _node_types.update({node_type.kind: node_type for node_type in types})
    edges.cache_clear()


def node_types() -> list[NodeType]:
    return sorted(_node_types.values(), key=lambda node_type: PHASES.index(node_type.phase))


def node_type_of(kind: str) -> NodeType | None:
    return _node_types.get(kind)


@cache
def edges() -> tuple[Edge, ...]:
    """Return every relation between two node types, read from the models."""
    by_model = {node_type.model: node_type for node_type in _node_types.values()}
    return tuple(edge for node_type in _node_types.values() for edge in _edges_of(node_type, by_model))


def _edges_of(node_type: NodeType, by_model: dict) -> Iterator[Edge]:
    for field in node_type.model._meta.get_fields():
        earlier = by_model.get(field.related_model) if field.is_relation and not field.auto_created else None
        if earlier is None:
            continue
        if field.many_to_many:
            table = field.remote_field.through
            columns = (f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id")
            yield Edge(node_type, earlier, table, *columns)
        else:
            yield Edge(node_type, earlier, node_type.model, "id", field.attname)
