"""Where things lie beside the tests."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SHARED_DATA = Path(os.environ.get("CYFRAN_SHARED_DATA", ROOT.parent / "shared/data"))


def shared_data(*parts: str) -> Path:
    """A file or folder of the data sets that lie beside the repository; the test skips where they do not."""
    path = SHARED_DATA.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"needs the data set {'/'.join(parts)} (folder: CYFRAN_SHARED_DATA)")
    return path
