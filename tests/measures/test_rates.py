from pathlib import Path

import numpy as np
import polars as pl
import pytest

from dueregard.engine import Grouping, Modelled, Table, Tallied, evaluate, table_from
from dueregard.errors import UsageError
from dueregard.measures.catalogue import CATALOGUE
from dueregard.measures.rates import (
    directly_standardised_rate,
    indirectly_standardised_rate,
    indirectly_standardised_ratio,
    rate,
)
from dueregard.measures.registry import parse_measure
from dueregard.measures.tallied import TalliedMeasure
from dueregard.rates import crude, direct, indirect

LEVELS = (0.95, 0.998)
REFERENCE = {"reference_count": "all_deaths", "reference_population": "all_people"}
MEASURES = {
    "rate": rate("deaths", population="people"),
    "direct": directly_standardised_rate("deaths", population="people", standard="standard"),
    "ratio": indirectly_standardised_ratio("deaths", population="people", **REFERENCE),
    "indirect": indirectly_standardised_rate("deaths", population="people", **REFERENCE),
}
ROWS = {
    "area": ["a"] * 3 + ["b"] * 3 + ["c"] * 3,
    "deaths": [12, 30, 80, 15, 21, 150, 1, 2, 4],
    "people": [5000, 4000, 2000, 7000, 4500, 3000, 900, 800, 700],
    "standard": [50, 40, 10] * 3,
    "all_deaths": [100, 200, 900] * 3,
    "all_people": [50_000, 40_000, 20_000] * 3,
}


def tallies(**changes: list[object]) -> Table:
    return table_from(pl.DataFrame(ROWS | changes, strict=False))


def by_area(table: Table, measure: TalliedMeasure, *, areas: str = "abc"):
    area = Grouping(name="area", column="area", labels={each: each for each in areas})
    return evaluate(table, [measure], groupings=[[area]], level=LEVELS)


def expected(name: str, rows=ROWS):
    x, n, s, count, reference = (rows[each] for each in list(ROWS)[1:])
    columns = {"population": n, "by": rows["area"]}
    against = {"reference_count": count, "reference_population": reference}
    if name == "rate":
        return crude.crude_rate(x, **columns)
    if name == "direct":
        return direct.directly_standardised_rate(x, standard=s, **columns)
    if name == "ratio":
        return indirect.indirectly_standardised_ratio(x, **columns, **against)
    return indirect.indirectly_standardised_rate(x, **columns, **against)


@pytest.mark.parametrize("name", MEASURES)
def test_a_measure_of_a_table_is_the_function_of_its_columns(name: str) -> None:
    found, reference = by_area(tallies(), MEASURES[name]), expected(name)
    np.testing.assert_allclose(found.values, reference.values, rtol=1e-12)
    for level in LEVELS:
        np.testing.assert_allclose(found.limits[level], reference.limits[level], rtol=1e-12)


@pytest.mark.parametrize("name", MEASURES)
def test_its_standard_error_is_that_of_the_model(name: str) -> None:
    found, reference = by_area(tallies(), MEASURES[name]), expected(name)
    known = np.isfinite(reference.variances)
    np.testing.assert_allclose(found.se[known], reference.se[known], rtol=1e-12)


@pytest.mark.parametrize("name", MEASURES)
def test_each_measure_is_tallied_and_in_the_catalogue(name: str) -> None:
    measure = MEASURES[name]
    assert isinstance(measure, Tallied)
    entry = CATALOGUE[measure.name]
    assert entry.family == "public health"
    assert parse_measure(entry.example).name == measure.name


def test_measures_are_read_from_text() -> None:
    measure = parse_measure("rate:deaths,population=people,multiplier=1000")
    assert dict(measure.parameters) == {"population": "people", "multiplier": 1000.0}
    assert measure.unit == "per 1,000"


def test_pooled_bands_are_added_up_where_that_is_right() -> None:
    merged = rate("deaths", population="people", multiplier=1)
    whole = evaluate(tallies(), [merged], groupings=[[]], level=LEVELS)
    assert whole.values[0] == pytest.approx(sum(ROWS["deaths"]) / sum(ROWS["people"]), rel=1e-13)
    ratio = evaluate(tallies(), [MEASURES["ratio"]], groupings=[[]], level=LEVELS)
    each = expected("ratio")
    assert ratio.values[0] == pytest.approx(each.events.sum() / each.expected.sum(), rel=1e-12)


def modelled(name: str, **totals: list[float]) -> Modelled:
    return MEASURES[name].model({key: np.array(each, float) for key, each in totals.items()}, LEVELS)


def test_too_few_events_are_not_standardised() -> None:
    found = by_area(tallies(), MEASURES["direct"])
    assert np.isnan(found.values[2])
    assert found.reasons[2] == "too few events to standardise directly"
    assert found.reasons[:2] == (None, None)


