"""A conversation as files: the CSV export of Polis, read and written. Free of Django: the command line reads with it too.

In these files 1 is agree and -1 is disagree. Counts in a file are ignored and computed again; every row that is left out
is reported.
"""

import csv
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, TextIO

from cyfran.core.errors import FileRefused, Problem
from cyfran.core.tables import Table, escape_formula, open_table, unescape_formula

MOST_PROBLEMS = 50
LONGEST_LABEL = 60
MAX_TIMESTAMP = 253_402_300_799_000  # the last millisecond of the year 9999
REJECTED, UNDECIDED, ACCEPTED = -1, 0, 1
ANSWERS = {"1": 1, "-1": -1, "0": 0, "1.0": 1, "-1.0": -1, "0.0": 0}
Events = tuple[
    list[str], list[str], list[int], list[int] | None
]  # voters, statements, answers, times in milliseconds
DECISION_COLUMNS = [
    "statement",
    "text",
    "is-seed",
    "datetime",
    "decision",
    "ground",
    "reason",
    "moderator",
    "appealed",
]
NOT_STATEMENTS = {"participant", "xid", "group-id", "n-comments", "n-votes", "n-agree", "n-disagree"}


@dataclass(frozen=True)
class PolisStatement:
    """One statement of an export. ``moderated`` is 1 accepted, 0 not decided, -1 rejected.

    A seed was put forward by the organisers. Exports of Polis do not tell; ours do, in a column of their own.
    """

    label: str
    text: str
    author: str
    moderated: int
    at: int | None
    is_seed: bool = False


@dataclass(frozen=True)
class PolisExport:
    """An export as read: its statements, and every vote event in the order of the file, times in milliseconds."""

    statements: tuple[PolisStatement, ...]
    voters: list[str]
    voted_on: list[str]
    answers: list[int]
    at: list[int] | None
    problems: tuple[Problem, ...]
    summary: dict[str, object]

    @property
    def rejected(self) -> tuple[str, ...]:
        return tuple(s.label for s in self.statements if s.moderated == REJECTED)


@dataclass
class _ProblemLog:
    """Collects problems: each kind is listed up to a limit, and only counted beyond it."""

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
    problem_log = _ProblemLog()
    statements = _read_statements(comments, comments_name, problem_log) if comments else None
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
    read_rows = _read_matrix if "participant" in table.columns else _read_events
    voters, voted_on, answers, at = read_rows(table, problem_log)
    if statements is not None:
        known_rows = _rows_on_known_statements(
            voted_on, {s.label for s in statements}, votes_name, problem_log
        )
        voters, voted_on = [voters[i] for i in known_rows], [voted_on[i] for i in known_rows]
        answers = [answers[i] for i in known_rows]
        at = [at[i] for i in known_rows] if at else at
    if not answers:
        raise FileRefused([*problem_log.all(), Problem("no_votes_left", file=votes_name)])
    summary = {
        "rows": len(answers),
        "voters": len(set(voters)),
        "statements": len(statements) if statements is not None else len(set(voted_on)),
        "changed": len(answers) - len(set(zip(voters, voted_on, strict=True))),
        "encoding": table.encoding,
    }
    if statements is None:
        statements = tuple(PolisStatement(label, "", "", UNDECIDED, None) for label in sorted(set(voted_on)))
    return PolisExport(statements, voters, voted_on, answers, at, problem_log.all(), summary)


def read_polis_folder(folder: Path) -> PolisExport:
    """Read the export in a folder."""
    names = [name for name in ("votes.csv", "participants-votes.csv") if (folder / name).is_file()]
    if not names:
        raise FileRefused([Problem("no_polis_files", file=folder.name)])
    comments_path = folder / "comments.csv"
    with (folder / names[0]).open("rb") as votes_file:
        if not comments_path.is_file():
            return read_polis(votes_file, votes_name=names[0])
        with comments_path.open("rb") as comments_file:
            return read_polis(votes_file, comments_file, votes_name=names[0])


def _read_statements(file: BinaryIO, name: str, problem_log: _ProblemLog) -> tuple[PolisStatement, ...]:
    table = open_table(
        file,
        name,
        needed={"comment-id": ("comment_id", "tid"), "comment-body": ("comment_body", "txt")},
        optional={
            "author-id": ("author_id",),
            "moderated": ("mod",),
            "timestamp": (),
            "is-seed": ("is_seed",),
        },
    )
    statements: dict[str, PolisStatement] = {}
    for row, cells in table.rows:
        label, text = _cell(cells, table, "comment-id"), _cell(cells, table, "comment-body")
        if not _is_usable_label(label):
            problem_log.add(table.problem("label_not_usable", row, "comment-id"))
        elif not text:
            problem_log.add(table.problem("cell_empty", row, "comment-body"))
        elif label in statements:
            problem_log.add(table.problem("statement_twice", row, "comment-id", statement=label))
        else:
            statements[label] = PolisStatement(
                label,
                unescape_formula(text),
                _cell(cells, table, "author-id"),
                ANSWERS.get(_cell(cells, table, "moderated") or "0", UNDECIDED),
                _parse_timestamp(_cell(cells, table, "timestamp")),
                _cell(cells, table, "is-seed").lower() in ("true", "t", "1"),
            )
    if not statements:
        raise FileRefused([*problem_log.all(), Problem("no_statements_left", file=name)])
    return tuple(statements.values())


