"""``new``, ``check``, ``assess`` and ``gaps`` on a small casebook."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.casebooks import CASEBOOK, files_in, write_casebook
from tests.cli.making import RECORD, dueregard, people, write_table


def test_new_writes_a_casebook_that_check_accepts(tmp_path: Path) -> None:
    table = write_table(tmp_path / "our people é.csv", people())
    folder = tmp_path / "our casebook é"
    written = dueregard("new", folder, "--people", table)
    assert written.code == 0
    assert f"dueregard check '{folder}'" in written.out
    assert dueregard("check", folder).code == 0


def test_new_does_not_replace_a_casebook(tmp_path: Path) -> None:
    folder = write_casebook(tmp_path / "casebook")
    before = files_in(folder)
    answer = dueregard("new", folder, "--people", folder / "people.csv")
    assert (answer.code, files_in(folder)) == (2, before)


def test_check_counts_and_warns(tmp_path: Path) -> None:
    answer = dueregard("check", write_casebook(tmp_path / "casebook"))
    assert answer.code == 0
    assert "casebook.toml is valid: 1 outcome." in answer.out
    assert "120 rows; 120 people are assessed." in answer.out


def test_check_as_json(tmp_path: Path) -> None:
    answer = dueregard("check", write_casebook(tmp_path / "casebook"), "--json")
    assert (answer.json["valid"], answer.json["estimates"]) == (True, [])


def test_assess_writes_a_pack_and_says_where(tmp_path: Path) -> None:
    folder = write_casebook(tmp_path / "casebook")
    answer = dueregard("assess", folder)
    assert answer.code == 0
    assert answer.out.endswith(f"The pack: {folder / 'out' / 'pack.html'}\n")
    assert {"pack.html", "estimates.json", "register.jsonl"} <= set(files_in(folder / "out"))


def test_assess_as_json(tmp_path: Path) -> None:
    answer = dueregard("assess", write_casebook(tmp_path / "casebook"), "--json")
    assert answer.json["pack"].endswith("pack.html")
    assert list(answer.records[0])[: len(RECORD) - 1] == RECORD[:-1]


def test_gaps_prints_chosen_tables_and_writes_nothing(tmp_path: Path) -> None:
    folder = write_casebook(tmp_path / "casebook")
    answer = dueregard("gaps", folder, "--table", "characteristic-sex", "--json")
    assert {tuple(record["by"]) for record in answer.records} == {("sex",)}
    assert not (folder / "out").exists()


def test_gaps_of_an_unknown_table(tmp_path: Path) -> None:
    answer = dueregard("gaps", write_casebook(tmp_path / "casebook"), "--table", "characteristic-sx")
    assert answer.code == 2
    assert "Did you mean 'characteristic-sex'" in answer.err


@pytest.mark.parametrize("command", ["check", "assess", "gaps"])
@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ("[[outcomes]]", "[[outcomes]", "line 16, column 11"),
        ("better", "betr", "Did you mean 'better'?"),
        ('weight = "w"', 'wieght = "w"', "Did you mean 'weight'?"),
        ('weight = "w"', 'weight = "ww"', "Did you mean 'w'?"),
        ('cluster = "cl"', 'cluster = "cll"', "Did you mean 'cl'?"),
        ('sex = "sex"', 'sex = "sx"', "Did you mean 'sex'?"),
        ('column = "income"', 'column = "incom"', "Did you mean 'income'?"),
        ('"people.csv"', '"peple.csv"', "Did you mean 'people.csv'?"),
        ('reference = "a"', 'reference = "z"', "the groups are: a, b, c."),
        ('weight = "w"', 'where = "incme > 3"', "Did you mean 'income'?"),
        ('weight = "w"', 'where = "income > 3000"', "'income'"),
        ('column = "income"', 'column = "income"\nmeasures = ["men"]', "Did you mean 'mean' or"),
        ('column = "income"', 'column = "income"\nmeasures = ["ratio"]', "lacks its denominator"),
        ('column = "income"', 'column = "income"\nmeasures = ["pay_gap"]', "the evidence grid does not take"),
        ('column = "income"', 'column = "income"\nmeasures = ["gini(nu=2)"]', "has no option 'nu'"),
        ('column = "income"', 'column = "grp"', "holds text"),
    ],
)
def test_a_fault_is_told_and_nothing_is_written(
    tmp_path: Path, command: str, was: str, now: str, said: str
) -> None:
    assert was in CASEBOOK
    folder = write_casebook(tmp_path / "casebook", CASEBOOK.replace(was, now))
    before = files_in(folder)
    answer = dueregard(command, folder)
    assert answer.code in (1, 2)
    assert answer.out == ""
    assert said in answer.err
    assert files_in(folder) == before
    assert not (folder / "out").exists()
