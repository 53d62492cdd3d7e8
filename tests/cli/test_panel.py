"""``dueregard panel``: from two files to a panel that anybody can check, and to its replacements."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.making import RECORD, dueregard
from tests.voices.panel.making import HEADER, QUOTAS, SIZE, people

NAMES = [f"Person {number} Surname" for number in range(60)]


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    volunteers, targets = tmp_path / "people.csv", tmp_path / "targets.csv"
    with volunteers.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*HEADER, "name", "email"])
        for row, name in zip(people(), NAMES, strict=True):
            writer.writerow([*row, name, f"{name.split()[1]}@example.org"])
    targets.write_text("category,feature,min,max\n" + QUOTAS.strip() + "\n", encoding="utf-8")
    return volunteers, targets


def panel(*words: object) -> dict[str, Any]:
    answer = dueregard("panel", *words, "--json")
    assert answer.code == 0, answer.err
    return dict(answer.json)


def test_the_answer_has_what_the_contract_says(files: tuple[Path, Path]) -> None:
    found = panel(*files, "--size", SIZE, "--seed", "one")
    assert sum(found["probabilities"].values()) == pytest.approx(SIZE)
    assert set(found["panel"]) <= set(found["probabilities"])
    assert len(found["panel"]) == found["size"] == SIZE
    assert found["certified"] is True
    assert 0 <= found["gap"] <= 1e-6
    assert (found["seed"], found["algorithm"]) == ("one", "leximin")
    assert all(list(record) == RECORD for record in found["estimates"])
    assert {record["measure"] for record in found["estimates"]} == {"selection_probability"}


def test_one_seed_gives_one_answer(files: tuple[Path, Path]) -> None:
    words = [*files, "--size", SIZE, "--lottery", 50, "--alternates", 3, "--seed"]
    assert panel(*words, "a b") == panel(*words, " a  b ")
    assert panel(*words, "a b")["panel"] != panel(*words, "c")["panel"]


def test_without_a_seed_a_fresh_one_is_told(files: tuple[Path, Path]) -> None:
    one, two = (panel(*files, "--size", SIZE) for _ in range(2))
    assert one["seed"] != two["seed"]
    assert any("fresh random" in note for note in one["notes"])
    assert panel(*files, "--size", SIZE, "--seed", one["seed"])["panel"] == one["panel"]


def test_nothing_tells_who_people_are(files: tuple[Path, Path], tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    words = [*files, "--size", SIZE, "--same-address", "address", "--alternates", 3, "--lottery", 50]
    outputs = [dueregard("panel", *words, "--out", out).out, out.read_text(encoding="utf-8")]
    outputs += [dueregard("panel", *words, form).out for form in ("--json", "--csv")]
    for text in outputs:
        assert not any(told in text for told in ("Surname", "example.org", "High Street", "Low Road"))


def test_a_reader_is_told_who_with_which_chances_and_why(files: tuple[Path, Path]) -> None:
    answer = dueregard("panel", *files, "--size", SIZE, "--seed", "one", "--alternates", 2)
    assert answer.code == 0
    for told in ("On the panel: p", "Alternates", "60+", "3 to 4", "Certified leximin", "Seed: one"):
        assert told in answer.out


def test_csv_has_everybody(files: tuple[Path, Path]) -> None:
    out = dueregard("panel", *files, "--size", SIZE, "--seed", 1, "--lottery", 50, "--csv").out
    rows = list(csv.DictReader(io.StringIO(out)))
    assert len(rows) == 60
    assert sum(int(row["panel"]) for row in rows) == SIZE
    assert sum(float(row["ticket_probability"]) for row in rows) == pytest.approx(SIZE)


def test_a_public_draw_in_two_steps(files: tuple[Path, Path], tmp_path: Path) -> None:
    lottery, drawn = tmp_path / "lottery.json", tmp_path / "drawn.json"
    first = dueregard("panel", *files, "--size", SIZE, "--lottery", 100, "--commit", "--out", lottery)
    assert first.code == 0
    assert "Nobody is drawn yet" in first.out
    committed = json.loads(lottery.read_text(encoding="utf-8"))
    assert (committed["panel"], committed["seed"]) == (None, None)
    assert committed["lottery"]["sha256"] in first.out
    with_dice = panel("--from", lottery, "--ticket", 42)
    assert with_dice["panel"] == committed["lottery"]["content"]["tickets"][42]
    with_seed = panel(*files, "--from", lottery, "--seed", "drand 7", "--alternates", 2, "--out", drawn)
    assert with_seed["panel"] == panel("--from", lottery, "--seed", "drand 7")["panel"]
    assert len(with_seed["alternates"]) == 2
    again = dueregard("panel", "--from", drawn, "--seed", "another")
    assert again.code == 2
    assert "has been drawn already" in again.err


def test_people_who_drop_out_are_replaced(files: tuple[Path, Path], tmp_path: Path) -> None:
    drawn, after = tmp_path / "drawn.json", tmp_path / "after.json"
    before = panel(*files, "--size", SIZE, "--seed", "one", "--alternates", 6, "--out", drawn)
    stuck = set(before["reserves"]["unreplaceable"])
    gone = next(name for name in before["panel"] if name not in stuck)
    found = panel(*files, "--from", drawn, "--without", gone, "--out", after)
    [joined] = set(found["panel"]) - set(before["panel"])
    assert set(before["panel"]) - set(found["panel"]) == {gone}
    assert joined in before["alternates"]
    assert joined not in found["alternates"]
    assert dueregard("verify-panel", after, *files).code == 0
    listed = tmp_path / "gone.csv"
    listed.write_text(f"{gone}\n", encoding="utf-8")
    assert panel(*files, "--from", drawn, "--without", listed)["panel"] == found["panel"]


def test_without_alternates_the_pool_fills_the_seat_by_lot(files: tuple[Path, Path], tmp_path: Path) -> None:
    drawn, after = tmp_path / "drawn.json", tmp_path / "after.json"
    before = panel(*files, "--size", SIZE, "--seed", "one", "--out", drawn)
    for gone in before["panel"]:
        answer = dueregard("panel", *files, "--from", drawn, "--without", gone, "--seed", 2, "--out", after)
        if answer.code == 0:
            assert "joined from the pool, by lot" in answer.out
            assert dueregard("verify-panel", after, *files).code == 0
            return
    raise AssertionError


def test_a_quota_may_be_relaxed_for_a_replacement_and_that_is_told(
    files: tuple[Path, Path], tmp_path: Path
) -> None:
    drawn, after = tmp_path / "drawn.json", tmp_path / "after.json"
    gone = panel(*files, "--size", SIZE, "--seed", "one", "--out", drawn)["panel"][0]
    quotas = files[1].read_text(encoding="utf-8")
    files[1].write_text(quotas.replace(",3,4", ",2,5").replace(",2,4", ",1,5"), encoding="utf-8")
    found = panel(*files, "--from", drawn, "--without", gone, "--out", after)
    [step] = found["replacements"]
    assert step["quotas_since"][0] == {"category": "age", "feature": "16-29", "minimum": 1, "maximum": 5}
    answer = dueregard("panel", *files, "--from", drawn, "--without", gone)
    assert "under quotas that were changed since the draw" in answer.out
    assert dueregard("verify-panel", after, *files).code == 0
    files[1].write_text(quotas + "sex,Other,0,1\n", encoding="utf-8")
    refused = dueregard("panel", *files, "--from", drawn, "--without", gone)
    assert refused.code == 2
    assert "other features" in refused.err


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--size", 61], 1, "A panel of 61 cannot be drawn from 60 people"),
        ([], 2, "--size is needed"),
        (["--size", 10, "--seed", "1", "--ticket", "1"], 2, "cannot both be given"),
        (["--size", 10, "--ticket", "1"], 2, "needs a lottery of tickets"),
        (["--size", 10, "--commit"], 2, "--commit needs --out"),
        (["--size", 10, "--commit", "--seed", "1", "--out", "x"], 2, "--commit draws nothing"),
        (["--size", 10, "--without", "p1"], 2, "--without needs --from"),
        (["--size", 10, "--id", "email"], 2, "look like e-mail addresses"),
        (["--size", 10, "--id", "nmae"], 2, "Did you mean 'name'"),
        (["--size", 10, "--same-address", "adress"], 2, "Did you mean 'address'"),
        (["--size", 10, "--algorithm", "fair"], 2, "fair"),
        (["--from", "x.json", "--size", 10], 2, "--size does not go with --from"),
        (["--from", "x.json", "--lottery", 10], 2, "--lottery does not go with --from"),
        (["--from", "absent.json", "--seed", "1"], 1, "There is no file absent.json"),
    ],
)
def test_what_was_asked_for_wrongly(
    files: tuple[Path, Path], words: list[object], code: int, said: str
) -> None:
    answer = dueregard("panel", *files, *words)
    assert answer.code == code
    assert said in answer.err


def test_infeasible_quotas_leave_with_one_and_their_relaxations(files: tuple[Path, Path]) -> None:
    volunteers, targets = files
    text = (
        targets.read_text(encoding="utf-8")
        .replace("Rural,3,4", "Rural,9,10")
        .replace("Urban,6,7", "Urban,4,7")
    )
    targets.write_text(text, encoding="utf-8")
    answer = dueregard("panel", volunteers, targets, "--size", SIZE)
    assert answer.code == 1
    assert "The minimums of place add up to 13, and the panel has 10 seats" in answer.err
    assert "The least change" in answer.err
    told = dueregard("panel", volunteers, targets, "--size", SIZE, "--json")
    assert told.code == told.json["exit_code"] == 1
    assert told.json["feasible"] is False
    assert sum(abs(each["after"] - each["before"]) for each in told.json["relaxations"]) == 3


@pytest.mark.parametrize("how", ["bom", "semicolons", "cp1252", "blank columns"])
def test_tables_as_spreadsheets_leave_them(files: tuple[Path, Path], how: str) -> None:
    words = ["--size", SIZE, "--seed", "1"]
    expected = panel(*files, *words)
    volunteers = files[0]
    text = volunteers.read_text(encoding="utf-8").replace("name", "enw â", 1)
    written = {
        "bom": ("\ufeff" + text).encode(),
        "semicolons": text.replace(",", ";").encode(),
        "cp1252": text.replace("Person 1 ", "Siân – ").encode("cp1252"),
        "blank columns": "".join(f"{line},,,\r\n" for line in text.splitlines()).encode()
        + b",,,,,,,,,\r\n" * 3,
    }
    volunteers.write_bytes(written[how])
    found = panel(*files, *words)
    assert (found["panel"], found["probabilities"]) == (expected["panel"], expected["probabilities"])
