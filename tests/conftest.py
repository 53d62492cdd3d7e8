"""Fixtures for every room's tests."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).parents[1]

# Tests run side by side, so that threads of linear algebra would only wait for each other. Heeded because
# nothing has loaded numpy yet; processes that tests start inherit it.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

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


@pytest.fixture(scope="session", autouse=True)
def own_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what tests allow casebooks to read out of the settings of whoever runs them.

    The shared folder of reference data may be read by the casebooks of tests, as a user would allow it.
    """
    allowed = Path(os.environ.get("DUEREGARD_SHARED", ROOT.parent / "shared"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DUEREGARD_CONFIG", str(tmp_path_factory.mktemp("settings")))
        patch.setenv("DUEREGARD_ALLOW_OUTSIDE", str(allowed.resolve()))
        yield
