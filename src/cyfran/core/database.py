"""What tables share: sortable public identifiers, and append-only tables guarded by database triggers."""

import contextlib
import os
import time
import uuid

from django.db import OperationalError, connection, models, transaction
from django.db.migrations.operations.base import Operation

SHORT_WAIT = 250  # milliseconds


def uuid7() -> uuid.UUID:
    """Return an identifier that sorts by the time it was made (RFC 9562, version 7).

    Twelve bits hold the fraction of the millisecond (section 6.2, method 3), so identifiers made within one sort, too.
    """
    milliseconds, rest = divmod(time.time_ns(), 1_000_000)
    fraction = rest * 4096 // 1_000_000
    random = int.from_bytes(os.urandom(8), "big") >> 2
    return uuid.UUID(int=(milliseconds << 80) | (7 << 76) | (fraction << 64) | (2 << 62) | random)


class UUIDModel(models.Model):
    """Base of models with a page of their own: the key can stand in a URL and does not count up."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)

    class Meta:
        abstract = True


def overwrite_deleted() -> None:
    """Once the transaction is through, take what was deleted out of the write-ahead log of SQLite as well.

    Its pages in the database are overwritten as they are freed (``secure_delete``). PostgreSQL overwrites both as it vacuums
    and goes on.
    """
    transaction.on_commit(empty_write_ahead_log)


def empty_write_ahead_log() -> None:
    """Write what is in the log of SQLite to the database, and leave the log empty. Called by the worker each hour, too.

    Where somebody reads or writes all the while, nobody waits for it for long: the next time takes it.
    """
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor, contextlib.suppress(OperationalError):
        cursor.execute(f"PRAGMA busy_timeout={SHORT_WAIT}")
        try:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            cursor.execute(
                f"PRAGMA busy_timeout={1000 * connection.settings_dict['OPTIONS'].get('timeout', 5)}"
            )


def is_referred_to(instance: models.Model) -> bool:
    """Return whether a row of any table points at this one, so that it cannot be removed without losing something."""
    return any(
        relation.related_model._base_manager.filter(**{relation.field.name: instance}).exists()
        for relation in instance._meta.related_objects
    )


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
    """Add triggers that refuse updates of a table's rows, and deletions unless ``removable``.

    Votes are removable, because a person may erase theirs; decisions are not. The operation takes the table's name and
    reads no model state: rendering models is most of the time that migrations take.
    """

    def __init__(self, table: str, *, removable: bool = False) -> None:
        self.table, self.removable = table, removable

    def deconstruct(self):
        return "AppendOnly", [self.table], {"removable": self.removable}

    def state_forwards(self, app_label, state) -> None:
        """Change nothing: model state is not affected."""

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