def _read_events(table: Table, problem_log: _ProblemLog) -> Events:
    """Read ``votes.csv``: one vote a row, with voter, statement, answer and, if the column exists, the time."""
    for column, heading in (("voter", "voter-id"), ("statement", "comment-id"), ("vote", "vote")):
        if column not in table.columns:
            first_headings = ", ".join(table.header[:12])[:200]
            raise FileRefused(
                [Problem("column_missing", {"column": heading, "found": first_headings}, table.name, 1)]
            )
    has_times = "timestamp" in table.columns
    voters, voted_on, answers, at = [], [], [], []
    for row, cells in table.rows:
        voter, statement = _cell(cells, table, "voter"), _cell(cells, table, "statement")
        answer = ANSWERS.get(_cell(cells, table, "vote"))
        moment = _parse_timestamp(_cell(cells, table, "timestamp")) if has_times else 0
        if answer is None:
            problem_log.add(
                table.problem("vote_not_an_answer", row, "vote", value=_cell(cells, table, "vote")[:40])
            )
        elif not _is_usable_label(voter) or not _is_usable_label(statement):
            problem_log.add(
                table.problem(
                    "label_not_usable", row, "voter-id" if not _is_usable_label(voter) else "comment-id"
                )
            )
        elif moment is None:
            value = _cell(cells, table, "timestamp")[:40]
            problem_log.add(table.problem("cell_not_a_moment", row, "timestamp", value=value))
        else:
            voters.append(voter)
            voted_on.append(statement)
            answers.append(answer)
            at.append(moment)
    return voters, voted_on, answers, at if has_times else None


def _read_matrix(table: Table, problem_log: _ProblemLog) -> Events:
    """Read ``participants-votes.csv``: a row for each participant, a column for each statement, only the last votes."""
    columns = [(i, name) for i, name in enumerate(table.header) if name and name not in NOT_STATEMENTS]
    voters, voted_on, answers = [], [], []
    seen_voters: set[str] = set()
    for row, cells in table.rows:
        voter = _cell(cells, table, "participant")
        if not _is_usable_label(voter):
            problem_log.add(table.problem("label_not_usable", row, "participant"))
            continue
        if voter in seen_voters:
            problem_log.add(table.problem("participant_twice", row, "participant", participant=voter))
            continue
        seen_voters.add(voter)
        for column, statement in columns:
            cell = cells[column].strip() if column < len(cells) else ""
            if cell == "":
                continue
            if cell not in ANSWERS:
                problem_log.add(table.problem("vote_not_an_answer", row, statement, value=cell[:40]))
                continue
            voters.append(voter)
            voted_on.append(statement)
            answers.append(ANSWERS[cell])
    return voters, voted_on, answers, None


def _rows_on_known_statements(
    voted_on: list[str], known: set[str], name: str, problem_log: _ProblemLog
) -> list[int]:
    """Return the indexes of votes on known statements; report the unknown statements and how often they occur."""
    unknown = Counter(label for label in voted_on if label not in known)
    for label, number in sorted(unknown.items()):
        problem_log.add(
            Problem("vote_on_unknown_statement", {"statement": label[:40], "number": number}, name)
        )
    return [i for i, label in enumerate(voted_on) if label in known]


def _cell(cells: list[str], table: Table, column: str) -> str:
    index = table.columns.get(column)
    return cells[index].strip() if index is not None and index < len(cells) else ""


def _parse_timestamp(text: str) -> int | None:
    moment = _parse_integer(text)
    return moment if moment is not None and 0 <= moment <= MAX_TIMESTAMP else None


def _is_usable_label(label: str) -> bool:
    return 0 < len(label) <= LONGEST_LABEL


def _parse_integer(text: str) -> int | None:
    digits = text.removeprefix("-")
    return int(text) if digits.isascii() and digits.isdigit() and len(digits) < 18 else None


# --- Writing ------------------------------------------------------------------------------------------------------


def write_votes(out: TextIO, votes: Iterable[tuple[str, str, int, datetime]]) -> None:
    """Write vote events (voter, statement, answer, moment) as ``votes.csv``, one at a time."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["timestamp", "datetime", "comment-id", "voter-id", "vote"])
    for voter, statement, answer, at in votes:
        writer.writerow([_milliseconds(at), _format_time(at), statement, voter, answer])


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
            "is-seed",
        ]
    )
    for s, agrees, disagrees in statements:
        at = "" if s.at is None else datetime.fromtimestamp(s.at / 1000, UTC).strftime("%Y-%m-%d %H:%M:%S")
        is_seed = "true" if s.is_seed else "false"
        row = [
            s.at or "",
            at,
            s.label,
            s.author,
            agrees,
            disagrees,
            s.moderated,
            escape_formula(s.text),
            is_seed,
        ]
        writer.writerow(row)


def write_decisions(out: TextIO, decisions: Iterable[dict[str, str]]) -> None:
    """Write moderation decisions as a table: on which statement, what was decided, why, and when."""
    writer = csv.DictWriter(out, DECISION_COLUMNS, lineterminator="\n")
    writer.writeheader()
    for decision in decisions:
        writer.writerow({name: escape_formula(value) for name, value in decision.items()})


def _milliseconds(at: datetime) -> int:
    return round(at.timestamp() * 1000)


def _format_time(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")
