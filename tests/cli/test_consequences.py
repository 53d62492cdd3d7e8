"""``dueregard consequences`` and what ``check`` says of options."""

from __future__ import annotations

from pathlib import Path

from tests.cli.making import dueregard
from tests.consequences.stage_casebook import FLAT, TARGETED, only, write_casebook


def test_it_answers_as_text_and_writes_nothing(tmp_path: Path) -> None:
    folder = write_casebook(tmp_path / "casebook", only("disability"), targeted=TARGETED)
    answer = dueregard("consequences", folder)
    assert answer.code == 0
    assert "Targeted (money)" in answer.out
    assert "Costs: £4,800 a week" in answer.out
    assert not (folder / "out").exists()


def test_it_answers_as_json(tmp_path: Path) -> None:
    folder = write_casebook(tmp_path / "casebook", only("sex"), flat=FLAT)
    answer = dueregard("consequences", folder, "--json")
    assert {record["by"]["option"] for record in answer.records} == {"as now", "Flat"}
    assert answer.json["consequences"]["options"][0]["name"] == "Flat"


def test_without_options_it_says_where_they_go(tmp_path: Path) -> None:
    answer = dueregard("consequences", write_casebook(tmp_path / "casebook"))
    assert answer.out == "There are no options: a TOML file for each goes into the folder options/.\n"


def test_check_names_options_their_prompts_and_what_they_lack(tmp_path: Path) -> None:
    lost = FLAT.replace('"Flat"', '"Lost"').replace("amount = 5", 'amount = "inkome / 10"')
    folder = write_casebook(tmp_path / "casebook", targeted=TARGETED, lost=lost)
    answer = dueregard("check", folder)
    assert answer.code == 0
    assert "option: Targeted (targeted.toml)" in answer.out
    assert "to be reviewed: 'Targeted' uses" in answer.out
    assert "'Lost' cannot be worked out" in answer.out
    (folder / "options" / "lost.toml").write_text(FLAT.replace("amount", "amont"), encoding="utf-8")
    refused = dueregard("check", folder)
    assert (refused.code, "lost.toml, line 3" in refused.err) == (2, True)
