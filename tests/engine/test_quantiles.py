import numpy as np
import polars as pl
import pytest

from dueregard.engine import Grouping, Poststrata, SurveyDesign, evaluate, table_from
from dueregard.measures import median, quantile


def values(measure: object, y: list[float], w: list[float] | None = None) -> float:
    frame = pl.DataFrame({"y": y, "w": w or [1.0] * len(y)})
    return float(evaluate(table_from(frame.to_arrow(), design=SurveyDesign(weight="w")), [measure]).values[0])  # type: ignore[list-item]


def test_inverse_of_the_distribution() -> None:
    assert values(median("y"), [4.0, 1.0, 3.0, 2.0]) == 2
    assert values(quantile("y", p=0.51), [4.0, 1.0, 3.0, 2.0]) == 3


def test_interpolated() -> None:
    assert values(quantile("y", p=0.5, rule="hf7"), [4.0, 1.0, 3.0, 2.0]) == 2.5


def test_weights_and_ties() -> None:
    assert values(median("y"), [1.0, 1.0, 5.0, 9.0], [1.0, 1.0, 1.0, 3.0]) == 5


def test_the_interval_depends_on_the_level_and_the_error_does_not() -> None:
    random = np.random.default_rng(2)
    table = table_from(pl.DataFrame({"y": random.normal(size=300)}).to_arrow())
    wide, narrow = (
        evaluate(table, [median("y")], level=[0.99, 0.5]),
        evaluate(table, [median("y")], level=0.5),
    )
    assert np.diff(wide.interval(0.99))[0] > np.diff(wide.interval(0.5))[0]
    assert wide.se[0] == narrow.se[0]


def test_too_few_people_for_an_interval() -> None:
    frame = pl.DataFrame({"y": [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0], "g": ["a"] * 6 + ["b"]})
    estimates = evaluate(
        table_from(frame.to_arrow()), [median("y")], groupings=[[Grouping(name="g", column="g")]]
    )
    assert estimates.values[1] == 7
    assert estimates.statuses[1] == "approximate"
    assert np.isnan(estimates.interval()[1]).all()


def test_contrasts_of_medians_use_the_covariance() -> None:
    random = np.random.default_rng(5)
    frame = pl.DataFrame({"y": random.normal(size=400), "g": ["a", "b"] * 200, "psu": np.arange(400) // 4})
    table = table_from(frame.to_arrow(), design=SurveyDesign(clusters=("psu",)))
    medians = evaluate(table, [median("y")], groupings=[[Grouping(name="g", column="g")]])
    difference = medians.difference("g", reference="a")
    covariance = medians.covariance()
    assert difference.se[0] ** 2 == pytest.approx(covariance.trace() - 2 * covariance[0, 1])


def test_known_totals_move_the_quantile() -> None:
    frame = pl.DataFrame({"y": [1.0, 2.0, 3.0, 4.0], "p": ["a", "a", "b", "b"]})
    design = SurveyDesign(poststrata=Poststrata(column="p", totals={"a": 1, "b": 9}))
    assert evaluate(table_from(frame.to_arrow(), design=design), [median("y")]).values[0] == 3


def test_a_group_whose_people_all_have_one_value_has_no_density() -> None:
    frame = pl.DataFrame({"y": [1.0, 2.0, 3.0, 4.0, 5.0, 5.0], "g": ["a"] * 4 + ["b"] * 2})
    table = table_from(frame.to_arrow())
    found = evaluate(
        table, [quantile("y", interval="linearised")], groupings=[[Grouping(name="g", column="g")]]
    )
    assert found.values.tolist() == [2, 5]
    assert np.isfinite(found.se).tolist() == [True, False]


def test_a_median_of_a_full_count_lacks_no_interval() -> None:
    people = table_from(pl.DataFrame({"y": [1.0, 2.0, 6.0]}).to_arrow(), design=SurveyDesign(count="full"))
    found = evaluate(people, [median("y")])
    assert (found.statuses, found.reasons) == (("ok",), (None,))
    assert found.labels[0].method == "full count, no sampling error"
