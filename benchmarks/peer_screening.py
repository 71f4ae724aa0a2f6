"""ASReview's default model on one labelled set, in a process of its own: python peer_screening.py SET.csv SEED."""

import json
import sys
import time

import numpy as np
import pandas as pd
from asreview import ActiveLearningCycle, Simulate
from asreview.models.models import get_ai_config
from measured import peak_mb


def main(path: str, seed: int) -> None:
    table = pd.read_csv(path).fillna("")[["title", "abstract", "label_included"]]
    labels = table["label_included"].astype(int)
    cycle = ActiveLearningCycle.from_meta(get_ai_config("elas_u4")["value"])
    began = time.process_time()
    cycle.transform(table)
    features = time.process_time() - began
    began = time.process_time()
    reading = Simulate(table, labels, cycle, print_progress=False)
    for kind in (1, 0):
        reading.label(np.random.RandomState(seed).choice(np.flatnonzero(labels == kind), 1, replace=False))
    reading.review()
    seconds = time.process_time() - began
    order = reading._results["record_id"].tolist()
    print(
        json.dumps(
            {
                "order": [int(one) for one in order],
                "seconds": seconds,
                "features": features,
                "memory": peak_mb(),
            }
        )
    )


main(sys.argv[1], int(sys.argv[2]))
