"""Pay gaps, with the reference group named."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from dueregard.engine import Grouping, SurveyDesign, Table, evaluate, table_from
from dueregard.errors import UsageError
from dueregard.measures.pay_gap import pay_gap
from tests.golden.estimated import estimated
from tests.golden.rows import find_row

SCENARIO = "eusilc_strat_hhcluster"


def staff() -> Table:
    people = pa.table(
        {
            "pay": [9.0, 15.0, 14.0, 18.0, 11.0, 7.0, 20.0, 12.0],
            "sex": ["f", "f", "m", "m", "x", "x", "f", "f"],
            "site": ["a", "a", "a", "a", "a", "a", "b", "b"],
        }
    )
    return table_from(people, design=SurveyDesign())


@pytest.mark.shared
def test_naming_men_as_reference_turns_the_sign(shared: Path) -> None:
    ours = estimated(SCENARIO, [pay_gap("eqIncome", by="rb090", reference="male")], shared)
    turned = find_row(shared, scenario=SCENARIO, measure="gender_pay_gap").estimate
    assert ours.values == pytest.approx([1 - 1 / (1 - turned)], rel=1e-12)
    assert ours.values == pytest.approx([0.0765], abs=1e-4)


def test_each_group_against_the_reference() -> None:
    found = evaluate(staff(), [pay_gap("pay", by="sex", reference="m")])
    assert [label.by["sex"] for label in found.labels] == ["f", "x"]
    assert found.values == pytest.approx([1 - 14 / 16, 1 - 9 / 16], rel=1e-14)
    assert {label.reference for label in found.labels} == {"m"}
    assert {label.unit for label in found.labels} == {"proportion"}


def test_standard_error_is_that_of_the_ratio() -> None:
    measures = [pay_gap("pay", by="sex", reference="m")]
    found = evaluate(staff(), measures)
    pay = np.array([9.0, 15.0, 14.0, 18.0, 11.0, 7.0, 20.0, 12.0])
    women, men = np.array([1, 1, 0, 0, 0, 0, 1, 1.0]), np.array([0, 0, 1, 1, 0, 0, 0, 0.0])
    scores = -women * (pay - 14) / 4 / 16 + men * (pay - 16) / 2 * 14 / 16**2
    assert found.se[0] == pytest.approx(np.sqrt(8 / 7 * scores @ scores), rel=1e-12)


def test_a_level_without_the_reference_group_has_no_gap() -> None:
    found = evaluate(
        staff(),
        [pay_gap("pay", by="sex", reference="m")],
        groupings=[[Grouping(name="site", column="site")]],
    )
    assert [label.by for label in found.labels] == [
        {"site": "a", "sex": "f"},
        {"site": "a", "sex": "x"},
        {"site": "b", "sex": "f"},
    ]
    assert found.values[0] == pytest.approx(1 - 12 / 16)
    assert found.statuses[2] == "not_estimable"
    assert found.reasons[2] == "the reference group is not there"


def test_a_level_with_the_reference_group_alone_has_no_gaps() -> None:
    measure = pay_gap("pay", by="sex", reference="m")
    found = evaluate(staff(), [measure], groupings=[[Grouping(name="gender", column="sex")], []])
    # Women alone and others alone have no reference group; men alone are nobody else.
    assert [label.by for label in found.labels] == [
        {"gender": "f", "sex": "f"},
        {"gender": "x", "sex": "x"},
        {"sex": "f"},
        {"sex": "x"},
    ]
    assert np.isfinite(found.values).tolist() == [False, False, True, True]


def test_gaps_of_two_places_can_be_compared() -> None:
    draw = np.random.default_rng(2)
    people = pa.table(
        {
            "pay": draw.lognormal(3.0, 0.4, 200),
            "sex": draw.choice(["f", "m"], 200),
            "site": draw.choice(["a", "b"], 200),
        }
    )
    site = Grouping(name="site", column="site")
    measure = pay_gap("pay", by="sex", reference="m")
    found = evaluate(table_from(people, design=SurveyDesign()), [measure], groupings=[[site]])
    change = found.difference("site", reference="a")
    assert change.values == pytest.approx([found.values[1] - found.values[0]], rel=1e-12)
    variance = found.covariance()
    assert change.se[0] ** 2 == pytest.approx(variance[0, 0] + variance[1, 1] - 2 * variance[0, 1], rel=1e-10)


def test_an_unknown_reference_group_is_refused() -> None:
    with pytest.raises(UsageError, match="no group 'M'"):
        evaluate(staff(), [pay_gap("pay", by="sex", reference="M")])
    with pytest.raises(UsageError, match="statistic"):
        pay_gap("pay", by="sex", reference="m", statistic="mode")
