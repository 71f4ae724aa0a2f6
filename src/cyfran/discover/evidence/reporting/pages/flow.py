"""The flow diagram (PRISMA 2020): its rows, for the table and the file, and its geometry."""

from dataclasses import dataclass

from django.utils.text import wrap
from django.utils.translation import gettext as _

from cyfran.discover.evidence.reporting.queries import Flow
from cyfran.discover.evidence.screening.models import ExclusionReason
from cyfran.discover.evidence.searches.models import SearchMethod
from cyfran.ui.formats import number

LEFT, RIGHT, BOX_WIDTH, GAP = 10, 380, 330, 34
LINE_HEIGHT, PADDING, LINE_LETTERS = 20, 12, 40
REASONS = dict(ExclusionReason.choices)
HIDDEN_IF_ZERO = (
    "identified_other",
    "excluded_automatic",
    "open",
    "not_retrieved",
    "full_open",
    "studies_other",
)


@dataclass(frozen=True)
class FlowBox:
    """A box of the diagram: its place, its size and its lines of text."""

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
    """The boxes from top to bottom, and beside each the box of records that leave there, or None."""

    down: tuple[FlowBox, ...]
    aside: tuple[FlowBox | None, ...]
    width: int
    height: int


def flow_rows(flow: Flow) -> list[tuple[str, str, int]]:
    """Return code, text and number of each line, in the order of the diagram."""
    records_by_method = {
        method: sum(n for source_method, _source, n in flow.sources if source_method == method)
        for method in SearchMethod.values
    }
    rows = [
        (
            "identified_databases",
            _("Records found in databases and registers"),
            records_by_method[SearchMethod.DATABASE],
        ),
        ("identified_other", _("Records found in other ways"), records_by_method[SearchMethod.OTHER]),
        ("duplicates", _("Duplicates removed before screening"), flow.duplicates),
        ("single", _("Records after removing duplicates"), flow.identified - flow.duplicates),
        ("screened", _("Records screened"), flow.screened),
        ("excluded", _("Records excluded"), flow.excluded),
        *((f"excluded_{code or 'no_reason'}", _reason(code), n) for code, n in flow.reasons),
        ("excluded_automatic", _("Records not screened, because screening was stopped"), flow.unread),
        ("open", _("Records still to be screened or settled"), flow.open),
        ("included_records", _("Full texts sought"), flow.included),
        ("not_retrieved", _("Full texts not available"), flow.not_retrieved),
        ("assessed", _("Full texts assessed"), flow.assessed),
        ("full_excluded", _("Full texts excluded"), flow.full_excluded),
        *((f"full_excluded_{code or 'no_reason'}", _reason(code), n) for code, n in flow.full_reasons),
        ("full_open", _("Full texts still to be found, assessed or settled"), flow.full_open),
        ("studies_other", _("Studies added in other ways"), flow.studies - flow.studies_from_records),
        ("studies", _("Studies included in the review"), flow.studies),
    ]
    return [row for row in rows if row[2] or row[0] not in HIDDEN_IF_ZERO]


def _reason(code: str) -> str:
    return "– " + str(REASONS[code] if code else _("No reason given"))


def flow_table(flow: Flow) -> list[tuple[str, str]]:
    return [(text, number(count)) for _code, text, count in flow_rows(flow)]


def flow_diagram(flow: Flow) -> Diagram:
    """Lay out the boxes of the diagram."""
    texts = {code: _with_count(text, count) for code, text, count in flow_rows(flow)}
    sources = [f"{source}: {number(count)}" for _method, source, count in flow.sources]
    reasons = [texts[code] for code in texts if code.startswith("excluded_") and code != "excluded_automatic"]
    full_text_reasons = [texts[code] for code in texts if code.startswith("full_excluded_")]
    unread = [texts[code] for code in ("excluded_automatic", "open") if code in texts]
    identified = [texts[code] for code in ("identified_databases", "identified_other") if code in texts]
    steps = [
        ([*identified, *sources], [texts["duplicates"]]),
        ([texts["single"], texts["screened"]], [texts["excluded"], *reasons, *unread]),
        ([texts["included_records"]], [texts[code] for code in ("not_retrieved",) if code in texts]),
        (
            [texts["assessed"]],
            [
                texts["full_excluded"],
                *full_text_reasons,
                *([texts["full_open"]] if "full_open" in texts else []),
            ],
        ),
        ([texts[code] for code in ("studies_other", "studies") if code in texts], []),
    ]
    down: list[FlowBox] = []
    aside: list[FlowBox | None] = []
    y = LEFT
    for step_texts, leaving_texts in steps:
        main, beside = _wrap_lines(step_texts), _wrap_lines(leaving_texts)
        height = max(_height(main), _height(beside) if beside else 0)
        down.append(FlowBox(LEFT, y, BOX_WIDTH, height, main))
        aside.append(FlowBox(RIGHT, y, BOX_WIDTH, height, beside) if beside else None)
        y += height + GAP
    return Diagram(tuple(down), tuple(aside), RIGHT + BOX_WIDTH + LEFT, y - GAP + LEFT)


def _with_count(text: str, count: int) -> str:
    return f"{text}: {number(count)}"


def _wrap_lines(texts: list[str]) -> tuple[str, ...]:
    return tuple(line for text in texts for line in wrap(text, LINE_LETTERS).split("\n"))


def _height(lines: tuple[str, ...]) -> int:
    return 2 * PADDING + LINE_HEIGHT * len(lines)
