"""What every table shares: sortable public identifiers, and guards that only a database can give."""

import os
import time
import uuid

from django.db import models
from django.db.migrations.operations.base import Operation


def uuid7() -> uuid.UUID:
    """Return an identifier that sorts by the time it was made (RFC 9562, version 7) and tells nothing else.

    The time is as exact as twelve bits more make it (section 6.2, method 3): what follows within a millisecond is in order, too.
    """
    milliseconds, rest = divmod(time.time_ns(), 1_000_000)
    fraction = rest * 4096 // 1_000_000
    random = int.from_bytes(os.urandom(8), "big") >> 2
    return uuid.UUID(int=(milliseconds << 80) | (7 << 76) | (fraction << 64) | (2 << 62) | random)


class UUIDModel(models.Model):
    """A row that people can be sent to: its key is fit for an address."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)

    class Meta:
        abstract = True


SQLITE_GUARD = """
CREATE TRIGGER {table}_no_{event} BEFORE {event} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION cyfran_append_only() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END
$$ LANGUAGE plpgsql
"""
POSTGRES_GUARD = """
CREATE TRIGGER {table}_no_{event} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION cyfran_append_only()
"""


class AppendOnly(Operation):
    """Make the database itself refuse to change rows, and to remove them unless ``removable``.

    Votes are removable, because a person may take theirs away; what was decided, and by whom, is not. It asks nothing of
    the models, so that none are built for it: with many tables that is most of what a migration takes.
    """

    def __init__(self, table: str, *, removable: bool = False) -> None:
        self.table, self.removable = table, removable

    def deconstruct(self):
        return "AppendOnly", [self.table], {"removable": self.removable}

    def state_forwards(self, app_label, state) -> None:
        """What models are does not change."""

    @property
    def events(self) -> list[str]:
        return ["UPDATE"] if self.removable else ["UPDATE", "DELETE"]

    def database_forwards(self, app_label, schema_editor, from_state, to_state) -> None:
        postgres = schema_editor.connection.vendor == "postgresql"
        if postgres:
            schema_editor.execute(POSTGRES_FUNCTION, params=None)
        for event in self.events:
            statement = POSTGRES_GUARD if postgres else SQLITE_GUARD
            schema_editor.execute(statement.format(table=self.table, event=event), params=None)

    def database_backwards(self, app_label, schema_editor, from_state, to_state) -> None:
        postgres = schema_editor.connection.vendor == "postgresql"
        for event in self.events:
            on = f" ON {self.table}" if postgres else ""
            schema_editor.execute(f"DROP TRIGGER {self.table}_no_{event}{on}")
