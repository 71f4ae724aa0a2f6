"""``cyfran synthesis``: what studies say together, from a table of their effects."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Literal

import numpy as np
import typer

from cyfran.cli.answers import errors_as_sentences, progress, write
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
        typer.Option(help="Effect measure to compute from the columns; GIVEN uses yi and vi as they are"),
    ] = "GIVEN",
    method: Annotated[
        Literal["REML", "ML", "PM", "DL", "HE", "SJ", "EE", "MH", "PETO"],
        typer.Option(help="Estimator of tau²; EE sets it to 0. MH and PETO pool counts of rare events"),
    ] = "REML",
    knapp_hartung: Annotated[
        bool, typer.Option("--knapp-hartung", help="Use the confidence intervals of Knapp and Hartung")
    ] = False,
    moderators: Annotated[
        str, typer.Option(help="Numeric columns for a meta-regression, separated by commas")
    ] = "",
    cluster: Annotated[
        str, typer.Option(help="Column that names the cluster of each effect, such as its study")
    ] = "",
    by: Annotated[
        str,
        typer.Option(help="Column that names the subgroup of each study; subgroups are pooled and compared"),
    ] = "",
    out: Annotated[
        Path | None,
        typer.Option(help="File to write the result to (JSON), instead of printing it", dir_okay=False),
    ] = None,
) -> None:
    """Pool effects of studies (meta-analysis or meta-regression).

    Example: cyfran synthesis trials.csv --measure RR --knapp-hartung --out result.json

    --cluster fits a three-level model, with robust confidence intervals beside those of the model; --by gives a result for
    each subgroup. Columns are named as in metafor: ai, bi, ci, di (RR, OR, RD); n1i, m1i, sd1i, n2i, m2i, sd2i (SMD, MD);
    xi, mi (PLO); ri, ni (COR, ZCOR); yi, vi (GIVEN).
    """
    from cyfran.methods.errors import MethodError
    from cyfran.methods.result import to_json
    from cyfran.methods.synthesis import (
        COUNT_METHODS,
        NEEDS,
        effect_sizes,
        pool_counts,
        subgroups,
        synthesise,
        synthesise_dependent,
    )

    with errors_as_sentences():
        progress("Reading")
        moderator_names = [name.strip() for name in moderators.split(",") if name.strip()]
        if by and (moderator_names or cluster):
            raise MethodError("by_and_moderators")
        labels, columns, texts = _read(
            effects, NEEDS[measure], moderator_names, [name for name in (cluster, by) if name]
        )
        if method in COUNT_METHODS:
            if moderator_names or cluster or by or knapp_hartung:
                raise MethodError("counts_alone", method=method)
            write(to_json(pool_counts(columns, measure, method=method).to_dict()), out)
            return
        y, v = effect_sizes(columns, measure)
        progress("Working it out")
        options = {"method": method, "knapp_hartung": knapp_hartung}
        numbers = {name: columns[name] for name in moderator_names}
        if cluster:
            result = synthesise_dependent(y, v, texts[cluster], **options, moderators=numbers).to_dict()  # type: ignore[arg-type]
        else:
            result = synthesise(y, v, **options, moderators=numbers).to_dict()  # type: ignore[arg-type]
        result["method"]["options"] |= {"measure": measure, "cluster": cluster or None, "by": by or None}
        if by:
            result["subgroups"] = subgroups(y, v, texts[by], **options).to_dict()  # type: ignore[arg-type]
        if not moderator_names and not cluster and len(y) >= FEWEST_FOR_DIAGNOSTICS:
            result["diagnostics"] = _diagnostics(labels, y, v, options)
        write(to_json(result), out)


def _diagnostics(labels: list[str], y: np.ndarray, v: np.ndarray, options: dict) -> dict:
    """Return the diagnostics of a model, with the studies sorted by effect, whatever the order of rows."""
    from cyfran.methods.errors import MethodError
    from cyfran.methods.synthesis import egger, influence, leave_one_out, trim_and_fill

    order = np.lexsort((v, y))
    y, v, labels = y[order], v[order], [labels[index] for index in order]
    omissions = [
        asdict(row) | {"study": labels[row.study - 1], "ci": list(row.ci)}
        for row in leave_one_out(y, v, **options)
    ]
    influences = [
        asdict(row) | {"study": labels[row.study - 1]} for row in influence(y, v, method=options["method"])
    ]
    diagnostics: dict[str, object] = {"leave_one_out": omissions, "influence": influences}
    try:
        diagnostics["egger"] = asdict(egger(y, v))
        filled = trim_and_fill(y, v, **options).to_dict()
        diagnostics["trim_and_fill"] = filled | {
            "result": {name: filled["result"][name] for name in ("estimate", "se", "ci", "tau2")}
        }
    except MethodError as error:
        # All studies equally precise, or too few: the diagnostics are left out
        if error.code not in ("moderators_not_separate", "too_few_studies"):
            raise
    return diagnostics


def _read(
    path: Path, needs: tuple[tuple[str, ...], ...], moderators: list[str], text_names: list[str]
) -> tuple[list[str], dict[str, np.ndarray], dict[str, list[str]]]:
    """Return the labels of the studies, the numeric columns by name, and the text columns by name."""
    if not path.is_file():
        raise FileRefused([Problem("file_missing", file=str(path))])
    with path.open("rb") as file:
        numbers = {names[0]: names[1:] for names in needs} | dict.fromkeys(moderators, ())
        table = open_table(
            file,
            path.name,
            needed=numbers | dict.fromkeys(text_names, ()),
            optional={"study": ("trial", "author", "authors", "name")},
        )
        rows = list(table.rows)
        columns = {
            name: np.array([_number_cell(table, row, number, name) for number, row in rows])
            for name in numbers
        }
        text_columns = {
            name: [_text_cell(table, row, number, name) for number, row in rows] for name in text_names
        }
    position = table.columns.get("study")
    labels = [
        row[position] if position is not None and position < len(row) else str(number) for number, row in rows
    ]
    return labels, columns, text_columns


def _number_cell(table: Table, row: list[str], number: int, column: str) -> float:
    text = _cell(table, row, column)
    try:
        return float(text)
    except ValueError:
        raise FileRefused(
            [table.problem("cell_not_numeric", number, table.header[table.columns[column]], value=text[:40])]
        ) from None


def _text_cell(table: Table, row: list[str], number: int, column: str) -> str:
    text = _cell(table, row, column).strip()
    if not text:
        raise FileRefused([table.problem("cell_not_named", number, table.header[table.columns[column]])])
    return text


def _cell(table: Table, row: list[str], column: str) -> str:
    position = table.columns[column]
    return row[position] if position < len(row) else ""
