"""Every reference value of PHEindicatormethods 2.1.0 to 1e-12, and its own test sheets to what they print."""

import json
from pathlib import Path

import numpy as np
import pytest

from dueregard.rates import (
    EUROPEAN_STANDARD_POPULATION_2013,
    area_slope_index,
    assign_quantiles,
    crude_rate,
    directly_standardised_rate,
    indirectly_standardised_rate,
    indirectly_standardised_ratio,
    life_expectancy,
    mean,
    proportion,
    proportion_funnel,
    proportion_significance,
    ratio_funnel,
    ratio_significance,
)
from dueregard.rates.poisson import byars_limits
from tests.rates.published import golden, limits, numbers, rank_of, sheet, table

pytestmark = pytest.mark.shared
LEVELS = {0.95: "95_0", 0.998: "99_8"}


def same(found: np.ndarray, expected: np.ndarray, *, rtol: float = 1e-12) -> None:
    np.testing.assert_allclose(found, expected, rtol=rtol, atol=1e-12)


def test_proportions(shared: Path) -> None:
    rows = golden(shared, "phe_proportion_wilson_95_998")
    found = proportion(numbers(rows, "x"), population=numbers(rows, "n"), multiplier=100)
    same(found.values, numbers(rows, "value"))
    for level, name in LEVELS.items():
        same(found.limits[level], limits(rows, name))


def test_rates(shared: Path) -> None:
    rows = golden(shared, "phe_rate_byars_95_998")
    found = crude_rate(numbers(rows, "x"), population=numbers(rows, "n"))
    same(found.values, numbers(rows, "value"))
    for level, name in LEVELS.items():
        same(found.limits[level], limits(rows, name))
    words = {"Exact": "exact Poisson", "Byars": "Byar's"}
    assert list(found.methods) == [words[row["method"]] for row in rows]


def test_means(shared: Path) -> None:
    rows = golden(shared, "phe_mean")
    data = table(shared / "data" / "measures" / "phe_means_dev.csv")
    found = mean(numbers(data, "v"), by=[row["area"] for row in data])
    order = rank_of(found.groups, rows, "area")
    same(found.values[order], numbers(rows, "value"))
    same(found.deviations[order], numbers(rows, "stdev"))
    same(found.limits[0.95][order], limits(rows))


def test_directly_standardised_rates(shared: Path) -> None:
    rows = golden(shared, "phe_dsr")
    data = table(shared / "data" / "measures" / "phe_agesex_dev.csv")
    found = directly_standardised_rate(
        numbers(data, "deaths"),
        population=numbers(data, "pop"),
        standard=EUROPEAN_STANDARD_POPULATION_2013.for_ages(numbers(data, "ageband")),
        by=[row["area"] for row in data],
        band=[row["ageband"] for row in data],
    )
    order = rank_of(found.groups, rows, "area")
    same(found.values[order], numbers(rows, "value"))
    same(found.events[order], numbers(rows, "total_count"))
    same(found.populations[order], numbers(rows, "total_pop"))
    for level, name in LEVELS.items():
        same(found.limits[level][order], limits(rows, name))


def test_the_european_standard_population(shared: Path) -> None:
    published = table(shared / "data" / "measures" / "phe_esp2013.csv.gz")
    assert list(EUROPEAN_STANDARD_POPULATION_2013.populations) == numbers(published, "esp2013").tolist()


@pytest.mark.parametrize("measure", ["phe_isratio_smr", "phe_israte"])
def test_indirectly_standardised(measure: str, shared: Path) -> None:
    rows = golden(shared, measure)
    data = table(shared / "data" / "measures" / "phe_agesex_dev.csv")
    deaths, people, age = (numbers(data, name) for name in ("deaths", "pop", "ageband"))
    columns = {
        "population": people,
        "reference_count": [deaths[age == each].sum() for each in age],
        "reference_population": [people[age == each].sum() for each in age],
        "by": [row["area"] for row in data],
    }
    if measure == "phe_israte":
        found = indirectly_standardised_rate(deaths, **columns)
        same(found.reference, np.full(4, rows[0]["ref_rate"]))
    else:
        found = indirectly_standardised_ratio(deaths, reference_value=100, **columns)
    order = rank_of(found.groups, rows, "area")
    same(found.values[order], numbers(rows, "value"))
    same(found.expected[order], numbers(rows, "expected"))
    same(found.limits[0.95][order], limits(rows))


def test_life_expectancies(shared: Path) -> None:
    rows = golden(shared, "phe_life_expectancy")
    data = table(shared / "data" / "measures" / "phe_lifeexp_dev.csv")
    found = life_expectancy(
        numbers(data, "deaths"),
        population=numbers(data, "pop"),
        start_age=numbers(data, "startage"),
        by=[row["area"] for row in data],
        at=[0, 65],
    )
    where = rank_of(found.groups, rows, "area"), [found.ages.index(row["startage"]) for row in rows]
    same(found.values[where], numbers(rows, "value"))
    same(found.limits[0.95][where], limits(rows))
    same(found.deaths[where], numbers(rows, "dths_used"))
    same(found.populations[where], numbers(rows, "pops_used"))


