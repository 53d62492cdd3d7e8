"""Known totals from dictionaries, files, casebooks and the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dueregard.casebook import load_casebook
from dueregard.engine.frames import collect
from dueregard.engine.rows import weighted_frame
from dueregard.errors import CasebookError, ColumnNotFound, DueRegardError, PeopleError, UsageError
from dueregard.measures import mean, total
from dueregard.people import People, read_people
from dueregard.people.mapping import people_from
from tests.cli.making import dueregard

TOTALS = "variable,level,total,source\nsex,f,1500,census\nsex,m,1600,census\nband,a,1000,\nband,b,2100,\n"


def columns() -> dict[str, Any]:
    i = np.arange(90)
    return {
        "sex": np.where(i * 37 % 11 < 6, "f", "m").tolist(),
        "band": np.where(i * 53 % 13 < 5, "a", "b").tolist(),
        "code": (1 + i * 37 % 11 // 6).tolist(),
        "years": (i * 29 % 83).tolist(),
        "w": (1.0 + i % 4).tolist(),
        "y": (50.0 + i * 31 % 97).tolist(),
    }


def read(calibration: Any, **more: Any) -> People:
    return read_people(columns(), weight="w", calibration=calibration, **more)


MARGINS = {"sex": {"f": 1500, "m": 1600}, "band": {"a": 1000, "b": 2100}}


def raked() -> np.ndarray:
    given = columns()
    weights = np.array(given["w"])
    for _ in range(200):
        for name, levels in MARGINS.items():
            for level, known in levels.items():
                members = np.array(given[name]) == level
                weights[members] *= known / weights[members].sum()
    return weights


def test_margins_are_raked() -> None:
    weights, y = raked(), np.array(columns()["y"])
    found = read({"margins": MARGINS}).estimate(mean("y"), total("y"))
    np.testing.assert_allclose(found.values, [weights @ y / weights.sum(), weights @ y], rtol=1e-10)


def test_what_weighting_costs_is_noted() -> None:
    weights = raked()
    worth = weights.sum() ** 2 / (weights @ weights)
    (note,) = (note for note in read({"margins": MARGINS}).notes if "raked" in note)
    assert f"90 people count like {worth:,.0f} of equal weight" in note


def test_a_file_says_the_same(tmp_path: Path) -> None:
    (tmp_path / "totals.csv").write_text(TOTALS, encoding="utf-8-sig")
    one = read(tmp_path / "totals.csv").estimate(mean("y"))
    other = read({"margins": MARGINS}).estimate(mean("y"))
    assert one.values[0] == other.values[0]
    assert one.se[0] == pytest.approx(other.se[0], rel=1e-12)


def test_crossed_columns_and_totals_of_numbers() -> None:
    crossed = {"f*a": 500, "f*b": 1000, "m*a": 500, "m*b": 1100}
    people = read({"margins": {"sex*band": crossed}, "totals": {"years": 130_000}, "method": "linear"})
    known = people.estimate(total("years"), total("1.0 * (sex == 'm')"))
    np.testing.assert_allclose(known.values, [130_000, 1600], rtol=1e-10)
    assert (known.se < 1e-6).all()


def test_levels_may_be_labels_or_codes() -> None:
    labels = {"code": {"column": "code", "labels": {"1": "female", "2": "male"}}}
    by_label = read({"margins": {"code": {"female": 1500, "male": 1600}}}, characteristics=labels)
    by_code = read({"margins": {"code": {"1": 1500, 2: 1600}}}, characteristics=labels)
    one, other = by_label.estimate(mean("y")), by_code.estimate(mean("y"))
    assert one.values[0] == pytest.approx(other.values[0], rel=1e-13)
    assert one.se[0] == pytest.approx(other.se[0], rel=1e-12)


def test_levels_may_share_a_label() -> None:
    given = columns()
    given["origin"] = [("x", "y", "z")[number % 3] for number in range(90)]
    labels = {"origin": {"column": "origin", "labels": {"x": "first", "y": "second", "z": "second"}}}
    people = read_people(
        given,
        weight="w",
        characteristics=labels,
        calibration={"margins": {"origin": {"first": 40, "second": 60}}},
    )
    assert people.estimate(total("1.0 * (origin == 'x')")).values[0] == pytest.approx(40)


@pytest.mark.parametrize("words", [("Yes", "No"), ("true", "false"), (True, False)])
def test_levels_of_a_column_of_truths(words: tuple[Any, Any]) -> None:
    given = {**columns(), "works": [number % 3 == 0 for number in range(90)]}
    people = read_people(
        given, weight="w", calibration={"margins": {"works": dict(zip(words, (4, 6), strict=True))}}
    )
    assert people.estimate(total("1.0 * works")).values[0] == pytest.approx(4)


def test_bands_of_age() -> None:
    totals = {"0 to 15": 600, "16 to 64": 1900, "65 and over": 600}
    people = read({"margins": {"age": totals}}, generations={"age": "years", "bands": [0, 16, 65]})
    found = people.estimate(total("1.0 * (years < 16)"), total("1.0 * (years >= 65)"))
    np.testing.assert_allclose(found.values, [600, 600], rtol=1e-12)
    assert (found.se < 1e-9).all()


def test_stages_of_life() -> None:
    stages = {"child": [0, 15], "adult": [16, 99]}
    people = read(
        {"margins": {"life_stage": {"child": 600, "adult": 2500}}},
        generations={"age": "years", "life_stages": stages},
    )
    assert people.estimate(total("1.0 * (years < 16)")).values[0] == pytest.approx(600)


def test_a_domain_keeps_the_totals_of_everybody() -> None:
    people = read({"margins": MARGINS}).where("sex == 'f'")
    assert people.estimate(total("1.0 * (y > 0)")).values[0] == pytest.approx(1500)


@pytest.mark.parametrize(
    ("calibration", "message"),
    [
        ({"margins": {"sex": {"f": 1, "m": 2}, "band": {"a": 3, "b": 4}}}, "disagree on the number"),
        ({"margins": {"sex": {"f": 1}}}, "without a known total"),
        ({"margins": {"sex": {"f": 1, "m": 2, "x": 3}}}, "nobody with a weight"),
        ({"margins": {"seks": {"f": 1, "m": 2}}}, "sex"),
        ({"margins": {"sex*band": {"f": 1}}}, "one level of each column"),
        ({"totals": {"sex": 3}}, "no column of numbers"),
        ({"margins": MARGINS, "method": "greg"}, "linear"),
        ({"margins": MARGINS, "method": "logit"}, "needs bounds"),
        ({"margins": MARGINS, "bounds": (0.9, 1.01)}, "bounds are too narrow|No calibrated weights"),
        ({"margin": MARGINS}, "margins"),
        ({}, "at least one known total"),
    ],
)
def test_refusals(calibration: Any, message: str) -> None:
    with pytest.raises(DueRegardError, match=message):
        read(calibration)


def test_households_keep_one_weight() -> None:
    given = {**columns(), "house": [number // 3 for number in range(90)]}
    given["w"] = [1.0 + number // 3 % 4 for number in range(90)]
    people = read_people(
        given, weight="w", cluster="house", calibration={"margins": MARGINS, "within": "house"}
    )
    found = people.estimate(total("1.0 * (sex == 'f')"), total("1.0 * (band == 'a')"))
    np.testing.assert_allclose(found.values, [1500, 1000], rtol=1e-11)
    assert (found.se < 1e-7).all()
    got = collect(weighted_frame(people.table).select("_w", house=people.table.column("house")))
    by_house: dict[int, set[float]] = {}
    for house, weight in zip(got["house"].to_pylist(), got["_w"].to_pylist(), strict=True):
        by_house.setdefault(house, set()).add(round(weight, 9))
    assert len(by_house) == 30
    assert {len(weights) for weights in by_house.values()} == {1}


def test_weights_that_differ_within_a_household() -> None:
    given = {**columns(), "house": [number // 3 for number in range(90)]}
    with pytest.raises(PeopleError, match="differ within 'house'"):
        read_people(given, weight="w", calibration={"margins": MARGINS, "within": "house"})


@pytest.mark.parametrize(
    ("margins", "message"),
    [
        ({"sex": {"f": 1}}, "without a known total"),
        ({"sex": {"f": 1, "m": 2, "x": 3}}, "nobody with a weight"),
    ],
)
def test_totals_within_households_that_do_not_fit(margins: Any, message: str) -> None:
    given = {**columns(), "house": [number // 3 for number in range(90)], "w": [1.0] * 90}
    with pytest.raises(PeopleError, match=message):
        read_people(given, weight="w", calibration={"margins": margins, "within": "house"})


def test_two_ways_at_once() -> None:
    with pytest.raises(UsageError, match="two ways"):
        read({"margins": MARGINS}, poststrata={"column": "sex", "totals": {"f": 1, "m": 2}})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "empty"),
        ("variable,level\nsex,f\n", "no column 'total'"),
        ("variable,level,total\nsex,f,many\n", "Row 2 says 'many'"),
        ("variable,level,total\nsex,f,1\nsex,f,2\n", "Again in row 3"),
        ("variable,level,total\nsex,f,1\nsex,,2\n", "with levels and without"),
        ("variable,level,total\n,f,1\n", "without its variable"),
    ],
)
def test_files_that_are_not_understood(text: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "totals.csv").write_text(text)
    with pytest.raises(PeopleError, match=message):
        read(tmp_path / "totals.csv")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(PeopleError, match="no file of known totals"):
        read(tmp_path / "none.csv")


def test_an_unknown_column_of_numbers() -> None:
    with pytest.raises(ColumnNotFound, match="year"):
        read({"totals": {"year": 3}})


def write_people(folder: Path) -> Path:
    given = columns()
    lines = [",".join(given), *(",".join(map(str, row)) for row in zip(*given.values(), strict=True))]
    path = folder / "people.csv"
    path.write_text("\n".join(lines))
    (folder / "totals.csv").write_text(TOTALS)
    return path


def test_the_command_line(tmp_path: Path) -> None:
    path = write_people(tmp_path)
    words = ("estimate", path, "--measure", "mean:y", "--weight", "w", "--json")
    answer = dueregard(*words, "--calibrate", tmp_path / "totals.csv")
    expected = read({"margins": MARGINS}).estimate(mean("y"))
    (record,) = answer.records
    assert record["estimate"] == pytest.approx(expected.values[0], rel=1e-12)
    assert record["se"] == pytest.approx(expected.se[0], rel=1e-12)
    assert "raked" in record["method"]
    bounded = dueregard(
        *words,
        *("--calibrate", tmp_path / "totals.csv", "--calibration-method", "logit"),
        *("--calibration-bounds", "0.3", "3"),
    )
    assert bounded.code == 0
    assert bounded.records[0]["estimate"] != record["estimate"]


def test_the_command_line_without_totals(tmp_path: Path) -> None:
    path = write_people(tmp_path)
    answer = dueregard("estimate", path, "--measure", "mean:y", "--calibration-method", "linear")
    assert answer.code == 2
    assert "--calibrate" in answer.err


CASEBOOK = """
[question]
title = "Should it?"