def test_faults_are_told_of_their_level() -> None:
    table = tallies(
        deaths=[12, 30, 80, -15, 21, 150, 10, 20, 40],
        people=[5000, 4000, 2000, 7000, 4500, 3000, 900, 0, 700],
    )
    found = by_area(table, MEASURES["direct"])
    assert found.reasons == (
        None,
        "a count or a population is negative",
        "an age band has no population",
    )
    assert np.isfinite(found.values).tolist() == [True, False, False]


def test_levels_over_other_bands_do_not_compare() -> None:
    lacking = tallies(deaths=[12, 30, 80, 15, 21, 150, 10, 20, None])
    found = by_area(lacking, MEASURES["direct"])
    assert np.isfinite(found.values).all()
    assert "do not compare" in str(found.reasons[2])
    strict = directly_standardised_rate(
        "deaths", population="people", standard="standard", standard_total=100
    )
    found = by_area(lacking, strict)
    assert np.isfinite(found.values).tolist() == [True, True, False]
    assert "each once" in str(found.reasons[2])
    # Two areas together hold each band twice.
    whole = evaluate(tallies(), [strict], groupings=[[]], level=LEVELS)
    assert "each once" in str(whole.reasons[0])


def test_no_events_have_exact_limits_and_no_variance() -> None:
    found = modelled("rate", events=[0, 4], population=[1000, 1000], negative=[0, 0])
    assert np.isnan(found.variances).tolist() == [True, False]
    assert found.limits[0.95][0].tolist() == pytest.approx([0, 368.887945411394])
    assert found.reasons == {0: "the interval is exact, but a standard error cannot be estimated"}


def test_a_level_without_rows_or_reference_has_no_value() -> None:
    found = modelled("rate", events=[0], population=[0], negative=[0])
    assert np.isnan(found.values[0])
    assert found.reasons == {0: "there is no population"}
    sums = {"negative": [0, 0], "reference_count": [0, 5], "reference_population": [10, 10]}
    found = modelled("indirect", events=[5, 5], expected=[0, 4], empty=[0, 1], **sums)
    assert found.reasons == {
        0: "no events are expected",
        1: "an age band of the reference population has nobody",
    }
    assert np.isnan(found.values).all()


@pytest.mark.parametrize("name", MEASURES)
def test_no_levels_are_no_trouble(name: str) -> None:
    empty: dict[str, list[float]] = {key: [] for key in MEASURES[name].moments}
    found = modelled(name, **empty)
    assert found.values.shape == (0,)
    assert found.limits[0.95].shape == (0, 2)


@pytest.mark.parametrize("wrong", ["0", "-1", "many"])
def test_numbers_are_checked(wrong: str) -> None:
    with pytest.raises(UsageError, match="multiplier must be a number above 0"):
        rate("deaths", population="people", multiplier=wrong)
    with pytest.raises(UsageError, match="standard_total"):
        directly_standardised_rate("x", population="n", standard="s", standard_total=wrong)


@pytest.mark.shared
def test_equals_the_published_package(shared: Path) -> None:
    # PHEindicatormethods 2.1.0, calculate_dsr and calculate_ISRate, per 100,000.
    tally = pl.read_csv(shared / "data" / "measures" / "phe_agesex_dev.csv")
    sums = tally.group_by("ageband").agg(all_deaths=pl.col("deaths").sum(), all_people=pl.col("pop").sum())
    table = table_from(tally.join(sums, on="ageband"))
    direct_rate = directly_standardised_rate("deaths", population="pop", standard="esp2013")
    area = Grouping(name="area", column="area")
    indirect_rate = indirectly_standardised_rate("deaths", population="pop", **REFERENCE)
    found = evaluate(table, [direct_rate, indirect_rate], groupings=[[area]], level=LEVELS)
    where = {(label.measure, label.by["area"]): index for index, label in enumerate(found.labels)}
    published = {
        ("directly_standardised_rate", "East"): (667.916758487308, 595.641541189069, 746.071748424353),
        ("directly_standardised_rate", "North"): (944.355568649284, 871.110833872676, 1021.791793036),
        ("directly_standardised_rate", "West"): (1011.13046863405, 934.510258150043, 1092.01993802472),
    }
    for key, (value, low, high) in published.items():
        assert found.values[where[key]] == pytest.approx(value, rel=1e-12)
        assert found.limits[0.998][where[key]].tolist() == pytest.approx([low, high], rel=1e-12)
    south = where["indirectly_standardised_rate", "South"]
    assert found.values[south] == pytest.approx(1150.45011956069, rel=1e-12)
    limits = found.limits[0.95][south].tolist()
    assert limits == pytest.approx([1105.94018054313, 1196.29185395969], rel=1e-12)
