"""Ours on one labelled set, in a process of its own: python ours_screening.py SET.csv SEED."""

import csv
import json
import sys
import time

import numpy as np
from measured import peak_mb

from cyfran.methods.screening import ScreeningRanker, simulate, text_features


def main(path: str, seed: int) -> None:
    with open(path, newline="", encoding="utf-8") as file:  # noqa: PTH123
        rows = list(csv.DictReader(file))
    texts = [f"{row['title']} {row['abstract']}" for row in rows]
    labels = [row["label_included"] == "1" for row in rows]
    found = simulate(texts, labels, seed=seed).to_dict()
    found["memory"] = peak_mb()
    began = time.process_time()
    features = text_features(texts)
    found["features"] = time.process_time() - began
    found["slowest"] = slowest(features, np.array(labels), np.array(found["order"]))
    print(json.dumps(found))


def slowest(features, labels: np.ndarray, order: np.ndarray) -> float:
    """CPU milliseconds of the slowest of the last 20 steps, when most is decided."""
    reading, times = ScreeningRanker(features), []
    for record in order[:-20]:
        reading.decide(int(record), bool(labels[record]))
    reading.next()
    for record in order[-20:]:
        began = time.process_time()
        reading.decide(int(record), bool(labels[record]))
        reading.next()
        times.append(time.process_time() - began)
    return 1000 * max(times)


main(sys.argv[1], int(sys.argv[2]))
