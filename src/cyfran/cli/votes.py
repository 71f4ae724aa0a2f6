"""Read the votes of a conversation from a Polis export, CSV or Parquet."""

from dataclasses import dataclass
from pathlib import Path

from cyfran.core.errors import FileRefused, Problem
from cyfran.discover.conversations.exchange import PolisExport, read_polis, read_polis_folder
from cyfran.methods.opinion import Votes

NEEDED = ("voter-id", "comment-id", "vote")


@dataclass(frozen=True)
class VotesFile:
    votes: Votes
    problems: tuple[Problem, ...]


def read_votes(path: Path) -> VotesFile:
    """Read a Polis folder, a CSV or Parquet file, or a folder of Parquet files."""
    if not path.exists():
        raise FileRefused([Problem("file_missing", file=str(path))])
    parts = sorted(path.glob("*.parquet")) if path.is_dir() else []
    if parts or path.suffix == ".parquet":
        return _from_parquet(parts or [path])
    if path.is_dir():
        return _from_export(read_polis_folder(path))
    with path.open("rb") as file:
        return _from_export(read_polis(file, votes_name=path.name))


def _from_export(export: PolisExport) -> VotesFile:
    labels = [statement.label for statement in export.statements]
    votes = Votes.from_events(
        export.voters,
        export.voted_on,
        export.answers,
        export.at,
        known_statements=labels,
        rejected=export.rejected,
    )
    return VotesFile(votes, export.problems)


def _from_parquet(files: list[Path]) -> VotesFile:
    import duckdb

    names = [str(file) for file in files]
    try:
        column_types = {
            row[0]: row[1]
            for row in duckdb.execute("DESCRIBE SELECT * FROM read_parquet(?)", [names]).fetchall()
        }
        for column in NEEDED:
            if column not in column_types:
                params = {"column": column, "found": ", ".join(sorted(column_types))[:200]}
                raise FileRefused([Problem("column_missing", params, files[0].name)])
        time_column = _time_expression(column_types.get("timestamp"))
        complete = " AND ".join(
            f'"{column}" IS NOT NULL' for column in (*NEEDED, "timestamp") if column in column_types
        )
        columns = duckdb.execute(
            f'SELECT CAST("voter-id" AS VARCHAR) v, CAST("comment-id" AS VARCHAR) s, "vote" a, {time_column} t '  # noqa: S608
            f"FROM read_parquet(?) WHERE {complete}",
            [names],
        ).fetchnumpy()
        rows = duckdb.execute("SELECT count(*) FROM read_parquet(?)", [names]).fetchall()[0][0]
    except duckdb.Error as error:
        raise FileRefused([Problem("file_not_parquet", file=files[0].name)]) from error
    times = columns["t"] if "timestamp" in column_types else None
    left_out = _left_out_problems(rows - len(columns["a"]), files[0].name)
    return VotesFile(Votes.from_events(columns["v"], columns["s"], columns["a"], times), left_out)


def _left_out_problems(number: int, name: str) -> tuple[Problem, ...]:
    """Return the problems to report for the number of rows with an empty cell."""
    more = [Problem("more_problems", {"number": number - 1}, name)] if number > 1 else []
    return (Problem("cell_empty", file=name), *more) if number else ()


def _time_expression(kind: str | None) -> str:
    """Return an SQL expression for the time as an integer, from a column of timestamps or numbers, or NULL."""
    if kind is None:
        return "NULL"
    return 'epoch_us("timestamp")' if kind.startswith("TIMESTAMP") else 'CAST("timestamp" AS BIGINT)'
