"""The thread arranged to be read as a nested list, seen as a picture, and sent as data. All three show the same."""

import textwrap
from collections import Counter
from dataclasses import dataclass

from cyfran.core.language import BilingualText, LanguageText
from cyfran.core.thread.node_types import node_types
from cyfran.core.thread.queries import Node, Place, Thread
from cyfran.ui.formats import reading_language

FEW, MOST_BRANCHES = 6, 60
MOST_BOXES = 5
COLUMN, BOX_WIDTH, ROW, BOX_HEIGHT, TOP = 190, 160, 84, 68, 84


@dataclass(frozen=True)
class ThreadBranch:
    """A thing with what lies one step further. Where it stood before in the list, what follows it is not told twice."""

    node: Node
    branches: tuple["ThreadBranch", ...]
    more: int
    is_above: bool

    @property
    def few(self) -> tuple["ThreadBranch", ...]:
        """Those shown at once; the rest unfolds."""
        return self.branches[:FEW]

    @property
    def rest(self) -> tuple["ThreadBranch", ...]:
        return self.branches[FEW:]


def branches(thread: Thread, *, back: bool) -> tuple[ThreadBranch, ...]:
    steps = thread.back if back else thread.forward
    told = {thread.start.place}
    return _branches(thread, steps, thread.start.place, told)[0]


def _branches(
    thread: Thread, steps: dict, here: Place, told: set[Place]
) -> tuple[tuple[ThreadBranch, ...], int]:
    there = _fewest_of_a_kind_first(steps.get(here, []))
    found = []
    for place in there[:MOST_BRANCHES]:
        is_above = place in told
        told.add(place)
        inner, more = ((), 0) if is_above else _branches(thread, steps, place, told)
        found.append(ThreadBranch(thread.nodes[place], inner, more, is_above))
    return tuple(found), len(there) - len(found)


def _fewest_of_a_kind_first(places: list[Place]) -> list[Place]:
    """What there is one of tells most; thirty ideas come last, when most of what they led to is told."""
    number = Counter(kind for kind, _pk in places)
    return sorted(places, key=lambda place: (number[place[0]], place))


@dataclass(frozen=True)
class ThreadBox:
    """A thing in the picture, or how many more of its kind there are."""

    x: int
    y: int
    lines: tuple[str, ...]
    node: Node | None
    is_start: bool = False


@dataclass(frozen=True)
class ThreadLine:
    """A step. One that passes over columns bends above them, so that it does not seem to end in what it passes."""

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
    """From left to right as the journey goes: a column for each kind of thing that is there."""

    width: int
    height: int
    headings: tuple[Heading, ...]
    boxes: tuple[ThreadBox, ...]
    lines: tuple[ThreadLine, ...]


def picture(thread: Thread) -> Picture:
    by_kind: dict[str, list[Place]] = {}
    for place in sorted(thread.nodes, key=lambda place: (place != thread.start.place, place[1])):
        by_kind.setdefault(place[0], []).append(place)
    columns = [node_type for node_type in node_types() if node_type.kind in by_kind]
    boxes: dict[Place, ThreadBox] = {}
    beyond, headings = [], []
    for column, node_type in enumerate(columns):
        x = column * COLUMN
        headings.append(Heading(x, node_type.name))
        places = by_kind[node_type.kind]
        for row, place in enumerate(places[:MOST_BOXES]):
            boxes[place] = _box(thread, place, x, TOP + row * ROW)
        if len(places) > MOST_BOXES:
            beyond.append(ThreadBox(x, TOP + MOST_BOXES * ROW, (f"+ {len(places) - MOST_BOXES}",), None))
    rows = max(min(len(places), MOST_BOXES + 1) for places in by_kind.values())
    all_boxes = (*boxes.values(), *beyond)
    size = (len(columns) * COLUMN - (COLUMN - BOX_WIDTH) + 2, TOP + rows * ROW)
    return Picture(*size, tuple(headings), all_boxes, tuple(_lines(thread, boxes)))


def _box(thread: Thread, place: Place, x: int, y: int) -> ThreadBox:
    node = thread.nodes[place]
    shown = in_words(node)
    text = shown.text if shown else "…"
    lines = textwrap.wrap(text, width=22, max_lines=3, placeholder=" …") or ["…"]
    return ThreadBox(x, y, tuple(lines), node, place == thread.start.place)


def _lines(thread: Thread, boxes: dict[Place, ThreadBox]):
    pairs = {(there, here) for here, found in thread.back.items() for there in found}
    pairs |= {(here, there) for here, found in thread.forward.items() for there in found}
    for earlier, later in sorted(pairs):
        if earlier in boxes and later in boxes:
            a, b = boxes[earlier], boxes[later]
            yield _line(a.x + BOX_WIDTH, a.y + BOX_HEIGHT // 2, b.x, b.y + BOX_HEIGHT // 2)


def _line(x1: int, y1: int, x2: int, y2: int) -> ThreadLine:
    if x2 - x1 < COLUMN:
        return ThreadLine(x1, y1, x2, y2, (x1 + 20, y1), (x2 - 20, y2))
    return ThreadLine(x1, y1, x2, y2, (x1 + 50, TOP - 60), (x2 - 50, TOP - 60))


def in_words(node: Node) -> LanguageText | None:
    words = node.rendered.words
    return words.in_language(reading_language()) if isinstance(words, BilingualText) else words


def as_data(thread: Thread, address) -> dict[str, object]:
    """The thread as plain values: every thing once, and the steps between them, from earlier to later."""
    back = {(there, here) for here, found in thread.back.items() for there in found}
    forward = {(here, there) for here, found in thread.forward.items() for there in found}
    return {
        "start": _name(thread.start.place),
        "things": [_thing(node, address) for _place, node in sorted(thread.nodes.items())],
        "steps": [{"from": _name(a), "to": _name(b)} for a, b in sorted(back | forward)],
        "beyond": thread.beyond,
    }


def _thing(node: Node, address) -> dict[str, object]:
    words = node.rendered.words
    texts = (
        {"en": words.en, "cy": words.cy}
        if isinstance(words, BilingualText)
        else {words.language: words.text}
        if words
        else {}
    )
    return {
        "id": _name(node.place),
        "kind": node.node_type.kind,
        "phase": node.node_type.phase,
        "words": texts,
        "note": str(node.rendered.note),
        "address": address(node),
    }


def _name(place: Place) -> str:
    return f"{place[0]}/{place[1]}"
