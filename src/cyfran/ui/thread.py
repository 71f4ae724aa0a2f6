"""Three forms of a thread with the same content: a nested list, a picture, and plain data for JSON."""

import textwrap
from collections import Counter
from dataclasses import dataclass

from cyfran.core.language import BilingualText, LanguageText
from cyfran.core.thread.node_types import node_types
from cyfran.core.thread.queries import Node, NodeKey, Thread
from cyfran.ui.formats import reading_language

SHOWN_AT_ONCE, MOST_BRANCHES = 6, 60
MOST_BOXES = 5
COLUMN, BOX_WIDTH, ROW, BOX_HEIGHT, TOP = 190, 160, 84, 68, 84


@dataclass(frozen=True)
class ThreadBranch:
    """A node of the nested list with its branches; none if it is listed before (``is_repeated``).

    ``omitted`` counts the branches beyond ``MOST_BRANCHES``.
    """

    node: Node
    branches: tuple["ThreadBranch", ...]
    omitted: int
    is_repeated: bool

    @property
    def first(self) -> tuple["ThreadBranch", ...]:
        """Return the branches that are shown at once."""
        return self.branches[:SHOWN_AT_ONCE]

    @property
    def folded(self) -> tuple["ThreadBranch", ...]:
        """Return the other branches, which the reader can unfold."""
        return self.branches[SHOWN_AT_ONCE:]


def branches(thread: Thread, *, back: bool) -> tuple[ThreadBranch, ...]:
    """Return the nested list of what the thread's start is built on (``back``), or of what came of it."""
    steps = thread.back if back else thread.forward
    listed = {thread.start.key}
    return _branches(thread, steps, thread.start.key, listed)[0]


def _branches(
    thread: Thread, steps: dict, start: NodeKey, listed: set[NodeKey]
) -> tuple[tuple[ThreadBranch, ...], int]:
    next_keys = _rarest_kind_first(steps.get(start, []))
    nested = []
    for key in next_keys[:MOST_BRANCHES]:
        is_repeated = key in listed
        listed.add(key)
        inner_branches, omitted = ((), 0) if is_repeated else _branches(thread, steps, key, listed)
        nested.append(ThreadBranch(thread.nodes[key], inner_branches, omitted, is_repeated))
    return tuple(nested), len(next_keys) - len(nested)


def _rarest_kind_first(keys: list[NodeKey]) -> list[NodeKey]:
    """Return the keys, kinds with the fewest nodes first: what many nodes led to is then listed already."""
    counts = Counter(kind for kind, _pk in keys)
    return sorted(keys, key=lambda key: (counts[key[0]], key))


@dataclass(frozen=True)
class ThreadBox:
    """A node in the picture, or (without node) how many more of its kind there are."""

    x: int
    y: int
    lines: tuple[str, ...]
    node: Node | None
    is_start: bool = False


@dataclass(frozen=True)
class ThreadLine:
    """A step in the picture, as a curve. One that passes columns bends above them, so as not to seem to end there."""

    x1: int
    y1: int
    x2: int
    y2: int
    bend1: tuple[int, int]
    bend2: tuple[int, int]


@dataclass(frozen=True)
class Heading:
    x: int
    name: object


@dataclass(frozen=True)
class Picture:
    """The picture of a thread: a column for each kind of node in it, from left to right by phase."""

    width: int
    height: int
    headings: tuple[Heading, ...]
    boxes: tuple[ThreadBox, ...]
    lines: tuple[ThreadLine, ...]


def picture(thread: Thread) -> Picture:
    """Return the positions of the picture's headings, boxes and lines; at most ``MOST_BOXES`` nodes of a kind."""
    by_kind: dict[str, list[NodeKey]] = {}
    for key in sorted(thread.nodes, key=lambda key: (key != thread.start.key, key[1])):
        by_kind.setdefault(key[0], []).append(key)
    columns = [node_type for node_type in node_types() if node_type.kind in by_kind]
    boxes: dict[NodeKey, ThreadBox] = {}
    omitted_boxes, headings = [], []
    for column, node_type in enumerate(columns):
        x = column * COLUMN
        headings.append(Heading(x, node_type.name))
        keys = by_kind[node_type.kind]
        for row, key in enumerate(keys[:MOST_BOXES]):
            boxes[key] = _node_box(thread, key, x, TOP + row * ROW)
        if len(keys) > MOST_BOXES:
            omitted_boxes.append(ThreadBox(x, TOP + MOST_BOXES * ROW, (f"+ {len(keys) - MOST_BOXES}",), None))
    rows = max(min(len(keys), MOST_BOXES + 1) for keys in by_kind.values())
    all_boxes = (*boxes.values(), *omitted_boxes)
    size = (len(columns) * COLUMN - (COLUMN - BOX_WIDTH) + 2, TOP + rows * ROW)
    return Picture(*size, tuple(headings), all_boxes, tuple(_step_lines(thread, boxes)))


def _node_box(thread: Thread, key: NodeKey, x: int, y: int) -> ThreadBox:
    node = thread.nodes[key]
    words = _node_words(node)
    text = words.text if words else "…"
    lines = textwrap.wrap(text, width=22, max_lines=3, placeholder=" …") or ["…"]
    return ThreadBox(x, y, tuple(lines), node, key == thread.start.key)


def _steps(thread: Thread) -> list[tuple[NodeKey, NodeKey]]:
    """Return every step of the thread, each from the earlier node to the later one."""
    back = {(earlier, later) for later, next_keys in thread.back.items() for earlier in next_keys}
    forward = {(earlier, later) for earlier, next_keys in thread.forward.items() for later in next_keys}
    return sorted(back | forward)


def _step_lines(thread: Thread, boxes: dict[NodeKey, ThreadBox]):
    for earlier, later in _steps(thread):
        if earlier in boxes and later in boxes:
            a, b = boxes[earlier], boxes[later]
            yield _step_line(a.x + BOX_WIDTH, a.y + BOX_HEIGHT // 2, b.x, b.y + BOX_HEIGHT // 2)


def _step_line(x1: int, y1: int, x2: int, y2: int) -> ThreadLine:
    if x2 - x1 < COLUMN:
        return ThreadLine(x1, y1, x2, y2, (x1 + 20, y1), (x2 - 20, y2))
    return ThreadLine(x1, y1, x2, y2, (x1 + 50, TOP - 60), (x2 - 50, TOP - 60))


def _node_words(node: Node) -> LanguageText | None:
    words = node.rendered.words
    return words.in_language(reading_language()) if isinstance(words, BilingualText) else words


def thread_to_json(thread: Thread, address) -> dict[str, object]:
    """Return the thread as plain values: every node once, and the steps from earlier to later."""
    return {
        "start": _node_id(thread.start.key),
        "things": [_node_data(node, address) for _key, node in sorted(thread.nodes.items())],
        "steps": [{"from": _node_id(earlier), "to": _node_id(later)} for earlier, later in _steps(thread)],
        "beyond": thread.omitted,
    }


def _node_data(node: Node, address) -> dict[str, object]:
    words = node.rendered.words
    texts = (
        {"en": words.en, "cy": words.cy}
        if isinstance(words, BilingualText)
        else {words.language: words.text}
        if words
        else {}
    )
    return {
        "id": _node_id(node.key),
        "kind": node.node_type.kind,
        "phase": node.node_type.phase,
        "words": texts,
        "note": str(node.rendered.note),
        "address": address(node),
    }


def _node_id(key: NodeKey) -> str:
    return f"{key[0]}/{key[1]}"
