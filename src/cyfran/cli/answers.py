"""How every method on the command line answers: a result written whole, or one sentence and exit code 2."""

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
def one_sentence() -> Iterator[None]:
    """Turn expected failures into one sentence in the reader's language, on standard error."""
    try:
        yield
    except MethodError as error:
        typer.echo(sentence(error, translate), err=True)
        raise typer.Exit(BAD_INPUT) from error
    except FileRefused as refused:
        typer.echo(_said(refused.problems[-1]), err=True)
        raise typer.Exit(BAD_INPUT) from refused


def print_warnings(problems: tuple[Problem, ...]) -> None:
    """Say on standard error what was left out of a file that could be used."""
    for problem in problems:
        typer.echo(_said(problem), err=True)


def write(text: str, out: Path | None) -> None:
    """Write the result whole: a file is there with all of it, or as it was before."""
    if out is None:
        sys.stdout.write(text)
        return
    if not out.parent.is_dir():
        raise FileRefused([Problem("file_missing", file=str(out.parent))])
    beside = out.with_name(f".{out.name}.{os.getpid()}")
    try:
        beside.write_text(text, encoding="utf-8")
        beside.replace(out)
    except OSError as error:
        raise FileRefused([Problem("file_not_writable", file=str(out))]) from error
    finally:
        beside.unlink(missing_ok=True)


def progress(what: str) -> None:
    if sys.stderr.isatty():
        typer.echo(f"{what} …", err=True)


def translate(message: str) -> str:
    return _catalogue().gettext(message)


def _catalogue() -> gettext.NullTranslations:
    """Our catalogue in the language of the reader: CYFRAN_LANG, else that of the machine; English where there is none."""
    wanted = os.environ.get("CYFRAN_LANG") or os.environ.get("LC_ALL") or os.environ.get("LANG") or "en"
    folder = resources.files("cyfran") / "locale"
    return gettext.translation(
        "django", str(folder), languages=[wanted.split("_")[0].split(".")[0]], fallback=True
    )


def _said(problem: Problem) -> str:
    parts = [problem.file, problem.row, problem.column]
    place = ":".join(str(part) for part in parts if part not in (None, ""))
    return f"{place}: {sentence(problem, translate)}" if place else sentence(problem, translate)
