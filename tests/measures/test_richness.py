"""Richness by definition."""

from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dueregard.engine import SurveyDesign, evaluate, table_from
from dueregard.engine.ordered import OrderedPeople
from dueregard.errors import UsageError
from dueregard.measures.poverty_lines import PovertyLine
from dueregard.measures.richness import Richness, richness
from tests.measures.poverty_checks import (
    scores_of,
    slopes_of,
    some_people,
    value_of,
)

MEAN = PovertyLine(share=1.2, of="mean")
KINDS: list[tuple[str, float]] = [
    ("concave", 1.0),
    ("concave", 0.5),
    ("chakravarty", 1.0),
    ("chakravarty", 3.0),
    ("convex", 2.0),
]


def excess(y: float, line: float, kind: str, alpha: float) -> float:
    if y <= line:
        return 0.0
    if kind == "concave":
        return float(((y - line) / y) ** alpha)
    return float(1 - (line / y) ** alpha if kind == "chakravarty" else ((y - line) / line) ** alpha)


@pytest.mark.parametrize(("kind", "alpha"), [*KINDS, ("concave", 0.0)])
def test_values_are_the_definition(kind: str, alpha: float) -> None:
    people = some_people()
    line = 1.2 * float(people.weight @ people.y / people.weight.sum())
    expected = people.weight @ [excess(y, line, kind, alpha) for y in people.y] / people.weight.sum()
    form = Richness(line=MEAN, kind=kind, alpha=alpha)
    assert value_of(form, people, people)[0] == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(("kind", "alpha"), KINDS)
def test_scores_are_derivatives_in_the_weights(kind: str, alpha: float) -> None:
    people, form = some_people(), Richness(line=MEAN, kind=kind, alpha=alpha)
    np.testing.assert_allclose(scores_of(form, people), slopes_of(form, people), rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize(("kind", "alpha"), [*KINDS, ("concave", 0.0)])
def test_a_fixed_line_gives_the_same_from_sums_and_from_order(kind: str, alpha: float) -> None:
    people = some_people()
    frame = pl.DataFrame({"y": people.y, "w": people.weight}).to_arrow()
    measure = richness("y", line=25, kind=kind, alpha=str(alpha))
    found = evaluate(table_from(frame, design=SurveyDesign(weight="w")), [measure])
    form = Richness(line=PovertyLine(value=25.0), kind=kind, alpha=alpha)
    assert found.values[0] == pytest.approx(value_of(form, people)[0], rel=1e-12)
    influence = people.weight * scores_of(form, people)
    error = np.sqrt(len(people) / (len(people) - 1) * np.sum((influence - influence.mean()) ** 2))
    assert found.se[0] == pytest.approx(error, rel=1e-10)


def test_the_share_of_the_rich_moves_with_the_line_by_the_density_at_it() -> None:
    people = some_people(tied=False)
    line = people.quantile(0.5) * 1.5
    fixed = scores_of(Richness(line=PovertyLine(value=float(line.values[0])), alpha=0.0), people)
    moved = people.density(line.values) / people.size * line.scores(people.starts)
    form = Richness(line=PovertyLine(share=1.5, of="median"), alpha=0.0)
    np.testing.assert_allclose(scores_of(form, people), fixed - moved, rtol=1e-10)
    found: Any = form(people, people)
    rich = int(np.sum(people.y > line.values[0]))
    assert found.events.tolist() == [min(rich, 60 - rich)]


@given(st.floats(-9, 9).map(lambda power: 10.0**power), st.sampled_from(KINDS))
def test_scales_of_weights_and_incomes_do_not_matter(scale: float, how: tuple[str, float]) -> None:
    people, form = some_people(), Richness(line=MEAN, kind=how[0], alpha=how[1])
    expected = value_of(form, people, people)
    heavy = OrderedPeople.of(people.y, weight=scale * people.weight)
    np.testing.assert_allclose(value_of(form, heavy, heavy), expected, rtol=1e-12)
    rich = OrderedPeople.of(scale * people.y, weight=people.weight)
    np.testing.assert_allclose(value_of(form, rich, rich), expected, rtol=1e-9)


def test_without_a_usable_line_there_is_no_value() -> None:
    people = OrderedPeople.of([-3.0, -2.0, 5.0], level=[0, 0, 2], levels=3)
    found = value_of(Richness(line=PovertyLine(share=1.5, of="median")), people)
    assert np.isnan(found).tolist() == [True, True, False]


@pytest.mark.parametrize(
    ("kind", "alpha", "message"),
    [
        ("concave", "2", "at most 1"),
        ("chakravarty", "0", "above 0"),
        ("convex", "1", "alpha=2"),
        ("linear", "1", "no kind"),
    ],
)
def test_alphas_outside_their_kind_are_refused(kind: str, alpha: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        richness("y", kind=kind, alpha=alpha)
