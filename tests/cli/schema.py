"""What a database is made of, in a form in which two of them can be compared whatever the order of their columns."""

import re
import sqlite3
from pathlib import Path

ON_POSTGRES = """
SELECT 'column', table_name, column_name, data_type || coalesce(character_maximum_length::text, '') || is_nullable || is_identity
FROM information_schema.columns WHERE table_schema = 'public'
UNION ALL SELECT 'constraint', conrelid::regclass::text, conname, pg_get_constraintdef(oid)
FROM pg_constraint WHERE connamespace = 'public'::regnamespace
UNION ALL SELECT 'index', tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT 'trigger', tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
"""


def schema_of(database: str | Path) -> set[tuple[str, ...]]:
    """Return every column, constraint, index and guard of a PostgreSQL address or a SQLite file."""
    if isinstance(database, str):
        import psycopg

        with psycopg.connect(database) as connection:
            return set(connection.execute(ON_POSTGRES).fetchall())
    with sqlite3.connect(database) as connection:
        made = connection.execute(
            "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"
        ).fetchall()
    return {
        (kind, name, part) for kind, name, sql in made for part in (parts(sql) if kind == "table" else [sql])
    }


def rows_of(file: Path) -> dict[str, int]:
    """Count the rows of every table of a SQLite file."""
    with sqlite3.connect(file) as connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in names}


def parts(sql: str) -> list[str]:
    """Cut ``CREATE TABLE … (a, b, CONSTRAINT …)`` at its outermost commas."""
    inside = sql[sql.index("(") + 1 : sql.rindex(")")]
    depth, cut = 0, [""]
    for sign in inside:
        depth += (sign == "(") - (sign == ")")
        if sign == "," and depth == 0:
            cut.append("")
        else:
            cut[-1] += sign
    return [re.sub(r"\s+", " ", part).strip() for part in cut]
