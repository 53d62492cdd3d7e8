"""Measures over many crossings at once are those of the engine's calls, one a crossing."""

from __future__ import annotations

import pytest

from dueregard import measures
from dueregard.engine.many import answerable, can_take, settled_over
from dueregard.people import People
from tests.engine.many.making import DESIGNS, people, same, together

MEASURES = (
    measures.mean("change", name="a"),
    measures.total("cost", name="b"),
    measures.proportion("poor", name="c"),
    measures.ratio("change", denominator="income", name="d"),
    measures.median("change", name="e"),
    measures.poverty_rate("after", name="f"),
    measures.gini("after", name="g"),
    measures.proportion("`change` == 10", name="h"),
    measures.poverty_gap("income", line=120, name="i"),
    measures.equally_distributed_equivalent("income", epsilon=2, among="`income` > 0", name="j"),
)
CROSSINGS = ((), ("number",), ("letter", "number"))


def compare(given: People) -> None:
    many, groupings = together(given)
    assert can_take(given.table)
    assert all(answerable(many, measure) for measure in MEASURES)
    asked = [(tuple(groupings[name] for name in crossing), MEASURES) for crossing in CROSSINGS]
    for crossing, found in zip(CROSSINGS, settled_over(many, asked), strict=True):
        same(found, given.estimate(*MEASURES, by=crossing))


@pytest.mark.parametrize("design", DESIGNS)
def test_values_errors_and_all_that_is_said_of_them(design: str) -> None:
    compare(people(**DESIGNS[design]))


def test_a_domain_narrows_groups_and_keeps_the_design() -> None:
    compare(people(weight="weight", strata="stratum").where("age >= 30 and letter != 'z'"))


@pytest.mark.parametrize("lonely", ["certainty", "average"])
def test_a_stratum_of_one(lonely: str) -> None:
    compare(people(weight="weight", strata="stratum", lonely_psu=lonely))


def test_households_of_a_domain_and_a_stratum_of_one_household() -> None:
    given = people(weight="weight", strata="stratum", cluster="house", lonely_psu="average")
    compare(given.where("age >= 30"))


def test_scores_that_all_but_cancel_are_squared_one_by_one() -> None:
    """Where everybody's change is the same share of income, their ratio has no error."""
    given = people(weight="weight")
    many, _ = together(given)
    income, cost = many.columns["income"], many.columns["cost"]
    many = many.having({"income": income, "share": income * 0.1, "nearly": income * 0.1 + 1e-7 * cost})
    exact, nearly = (measures.ratio(name, denominator="income", name=name) for name in ("share", "nearly"))
    found = settled_over(many, [((), (exact, nearly))])[0]
    assert found.se[0] < 1e-15
    known = given.estimate(measures.ratio("income * 0.1 + 0.0000001 * cost", denominator="income"))
    assert found.se[1] == pytest.approx(known.se[0], rel=1e-8)


def test_what_needs_the_engine_says_so() -> None:
    many, _ = together(people(weight="weight"))
    assert not answerable(many, measures.mean("age"))
    assert not answerable(many, measures.median("income", interval="linearised"))
    assert not answerable(many, measures.poverty_rate("income", line_population="letter == 'x'"))
    assert not can_take(people(weight="weight", cluster=("number", "house"), fpc=("areas", "houses")).table)
    assert not can_take(people(count="full", model="as if drawn from more").table)
