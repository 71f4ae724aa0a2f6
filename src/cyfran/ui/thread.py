"""The thread arranged to be read as a nested list, seen as a picture, and sent as data. All three show the same."""

import textwrap
from collections import Counter
from dataclasses import dataclass

from cyfran.core.language import Pair, Words
from cyfran.core.thread.queries import Knot, Place, Thread
from cyfran.core.thread.stops import stops
from cyfran.ui.formats import reading_language

FEW, MOST_BRANCHES = 6, 60
MOST_BOXES = 5
COLUMN, BOX_WIDTH, ROW, BOX_HEIGHT, TOP = 190, 160, 84, 68, 84


@dataclass(frozen=True)
class Branch:
    """A thing with what lies one step further. Where it stood before in the list, what follows it is not told twice."""

    knot: Knot
    branches: tuple["Branch", ...]
    more: int
    is_above: bool

    @property
    def few(self) -> tuple["Branch", ...]:
        """Those shown at once; the rest unfolds."""
        return self.branches[:FEW]

    @property
    def rest(self) -> tuple["Branch", ...]:
        return self.branches[FEW:]


def branches(thread: Thread, *, back: bool) -> tuple[Branch, ...]:
    steps = thread.back if back else thread.forward
    told = {thread.start.place}
    return _branches(thread, steps, thread.start.place, told)[0]


def _branches(thread: Thread, steps: dict, here: Place, told: set[Place]) -> tuple[tuple[Branch, ...], int]:
    there = _fewest_of_a_kind_first(steps.get(here, []))
    found = []
    for place in there[:MOST_BRANCHES]:
        is_above = place in told
        told.add(place)
        inner, more = ((), 0) if is_above else _branches(thread, steps, place, told)
        found.append(Branch(thread.knots[place], inner, more, is_above))
    return tuple(found), len(there) - len(found)


def _fewest_of_a_kind_first(places: list[Place]) -> list[Place]:
    """What there is one of tells most; thirty ideas come last, when most of what they led to is told."""
    number = Counter(kind for kind, _pk in places)
    return sorted(places, key=lambda place: (number[place[0]], place))


@dataclass(frozen=True)
class Box:
    """A thing in the picture, or how many more of its kind there are."""

    x: int
    y: int
    lines: tuple[str, ...]
    knot: Knot | None
    is_start: bool = False


@dataclass(frozen=True)
class Line:
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
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]


def picture(thread: Thread) -> Picture:
    by_kind: dict[str, list[Place]] = {}
    for place in sorted(thread.knots, key=lambda place: (place != thread.start.place, place[1])):
        by_kind.setdefault(place[0], []).append(place)
    columns = [stop for stop in stops() if stop.kind in by_kind]
    boxes: dict[Place, Box] = {}
    beyond, headings = [], []
    for column, stop in enumerate(columns):
        x = column * COLUMN
        headings.append(Heading(x, stop.name))
        places = by_kind[stop.kind]
        for row, place in enumerate(places[:MOST_BOXES]):
            boxes[place] = _box(thread, place, x, TOP + row * ROW)
        if len(places) > MOST_BOXES:
            beyond.append(Box(x, TOP + MOST_BOXES * ROW, (f"+ {len(places) - MOST_BOXES}",), None))
    rows = max(min(len(places), MOST_BOXES + 1) for places in by_kind.values())
    all_boxes = (*boxes.values(), *beyond)
    size = (len(columns) * COLUMN - (COLUMN - BOX_WIDTH) + 2, TOP + rows * ROW)
    return Picture(*size, tuple(headings), all_boxes, tuple(_lines(thread, boxes)))


def _box(thread: Thread, place: Place, x: int, y: int) -> Box:
    knot = thread.knots[place]
    shown = in_words(knot)
    text = shown.text if shown else "…"
    lines = textwrap.wrap(text, width=22, max_lines=3, placeholder=" …") or ["…"]
    return Box(x, y, tuple(lines), knot, place == thread.start.place)


def _lines(thread: Thread, boxes: dict[Place, Box]):
    pairs = {(there, here) for here, found in thread.back.items() for there in found}
    pairs |= {(here, there) for here, found in thread.forward.items() for there in found}
    for earlier, later in sorted(pairs):
        if earlier in boxes and later in boxes:
            a, b = boxes[earlier], boxes[later]
            yield _line(a.x + BOX_WIDTH, a.y + BOX_HEIGHT // 2, b.x, b.y + BOX_HEIGHT // 2)


def _line(x1: int, y1: int, x2: int, y2: int) -> Line:
    if x2 - x1 < COLUMN:
        return Line(x1, y1, x2, y2, (x1 + 20, y1), (x2 - 20, y2))
    return Line(x1, y1, x2, y2, (x1 + 50, TOP - 60), (x2 - 50, TOP - 60))


def in_words(knot: Knot) -> Words | None:
    words = knot.shown.words
    return words.in_language(reading_language()) if isinstance(words, Pair) else words


def as_data(thread: Thread, address) -> dict[str, object]:
    """The thread as plain values: every thing once, and the steps between them, from earlier to later."""
    back = {(there, here) for here, found in thread.back.items() for there in found}
    forward = {(here, there) for here, found in thread.forward.items() for there in found}
    return {
        "start": _name(thread.start.place),
        "things": [_thing(knot, address) for _place, knot in sorted(thread.knots.items())],
        "steps": [{"from": _name(a), "to": _name(b)} for a, b in sorted(back | forward)],
        "beyond": thread.beyond,
    }


def _thing(knot: Knot, address) -> dict[str, object]:
    words = knot.shown.words
    texts = (
        {"en": words.en, "cy": words.cy}
        if isinstance(words, Pair)
        else {words.language: words.text}
        if words
        else {}
    )
    return {
        "id": _name(knot.place),
        "kind": knot.stop.kind,
        "phase": knot.stop.phase,
        "words": texts,
        "note": str(knot.shown.note),
        "address": address(knot),
    }


def _name(place: Place) -> str:
    return f"{place[0]}/{place[1]}"
