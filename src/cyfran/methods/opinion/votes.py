"""The votes of a conversation as a sparse matrix with labels: participants in rows, statements in columns."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from cyfran.methods.errors import MethodError

ANSWERS = (1, -1, 0)  # agree, disagree, pass
MAX_DIGITS = 40  # of a label read as a number; Python refuses to read endless ones
Labels = Sequence[str] | np.ndarray


@dataclass(frozen=True)
class Votes:
    """The last answer of each participant on each statement.

    Build it with ``from_events``. Participants and statements stand in their natural order (numbers by size, then
    text), so that the same votes in any order of rows are the same ``Votes``.

    Attributes
    ----------
    participants, statements
        Labels, of length P and S. Every participant has at least one answer; a statement may have none.
    rows, columns, answers
        One entry for each answer, sorted by row then column: where it stands (int32), and 1 agree, -1 disagree or
        0 pass (int8).
    rejected
        Which statements were moderated out (bool, length S).
    """

    participants: tuple[str, ...]
    statements: tuple[str, ...]
    rows: np.ndarray
    columns: np.ndarray
    answers: np.ndarray
    rejected: np.ndarray

    @classmethod
    def from_events(
        cls,
        voters: Labels,
        statements: Labels,
        answers: Sequence[int] | np.ndarray,
        at: Sequence[int] | np.ndarray | None = None,
        *,
        known_statements: Iterable[str] = (),
        rejected: Iterable[str] = (),
    ) -> "Votes":
        """Keep the last answer of each participant on each statement.

        Parameters
        ----------
        voters, statements, answers
            One entry for each vote that was ever cast. Answers are 1 agree, -1 disagree, 0 pass.
        at
            When each was cast (whole numbers, any unit). Without it the later entry is the later vote. Where someone
            answered differently at the very same moment nobody can tell which was last: it counts as a pass.
        known_statements
            Labels of statements that are there even if nobody voted on them.
        rejected
            Labels of statements that were moderated out.

        Raises
        ------
        MethodError
            ``no_votes`` where there is none, ``answer_unknown`` where an answer is not 1, -1 or 0.

        Notes
        -----
        O(n log n) time for n votes, about 40 bytes each.

        Examples
        --------
        >>> votes = Votes.from_events(["2", "10", "2"], ["a", "a", "a"], [1, -1, 0], [5, 5, 6])
        >>> votes.participants, votes.answers.tolist()
        (('2', '10'), [0, -1])
        """
        values = np.asarray(answers)
        if len(values) == 0:
            raise MethodError("no_votes")
        invalid = ~np.isin(values, ANSWERS)
        if invalid.any():
            raise MethodError(
                "answer_unknown", value=str(values[invalid][0]), entry=int(np.flatnonzero(invalid)[0]) + 1
            )
        participant_labels, row = _encode_labels(voters)
        statement_labels, column = _encode_labels(statements, known_statements)
        row, column, last = _last_answers(row, column, values.astype(np.int8), at, len(statement_labels))
        rejected_labels = set(map(str, rejected))
        mask = np.array([label in rejected_labels for label in statement_labels], dtype=bool)
        return cls(
            participant_labels, statement_labels, row.astype(np.int32), column.astype(np.int32), last, mask
        )

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.participants), len(self.statements)

    @property
    def per_participant(self) -> np.ndarray:
        """How many statements each participant answered."""
        return np.bincount(self.rows, minlength=len(self.participants))

    def input_sha256(self) -> str:
        """Fingerprint of the content: labels, answers, rejections. The same for the same votes in any order of rows."""
        # Little endian and of a fixed width, so that the digest is the same on every machine
        digest = hashlib.sha256()
        for labels in (self.participants, self.statements):
            digest.update("\n".join(labels).encode() + b"\0")
        for array in (self.rows.astype("<i4"), self.columns.astype("<i4"), self.answers, self.rejected):
            digest.update(array.tobytes())
        return digest.hexdigest()

    def without_rejected(self) -> "Votes":
        """The same votes without the statements that were moderated out."""
        kept = ~self.rejected
        new_columns = np.cumsum(kept) - 1
        chosen = kept[self.columns]
        labels = tuple(label for label, keep in zip(self.statements, kept, strict=True) if keep)
        columns = new_columns[self.columns[chosen]].astype(np.int32)
        empty = np.zeros(len(labels), dtype=bool)
        return Votes(self.participants, labels, self.rows[chosen], columns, self.answers[chosen], empty)


def natural_order(label: str) -> tuple:
    """Return a key that sorts numbers by size, then text: 2 before 10 before a."""
    digits = label.removeprefix("-")
    is_number = digits.isascii() and digits.isdigit() and len(digits) <= MAX_DIGITS
    return (0, int(label), label) if is_number else (1, 0, label)


def _encode_labels(labels: Labels, extra: Iterable[str] = ()) -> tuple[tuple[str, ...], np.ndarray]:
    """Return all labels in the natural order, and for each entry the place of its label."""
    codes_by_label: dict[str, int] = {}
    codes = np.fromiter(
        (codes_by_label.setdefault(label, len(codes_by_label)) for label in labels),
        dtype=np.int64,
        count=len(labels),
    )
    for label in extra:
        codes_by_label.setdefault(label, len(codes_by_label))
    ordered = sorted(codes_by_label, key=lambda label: natural_order(str(label)))
    place = np.empty(len(codes_by_label), dtype=np.int64)
    place[[codes_by_label[label] for label in ordered]] = np.arange(len(codes_by_label))
    return tuple(map(str, ordered)), place[codes]


def _last_answers(
    row: np.ndarray, column: np.ndarray, answer: np.ndarray, at: Sequence[int] | np.ndarray | None, width: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Keep the last answer in each cell, whatever the order of the entries: rows, columns, answers."""
    # One number for each cell, so that a single sort brings its entries together in the order of time; it is int64, as
    # P x S may be more than int32 holds
    cells = row * width + column
    times = np.arange(len(cells)) if at is None else np.asarray(at)
    order = np.lexsort((times, cells))
    cells, times, answer = cells[order], times[order], answer[order]
    is_last = np.append(cells[1:] != cells[:-1], True)
    if at is not None:
        answer = _pass_where_tied(cells, times, answer, is_last)
    last_cells = cells[is_last]
    return last_cells // width, last_cells % width, answer[is_last]


def _pass_where_tied(
    cells: np.ndarray, times: np.ndarray, answer: np.ndarray, is_last: np.ndarray
) -> np.ndarray:
    """Replace the answers of a cell by a pass where its latest entries, at the very same time, differ."""
    cell_number = np.cumsum(np.append(False, is_last[:-1]))  # which cell an entry belongs to, counted on
    is_latest = times == times[is_last][cell_number]
    highest = np.full(cell_number[-1] + 1, -2, dtype=np.int8)
    lowest = np.full(cell_number[-1] + 1, 2, dtype=np.int8)
    # ufunc.at counts every entry of a cell; plain indexing would keep only one of them
    np.maximum.at(highest, cell_number[is_latest], answer[is_latest])
    np.minimum.at(lowest, cell_number[is_latest], answer[is_latest])
    return np.where((highest != lowest)[cell_number], np.int8(0), answer)
