"""Keys lie in a private file, and are gone once destroyed."""

import stat
import sys
from pathlib import Path

import pytest

from dueregard.errors import RegisterError
from dueregard.register.testimony_keys import KeyStore, keyed


def test_a_key_stays_until_it_is_destroyed(tmp_path: Path) -> None:
    store = KeyStore(tmp_path / "keys.json")
    first = store.keep(["a", "b"])
    assert store.keep(["b", "c"])["b"] == first["b"]
    store.destroy(["a", "nobody"])
    assert set(store.read()) == {"b", "c"}
    assert store.keep(["a"])["a"] != first["a"]
    assert sorted(each.name for each in tmp_path.iterdir()) == [".gitignore", "keys.json"]


def test_keys_stay_out_of_version_control(tmp_path: Path) -> None:
    KeyStore(tmp_path / "keys.json").keep(["a"])
    ignored = tmp_path / ".gitignore"
    assert ignored.read_text(encoding="utf-8") == "keys.json\n"
    ignored.write_text("mine\n", encoding="utf-8")
    KeyStore(tmp_path / "keys.json").keep(["b"])
    assert ignored.read_text(encoding="utf-8") == "mine\n"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_only_the_owner_may_read_it(tmp_path: Path) -> None:
    store = KeyStore(tmp_path / "keys.json")
    store.keep(["a"])
    assert stat.S_IMODE(store.path.stat().st_mode) == 0o600


@pytest.mark.parametrize("content", ["", "[]", '{"format": 1}', '{"format": 1, "keys": {"a": "xyz"}}'])
def test_a_damaged_file_is_never_written_over(tmp_path: Path, content: str) -> None:
    path = tmp_path / "keys.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(RegisterError, match="does not hold the keys"):
        KeyStore(path).keep(["a"])
    assert path.read_text(encoding="utf-8") == content


def test_hashes_of_two_kinds_differ() -> None:
    assert keyed("00" * 32, about="words", text="a") != keyed("00" * 32, about="testimony", text="a")
