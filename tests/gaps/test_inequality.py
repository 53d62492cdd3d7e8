"""Inequality and poverty in the evidence grid: own unit, own better side, and no averages of indices."""

import numpy as np
import pytest

from dueregard.casebook import Outcome
from dueregard.disclosure import Policy, release
from dueregard.engine import evaluate
from dueregard.errors import CasebookError
from dueregard.gaps import find_gaps
from dueregard.gaps.columns import column_of
from dueregard.measures import gini, poverty_gap, poverty_rate
from tests.gaps.making import casebook, one, people, records

FIXED = "poverty_gap(line=350)"
MEASURES = ("median", "gini", "poverty_rate(line=0.6*median)", "theil", FIXED)
NAMES = ("median", "gini", "poverty_rate", "theil")
GROUPS = {"ethnic_group": "group", "sex": "sex"}
CHARACTERISTIC = "characteristic-ethnic_group"


def table(waves: int = 1) -> dict[str, list]:
    """B is as well off at the median and more unequal, with more poor people; young people are poorer."""
    draw, rows = np.random.default_rng(7), {key: [] for key in ("group", "age", "income", "wave", "sex")}
    for wave in range(waves):
        for group, sigma, old in (("A", 0.3, 0.7), ("B", 0.8, 0.3), ("C", 0.4, 0.5)):
            size = 300
            age = np.where(draw.uniform(size=size) < old, "o", "y")
            income = np.exp(draw.normal(6, sigma, size)) * np.where(age == "o", 1.3, 0.9) * (1 + wave)
            rows["group"] += [group] * size
            rows["age"] += age.tolist()
            rows["income"] += income.round(2).tolist()
            rows["wave"] += [2020 + wave] * size
            rows["sex"] += draw.choice(["f", "m"], size).tolist()
    return rows


def outcome(**parts):
    given = {"name": "income", "column": "income", "unit": "£ a week", "better": "higher"}
    return given | {"measures": list(MEASURES)} | parts


def found(rows=None, **parts):
    book = casebook(
        people={"source": "people.csv", "characteristics": GROUPS},
        outcomes=[outcome(**parts)],
        intersections=[{"of": ["ethnic_group", "sex"]}],
    )
    return find_gaps(people(rows or table(), characteristics=GROUPS), book)


FOUND = found()


def test_each_measure_has_its_own_unit() -> None:
    units = {each: one(FOUND, "everyone", measure=each, contrast=None, basis="crude").unit for each in NAMES}
    assert units == {"median": "£ a week", "gini": None, "poverty_rate": "proportion", "theil": None}


def test_lower_is_better_of_an_index_though_more_income_is_better() -> None:
    ranks = {
        (record.measure, *record.by.values()): record.rank
        for record in records(FOUND, CHARACTERISTIC, contrast=None, basis="crude")
    }
    assert ranks["gini", "A"] == (1, 1)
    assert ranks["gini", "B"] == (3, 3)
    assert ranks["poverty_rate", "A"][0] == 1
    assert ranks["poverty_rate", "B"] == (3, 3)


def test_values_and_gaps_are_those_of_the_measures_themselves() -> None:
    reader = people(table(), characteristics=GROUPS)
    for measure in (gini("income"), poverty_rate("income", interval="beta")):
        direct = reader.estimate(measure, by="ethnic_group")
        for at, level in enumerate("ABC"):
            record = one(
                FOUND, CHARACTERISTIC, measure=measure.name, group=level, contrast=None, basis="crude"
            )
            assert record.estimate == pytest.approx(direct.values[at], rel=1e-12)
            assert record.se == pytest.approx(direct.se[at], rel=1e-9)
        rest = evaluate(reader.where("group != 'B'").table, [measure]).values[0]
        gap = one(
            FOUND, CHARACTERISTIC, measure=measure.name, group="B", reference="everyone else", basis="crude"
        )
        assert gap.estimate == pytest.approx(direct.values[1] - rest, rel=1e-9)
        assert gap.verdict == "higher than"


def test_an_index_is_not_averaged_over_ages_and_says_so_but_a_gap_below_a_given_line_is() -> None:
    bases = {
        (record.measure, record.parameters["basis"])
        for record in records(FOUND, CHARACTERISTIC, contrast=None)
    }
    for name in ("gini", "theil", "median", "poverty_rate"):
        assert {basis for each, basis in bases if each == name} == {"crude"}
    assert {basis for name, basis in bases if name == "poverty_gap"} == {"crude", "age-standardised"}
    index = one(FOUND, CHARACTERISTIC, measure="gini", group="A", contrast=None)
    assert "not averaged over ages" in index.method
    assert "not averaged" not in one(FOUND, "everyone", measure="gini", contrast=None).method


