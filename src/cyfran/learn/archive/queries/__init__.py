"""Reading what an archive holds: that of a partnership, and that of one person."""

from .paths import path_to
from .personal import (
    data_of_account,
    data_of_participants,
    participants_of,
    tables_of_accounts,
    tables_of_participants,
)
from .tables import WITHHELD, ArchiveTable, archive_tables, left_out, rows_of_table

__all__ = [
    "WITHHELD",
    "ArchiveTable",
    "archive_tables",
    "data_of_account",
    "data_of_participants",
    "left_out",
    "participants_of",
    "path_to",
    "rows_of_table",
    "tables_of_accounts",
    "tables_of_participants",
]
