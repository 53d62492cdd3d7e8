from typing import Any

import polars as pl
import pytest

from dueregard.engine import Grouping, Poststrata, ReplicateWeights, SurveyDesign, evaluate, table_from
from dueregard.errors import ColumnNotFound, PeopleError, UsageError
from dueregard.measures import mean, proportion


def ask(frame: dict[str, Any], measure: Any = None, **design: Any) -> Any:
    return evaluate(
        table_from(pl.DataFrame(frame).to_arrow(), design=SurveyDesign(**design)), [measure or mean("y")]
    )


def test_all_weights_zero() -> None:
    with pytest.raises(PeopleError, match="zero or missing for everybody"):
        ask({"y": [1.0, 2.0], "w": [0.0, 0.0]}, weight="w")


@pytest.mark.parametrize("design", [{}, {"clusters": ("g",)}, {"count": "full"}])
def test_negative_weights_are_counted_not_shown(design: dict[str, Any]) -> None:
    with pytest.raises(PeopleError, match="negative or infinite in 1 row") as refusal:
        ask({"y": [1.0, 2.0, 3.0], "w": [1.0, -7.25, 1.0], "g": [1, 2, 3]}, weight="w", **design)
    assert "7.25" not in str(refusal.value)


def test_infinite_weights_are_weights() -> None:
    with pytest.raises(PeopleError, match="negative or infinite in 1 row"):
        ask({"y": [1.0, 2.0], "w": [1.0, float("inf")], "g": [1, 2]}, weight="w", clusters=("g",))


def test_infinite_values_are_counted_not_shown() -> None:
    with pytest.raises(PeopleError, match="infinite for 2 people"):
        ask({"y": [1.0, float("inf"), float("-inf")]})


def test_nan_is_missing() -> None:
    assert ask({"y": [1.0, float("nan"), 3.0]}).values[0] == 2


def test_nobody() -> None:
    with pytest.raises(PeopleError, match="no people"):
        ask({"y": pl.Series([], dtype=pl.Float64)})


def test_text_has_no_mean() -> None:
    with pytest.raises(UsageError, match="holds text"):
        ask({"y": ["a", "b"]})


def test_a_proportion_needs_yes_or_no() -> None:
    with pytest.raises(UsageError, match="other than 0 and 1"):
        ask({"y": [0.0, 1.0, 2.0]}, proportion("y"))


def test_absent_columns_are_named() -> None:
    with pytest.raises(ColumnNotFound, match="Did you mean 'y200'"):
        ask({"y200": [1.0]}, mean("y2000"))


def test_names_that_differ_by_case() -> None:
    with pytest.raises(PeopleError, match="only by case"):
        ask({"y": [1.0], "Y": [2.0]})


def test_missing_units() -> None:
    with pytest.raises(PeopleError, match="missing values"):
        ask({"y": [1.0, 2.0], "g": [1, None]}, clusters=("g",))


@pytest.mark.parametrize(
    ("population", "message"), [([2.0, 2.0, 2.0], "smaller than the sample"), ([0.5, 3.0, 3.0], "mixes")]
)
def test_finite_populations(population: list[float], message: str) -> None:
    with pytest.raises(PeopleError, match=message):
        ask({"y": [1.0, 2.0, 3.0], "n": population, "w": [1.0] * 3}, weight="w", fpc=("n",))


def test_a_post_stratum_without_total() -> None:
    with pytest.raises(PeopleError, match="without a known total"):
        ask({"y": [1.0, 2.0], "p": ["a", "b"]}, poststrata=Poststrata(column="p", totals={"a": 10}))


def test_replicates_need_their_constants() -> None:
    with pytest.raises(UsageError, match="rscales"):
        ReplicateWeights(columns=("a", "b"), method="jkn")


def test_bands_must_rise() -> None:
    with pytest.raises(UsageError, match="must rise"):
        Grouping(name="age", column="age", bands=(16, 0))
