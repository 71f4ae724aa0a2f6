"""Expected failures as codes with parameters; ``cyfran.ui.messages`` turns them into sentences in two languages."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


class ActionError(Exception):
    """An action that is not allowed, or not possible. Any other exception is a bug and is not caught."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params


@dataclass(frozen=True)
class Problem:
    """Something wrong in a file, and where: rows are counted as in a spreadsheet (the header is row 1), pages from 1."""

    code: str
    params: Mapping[str, object] = field(default_factory=dict)
    file: str = ""
    row: int | None = None
    column: str = ""
    page: int | None = None


class FileRefused(Exception):
    """A file that cannot be used, with all the problems found in one pass."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(", ".join(problem.code for problem in self.problems))