def test_life_expectancy_at_every_age(shared: Path) -> None:
    document = json.loads((shared / "golden" / "opportunity" / "phe_life_expectancy.json").read_text())
    given, rows = document["input"], document["result"]
    found = life_expectancy(
        numbers(given, "deaths"), population=numbers(given, "pops"), start_age=numbers(given, "startage")
    )
    same(found.values[0], numbers(rows, "value"))
    same(found.limits[0.95][0], limits(rows))


def test_funnel_limits_of_proportions(shared: Path) -> None:
    rows = golden(shared, "phe_funnel_limits_prop")
    data = table(shared / "data" / "measures" / "phe_counts_dev.csv")
    found = proportion_funnel(numbers(data, "x"), population=numbers(data, "n"))
    assert found.at.tolist() == numbers(rows, "Population").tolist()
    same(np.full(100, found.baseline), numbers(rows, "baseline"))
    for level, name in {0.95: "2s", 0.998: "3s"}.items():
        same(found.limits[level][:, 0], numbers(rows, f"lower_{name}_limit"))
        same(found.limits[level][:, 1], numbers(rows, f"upper_{name}_limit"))


def test_funnel_limits_of_ratios(shared: Path) -> None:
    rows = golden(shared, "phe_funnel_limits_ratio_count")
    data = table(shared / "data" / "measures" / "phe_counts_dev.csv")
    found = ratio_funnel(numbers(data, "x"), expected=numbers(data, "n"), ratio_type="count")
    assert found.at.tolist() == numbers(rows, "Observed_events").tolist()
    for level, name in {0.95: "2s", 0.998: "3s"}.items():
        for end, side in enumerate(("lower", "upper")):
            same(found.limits[level][:, end], numbers(rows, f"{side}_{name}_limit"))
            same(found.expected[level][:, end], numbers(rows, f"{side}_{name}_exp_events"))


def test_significance(shared: Path) -> None:
    rows = golden(shared, "phe_funnel_significance")
    found = proportion_significance(numbers(rows, "x"), population=numbers(rows, "n"))
    assert list(found.words) == [row["significance"] for row in rows]
    rows = golden(shared, "phe_funnel_significance_ratio")
    found = ratio_significance(numbers(rows, "x"), expected=numbers(rows, "n"))
    assert list(found.words) == [row["significance"] for row in rows]


def test_quantiles(shared: Path) -> None:
    rows = golden(shared, "phe_quantile5")
    found = assign_quantiles(numbers(rows, "x"), number=3, first="highest")
    assert found.quantiles.tolist() == numbers(rows, "quantile").tolist()


def check_slopes(found, rows, *names: str, tolerance: float = 0.02) -> None:
    order = rank_of(found.groups, rows, *names)
    same(found.slope[order], numbers(rows, "sii"))
    same(found.relative[order], numbers(rows, "rii"))
    for short, ours in (("sii", found.slope_limits), ("rii", found.relative_limits)):
        theirs = np.column_stack([numbers(rows, f"{short}_{side}95_0cl") for side in ("lower", "upper")])
        away = np.abs(ours[0.95][order] - theirs).max(axis=1) / (theirs[:, 1] - theirs[:, 0])
        assert away.max() < tolerance


def test_slopes_of_standardised_rates(shared: Path) -> None:
    data = table(shared / "data" / "measures" / "phe_DSR_data.csv.gz")
    found = area_slope_index(
        numbers(data, "value"),
        quantile=numbers(data, "Quintile"),
        population=numbers(data, "total_pop"),
        first="most disadvantaged",
        lower=numbers(data, "lowercl"),
        upper=numbers(data, "uppercl"),
        by=[int(row["Period"]) for row in data],
    )
    check_slopes(found, golden(shared, "phe_sii", "phe_sii_dsr_2010_2011"), "Period")


def test_slopes_of_proportions_with_errors_taken_as_those_of_logits(shared: Path) -> None:
    data = table(shared / "data" / "measures" / "phe_prevalence_data.csv.gz")
    found = area_slope_index(
        numbers(data, "Count") / numbers(data, "Measured"),
        quantile=numbers(data, "Decile"),
        population=numbers(data, "Measured"),
        first="most disadvantaged",
        value_type="proportion",
        se=numbers(data, "SE") / 100,
        se_scale="transformed",
        multiplier=100,
        by=[int(row["Period"]) for row in data],
    )
    check_slopes(found, golden(shared, "phe_sii", "phe_sii_prevalence_R"), "Period")


def life_slopes(data):
    return area_slope_index(
        numbers(data, "LifeExp"),
        quantile=numbers(data, "Decile"),
        population=numbers(data, "Pop"),
        first="most disadvantaged",
        se=numbers(data, "SE"),
        by=[(int(row["Sex"]), row["GeoCode"]) for row in data],
    )


def test_slopes_of_life_expectancy(shared: Path) -> None:
    data = table(shared / "data" / "measures" / "phe_LE_data.csv.gz")
    check_slopes(life_slopes(data), golden(shared, "phe_sii", "phe_sii_le_first3areas"), "Sex", "GeoCode")


@pytest.mark.slow
def test_slopes_of_life_expectancy_in_361_areas(shared: Path) -> None:
    rows = table(shared / "golden" / "opportunity" / "phe_sii_le_first_half.csv")
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
