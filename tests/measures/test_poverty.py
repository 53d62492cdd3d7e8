"""Poverty rates, gaps and severity by definition."""

from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dueregard.engine import Grouping, SurveyDesign, Table, evaluate, table_from
from dueregard.engine.ordered import OrderedPeople
from dueregard.engine.scored import Scored
from dueregard.errors import UsageError
from dueregard.measures.poverty import fgt, poverty_gap, poverty_rate, poverty_severity
from dueregard.measures.poverty_lines import PovertyLine
from dueregard.measures.shortfalls import FosterGreerThorbecke, mean_shortfall, poor_people, shortfall
from tests.measures.poverty_checks import (
    scores_of,
    slopes_of,
    some_people,
    value_of,
)

MEAN = PovertyLine(share=0.9, of="mean")
MEDIAN = PovertyLine(share=0.9, of="median")
FIXED = PovertyLine(value=17.0)


def table(**columns: Any) -> Table:
    design = SurveyDesign(weight="w" if "w" in columns else None)
    return table_from(pl.DataFrame(columns).to_arrow(), design=design)


def by_definition(people: OrderedPeople, line: float, alpha: float) -> float:
    poor = people.y <= line
    gaps = [(1 - y / line) ** alpha if is_poor else 0.0 for y, is_poor in zip(people.y, poor, strict=True)]
    return float(people.weight @ gaps / people.weight.sum())


@pytest.mark.parametrize("alpha", [0.0, 0.5, 1.0, 2.0, 3.0])
def test_values_are_the_definition(alpha: float) -> None:
    people = some_people()
    line = 0.9 * float(people.weight @ people.y / people.weight.sum())
    form = FosterGreerThorbecke(line=MEAN, alpha=alpha)
    assert value_of(form, people, people)[0] == pytest.approx(by_definition(people, line, alpha), rel=1e-12)


