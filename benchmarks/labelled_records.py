"""Sets of records whose duplicates people have labelled: what de-duplication is measured on and its weights are learnt from."""

import csv
import os
import sys
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from cyfran.methods.dedup import Bibliographic  # noqa: E402

SETS = Path(os.environ.get("CYFRAN_SHARED_DATA", ROOT.parent / "shared/data")) / "dedup"
FIELDS = ("title", "authors", "year", "journal", "volume", "pages", "doi", "abstract")
NAMES = ("tafenoquine", "respiratory")


def read_labelled(name: str) -> tuple[list[Bibliographic], np.ndarray]:
    """Return the records of a labelled set, and which of them are duplicates of another."""
    with (SETS / f"{name}.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    records = [Bibliographic(**{field: row[field] for field in FIELDS}) for row in rows]
    return records, np.array([row["label_duplicate"] == "1" for row in rows])
