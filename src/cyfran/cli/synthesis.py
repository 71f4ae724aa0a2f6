"""``cyfran synthesis``: what studies say together, from a table of their effects."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Literal

import numpy as np
import typer

from cyfran.cli.answers import one_sentence, progress, write
from cyfran.core.errors import FileRefused, Problem
from cyfran.core.tables import Table, open_table

FEWEST_FOR_DIAGNOSTICS = 3


def register(app: typer.Typer) -> None:
    app.command()(synthesis)


def synthesis(
    effects: Annotated[
        Path, typer.Argument(metavar="EFFECTS", help="Table (CSV or Excel) with one row for each study")
    ],
    measure: Annotated[
        Literal["GIVEN", "SMD", "MD", "RR", "OR", "RD", "PLO", "COR", "ZCOR"],
        typer.Option(help="What the columns hold; GIVEN is yi and vi"),
    ] = "GIVEN",
    method: Annotated[
        Literal["REML", "ML", "PM", "DL", "HE", "SJ", "EE"],
        typer.Option(help="How tau² is estimated; EE takes it to be 0"),
    ] = "REML",
    knapp_hartung: Annotated[
        bool, typer.Option("--knapp-hartung", help="Ranges by t, widened by the fit")
    ] = False,
    moderators: Annotated[str, typer.Option(help="Columns of numbers, with commas between them")] = "",
    out: Annotated[
        Path | None, typer.Option(help="File for the result (JSON); else it is printed", dir_okay=False)
    ] = None,
) -> None:
    """Pool the effects of studies, or see how they change with what studies differ in.

    Example: cyfran synthesis trials.csv --measure RR --knapp-hartung --out result.json

    Columns are named as in metafor: ai, bi, ci, di (RR, OR, RD); n1i, m1i, sd1i, n2i, m2i, sd2i (SMD, MD); xi, mi (PLO); ri, ni
    (COR, ZCOR); yi, vi (GIVEN).
    """
    from cyfran.methods.result import to_json
    from cyfran.methods.synthesis import NEEDS, effect_sizes, synthesise

    with one_sentence():
        progress("Reading")
        asked = [name.strip() for name in moderators.split(",") if name.strip()]
        labels, columns = _read(effects, NEEDS[measure], asked)
        y, v = effect_sizes(columns, measure)
        progress("Working it out")
        how = {"method": method, "knapp_hartung": knapp_hartung}
        found = synthesise(y, v, **how, moderators={name: columns[name] for name in asked})  # type: ignore[arg-type]
        result = found.to_dict()
        result["method"]["options"]["measure"] = measure
        if not asked and len(y) >= FEWEST_FOR_DIAGNOSTICS:
            result["diagnostics"] = _diagnostics(labels, y, v, how)
        write(to_json(result), out)


def _diagnostics(labels: list[str], y: np.ndarray, v: np.ndarray, how: dict) -> dict:
    """In an order of their own, so that the order of rows does not matter."""
    from cyfran.methods.errors import MethodError
    from cyfran.methods.synthesis import egger, leave_one_out, trim_and_fill

    order = np.lexsort((v, y))
    y, v, labels = y[order], v[order], [labels[i] for i in order]
    without = [
        asdict(one) | {"study": labels[one.study - 1], "ci": list(one.ci)}
        for one in leave_one_out(y, v, **how)
    ]
    found: dict[str, object] = {"leave_one_out": without}
    try:
        found["egger"] = asdict(egger(y, v))
        filled = trim_and_fill(y, v, **how).to_dict()
        found["trim_and_fill"] = filled | {
            "result": {name: filled["result"][name] for name in ("estimate", "se", "ci", "tau2")}
        }
    except MethodError as error:
        if error.code not in (
            "moderators_not_separate",
            "too_few_studies",
        ):  # all as exact as each other: nothing to see
            raise
    return found


def _read(
    path: Path, needs: tuple[tuple[str, ...], ...], moderators: list[str]
) -> tuple[list[str], dict[str, np.ndarray]]:
    if not path.is_file():
        raise FileRefused([Problem("file_missing", file=str(path))])
    with path.open("rb") as file:
        needed = {names[0]: names[1:] for names in needs} | dict.fromkeys(moderators, ())
        table = open_table(
            file, path.name, needed=needed, optional={"study": ("trial", "author", "authors", "name")}
        )
        rows = list(table.rows)
        columns = {
            name: np.array([_number(table, row, number, name) for number, row in rows]) for name in needed
        }
    place = table.columns.get("study")
    return [
        row[place] if place is not None and place < len(row) else str(number) for number, row in rows
    ], columns


def _number(table: Table, row: list[str], number: int, name: str) -> float:
    place = table.columns[name]
    text = row[place] if place < len(row) else ""
    try:
        return float(text)
    except ValueError:
        raise FileRefused(
            [table.problem("cell_not_numeric", number, table.header[place], value=text[:40])]
        ) from None
