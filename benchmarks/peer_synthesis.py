"""One run of PyMARE, in the environment of the peers: many meta-analyses of as many studies, one method."""

import json
import sys
import time

import numpy as np
from pymare import Dataset
from pymare.estimators import DerSimonianLaird, VarianceBasedLikelihoodEstimator

path, method = sys.argv[1:3]
data = np.load(path)
y, v = data["y"].T, data["v"].T  # one column for each meta-analysis
estimator = DerSimonianLaird() if method == "DL" else VarianceBasedLikelihoodEstimator(method=method)
began = time.process_time()
estimator.fit_dataset(Dataset(y=y, v=v))
summary = estimator.summary()
took = time.process_time() - began
print(
    json.dumps(
        {
            "seconds": took,
            "estimate": np.ravel(summary.get_fe_stats()["est"]).tolist(),
            "tau2": np.ravel(summary.tau2).tolist(),
        }
    )
)
