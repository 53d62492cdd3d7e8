"""Bundles as they are written, and what is refused of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from dueregard.consequences.cumulative import Bundle, read_bundle
from dueregard.errors import CasebookError, UsageError
from dueregard.options import option_from
from tests.consequences.cumulative.making import added_up, measure
from tests.options.making import some_people, table


def write(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def option_file(folder: Path, name: str) -> Path:
    return write(folder, f"{name}.toml", f'name = "{name}"\nkind = "cash"\namount = 5\n')


def test_a_bundle_is_files_in_order_or_one_file_that_lists_them(tmp_path: Path) -> None:
    files = [option_file(tmp_path, name) for name in ("Tax", "Fares")]
    assert read_bundle(files).names == ("Tax", "Fares")
    assert read_bundle(files[::-1], name="Budget").name == "Budget"
    text = 'name = "Year"\nmeasures = ["Fares.toml", {file = "Tax.toml", starts = 2028}]\n'
    listed = read_bundle([write(tmp_path, "bundle.toml", text)])
    assert (listed.name, listed.names) == ("Year", ("Fares", "Tax"))
    assert [option.starts for option in listed.measures] == [None, 2028]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("measures = []", "A bundle has measures"),
        ('measures = ["a.toml"]\nstarts = 3', "starts"),
        ('measures = [{file = "a.toml", start = 2028}]', "starts"),
        ('measures = ["absent.toml"]', "no option at"),
    ],
)
def test_what_is_wrong_with_a_file_is_told(tmp_path: Path, text: str, told: str) -> None:
    option_file(tmp_path, "a")
    with pytest.raises(CasebookError, match=told):
        read_bundle([write(tmp_path, "bundle.toml", text)])


def test_names_differ_and_measures_are_not_too_many() -> None:
    with pytest.raises(UsageError, match="Two measures are called 'A'"):
        Bundle(measures=(measure("A", amount=1), measure("A", amount=2)))
    with pytest.raises(UsageError, match=r"At most 8 measures .* found 9"):
        Bundle(measures=tuple(measure(str(number), amount=1) for number in range(9)))
    with pytest.raises(UsageError, match="no measure"):
        Bundle(measures=())
    law = option_from(
        {"name": "Law", "kind": "parameter", "engine": "policyengine-uk", "parameters": {"a.b": 1}}
    )
    with pytest.raises(UsageError, match="'Law' changes the law"):
        Bundle(measures=(law,))


@pytest.mark.parametrize(
    ("how", "told"),
    [
        ({"by": ("sexx",)}, "Did you mean 'sex'"),
        ({"scale": "age"}, "no column of households"),
        ({"members": {"old": "age > 65"}}, "no column of households"),
        ({"child": "agee < 16"}, "Did you mean 'age'"),
    ],
)
def test_what_people_lack_is_told(how: dict[str, object], told: str) -> None:
    with pytest.raises(UsageError, match=told):
        added_up(measure("A", amount=1), **how)


def test_groups_cannot_have_a_name_of_ours() -> None:
    columns = {**table(), "year": [1] * 60}
    with pytest.raises(UsageError, match="cannot be called 'year'"):
        added_up(measure("A", amount=1), people=some_people(columns), by=("year",))


def test_a_fault_after_other_measures_says_after_which() -> None:
    first = measure("Levy", amount="0 - income")
    second = measure("Ratio", amount="100 / income")
    with pytest.raises(UsageError.__base__, match=r"'Ratio' is missing .* This is after 'Levy'"):
        added_up(first, second)
