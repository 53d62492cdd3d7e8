"""Entries that a newer version wrote are named, and are no alteration."""

from __future__ import annotations

from pathlib import Path

from dueregard.alliance.verifying import Evidence, verified
from dueregard.casebook.record_files import read_record_files
from dueregard.register import Register


def test_kinds_that_are_not_known_are_named_once(tmp_path: Path) -> None:
    register = Register(tmp_path / "register.jsonl")
    register.append("withdrawn", {"of": "published", "name": "1", "why": "a mistake"})
    for number in range(2):
        register.append("sealed in wax", {"number": number})
    found = verified(
        Evidence(register=register.verify(), manifest=None, files={}, record=read_record_files(tmp_path))
    )
    assert found.unknown_kinds == ("sealed in wax",)
    assert found.intact
