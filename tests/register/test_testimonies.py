"""The register records that testimony was entered and withdrawn, and neither whose nor what."""

from pathlib import Path

import pytest

from dueregard.register import Register
from dueregard.register.testimonies import ENTERED, WITHDRAWN, record_testimony
from dueregard.register.testimony_keys import KeyStore, keyed


@pytest.fixture
def register(tmp_path: Path) -> Register:
    return Register(tmp_path / "out" / "register.jsonl")


@pytest.fixture
def keys(tmp_path: Path) -> KeyStore:
    return KeyStore(tmp_path / ".keys.json")


def kinds(register: Register) -> list[str]:
    return [entry.kind for entry in register.entries()]


def test_a_second_build_adds_nothing(register: Register, keys: KeyStore) -> None:
    used = {"a": "We wait.", "b": "It is cold."}
    assert record_testimony(register, keys, used=used).entered == 2
    again = record_testimony(register, keys, used=used)
    assert (again.entered, again.withdrawn, kinds(register)) == (0, 0, [ENTERED])


def test_changed_words_are_entered_again_under_the_same_name(register: Register, keys: KeyStore) -> None:
    record_testimony(register, keys, used={"a": "We wait."})
    record_testimony(register, keys, used={"a": "We waited."})
    first, second = (entry.payload["testimonies"] for entry in register.entries())
    assert set(first) == set(second)
    assert first != second


def test_a_withdrawal_destroys_the_key_and_names_the_entry(register: Register, keys: KeyStore) -> None:
    name = keyed(keys.keep(["a"])["a"], about="testimony", text="a")
    record_testimony(register, keys, used={"a": "We wait.", "b": "It is cold."})
    record_testimony(register, keys, used={"b": "It is cold."})
    entered, withdrawn = register.entries()
    assert withdrawn.kind == WITHDRAWN
    assert withdrawn.payload["testimonies"] == [name]
    assert name in entered.payload["testimonies"]
    assert set(keys.read()) == {"b"}
    assert record_testimony(register, keys, used={"b": "It is cold."}).withdrawn == 0


def test_no_bare_hash_and_no_word_is_ever_held(register: Register, keys: KeyStore) -> None:
    import hashlib

    record_testimony(register, keys, used={"mrs-khan": "We wait."})
    record_testimony(register, keys, used={})
    written = register.path.read_text(encoding="utf-8")
    for trace in ("khan", "wait", *(hashlib.sha256(text).hexdigest() for text in (b"We wait.", b"mrs-khan"))):
        assert trace not in written
    assert register.verify().intact


def test_a_build_that_was_stopped_is_completed(register: Register, keys: KeyStore) -> None:
    record_testimony(register, keys, used={"a": "We wait."})
    kept = keys.read()
    record_testimony(register, keys, used={})
    # As if the machine had stopped after the register was written and before the key was destroyed.
    keys.path.write_text(f'{{"format": 1, "keys": {{"a": "{kept["a"]}"}}}}', encoding="utf-8")
    record_testimony(register, keys, used={})
    assert kinds(register) == [ENTERED, WITHDRAWN]
    assert keys.read() == {}


def test_what_is_given_again_is_entered_under_another_name(register: Register, keys: KeyStore) -> None:
    for used in ({"a": "We wait."}, {}, {"a": "We wait."}):
        record_testimony(register, keys, used=used)
    first, _, third = register.entries()
    assert not set(first.payload["testimonies"]) & set(third.payload["testimonies"])


def test_what_is_kept_without_being_used_is_not_withdrawn(register: Register, keys: KeyStore) -> None:
    record_testimony(register, keys, used={"a": "We wait."})
    record_testimony(register, keys, used={}, kept=["a"])
    assert kinds(register) == [ENTERED]
