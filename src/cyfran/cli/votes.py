"""Reading the votes of a conversation from whatever they come in."""

from dataclasses import dataclass
from pathlib import Path

from cyfran.core.errors import FileRefused, Problem
from cyfran.discover.conversations.exchange import PolisExport, read_polis, read_polis_folder
from cyfran.methods.opinion import Votes

NEEDED = ("voter-id", "comment-id", "vote")


@dataclass(frozen=True)
class ReadVotes:
    votes: Votes
    problems: tuple[Problem, ...]


def read_votes(path: Path) -> ReadVotes:
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


def _from_export(export: PolisExport) -> ReadVotes:
    known = [statement.label for statement in export.statements]
    votes = Votes.from_events(
        export.voters,
        export.voted_on,
        export.answers,
        export.at,
        known_statements=known,
        rejected=export.rejected,
    )
    return ReadVotes(votes, export.problems)


def _from_parquet(files: list[Path]) -> ReadVotes:
    import duckdb

    names = [str(file) for file in files]
    try:
        there = {
            row[0]: row[1]
            for row in duckdb.execute("DESCRIBE SELECT * FROM read_parquet(?)", [names]).fetchall()
        }
        for column in NEEDED:
            if column not in there:
                params = {"column": column, "found": ", ".join(sorted(there))[:200]}
                raise FileRefused([Problem("column_missing", params, files[0].name)])
        moment = _moment(there.get("timestamp"))
        whole = " AND ".join(f'"{c}" IS NOT NULL' for c in (*NEEDED, "timestamp") if c in there)
        columns = duckdb.execute(
            f'SELECT CAST("voter-id" AS VARCHAR) v, CAST("comment-id" AS VARCHAR) s, "vote" a, {moment} t '  # noqa: S608
            f"FROM read_parquet(?) WHERE {whole}",
            [names],
        ).fetchnumpy()
        rows = duckdb.execute("SELECT count(*) FROM read_parquet(?)", [names]).fetchall()[0][0]
    except duckdb.Error as error:
        raise FileRefused([Problem("file_not_parquet", file=files[0].name)]) from error
    at = columns["t"] if "timestamp" in there else None
    left_out = _left_out(rows - len(columns["a"]), files[0].name)
    return ReadVotes(Votes.from_events(columns["v"], columns["s"], columns["a"], at), left_out)


def _left_out(number: int, name: str) -> tuple[Problem, ...]:
    """What to say of rows in which something needed is empty."""
    more = [Problem("more_problems", {"number": number - 1}, name)] if number > 1 else []
    return (Problem("cell_empty", file=name), *more) if number else ()


def _moment(kind: str | None) -> str:
    """Moments as whole numbers, whether the file has numbers or timestamps."""
    if kind is None:
        return "NULL"
    return 'epoch_us("timestamp")' if kind.startswith("TIMESTAMP") else 'CAST("timestamp" AS BIGINT)'
