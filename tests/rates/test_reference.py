"""PHEindicatormethods 2.1.0: its own test sheets to what they print, and slopes of many areas to 1e-12."""

import json
from pathlib import Path

import numpy as np
import pytest

from dueregard.rates import (
    EUROPEAN_STANDARD_POPULATION_2013,
    area_slope_index,
    assign_quantiles,
    crude_rate,
    life_expectancy,
    proportion,
)
from dueregard.rates.poisson import byars_limits
from tests.rates.published import limits, numbers, rank_of, sheet, table

pytestmark = pytest.mark.shared
LEVELS = {0.95: "95_0", 0.998: "99_8"}


def same(found: np.ndarray, expected: np.ndarray, *, rtol: float = 1e-12) -> None:
    np.testing.assert_allclose(found, expected, rtol=rtol, atol=1e-12)


def test_the_european_standard_population(shared: Path) -> None:
    published = table(shared / "data" / "measures" / "phe_esp2013.csv.gz")
    assert list(EUROPEAN_STANDARD_POPULATION_2013.populations) == numbers(published, "esp2013").tolist()


def test_life_expectancy_at_every_age(shared: Path) -> None:
    document = json.loads((shared / "golden" / "opportunity" / "phe_life_expectancy.json").read_text())
    given, rows = document["input"], document["result"]
    found = life_expectancy(
        numbers(given, "deaths"), population=numbers(given, "pops"), start_age=numbers(given, "startage")
    )
    same(found.values[0], numbers(rows, "value"))
    same(found.limits[0.95][0], limits(rows))


def check_slopes(found, rows, *names: str, tolerance: float = 0.02) -> None:
    order = rank_of(found.groups, rows, *names)
    same(found.slope[order], numbers(rows, "sii"))
    same(found.relative[order], numbers(rows, "rii"))
    for short, ours in (("sii", found.slope_limits), ("rii", found.relative_limits)):
        theirs = np.column_stack([numbers(rows, f"{short}_{side}95_0cl") for side in ("lower", "upper")])
        away = np.abs(ours[0.95][order] - theirs).max(axis=1) / (theirs[:, 1] - theirs[:, 0])
        assert away.max() < tolerance


def life_slopes(data):
    return area_slope_index(
        numbers(data, "LifeExp"),
        quantile=numbers(data, "Decile"),
        population=numbers(data, "Pop"),
        first="most disadvantaged",
        se=numbers(data, "SE"),
        by=[(int(row["Sex"]), row["GeoCode"]) for row in data],
    )


@pytest.mark.slow
def test_slopes_of_life_expectancy_in_every_third_of_361_areas(shared: Path) -> None:
    rows = table(shared / "golden" / "opportunity" / "phe_sii_le_first_half.csv")[::3]
    assert len(rows) > 100
    rows = [row | {"Sex": int(row["Sex"])} for row in rows]
    wanted = {(row["Sex"], row["GeoCode"]) for row in rows}
    data = table(shared / "data" / "opportunity" / "phe_LE_testdata.csv")
    found = life_slopes([row for row in data if (int(row["Sex"]), row["GeoCode"]) in wanted])
    # These limits rest on fewer simulations: the worst is 2.3 % of its width from the exact normal limit.
    check_slopes(found, rows, "Sex", "GeoCode", tolerance=0.027)


def test_the_sheet_of_byars_and_wilsons_limits(shared: Path) -> None:
    rows = sheet(shared / "golden" / "places" / "phe" / "testdata_Byars_Wilson.xlsx", "testdata_B_W")
    assert {row["method"] for row in rows} == {"Byars", "Wilson"}
    for row in rows:
        level = float(row["confidence"].rstrip("%")) / 100
        expected = limits([row])[0]
        if row["method"] == "Byars":
            found = byars_limits([float(row["x"])], level=level)[0]
        else:
            found = proportion([row["x"]], population=[row["n"]], levels=level).limits[level][0]
        same(found, expected, rtol=1e-10)


@pytest.mark.parametrize(("name", "level"), [("testdata_Prop", "95_0"), ("testdata_Prop_g", "")])
def test_the_sheet_of_proportions(name: str, level: str, shared: Path) -> None:
    rows = sheet(shared / "golden" / "places" / "phe" / "testdata_Proportion.xlsx", name)
    for multiplier in {row["multiplier"] for row in rows}:
        some = [row for row in rows if row["multiplier"] == multiplier]
        found = proportion(
            numbers(some, "Numerator"), population=numbers(some, "Denominator"), multiplier=multiplier
        )
        same(found.values, numbers(some, "value"), rtol=1e-10)
        same(found.limits[0.95], limits(some, level), rtol=1e-10)
        if level:
            same(found.limits[0.998], limits(some, "99_8"), rtol=1e-10)
        assert set(found.reasons) == set(np.flatnonzero(np.isnan(numbers(some, "value"))))


@pytest.mark.parametrize(("name", "level"), [("testdata_Rate", "95_0"), ("testdata_Rate_g", "")])
def test_the_sheet_of_rates(name: str, level: str, shared: Path) -> None:
    rows = sheet(shared / "golden" / "places" / "phe" / "testdata_Rate.xlsx", name)
    for multiplier in {row["multiplier"] for row in rows}:
        some = [row for row in rows if row["multiplier"] == multiplier]
        found = crude_rate(
            numbers(some, "Numerator"), population=numbers(some, "Denominator"), multiplier=multiplier
        )
        same(found.values, numbers(some, "value"), rtol=1e-10)
        same(found.limits[0.95], limits(some, level), rtol=1e-7)  # the sheet's exact limits: 8 digits
        if level:
            same(found.limits[0.998], limits(some, "99_8"), rtol=1e-7)


def check_quantiles(rows, *, number: int, highest: bool, by: list[object]) -> int:
    found = assign_quantiles(
        numbers(rows, "Value"), number=number, first="highest" if highest else "lowest", by=by
    )
    assert np.array_equal(found.quantiles, numbers(rows, "QuantileInGrp"), equal_nan=True)
    return len(rows)


def test_the_sheet_of_quantiles(shared: Path) -> None:
    rows = sheet(shared / "golden" / "places" / "phe" / "testdata_Quantiles.xlsx", "testdata_Quantiles")
    # The set of mixed polarity within one group is there to be refused; we take the end from the caller.
    rows = [row for row in rows if row["Test"] != "BadPolarity"]
    together = [row for row in rows if row["GroupSet"] == "None"]
    checked = check_quantiles(together, number=4, highest=True, by=["all"] * len(together))
    for grouping, number in (("IndSex", 7), ("IndSexReg", 10)):
        for highest in (True, False):
            some = [
                row
                for row in rows
                if row["GroupSet"] == grouping and (row["Polarity"] in {"RAG - Low is good", True}) is highest
            ]
            region = [row["ParentCode"] if grouping == "IndSexReg" else "" for row in some]
            by = [(row["IndSexRef"], where) for row, where in zip(some, region, strict=True)]
            checked += check_quantiles(some, number=number, highest=highest, by=by)
    assert checked == len(rows) == 982
