"""What a casebook says of voices, and what is said when it says it wrongly."""

from __future__ import annotations

from pathlib import Path

import pytest

from dueregard.casebook import Casebook, Specification, load_casebook, voices_files, write_workbook
from dueregard.errors import CasebookError
from tests.making_casebooks import SMALL

VOICES = """\
[voices.population]
label = "adults"
margins = { sex = { female = 51, male = 49 } }

[voices.consultation]
characteristics = { ethnicity = { column = "eth", labels = { 1 = "White" }, missing = ["9"] } }
weigh_by = ["sex"]

[voices.consultation.standards]
opened = 2026-09-01
closed = 2026-11-01

[[voices.consultation.standards.materials]]
title = "Proposal"
gives = ["proposal", "reasons"]

[[voices.bodies]]
name = "Board"
source = "board.csv"

[voices.panel]
size = 12
seed = 20261130

[[authors]]
id = "Finance"
characteristics = { race = "White" }
"""


def loaded(folder: Path, text: str) -> Casebook:
    (folder / "casebook.toml").write_text(SMALL + text, encoding="utf-8")
    return load_casebook(folder)


def test_names_of_characteristics_are_the_harmonised_ones(tmp_path: Path) -> None:
    specification = loaded(tmp_path, VOICES).specification
    assert specification.voices is not None
    assert list(specification.voices.consultation.characteristics) == ["ethnic_group"]
    assert dict(specification.authors[0].characteristics) == {"ethnic_group": "White"}
    assert specification.voices.panel.seed == "20261130"


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("weigh_by", "wiegh_by", "[voices] consultation has no key 'wiegh_by'. Did you mean 'weigh_by'?"),
        ('["sex"]', '["sexx"]', "names the characteristic 'sexx'"),
        ("closed = 2026-11-01", "closed = 2026-08-01", "closed is before opened"),
        ("size = 12", "size = 0", "size must be 1 or more"),
        ('source = "board.csv"', 'already_public = true\nsource = "b.csv"', "needs a reason when"),
        ('"reasons"', '"reason"', "must be 'proposal', 'reasons'"),
        ('label = "adults"', 'published = ["Census"]', "names the published table 'Census'"),
    ],
)
def test_a_slip_is_told_with_its_line(tmp_path: Path, before: str, after: str, told: str) -> None:
    with pytest.raises(CasebookError) as raised:
        loaded(tmp_path, VOICES.replace(before, after, 1))
    assert told in str(raised.value)
    assert "line " in str(raised.value)


def test_two_bodies_of_one_name_are_refused(tmp_path: Path) -> None:
    again = '\n[[voices.bodies]]\nname = "board"\nsource = "b.csv"\n'
    with pytest.raises(CasebookError, match=r"\[\[voices.bodies\]\] 'board' name 'board' is used twice"):
        loaded(tmp_path, VOICES + again)


def test_files_in_the_usual_places_are_found(tmp_path: Path) -> None:
    for name in ("votes.csv", "panel/respondents.xlsx", "panel/targets.csv", "testimony/t1.md"):
        (tmp_path / "voices" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "voices" / name).write_text("", encoding="utf-8")
    found = voices_files(loaded(tmp_path, ""))
    assert found.votes == tmp_path / "voices" / "votes.csv"
    assert found.respondents == tmp_path / "voices" / "panel" / "respondents.xlsx"
    assert found.testimony == tmp_path / "voices" / "testimony"
    assert found.any


def test_everything_that_is_missing_is_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "voices" / "panel").mkdir(parents=True)
    (tmp_path / "voices" / "panel" / "targets.csv").write_text("", encoding="utf-8")
    (tmp_path / "boards.csv").write_text("", encoding="utf-8")
    with pytest.raises(CasebookError) as raised:
        voices_files(loaded(tmp_path, VOICES))
    assert "board.csv, which is not there. Did you mean 'boards.csv'?" in str(raised.value)
    assert "targets and no respondents" in str(raised.value)


def test_a_casebook_without_voices_has_none(tmp_path: Path) -> None:
    assert not voices_files(loaded(tmp_path, "")).any


def test_a_workbook_holds_what_fits_into_cells(tmp_path: Path) -> None:
    content = {
        "question": {"title": "Q"},
        "people": {"source": "p.csv", "characteristics": {"sex": "sex"}},
        "voices": {
            "population": {"among": "age >= 16"},
            "consultation": {
                "weigh_by": ["sex"],
                "standards": {"opened": "2026-09-01", "materials": [{"title": "P", "gives": "proposal"}]},
            },
            "bodies": [{"name": "Board", "source": "b.csv"}],
        },
    }
    specification = Specification.model_validate(content)
    again = load_casebook(write_workbook(specification, tmp_path / "casebook.xlsx"))
    assert again.specification.voices == specification.voices
