"""From files to register: what is withdrawn is gone from the next build, and the chain still holds."""

from pathlib import Path

import pytest

from dueregard.casebook.testimony_files import read_testimony
from dueregard.casebook.testimony_places import REVIEWS
from dueregard.casebook.testimony_reviews import write_reviews
from dueregard.register import Register
from dueregard.register.testimony_keys import KEYS, KeyStore
from dueregard.voices.testimony.find import find_testimony
from dueregard.voices.testimony.findings import TestimonyFindings
from dueregard.voices.testimony.recording import record_folder
from tests.casebook.testimony_folders import AISHA, folder
from tests.voices.testimony.making import TODAY, reviewed

OTHER = AISHA.replace("Aisha Khan", "Bea").replace("nobody comes", "I wait")


def build(place: Path) -> TestimonyFindings:
    found = read_testimony(place)
    record_folder(register(place), KeyStore(place / KEYS), found, on=TODAY)
    return find_testimony(found, on=TODAY, resamples=10)


def register(place: Path) -> Register:
    return Register(place / "out" / "register.jsonl")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    made = folder(tmp_path, aisha__md=AISHA, bea__md=OTHER)
    write_reviews(made / REVIEWS, [reviewed(each) for each in read_testimony(made).testimonies])
    return made


@pytest.mark.parametrize("how", ["marked", "removed"])
def test_withdrawal(place: Path, how: str) -> None:
    before = build(place)
    assert [each.words for each in before.quotes] == [
        "I ring [phone number] and I wait.",
        "I ring [phone number] and nobody comes.",
    ]
    if how == "marked":
        (place / "aisha.md").write_text(AISHA.replace("role:", "withdrawn: yes\nrole:"), encoding="utf-8")
    else:
        (place / "aisha.md").unlink()
    after = build(place)
    build(place)
    written = repr(after) + register(place).path.read_text(encoding="utf-8")
    for trace in ("aisha", "Aisha", "nobody comes", "Khan"):
        assert trace not in written
    assert [each.words for each in after.quotes] == ["I ring [phone number] and I wait."]
    assert after.individuals == 1
    assert register(place).verify().intact
    assert [entry.kind for entry in register(place).entries()] == ["testimony_entered", "testimony_withdrawn"]
    assert set(KeyStore(place / KEYS).read()) == {"bea"}


def test_consent_that_runs_out_is_no_withdrawal(place: Path) -> None:
    build(place)
    ended = AISHA.replace("role:", "consent_until: 2026-11-01\nrole:")
    (place / "aisha.md").write_text(ended, encoding="utf-8")
    after = build(place)
    assert after.left_out == {"consent has run out": 1}
    assert [entry.kind for entry in register(place).entries()] == ["testimony_entered"]
