"""One Brackwater for all the tests of this room: building it takes a second."""

from pathlib import Path

import pyarrow as pa
import pytest

from dueregard.demo import Planted, Town, planted, survey, town, write_demo


@pytest.fixture(scope="session")
def brackwater() -> Town:
    return town()


@pytest.fixture(scope="session")
def brackwater_2024() -> Town:
    return town(year=2024)


@pytest.fixture(scope="session")
def interviewed() -> pa.Table:
    return survey()


@pytest.fixture(scope="session")
def truth() -> Planted:
    return planted()


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_demo(tmp_path_factory.mktemp("demo") / "brackwater")
