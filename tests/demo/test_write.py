"""The casebook's folder: whole files, labelled as synthetic, and nobody else's casebook replaced."""

import csv

import pyarrow.parquet as pq
import pytest

from dueregard.demo import write_demo
from dueregard.errors import UsageError


def test_the_folder_holds_a_whole_casebook(folder):
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert {name for name in files if "/testimony/" not in name} == {
        "README.md",
        "screening.toml",
        "casebook.toml",
        "options/1-flat-pass-on-trains.toml",
        "options/2-targeted-grant.toml",
        "options/3-targeted-grant-and-fare-rise.toml",
        "objections.toml",
        "answers.toml",
        "actions.toml",
        "people.parquet",
        "published/population_by_age.csv",
        "published/population_by_ethnic_group.csv",
        "published/population_by_ward.csv",
        "voices/committee.csv",
        "voices/panel/respondents.csv",
        "voices/panel/targets.csv",
        "voices/participants.csv",
        "voices/statements.csv",
        "voices/votes.csv",
    }


@pytest.mark.parametrize("name", ["README.md", "casebook.toml"])
def test_it_says_first_that_nobody_exists(folder, name):
    text = (folder / name).read_text(encoding="utf-8")
    assert "synthetic" in text.splitlines()[0]
    assert "obody in" in text[:200]


@pytest.mark.parametrize("name", ["ethnic_group", "ward", "age"])
def test_published_counts_sum_to_the_town(folder, name):
    with (folder / "published" / f"population_by_{name}.csv").open(encoding="utf-8") as file:
        assert sum(int(row["Count"]) for row in csv.DictReader(file)) == 60_000


def test_the_people_are_the_survey(folder, interviewed):
    assert pq.read_table(folder / "people.parquet").equals(interviewed)


def test_writing_again_leaves_an_assessment_alone(folder):
    kept = folder / "out" / "register.jsonl"
    kept.parent.mkdir()
    kept.write_text("kept", encoding="utf-8")
    write_demo(folder)
    assert kept.read_text(encoding="utf-8") == "kept"
    kept.unlink()
    kept.parent.rmdir()


def test_nothing_is_left_behind_when_building_fails(tmp_path, monkeypatch):
    def no_space(*_):
        raise OSError("no space left")

    monkeypatch.setattr("dueregard.demo.write.survey", no_space)
    with pytest.raises(OSError, match="no space left"):
        write_demo(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_casebook_of_somebody_else_is_not_replaced(tmp_path):
    (tmp_path / "casebook.toml").write_text("[question]\n", encoding="utf-8")
    with pytest.raises(UsageError, match="not Brackwater's"):
        write_demo(tmp_path)
    assert (tmp_path / "casebook.toml").read_text(encoding="utf-8") == "[question]\n"


def test_a_file_is_not_a_folder(tmp_path):
    (tmp_path / "town").write_text("", encoding="utf-8")
    with pytest.raises(UsageError, match="needs a folder"):
        write_demo(tmp_path / "town")
