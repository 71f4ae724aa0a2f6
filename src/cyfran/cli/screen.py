"""``cyfran screen``: how soon the relevant records are found, on a review that is done."""

from pathlib import Path
from typing import Annotated

import typer

from cyfran.cli.answers import errors_as_sentences, progress, write
from cyfran.core.errors import FileRefused, Problem
from cyfran.core.tables import Table, open_table

YES, NO = {"1", "1.0", "true", "yes"}, {"0", "0.0", "false", "no"}

screen = typer.Typer(help="Screen records in priority order.", no_args_is_help=True, rich_markup_mode=None)


def register(app: typer.Typer) -> None:
    app.add_typer(screen, name="screen")


@screen.callback()
def about() -> None:
    """Screen records in priority order."""


@screen.command()
def simulate(
    labelled: Annotated[
        Path,
        typer.Argument(metavar="LABELLED", help="Table (CSV or Excel) of records with label_included 1 or 0"),
    ],
    prior_included: Annotated[int, typer.Option(help="Relevant records known at the start")] = 1,
    prior_excluded: Annotated[int, typer.Option(help="Other records known at the start")] = 1,
    seed: Annotated[
        int, typer.Option(help="Seed that draws the records known at the start", min=0, max=2**32 - 1)
    ] = 0,
    out: Annotated[
        Path | None,
        typer.Option(help="File to write the result to (JSON), instead of printing it", dir_okay=False),
    ] = None,
) -> None:
    """Simulate screening a finished review in priority order.

    Example: cyfran screen simulate labelled.csv --seed 1 --out metrics.json

    A model learns from each decision which record to screen next. The result says how soon the relevant records are found,
    and when screening could have stopped. Columns: record_id, title, abstract, label_included.
    """
    from cyfran.methods.result import to_json
    from cyfran.methods.screening import simulate as run

    with errors_as_sentences():
        progress("Reading")
        names, texts, relevant = _read(labelled)
        progress("Reading them again, the likely ones first")
        simulation = run(
            texts, relevant, prior_included=prior_included, prior_excluded=prior_excluded, seed=seed
        )
        result = simulation.to_dict()
        result["order"] = [names[index] for index in result["order"]]
        write(to_json(result), out)


def _read(path: Path) -> tuple[list[str], list[str], list[bool]]:
    """Return names, texts and labels sorted by name, so that the result does not depend on the order of rows."""
    if not path.is_file():
        raise FileRefused([Problem("file_missing", file=str(path))])
    with path.open("rb") as file:
        needed = {"title": ("primary_title",), "label_included": ("included", "label")}
        optional: dict[str, tuple[str, ...]] = {"record_id": ("id",), "abstract": ()}
        table = open_table(file, path.name, needed=needed, optional=optional)
        rows = [_row(table, number, row) for number, row in table.rows]
    if not rows:
        raise FileRefused([Problem("no_records", file=path.name)])
    seen: set[str] = set()
    for number, name, _text, _label in rows:
        if name in seen:
            raise FileRefused([table.problem("record_twice", number, record=name)])
        seen.add(name)
    all_numeric = all(name.isascii() and name.isdecimal() for name in seen)
    rows.sort(key=lambda row: (int(row[1]) if all_numeric else 0, row[1]))
    return [row[1] for row in rows], [row[2] for row in rows], [row[3] for row in rows]


def _row(table: Table, number: int, row: list[str]) -> tuple[int, str, str, bool]:
    def cell(name: str) -> str:
        position = table.columns.get(name)
        return row[position] if position is not None and position < len(row) else ""

    label = cell("label_included").strip().lower()
    if label not in YES | NO:
        column = table.header[table.columns["label_included"]]
        raise FileRefused([table.problem("label_not_yes_or_no", number, column, value=label[:40])])
    return (
        number,
        cell("record_id").strip() or str(number),
        f"{cell('title')} {cell('abstract')}",
        label in YES,
    )