def test_a_standardised_poverty_gap_is_the_average_of_those_by_age() -> None:
    reader = people(table(), characteristics=GROUPS)
    by_age = reader.estimate(poverty_gap("income", line=350), by=["ethnic_group", "age"])
    ages = np.array(table()["age"])
    shares = {"young": np.mean(ages == "y"), "old": np.mean(ages == "o")}
    expected = sum(
        shares[label.by["age"]] * value
        for label, value in zip(by_age.labels, by_age.values, strict=True)
        if label.by["ethnic_group"] == "B"
    )
    record = one(
        FOUND, CHARACTERISTIC, measure="poverty_gap", group="B", contrast=None, basis="age-standardised"
    )
    assert record.estimate == pytest.approx(expected, rel=1e-12)


def test_intersections_have_them_too() -> None:
    cells = records(FOUND, "intersection-ethnic_group-sex", measure="gini", contrast=None)
    assert len(cells) == 6
    assert all(record.se > 0 for record in cells)


def test_each_period_has_its_own_line() -> None:
    # All incomes doubled from one wave to the next: with lines of their own, as many are poor in both.
    findings = found(table(waves=2), period="wave", measures=["poverty_rate", "gini"])
    rates = {
        record.by["wave"]: record
        for record in records(findings, "change-ethnic_group", measure="poverty_rate", contrast=None)
        if record.by["ethnic_group"] == "B"
    }
    rows = table(waves=2)
    income, wave, group = (np.array(rows[key]) for key in ("income", "wave", "group"))
    for year in (2020, 2021):
        line = 0.6 * np.sort(income[wave == year])[449]  # the lowest value with half at or below it
        poor = income[(wave == year) & (group == "B")] <= line
        assert rates[str(year)].estimate == pytest.approx(poor.mean(), rel=1e-12)
    latest = one(findings, CHARACTERISTIC, measure="poverty_rate", group="B", contrast=None, basis="crude")
    assert latest.estimate == pytest.approx(rates["2021"].estimate, rel=1e-12)
    assert latest.se == pytest.approx(rates["2021"].se, rel=1e-9)
    changes = records(findings, "change-ethnic_group", measure="gini", contrast="difference of differences")
    assert {record.verdict for record in changes} <= {"widening", "narrowing", "no clear change"}


def test_small_groups_are_withheld_and_one_who_dominates() -> None:
    rows = table()
    rows["group"][:4] = ["D"] * 4
    rows["group"][300:330] = ["E"] * 30
    rows["income"][300] = 1e7
    released = release(found(rows).tables, policy=Policy())
    [shown] = [each for each in released.tables if each.name == CHARACTERISTIC]
    status = {
        (record.measure, *record.by.values()): record.status
        for record in shown.records
        if not record.contrast
    }
    for measure in NAMES:
        assert status[measure, "D"] == "withheld"
        assert status[measure, "E"] == "withheld"
        assert status[measure, "A"] != "withheld"


def test_an_aim_may_be_about_an_index() -> None:
    findings = found(target={"gap": "ethnic_group", "measure": "gini", "at_most": 0.02, "by": "2030"})
    verdicts = {
        record.by["ethnic_group"]: record.verdict
        for record in records(findings, "target-ethnic_group-income")
    }
    assert verdicts["B"] == "not met"


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({"measures": ["pay_gap"]}, "'pay_gap', which the evidence grid does not take"),
        ({"measures": ["gini_decomposition,within=sex"]}, "which the evidence grid does not take"),
        ({"measures": ["poverty_rate(lines=3)"]}, "has no option 'lines'"),
        ({"column": None, "yes": "income > 3", "measures": ["gini"]}, "is yes or no, which 'gini' is not of"),
    ],
)
def test_what_cannot_be_shown_is_refused(parts: dict, message: str) -> None:
    with pytest.raises(CasebookError, match=message):
        column_of(Outcome.model_validate(outcome(**parts)))


def test_both_ways_of_writing_options_mean_the_same() -> None:
    first, second = (
        column_of(Outcome.model_validate(outcome(measures=[text])))
        for text in ("poverty_rate,line=0.5*mean", "poverty_rate( line = 0.5*mean )")
    )
    assert first.keys == second.keys
