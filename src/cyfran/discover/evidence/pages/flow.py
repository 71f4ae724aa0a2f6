"""The flow diagram, its table and its file: the same numbers three times."""

from dataclasses import dataclass

from django.utils.text import wrap
from django.utils.translation import gettext as _

from cyfran.discover.evidence.models import ExclusionReason, SearchMethod
from cyfran.discover.evidence.queries import Flow
from cyfran.ui.formats import number

LEFT, RIGHT, WIDE, GAP = 10, 380, 330, 34
LINE, PADDING, LETTERS = 20, 12, 40
REASONS = dict(ExclusionReason.choices)
SHOWN_WHERE_ANY = (
    "identified_other",
    "excluded_automatic",
    "open",
    "not_retrieved",
    "full_open",
    "studies_other",
)


@dataclass(frozen=True)
class FlowBox:
    """A box of the diagram: where it stands and the lines in it."""

    x: int
    y: int
    width: int
    height: int
    lines: tuple[str, ...]

    @property
    def middle(self) -> int:
        return self.y + self.height // 2


@dataclass(frozen=True)
class Diagram:
    """Boxes of the way down, and those beside it where records leave; ``None`` where none leave."""

    down: tuple[FlowBox, ...]
    aside: tuple[FlowBox | None, ...]
    width: int
    height: int


def flow_rows(flow: Flow) -> list[tuple[str, str, int]]:
    """A code, what it says, and how many: in the order of the diagram."""
    ways = {
        method: sum(n for one, _source, n in flow.sources if one == method) for method in SearchMethod.values
    }
    rows = [
        ("identified_databases", _("Records found in databases and registers"), ways[SearchMethod.DATABASE]),
        ("identified_other", _("Records found in other ways"), ways[SearchMethod.OTHER]),
        ("duplicates", _("Copies taken out before reading"), flow.duplicates),
        ("single", _("Records without copies"), flow.identified - flow.duplicates),
        ("screened", _("Records read"), flow.screened),
        ("excluded", _("Records left out"), flow.excluded),
        *((f"excluded_{code or 'no_reason'}", _reason(code), n) for code, n in flow.reasons),
        ("excluded_automatic", _("Records not read, because reading was stopped"), flow.unread),
        ("open", _("Records still to be read or settled"), flow.open),
        ("included_records", _("Full texts sought"), flow.included),
        ("not_retrieved", _("Full texts not to be had"), flow.not_retrieved),
        ("assessed", _("Full texts read"), flow.assessed),
        ("full_excluded", _("Left out by full text"), flow.full_excluded),
        *((f"full_excluded_{code or 'no_reason'}", _reason(code), n) for code, n in flow.full_reasons),
        ("full_open", _("Full texts still to be found, read or settled"), flow.full_open),
        ("studies_other", _("Studies added in other ways"), flow.studies - flow.studies_from_records),
        ("studies", _("Studies in the review"), flow.studies),
    ]
    return [row for row in rows if row[2] or row[0] not in SHOWN_WHERE_ANY]


def _reason(code: str) -> str:
    return "– " + str(REASONS[code] if code else _("No reason given"))


def flow_table(flow: Flow) -> list[tuple[str, str]]:
    return [(said, number(count)) for _code, said, count in flow_rows(flow)]


def picture_of(flow: Flow) -> Diagram:
    """Where every box stands."""
    told = {code: _counted(said, count) for code, said, count in flow_rows(flow)}
    sources = [f"{source}: {number(count)}" for _way, source, count in flow.sources]
    reasons = [told[code] for code in told if code.startswith("excluded_") and code != "excluded_automatic"]
    full = [told[code] for code in told if code.startswith("full_excluded_")]
    unread = [told[code] for code in ("excluded_automatic", "open") if code in told]
    found = [told[code] for code in ("identified_databases", "identified_other") if code in told]
    steps = [
        ([*found, *sources], [told["duplicates"]]),
        ([told["single"], told["screened"]], [told["excluded"], *reasons, *unread]),
        ([told["included_records"]], [told[code] for code in ("not_retrieved",) if code in told]),
        (
            [told["assessed"]],
            [told["full_excluded"], *full, *([told["full_open"]] if "full_open" in told else [])],
        ),
        ([told[code] for code in ("studies_other", "studies") if code in told], []),
    ]
    down: list[FlowBox] = []
    aside: list[FlowBox | None] = []
    y = LEFT
    for here, out in steps:
        main, beside = _folded(here), _folded(out)
        height = max(_height(main), _height(beside) if beside else 0)
        down.append(FlowBox(LEFT, y, WIDE, height, main))
        aside.append(FlowBox(RIGHT, y, WIDE, height, beside) if beside else None)
        y += height + GAP
    return Diagram(tuple(down), tuple(aside), RIGHT + WIDE + LEFT, y - GAP + LEFT)


def _counted(said: str, count: int) -> str:
    return f"{said}: {number(count)}"


def _folded(texts: list[str]) -> tuple[str, ...]:
    return tuple(line for text in texts for line in wrap(text, LETTERS).split("\n"))


def _height(lines: tuple[str, ...]) -> int:
    return 2 * PADDING + LINE * len(lines)
