"""Fixtures for every room's tests."""

import gc
import os
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).parents[1]

settings.register_profile("dev", deadline=None, max_examples=12)
settings.register_profile("ci", deadline=None, max_examples=12, derandomize=True, print_blob=True)
settings.register_profile("deep", deadline=None, max_examples=200)  # for a change of the numbers themselves
# What thousands of tests import and share is not walked through again and again for cycles.
gc.set_threshold(50_000, 20, 20)

settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "dev"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """Reference data kept beside the repository (or where DUEREGARD_SHARED says)."""
    folder = Path(os.environ.get("DUEREGARD_SHARED", ROOT.parent / "shared"))
    if not folder.is_dir():
        pytest.skip("no folder `shared` beside the repository: set DUEREGARD_SHARED to one")
    return folder
