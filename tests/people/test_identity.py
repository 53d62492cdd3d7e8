"""The same table read twice is the same people, wherever it lies; other rows or designs are others."""

from pathlib import Path

import pytest

from dueregard.people import read_people
from dueregard.people.database import folder_of

ROWS = {"w": [1.0, 2.0], "y": [3.0, 4.0]}


def test_frames() -> None:
    assert read_people(ROWS).table.identity == read_people(ROWS).table.identity
    assert read_people(ROWS).table.identity != read_people({**ROWS, "y": [4.0, 3.0]}).table.identity


def test_design_is_part_of_it() -> None:
    assert read_people(ROWS).table.identity != read_people(ROWS, weight="w").table.identity


def test_files_by_content_not_by_path(tmp_path: Path) -> None:
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text("y\n1\n2\n")
    first, second = (read_people(tmp_path / name).table.identity for name in ("a.csv", "b.csv"))
    assert first == second


def test_the_private_folder_goes_with_the_people() -> None:
    people = read_people(ROWS)
    folder = folder_of(people.table.connection)
    assert folder.is_dir()
    del people
    assert not folder.exists()


@pytest.mark.parametrize("option", [{"fpc": 0.5}, {"fpc": [100.0]}, {"fpc": ["0.5"]}])
def test_a_number_as_finite_population(option: dict[str, object]) -> None:
    people = read_people(ROWS, **option)
    assert people.columns == ("w", "y")
    assert people.design.fpc == ("(finite population of stage 1)",)
