"""A conversation as files: the CSV export of Polis, read and written. Free of Django: the command line reads with it too.

In these files 1 is agree and -1 is disagree. What a file says of itself (counts of votes, say) is not believed but
counted again, and every row that is left out is named.
"""

import csv
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, TextIO

from cyfran.core.errors import FileRefused, Problem
from cyfran.core.tables import FORMULA_STARTS, Table, guarded, open_table

MOST_PROBLEMS = 50
LONGEST_LABEL = 60
LATEST = 253_402_300_799_000  # the last millisecond of the year 9999
REJECTED, UNDECIDED, ACCEPTED = -1, 0, 1
ANSWERS = {"1": 1, "-1": -1, "0": 0, "1.0": 1, "-1.0": -1, "0.0": 0}
Events = tuple[list[str], list[str], list[int], list[int] | None]  # voters, statements, answers, moments
NOT_STATEMENTS = {"participant", "xid", "group-id", "n-comments", "n-votes", "n-agree", "n-disagree"}


@dataclass(frozen=True)
class PolisStatement:
    """One statement of an export. ``moderated`` is 1 accepted, 0 not decided, -1 rejected."""

    label: str
    text: str
    author: str
    moderated: int
    at: int | None


@dataclass(frozen=True)
class PolisExport:
    """What an export holds: statements, and every vote event in the order of the file; moments in milliseconds."""

    statements: tuple[PolisStatement, ...]
    voters: list[str]
    voted_on: list[str]
    answers: list[int]
    at: list[int] | None
    problems: tuple[Problem, ...]
    read: dict[str, object]

    @property
    def rejected(self) -> tuple[str, ...]:
        return tuple(s.label for s in self.statements if s.moderated == REJECTED)


@dataclass
class _Found:
    """Problems as they are met: each kind is listed up to a limit, and counted beyond it."""

    listed: list[Problem] = field(default_factory=list)
    seen: Counter = field(default_factory=Counter)

    def add(self, problem: Problem) -> None:
        self.seen[problem.code] += 1
        if self.seen[problem.code] <= MOST_PROBLEMS:
            self.listed.append(problem)

    def all(self) -> tuple[Problem, ...]:
        beyond = sum(max(0, number - MOST_PROBLEMS) for number in self.seen.values())
        more = [Problem("more_problems", {"number": beyond})] if beyond else []
        return (*self.listed, *more)


def read_polis(
    votes: BinaryIO,
    comments: BinaryIO | None = None,
    *,
    votes_name: str = "votes.csv",
    comments_name: str = "comments.csv",
) -> PolisExport:
    """Read an export: ``votes.csv`` or ``participants-votes.csv``, with the statements of ``comments.csv`` if given.

    Raises ``FileRefused`` where a file is not such a table, or holds nothing of use.
    """
    found = _Found()
    statements = _statements(comments, comments_name, found) if comments else None
    table = open_table(
        votes,
        votes_name,
        needed={},
        optional={
            "voter": ("voter-id", "voter_id"),
            "statement": ("comment-id", "comment_id"),
            "vote": (),
            "timestamp": (),
            "participant": (),
        },
    )
    read_rows = _matrix if "participant" in table.columns else _events
    voters, voted_on, answers, at = read_rows(table, found)
    if statements is not None:
        kept = _known(voted_on, {s.label for s in statements}, votes_name, found)
        voters, voted_on = [voters[i] for i in kept], [voted_on[i] for i in kept]
        answers = [answers[i] for i in kept]
        at = [at[i] for i in kept] if at else at
    if not answers:
        raise FileRefused([*found.all(), Problem("no_votes_left", file=votes_name)])
    read = {
        "rows": len(answers),
        "voters": len(set(voters)),
        "statements": len(statements) if statements is not None else len(set(voted_on)),
        "changed": len(answers) - len(set(zip(voters, voted_on, strict=True))),
        "encoding": table.encoding,
    }
    if statements is None:
        statements = tuple(PolisStatement(label, "", "", UNDECIDED, None) for label in sorted(set(voted_on)))
    return PolisExport(statements, voters, voted_on, answers, at, found.all(), read)


def read_polis_folder(folder: Path) -> PolisExport:
    """Read the export that lies in a folder."""
    names = [name for name in ("votes.csv", "participants-votes.csv") if (folder / name).is_file()]
    if not names:
        raise FileRefused([Problem("no_polis_files", file=folder.name)])
    comments = folder / "comments.csv"
    with (folder / names[0]).open("rb") as votes:
        if not comments.is_file():
            return read_polis(votes, votes_name=names[0])
        with comments.open("rb") as statements:
            return read_polis(votes, statements, votes_name=names[0])


def _statements(file: BinaryIO, name: str, found: _Found) -> tuple[PolisStatement, ...]:
    table = open_table(
        file,
        name,
        needed={"comment-id": ("comment_id", "tid"), "comment-body": ("comment_body", "txt")},
        optional={"author-id": ("author_id",), "moderated": ("mod",), "timestamp": ()},
    )
    kept: dict[str, PolisStatement] = {}
    for row, cells in table.rows:
        label, text = _cell(cells, table, "comment-id"), _cell(cells, table, "comment-body")
        if not _fits(label):
            found.add(table.problem("label_not_usable", row, "comment-id"))
        elif not text:
            found.add(table.problem("cell_empty", row, "comment-body"))
        elif label in kept:
            found.add(table.problem("statement_twice", row, "comment-id", statement=label))
        else:
            kept[label] = PolisStatement(
                label,
                _without_guard(text),
                _cell(cells, table, "author-id"),
                ANSWERS.get(_cell(cells, table, "moderated") or "0", UNDECIDED),
                _moment(_cell(cells, table, "timestamp")),
            )
    if not kept:
        raise FileRefused([*found.all(), Problem("no_statements_left", file=name)])
    return tuple(kept.values())


