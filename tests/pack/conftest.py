from pathlib import Path

import pytest

from tests.pack import town
from tests.pack.making import write_town


@pytest.fixture(scope="session")
def release():
    return town.town()


@pytest.fixture(scope="session")
def pack(tmp_path_factory, release) -> Path:
    """The folder of a pack about the made-up town."""
    return write_town(tmp_path_factory.mktemp("out"), release).parent


@pytest.fixture(scope="session")
def html(pack) -> str:
    return (pack / "pack.html").read_text(encoding="utf-8")
