import pytest

from dueregard.errors import UsageError
from dueregard.measures import CATALOGUE, MEASURES, parse_measure, register
from dueregard.measures.quantiles import Quantile


def test_names() -> None:
    statistics = {name for name, entry in CATALOGUE.items() if entry.family == "survey statistics"}
    assert {"mean", "total", "count", "proportion", "ratio", "variance", "median", "quantile"} <= statistics
    assert set(MEASURES) == set(CATALOGUE)


@pytest.mark.parametrize("name", CATALOGUE)
def test_the_example_of_an_entry_makes_its_measure(name: str) -> None:
    measure = parse_measure(CATALOGUE[name].example)
    assert measure.name == name
    assert {measure: name}[measure] == name  # the grid and the engine look measures up


def test_options() -> None:
    measure = parse_measure("quantile:income,p=0.9,rule=hf7")
    assert isinstance(measure, Quantile)
    assert (measure.p, measure.rule) == (0.9, "hf7")


def test_brackets_and_quotes_hold_commas() -> None:
    measure = parse_measure("proportion:area in ['a, b', 'c'],among=age in [1, 2]")
    assert measure.outcome.columns == ("area in ['a, b', 'c']",)
    assert measure.outcome.among == "age in [1, 2]"


def test_conditions_are_columns() -> None:
    assert parse_measure("proportion:pay == 3").outcome.columns == ("pay == 3",)


def test_a_column_in_back_quotes_may_be_an_option() -> None:
    measure = parse_measure("gini_decomposition:income,within=`area, name`")
    assert measure.parameters["within"] == "area, name"
    assert parse_measure("mean:x,among=`a` > `b`").outcome.among == "`a` > `b`"


def test_count_takes_no_column() -> None:
    assert parse_measure("count:among=age > 3").outcome.among == "age > 3"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("meen:income", "Did you mean 'mean' or 'median'"),
        ("mean:income,amongst=x", "Did you mean 'among'"),
        ("mean", "needs one column"),
        ("mean:a,b", "It has 2"),
        ("quantile:income,p=2", "between 0 and 1"),
        ("median:income,rule=hf8", "Did you mean 'hf7'"),
        ("proportion:x,interval=lojit", "Did you mean 'logit'"),
        ("atkinson:income,epsilon", "epsilon has no value: write epsilon=1"),
        ("atkinson:income,epsilon=", "epsilon has no value: write epsilon=1 It was empty"),
        ("median:income,rule", "rule has no value: write rule=math"),
        ("pay_gap:income", "pay_gap:column,by=...,reference=..."),
        ("alkire_foster:a < 1,b < 5", "semicolons, not by commas.*alkire_foster:a < 1; b < 5,cutoff=..."),
        ("alkire_foster:a; b < 5 + 1,cutoff", "cutoff has no value: write cutoff=1"),
    ],
)
def test_refusals_help(text: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        parse_measure(text)


def test_a_name_is_taken_once() -> None:
    with pytest.raises(UsageError, match="already a measure"):
        register(lambda: None, name="mean")  # type: ignore[arg-type, return-value]
