"""The files that an assessment rested on are recorded, and a swapped one is seen."""

from __future__ import annotations

from pathlib import Path

from dueregard.register import RecordedSource, Register, record_sources, recorded_sources, unknown_kinds

PEOPLE = RecordedSource(name="people.csv", sha256="1" * 64, size=10)
CENSUS = RecordedSource(name="census.csv", sha256="2" * 64, size=20, publisher="ONS", licence="OGL 3.0")


def test_only_what_is_new_changed_or_gone_is_recorded(tmp_path: Path) -> None:
    register = Register(tmp_path / "register.jsonl")
    record_sources(register, [PEOPLE, CENSUS])
    assert record_sources(register, [CENSUS, PEOPLE]) is None
    swapped = RecordedSource(name="people.csv", sha256="3" * 64, size=10)
    entry = record_sources(register, [swapped])
    assert entry is not None
    assert entry.payload == {
        "sources": [{"name": "people.csv", "sha256": "3" * 64, "size": 10}],
        "gone": ["census.csv"],
    }
    assert [(each.name, each.sha256) for each in recorded_sources(register)] == [("people.csv", "3" * 64)]


def test_a_kind_or_a_field_of_a_newer_version_is_kept_and_told(tmp_path: Path) -> None:
    register = Register(tmp_path / "register.jsonl")
    register.append(
        "sources recorded",
        {
            "sources": [
                {"name": "census.csv", "sha256": "2" * 64, "size": 20, "publisher": "ONS", "colour": "blue"}
            ]
        },
    )
    register.append("sealed by the notary", {"wax": "red"})
    assert unknown_kinds(register.entries()) == ("sealed by the notary",)
    assert [each.publisher for each in recorded_sources(register)] == ["ONS"]
    assert register.verify().intact
