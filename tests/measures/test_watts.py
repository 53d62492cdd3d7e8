"""The Watts index by definition."""

from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dueregard.engine import SurveyDesign, evaluate, table_from
from dueregard.engine.ordered import OrderedPeople
from dueregard.errors import PeopleError, UsageError
from dueregard.measures.poverty_lines import PovertyLine
from dueregard.measures.watts import Watts, watts
from tests.measures.poverty_checks import (
    scores_of,
    slopes_of,
    some_people,
    value_of,
)

MEAN = PovertyLine(share=0.9, of="mean")


def test_values_are_the_definition() -> None:
    people = some_people()
    line = 0.9 * float(people.weight @ people.y / people.weight.sum())
    kept = people.y > 0
    gaps = [max(0.0, float(np.log(line / y))) for y in people.y[kept]]
    expected = people.weight[kept] @ gaps / people.weight[kept].sum()
    found: Any = Watts(line=MEAN)(people, people)
    assert found.scored.values[0] == pytest.approx(expected, rel=1e-12)
    assert found.left_out.tolist() == [3.0]


@pytest.mark.parametrize("lowest", [0.0, 2.0])
def test_scores_are_derivatives_in_the_weights(lowest: float) -> None:
    people = some_people()
    form = Watts(line=MEAN, lowest=lowest)
    np.testing.assert_allclose(scores_of(form, people), slopes_of(form, people), rtol=1e-6, atol=1e-9)


def test_bottom_coding_raises_low_incomes() -> None:
    people, line = some_people(), PovertyLine(value=17.0)
    raised = OrderedPeople.of(np.maximum(people.y, 2.0), weight=people.weight)
    found: Any = Watts(line=line, lowest=2.0)(people, None)
    np.testing.assert_allclose(found.scored.values, value_of(Watts(line=line), raised), rtol=1e-12)
    assert found.left_out.tolist() == [0.0]


def test_positive_incomes_can_be_demanded() -> None:
    with pytest.raises(PeopleError, match="3 people"):
        Watts(line=MEAN, refuse=True)(some_people(), some_people())


@pytest.mark.parametrize("nonpositive", ["drop", "1.5"])
def test_a_fixed_line_gives_the_same_from_sums_and_from_order(nonpositive: str) -> None:
    people = some_people()
    frame = pl.DataFrame({"y": people.y, "w": people.weight}).to_arrow()
    measure = watts("y", line=17, nonpositive=nonpositive)
    found = evaluate(table_from(frame, design=SurveyDesign(weight="w")), [measure])
    form = Watts(line=PovertyLine(value=17.0), lowest=0.0 if nonpositive == "drop" else 1.5)
    assert found.values[0] == pytest.approx(value_of(form, people)[0], rel=1e-12)
    influence = people.weight * scores_of(form, people)
    error = np.sqrt(len(people) / (len(people) - 1) * np.sum((influence - influence.mean()) ** 2))
    assert found.se[0] == pytest.approx(error, rel=1e-10)


@given(st.floats(-9, 9).map(lambda power: 10.0**power))
def test_scales_of_weights_and_incomes_do_not_matter(scale: float) -> None:
    people, form = some_people(), Watts(line=PovertyLine(share=0.9, of="median"))
    heavy = OrderedPeople.of(people.y, weight=scale * people.weight)
    np.testing.assert_allclose(value_of(form, heavy, heavy), value_of(form, people, people), rtol=1e-12)
    rich = OrderedPeople.of(scale * people.y, weight=people.weight)
    np.testing.assert_allclose(value_of(form, rich, rich), value_of(form, people, people), rtol=1e-9)


@given(st.lists(st.floats(1, 100), min_size=3, max_size=20), st.floats(0.01, 0.5))
def test_a_transfer_from_the_poorest_raises_it(incomes: list[float], moved: float) -> None:
    values = np.sort(incomes)
    worse = values.copy()
    worse[0], worse[1] = worse[0] - moved, worse[1] + moved
    form = Watts(line=PovertyLine(value=200.0))
    assert value_of(form, OrderedPeople.of(worse))[0] > value_of(form, OrderedPeople.of(values))[0]


@pytest.mark.parametrize("nonpositive", ["ignore", "0", "-1"])
def test_unknown_policies_are_refused(nonpositive: str) -> None:
    with pytest.raises(UsageError, match="drop, refuse or a lowest income"):
        watts("y", nonpositive=nonpositive)


def test_the_policy_is_shown() -> None:
    assert watts("y", nonpositive="2").parameters["nonpositive"] == 2.0
    assert watts("y", line=5, nonpositive="refuse").refuse_left_out  # type: ignore[union-attr]
    assert "nonpositive" not in watts("y").parameters
