"""``cyfran dedup``: which references of a list are one and the same."""

import csv
import hashlib
import io
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cyfran.cli.answers import errors_as_sentences, print_warnings, progress, write
from cyfran.core.errors import FileRefused, Problem
from cyfran.core.references import Reference, open_references

if TYPE_CHECKING:
    from cyfran.methods.dedup import DeduplicationResult

TABLES = ("CSV", "Excel")


def register(app: typer.Typer) -> None:
    app.command()(dedup)


def dedup(
    records: Annotated[
        Path,
        typer.Argument(
            metavar="RECORDS",
            help="References: CSV, Excel, RIS, nbib, Web of Science, BibTeX, EndNote XML or OpenAlex JSON",
        ),
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            help="File to write the result to (CSV), with the pairs in .pairs.json beside it, instead of printing it",
            dir_okay=False,
        ),
    ] = None,
) -> None:
    """Find duplicate references in a list.

    Example: cyfran dedup references.ris --out pairs.csv

    For each record the result has its cluster, and whether that is certain or for a person to review. Records are named by
    record_id, EndNote number, PubMed ID or entry key; where these are missing or repeated, by their position in the file.
    A table in which a record_id is repeated is refused.
    """
    from cyfran.methods.dedup import Bibliographic, deduplicate
    from cyfran.methods.result import to_json

    with errors_as_sentences():
        progress("Reading")
        references = _read(records)
        progress("Comparing")
        deduplicated = deduplicate(
            [
                Bibliographic(
                    reference.title,
                    reference.authors,
                    str(reference.year or ""),
                    reference.source,
                    reference.volume,
                    reference.pages,
                    reference.doi,
                    reference.abstract,
                )
                for _, reference in references
            ]
        )
        write(_table(references, deduplicated), out)
        if out is not None:
            write(to_json(_pairs(references, deduplicated)), out.with_name(f"{out.stem}.pairs.json"))


def _read(path: Path) -> list[tuple[str, Reference]]:
    """Return (name, reference) pairs sorted by name, so that the result does not depend on the order of rows."""
    if not path.is_file():
        raise FileRefused([Problem("file_missing", file=str(path))])
    references: list[Reference] = []
    with path.open("rb") as file:
        opened = open_references(file, path.name)
        for item in opened.items:
            if isinstance(item, Problem):
                print_warnings((item,))
            else:
                references.append(item)
    names = _names(references, path.name, opened.format in TABLES)
    all_numeric = all(name.isascii() and name.isdecimal() for name in names)
    return sorted(
        zip(names, references, strict=True), key=lambda pair: (int(pair[0]) if all_numeric else 0, pair[0])
    )


def _names(references: list[Reference], file: str, is_table: bool) -> list[str]:
    seen: set[str] = set()
    for number, reference in enumerate(references, start=1):
        if not reference.key or reference.key in seen:
            if is_table and reference.key:
                raise FileRefused([Problem("record_twice", {"record": reference.key}, file, number + 1)])
            return [str(position) for position in range(1, len(references) + 1)]
        seen.add(reference.key)
    return [reference.key for reference in references]


def _table(references: list[tuple[str, Reference]], deduplicated: "DeduplicationResult") -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["record_id", "cluster_id", "decision"])
    writer.writerows(
        [name, references[cluster][0], decision]
        for (name, _), cluster, decision in zip(
            references, deduplicated.cluster, deduplicated.decision, strict=True
        )
    )
    return text.getvalue()


def _pairs(references: list[tuple[str, Reference]], deduplicated: "DeduplicationResult") -> dict:
    from cyfran.methods.dedup import VERSION
    from cyfran.methods.result import provenance

    digest = hashlib.sha256("\n".join(map(repr, references)).encode()).hexdigest()
    return {
        "records": len(references),
        "unique": len(set(deduplicated.cluster)),
        "pairs": [
            {
                "first": references[pair.first][0],
                "second": references[pair.second][0],
                "probability": pair.probability,
                "decision": pair.decision,
                "differ": list(pair.differ),
            }
            for pair in deduplicated.pairs
        ],
        "method": provenance("dedup", VERSION, {}, None, digest),
    }
