"""Output of the commands: a result written as a whole, or an error in one sentence with exit code 2."""

import gettext
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path

import typer

from cyfran.core.errors import FileRefused, Problem
from cyfran.methods.errors import MethodError
from cyfran.ui.messages import sentence

BAD_INPUT = 2


@contextmanager
def errors_as_sentences() -> Iterator[None]:
    """Turn expected errors into one sentence in the reader's language on standard error, and exit code 2."""
    try:
        yield
    except MethodError as error:
        typer.echo(sentence(error, translate), err=True)
        raise typer.Exit(BAD_INPUT) from error
    except FileRefused as refused:
        typer.echo(_problem_text(refused.problems[-1]), err=True)
        raise typer.Exit(BAD_INPUT) from refused


def print_warnings(problems: tuple[Problem, ...]) -> None:
    """Print on standard error the problems of a file that could be used without some rows."""
    for problem in problems:
        typer.echo(_problem_text(problem), err=True)


def write(text: str, out: Path | None) -> None:
    """Write the result to a file or standard output. A file is replaced as a whole, or left as it was."""
    if out is None:
        sys.stdout.write(text)
        return
    if not out.parent.is_dir():
        raise FileRefused([Problem("file_missing", file=str(out.parent))])
    temporary = out.with_name(f".{out.name}.{os.getpid()}")
    try:
        temporary.write_text(text, encoding="utf-8")
        temporary.replace(out)
    except OSError as error:
        raise FileRefused([Problem("file_not_writable", file=str(out))]) from error
    finally:
        temporary.unlink(missing_ok=True)


def progress(step: str) -> None:
    if sys.stderr.isatty():
        typer.echo(f"{step} …", err=True)


def translate(message: str) -> str:
    return _catalogue().gettext(message)


def _catalogue() -> gettext.NullTranslations:
    """Return the catalogue of CYFRAN_LANG, or else of the system's language; English if there is none."""
    language = os.environ.get("CYFRAN_LANG") or os.environ.get("LC_ALL") or os.environ.get("LANG") or "en"
    folder = resources.files("cyfran") / "locale"
    return gettext.translation(
        "django", str(folder), languages=[language.split("_")[0].split(".")[0]], fallback=True
    )


def _problem_text(problem: Problem) -> str:
    parts = [problem.file, problem.row, problem.column]
    location = ":".join(str(part) for part in parts if part not in (None, ""))
    return f"{location}: {sentence(problem, translate)}" if location else sentence(problem, translate)
