"""A writer that is stopped in the middle of a line loses nothing that was acknowledged and blocks nobody."""

from __future__ import annotations

from pathlib import Path

import pytest

from dueregard.errors import RegisterError
from dueregard.register import Register

TORN = "torn line set aside"


def _two_entries(tmp_path: Path) -> tuple[Register, bytes, bytes]:
    """A register of two entries: itself, its first line, and its second."""
    register = Register(tmp_path / "register.jsonl")
    register.append("a", {"note": "£"})
    first = register.path.read_bytes()
    register.append("b", {"note": "£5"})
    return register, first, register.path.read_bytes()[len(first) :]


def test_at_every_byte_the_next_entry_follows_what_was_acknowledged(tmp_path: Path) -> None:
    register, first, second = _two_entries(tmp_path)
    for cut in range(1, len(second) - 1, 7):
        register.path.write_bytes(first + second[:cut])
        found = register.verify()
        assert found.torn is not None
        assert not found.intact
        assert [entry.kind for entry in register.entries()] == ["a"]
        register.append("c", {})
        assert register.verify().intact
        assert [entry.kind for entry in register.entries()] == ["a", TORN, "c"]
        payload = register.entries()[1].payload
        assert (tmp_path / payload["file"]).read_bytes() == second[:cut]
        assert payload["bytes"] == cut


def test_a_line_that_lacks_only_its_end_is_ended(tmp_path: Path) -> None:
    register, first, second = _two_entries(tmp_path)
    register.path.write_bytes(first + second[:-1])
    register.append("c", {})
    assert [entry.kind for entry in register.entries()] == ["a", "b", "c"]
    assert register.verify().intact


def test_noughts_after_a_power_failure_are_set_aside(tmp_path: Path) -> None:
    register, first, second = _two_entries(tmp_path)
    register.path.write_bytes(first + second[:9] + bytes(20))
    register.append("c", {})
    assert [entry.kind for entry in register.entries()] == ["a", TORN, "c"]


def test_a_first_line_that_was_never_finished(tmp_path: Path) -> None:
    register = Register(tmp_path / "register.jsonl")
    register.path.write_bytes(b'{"at":"20')
    assert register.entries() == ()
    register.append("a", {})
    assert [entry.kind for entry in register.entries()] == [TORN, "a"]


@pytest.mark.parametrize("damage", ["altered", "other", "middle", "not ours"])
def test_what_no_stopped_writer_leaves_is_refused(tmp_path: Path, damage: str) -> None:
    register, first, second = _two_entries(tmp_path)
    content = {
        "altered": first + second[:-1].replace(b"5", b"6", 1),
        "other": first + b'{"note":"hello"}',
        "middle": first[:-9] + b"\n" + second,
        "not ours": first + b"hello",
    }[damage]
    register.path.write_bytes(content)
    with pytest.raises(RegisterError, match="The register is not as it was written"):
        register.append("c", {})
    assert register.path.read_bytes() == content


def test_stopped_while_it_was_set_aside(tmp_path: Path) -> None:
    register, first, second = _two_entries(tmp_path)
    register.path.write_bytes(first + second[:30])
    register.append("c", {})
    # As if the writer that cut it off had been stopped before it could say so.
    aside = tmp_path / register.entries()[1].payload["file"]
    aside.rename(aside.with_name(f"{aside.name}.new"))
    register.path.write_bytes(first)
    register.append("d", {})
    register.append("e", {})
    assert [entry.kind for entry in register.entries()] == ["a", TORN, "d", "e"]
    assert aside.exists()
    assert not list(tmp_path.glob("*.new"))