[people]
source = "people.csv"
weight = "w"

[people.calibration]
{calibration}

[[outcomes]]
name = "y"
column = "y"
better = "higher"
"""


def casebook_people(folder: Path, calibration: str) -> People:
    write_people(folder)
    (folder / "casebook.toml").write_text(CASEBOOK.format(calibration=calibration))
    return people_from(load_casebook(folder))


def test_a_casebook_with_a_file(tmp_path: Path) -> None:
    people = casebook_people(tmp_path, 'source = "totals.csv"')
    assert people.estimate(mean("y")).values[0] == pytest.approx(
        read({"margins": MARGINS}).estimate(mean("y")).values[0], rel=1e-13
    )


def test_a_casebook_with_totals_inline(tmp_path: Path) -> None:
    people = casebook_people(
        tmp_path,
        'method = "linear"\nbounds = [0.2, 4]\n'
        "[people.calibration.margins]\nsex = {f = 1500, m = 1600}\n"
        "[people.calibration.totals]\nyears = 127e3",
    )
    assert people.estimate(total("years")).values[0] == pytest.approx(127_000)
    assert people.design.calibration is not None
    assert people.design.calibration.bounds == (0.2, 4)


def test_a_casebook_that_knows_nothing(tmp_path: Path) -> None:
    with pytest.raises(CasebookError, match="needs a source, margins, totals or the population"):
        casebook_people(tmp_path, 'method = "linear"')
