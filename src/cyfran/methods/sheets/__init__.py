"""Paper sheets with tick boxes: their layout, and reading them back from a scan or a photograph."""

from cyfran.methods.sheets.layout import Layout, TickBox, a4
from cyfran.methods.sheets.marks import InkMark
from cyfran.methods.sheets.reading import AnswerRow, SheetReading, crop_row, read_sheet

VERSION = "1.1"

__all__ = [
    "VERSION",
    "AnswerRow",
    "InkMark",
    "Layout",
    "SheetReading",
    "TickBox",
    "a4",
    "crop_row",
    "read_sheet",
]
