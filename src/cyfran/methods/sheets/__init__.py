"""Paper: sheets with boxes to mark, read back from a scan or a photograph."""

from cyfran.methods.sheets.layout import Box, Layout, a4
from cyfran.methods.sheets.marks import Mark
from cyfran.methods.sheets.reading import Reading, Row, read_sheet, strip_of

VERSION = "1.1"

__all__ = ["VERSION", "Box", "Layout", "Mark", "Reading", "Row", "a4", "read_sheet", "strip_of"]
