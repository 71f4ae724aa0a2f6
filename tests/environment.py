"""Loaded before the settings: each run has its data in a folder of its own, and another secret."""

import os
import tempfile
from pathlib import Path

data = os.environ.setdefault("CYFRAN_DATA", tempfile.mkdtemp(prefix="cyfran-tests-"))
os.environ.setdefault("CYFRAN_SECRET_KEY", "only for tests")
Path(data, "static").mkdir(parents=True, exist_ok=True)