def _events(table: Table, found: _Found) -> Events:
    """Read votes one a row: voter, statement, answer and, if there, the moment."""
    for ours, theirs in (("voter", "voter-id"), ("statement", "comment-id"), ("vote", "vote")):
        if ours not in table.columns:
            seen = ", ".join(table.header[:12])[:200]
            raise FileRefused([Problem("column_missing", {"column": theirs, "found": seen}, table.name, 1)])
    timed = "timestamp" in table.columns
    voters, voted_on, answers, at = [], [], [], []
    for row, cells in table.rows:
        voter, statement = _cell(cells, table, "voter"), _cell(cells, table, "statement")
        answer = ANSWERS.get(_cell(cells, table, "vote"))
        moment = _moment(_cell(cells, table, "timestamp")) if timed else 0
        if answer is None:
            found.add(
                table.problem("vote_not_an_answer", row, "vote", value=_cell(cells, table, "vote")[:40])
            )
        elif not _fits(voter) or not _fits(statement):
            found.add(
                table.problem("label_not_usable", row, "voter-id" if not _fits(voter) else "comment-id")
            )
        elif moment is None:
            value = _cell(cells, table, "timestamp")[:40]
            found.add(table.problem("cell_not_a_moment", row, "timestamp", value=value))
        else:
            voters.append(voter)
            voted_on.append(statement)
            answers.append(answer)
            at.append(moment)
    return voters, voted_on, answers, at if timed else None


def _matrix(table: Table, found: _Found) -> Events:
    """Read votes one participant a row, one statement a column: only their last vote is in such a file."""
    places = [(i, name) for i, name in enumerate(table.header) if name and name not in NOT_STATEMENTS]
    voters, voted_on, answers = [], [], []
    seen: set[str] = set()
    for row, cells in table.rows:
        voter = _cell(cells, table, "participant")
        if not _fits(voter):
            found.add(table.problem("label_not_usable", row, "participant"))
            continue
        if voter in seen:
            found.add(table.problem("participant_twice", row, "participant", participant=voter))
            continue
        seen.add(voter)
        for place, statement in places:
            value = cells[place].strip() if place < len(cells) else ""
            if value == "":
                continue
            if value not in ANSWERS:
                found.add(table.problem("vote_not_an_answer", row, statement, value=value[:40]))
                continue
            voters.append(voter)
            voted_on.append(statement)
            answers.append(ANSWERS[value])
    return voters, voted_on, answers, None


def _known(voted_on: list[str], known: set[str], name: str, found: _Found) -> list[int]:
    """Leave out votes on statements that are not there, and say which and how many."""
    unknown = Counter(label for label in voted_on if label not in known)
    for label, number in sorted(unknown.items()):
        found.add(Problem("vote_on_unknown_statement", {"statement": label[:40], "number": number}, name))
    return [i for i, label in enumerate(voted_on) if label in known]


def _cell(cells: list[str], table: Table, column: str) -> str:
    place = table.columns.get(column)
    return cells[place].strip() if place is not None and place < len(cells) else ""


def _moment(text: str) -> int | None:
    moment = _whole(text)
    return moment if moment is not None and 0 <= moment <= LATEST else None


def _fits(label: str) -> bool:
    return 0 < len(label) <= LONGEST_LABEL


def _whole(text: str) -> int | None:
    digits = text.removeprefix("-")
    return int(text) if digits.isascii() and digits.isdigit() and len(digits) < 18 else None


# --- Writing ------------------------------------------------------------------------------------------------------


def _without_guard(text: str) -> str:
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA_STARTS) else text


def write_votes(out: TextIO, votes: Iterable[tuple[str, str, int, datetime]]) -> None:
    """Write vote events (voter, statement, answer, moment) as ``votes.csv``, one at a time."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["timestamp", "datetime", "comment-id", "voter-id", "vote"])
    for voter, statement, answer, at in votes:
        writer.writerow([_milliseconds(at), _readable(at), statement, voter, answer])


def write_comments(out: TextIO, statements: Iterable[tuple[PolisStatement, int, int]]) -> None:
    """Write statements with how often they were agreed and disagreed with, as ``comments.csv``."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(
        [
            "timestamp",
            "datetime",
            "comment-id",
            "author-id",
            "agrees",
            "disagrees",
            "moderated",
            "comment-body",
        ]
    )
    for s, agrees, disagrees in statements:
        at = "" if s.at is None else datetime.fromtimestamp(s.at / 1000, UTC).strftime("%Y-%m-%d %H:%M:%S")
        writer.writerow([s.at or "", at, s.label, s.author, agrees, disagrees, s.moderated, guarded(s.text)])


def _milliseconds(at: datetime) -> int:
    return round(at.timestamp() * 1000)


def _readable(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")
