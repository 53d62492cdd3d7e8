"""Drafts from open survey files are valid casebooks with the designs that their makers document."""

from __future__ import annotations

from pathlib import Path

import pytest

from dueregard.casebook import PeopleSource, load_casebook
from dueregard.new import write_new

pytestmark = pytest.mark.shared


def drafted(shared: Path, table: str, folder: Path) -> PeopleSource:
    people = load_casebook(write_new(folder / "book", people=shared / "data" / table)).specification.people
    assert people is not None
    return people


def test_eu_silc(shared: Path, tmp_path: Path) -> None:
    people = drafted(shared, "measures/eusilc.csv.gz", tmp_path)
    assert (people.weight, people.cluster) == ("rb050", ("db030",))
    assert people.characteristics["sex"].column == "rb090"
    assert people.places["region"].column == "db040"
    assert people.generations is not None
    assert people.generations.age == "age"


def test_nhanes(shared: Path, tmp_path: Path) -> None:
    people = drafted(shared, "more/nhanes.csv.gz", tmp_path)
    assert (people.weight, people.strata, people.cluster) == ("WTMEC2YR", "SDMVSTRA", ("SDMVPSU",))
    assert list(people.characteristics) == ["ethnic_group", "gender"]


def test_scottish_census(shared: Path, tmp_path: Path) -> None:
    people = drafted(shared, "people/scotland_census2011_micro_1pct.parquet", tmp_path)
    assert people.weight is None
    assert set(people.characteristics) == {
        "sex",
        "ethnic_group",
        "religion",
        "marriage_and_civil_partnership",
        "socio_economic_position",
        "country_of_birth",
    }
    assert people.generations is not None
    assert people.generations.age_band is not None
    assert people.generations.age_band.column == "age"


def test_census_of_england_and_wales(shared: Path, tmp_path: Path) -> None:
    people = drafted(shared, "people/ew_census2011_micro_10k_random.parquet", tmp_path)
    assert people.places["region"].labels["E12000007"] == "London"