@pytest.mark.parametrize("alpha", [1.0, 2.0, 3.0])
def test_scores_are_derivatives_in_the_weights(alpha: float) -> None:
    people = some_people()
    form = FosterGreerThorbecke(line=MEAN, alpha=alpha)
    expected = slopes_of(form, people)
    np.testing.assert_allclose(scores_of(form, people), expected, rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("alpha", [0.0, 0.5, 1.0, 2.0])
def test_scores_of_a_fixed_line_are_derivatives_in_the_weights(alpha: float) -> None:
    people, form = some_people(), FosterGreerThorbecke(line=FIXED, alpha=alpha)
    np.testing.assert_allclose(scores_of(form, people), slopes_of(form, people), rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("alpha", [1.0, 1.5, 2.0])
def test_the_influence_of_a_median_line_is_the_slope_times_that_of_the_median(alpha: float) -> None:
    people = some_people(tied=False)
    line = 0.9 * people.quantile(0.5)
    step = 1e-5 * line.values[0]
    ends = [
        value_of(
            FosterGreerThorbecke(line=PovertyLine(value=line.values[0] + sign * step), alpha=alpha), people
        )
        for sign in (1, -1)
    ]
    slope = (ends[0][0] - ends[1][0]) / (2 * step)
    fixed = FosterGreerThorbecke(line=PovertyLine(value=float(line.values[0])), alpha=alpha)
    expected = scores_of(fixed, people) + slope * line.scores(people.starts)
    form = FosterGreerThorbecke(line=MEDIAN, alpha=alpha)
    np.testing.assert_allclose(scores_of(form, people), expected, rtol=1e-6)


def test_the_rate_moves_with_the_line_by_the_density_at_it() -> None:
    people = some_people(tied=False)
    line = 0.9 * people.quantile(0.5)
    density = people.density(line.values) / people.size
    fixed = FosterGreerThorbecke(line=PovertyLine(value=float(line.values[0])))
    expected = scores_of(fixed, people) + density * line.scores(people.starts)
    np.testing.assert_allclose(scores_of(FosterGreerThorbecke(line=MEDIAN), people), expected, rtol=1e-12)


def test_whoever_is_on_the_line_is_poor_unless_said_otherwise() -> None:
    people = table(y=[1.0, 2.0, 3.0, 4.0])
    for strict, rate in (("no", 0.5), ("yes", 0.25)):
        for line in (2, "0.8*mean"):
            measure = poverty_rate("y", line=line, strict=strict)
            assert evaluate(people, [measure]).values[0] == rate
    assert poverty_rate("y", line=2, strict="yes").parameters["strict"] is True
    ordered = OrderedPeople.of([1.0, 2.0])
    assert poor_people(ordered, Scored.of([2.0]), strict=True).tolist() == [True, False]


@pytest.mark.parametrize(
    "make", [poverty_rate, poverty_gap, poverty_severity, lambda column, **k: fgt(column, alpha=1.5, **k)]
)
def test_a_fixed_line_gives_the_same_from_sums_and_from_order(make: Any) -> None:
    people = some_people()
    measure = make("y", line=17)
    found = evaluate(table(y=people.y, w=people.weight), [measure])
    alpha = {"poverty_rate": 0.0, "poverty_gap": 1.0, "poverty_severity": 2.0, "fgt": 1.5}[measure.name]
    form = FosterGreerThorbecke(line=FIXED, alpha=alpha)
    assert found.values[0] == pytest.approx(value_of(form, people)[0], rel=1e-12)
    influence = people.weight * scores_of(form, people)
    error = np.sqrt(len(people) / (len(people) - 1) * np.sum((influence - influence.mean()) ** 2))
    assert found.se[0] == pytest.approx(error, rel=1e-10)


def test_equal_sums_are_summed_once() -> None:
    assert shortfall(10.0, 2.0, False) is shortfall(10.0, 2.0, False)


def test_an_anchored_line_keeps_its_error() -> None:
    people = table(y=[1.0, 2.0, 3.0, 4.0, 7.0, 9.0, 2.0, 5.0], year=[2011] * 4 + [2020] * 4)
    years = Grouping(name="year", column="year")
    anchored = poverty_gap("y", line="1*mean", line_population="year == 2011")
    fixed = poverty_gap("y", line=2.5)
    found = evaluate(people, [anchored, fixed], groupings=[[years]])
    np.testing.assert_allclose(found.values[:2], found.values[2:], rtol=1e-12)
    # The people of 2020 did not move the line of 2011; its error comes on top of theirs.
    assert found.se[1] > found.se[3]


def test_a_domain_does_not_move_the_line() -> None:
    people = table(y=[1.0, 2.0, 3.0, 10.0, 20.0], old=[1, 1, 1, 0, 0])
    whole = poverty_rate("y", line="0.6*median", among="old == 1")
    own = poverty_rate("y", line="1*median", line_population="group", among="old == 1")
    found = evaluate(people, [whole, own])
    assert found.values.tolist() == pytest.approx([1 / 3, 2 / 3])


@given(st.floats(-9, 9).map(lambda power: 10.0**power), st.sampled_from([0.0, 1.0, 2.0]))
def test_scales_of_weights_and_incomes_do_not_matter(scale: float, alpha: float) -> None:
    people = some_people()
    form = FosterGreerThorbecke(line=MEDIAN, alpha=alpha)
    expected = value_of(form, people, people)
    heavy = OrderedPeople.of(people.y, weight=scale * people.weight)
    np.testing.assert_allclose(value_of(form, heavy, heavy), expected, rtol=1e-12)
    rich = OrderedPeople.of(scale * people.y, weight=people.weight)
    np.testing.assert_allclose(value_of(form, rich, rich), expected, rtol=1e-9)


@given(st.lists(st.integers(1, 40), min_size=2, max_size=12), st.integers(2, 3))
def test_replicated_people_and_their_order_do_not_matter(incomes: list[int], times: int) -> None:
    form = FosterGreerThorbecke(line=MEDIAN, alpha=2.0)
    one, many = OrderedPeople.of(incomes), OrderedPeople.of((incomes * times)[::-1])
    np.testing.assert_allclose(value_of(form, many, many), value_of(form, one, one), rtol=1e-12)


@given(st.lists(st.floats(0, 100), min_size=3, max_size=20), st.floats(0.01, 1))
def test_a_transfer_from_the_poorest_makes_poverty_more_severe(incomes: list[float], moved: float) -> None:
    values = np.sort(incomes)
    worse = values.copy()
    worse[0], worse[1] = worse[0] - moved, worse[1] + moved
    severe = FosterGreerThorbecke(line=PovertyLine(value=200.0), alpha=2.0)
    before, after = (value_of(severe, OrderedPeople.of(each))[0] for each in (values, worse))
    assert after > before


def test_groups_add_up() -> None:
    people = some_people()
    level = np.arange(len(people)) % 3
    split = OrderedPeople.of(people.y, weight=people.weight, level=level)
    form = FosterGreerThorbecke(line=MEDIAN, alpha=2.0)
    parts = value_of(form, split, people)
    assert parts @ split.size / people.size[0] == pytest.approx(value_of(form, people, people)[0], rel=1e-12)


def test_odd_levels_have_no_value_rather_than_a_wrong_one() -> None:
    people = OrderedPeople.of([-5.0, -4.0, 3.0], level=[0, 0, 2], levels=3)
    gaps = value_of(FosterGreerThorbecke(line=MEDIAN, alpha=1.0), people)
    assert np.isnan(gaps[:2]).all()
    assert gaps[2] == 0.0
    rates: Any = FosterGreerThorbecke(line=MEDIAN)(people, None)
    assert np.isnan(rates.scored.values[1])
    assert list(rates.reasons) == [2]


def test_rare_answers_are_counted() -> None:
    people = OrderedPeople.of([1.0, 2.0, 9.0, 9.0, 9.0, 9.0], level=[0, 0, 0, 0, 0, 1], levels=2)
    found: Any = FosterGreerThorbecke(line=FIXED)(people, None)
    assert found.events.tolist() == [0.0, 0.0]
    found = FosterGreerThorbecke(line=PovertyLine(value=2.5))(people, None)
    assert found.events.tolist() == [2.0, 0.0]


def test_nobody_poor_is_not_certain() -> None:
    people = table(y=[10.0, 11.0, 12.0, 13.0, 14.0, 15.0])
    low, high = evaluate(people, [poverty_rate("y", line=5)]).interval(0.95)[0]
    assert low == 0.0
    assert 0.3 < high < 0.6


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"line": "0.6*medium"}, "poverty line is a number"),
        ({"interval": "wald"}, "no interval"),
        ({"bandwidth": "silverman"}, "no bandwidth"),
        ({"strict": "perhaps"}, "yes or no"),
    ],
)
def test_unknown_options_are_refused(options: dict[str, str], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        poverty_rate("income", **options)


def test_a_negative_alpha_is_refused() -> None:
    with pytest.raises(UsageError, match="alpha must be a number at least 0"):
        fgt("income", alpha=-1)


def test_methods_name_the_density_only_where_there_is_one() -> None:
    assert "kernel" in str(poverty_rate("y", line="0.5*mean").method)
    assert poverty_gap("y", line="0.5*mean").method is None
    assert poverty_gap("y", line=3).method is None
    assert poverty_gap("y", bandwidth="n_eff").parameters["bandwidth"] == "n_eff"


def test_shown_parameters_come_first() -> None:
    measure = mean_shortfall(
        "fgt", "y", alpha=1.0, line=5, line_population="all", bandwidth="convey", shown={"alpha": 1.0}
    )
    assert list(measure.parameters) == ["alpha", "line"]
