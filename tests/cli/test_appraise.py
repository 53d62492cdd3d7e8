"""``dueregard appraise``: the same profile for decisions of very different kinds."""

from __future__ import annotations

import re
from pathlib import Path

from dueregard.appraisal import PRINCIPLES
from tests.cli.making import dueregard
from tests.consequences.stage_casebook import FLAT, TARGETED, write_casebook
from tests.making_voices import SECRETS, write_voices

LIBRARY = """\
[question]
title = "Shall we close the library?"

[[outcomes]]
name = "reads"
better = "higher"

[[published]]
source = "reads.csv"
name = "Reading by sex"
kind = "estimate"
outcome = "reads"
characteristic = "sex"
columns = { level = "group", value = "share", low = "low", high = "high" }
"""

PAY = """\
[question]
title = "Should the lowest grades get a rise?"

[people]
source = "people.csv"
count = "full"

[people.characteristics]
sex = { column = "sex", reference = "man" }

[[outcomes]]
name = "pay"
column = "pay"
unit = "£ an hour"
better = "higher"
measures = ["mean"]

[consequences]
id = "id"
"""

RISE = """\
name = "A rise for the lowest paid"
kind = "cash"
eligible = "pay < 13"
amount = 3
evidence = "Pay scales 2027"
"""


def _library(folder: Path) -> Path:
    folder.mkdir()
    (folder / "casebook.toml").write_text(LIBRARY, encoding="utf-8")
    (folder / "reads.csv").write_text(
        "group,share,low,high\nfemale,.6,.5,.7\nmale,.5,.4,.6\n", encoding="utf-8"
    )
    return folder


def _employer(folder: Path) -> Path:
    (folder / "options").mkdir(parents=True)
    rows = [f"{n},{'woman' if n % 2 else 'man'},{10 + n % 7 + 2 * (n % 2 == 0)}" for n in range(400)]
    (folder / "casebook.toml").write_text(PAY, encoding="utf-8")
    (folder / "people.csv").write_text("\n".join(["id,sex,pay", *rows]), encoding="utf-8")
    (folder / "options" / "rise.toml").write_text(RISE, encoding="utf-8")
    return folder


def test_an_employers_rise_for_the_lowest_paid(tmp_path: Path) -> None:
    answer = dueregard("appraise", _employer(tmp_path / "casebook"), "--json")
    rows = {(row["principle"], row["option"]): row for row in answer.json["principles"]}
    found = rows["outcome", "A rise for the lowest paid"]
    assert (found["direction"], found["mixed"], found["grade"]) == ("better", False, "data")
    assert "closes by" in found["finding"]
    assert found["size"]["estimate"] in {record["estimate"] for record in answer.records}
    assert rows["place", "A rise for the lowest paid"]["direction"] == "insufficient evidence"
    assert {"estimates", "principles", "dominated", "trade_offs", "rules"} <= set(answer.json)


def test_a_casebook_of_published_tables_without_options_or_voices(tmp_path: Path) -> None:
    rows = dueregard("appraise", _library(tmp_path / "casebook"), "--json").json["principles"]
    assert [(row["principle"], row["option"]) for row in rows] == [(name, "as now") for name in PRINCIPLES]
    assert all(row["finding"] and row["gap"] for row in rows)
    assert [row["direction"] for row in rows if row["principle"] != "evidence"] == [
        "insufficient evidence"
    ] * 4


def test_options_with_places_and_without_voices_or_ages(tmp_path: Path) -> None:
    folder = write_casebook(tmp_path / "casebook", flat=FLAT, targeted=TARGETED)
    answer = dueregard("appraise", folder)
    assert answer.code == 0
    for title in PRINCIPLES.values():
        assert answer.out.count(f"{title.upper()}\n") == 1
    assert len(re.findall(r"^  [-+~?±] ", answer.out, flags=re.MULTILINE)) == 15
    assert "Nobody was consulted" in answer.out
    assert "The principles are never added up" in answer.out
    assert not (folder / "out").exists()


def test_voices_without_options_show_nobody(tmp_path: Path) -> None:
    answer = dueregard("appraise", write_voices(tmp_path / "casebook"), "--json")
    assert "Fewer took part in the consultation than a fair draw would give" in answer.out
    assert [secret for secret in SECRETS if secret in answer.out] == []
