"""Rows that are published figures are fetched as they are: whom they are of, and what is missing."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from dueregard.engine import Grouping, SurveyDesign, evaluate, table_from
from dueregard.engine.gathered import gathered_rows
from dueregard.errors import ColumnNotFound, PeopleError, UsageError
from dueregard.measures import parse_measure

YEAR = Grouping(name="year", column="year")
COLUMNS = {
    "year": [2021, 2011, None, 2021],
    "value": [3.0, None, 1.0, float("nan")],
    "name": ["c", "b", "a", None],
    "code": [1.0, 2.0, 3.0, None],
}


def fetched(crossing=(), *, where=None, among=None, figures=None, columns=None):
    table = table_from(pa.table(columns or COLUMNS))
    table = table.where(where) if where else table
    names = {"name": "name", "code": "code"}
    return gathered_rows(table, crossing, figures=figures or {"value": "value"}, codes=names, among=among)


def test_rows_come_in_the_order_of_the_table_with_what_is_missing() -> None:
    rows = fetched()
    assert rows.by == ({},)
    assert rows.codes == {"name": ("c", "b", "a", None), "code": ("1", "2", "3", None)}
    assert rows.figures["value"] == pytest.approx([3.0, np.nan, 1.0, np.nan], nan_ok=True)


def test_rows_in_no_level_are_left_out() -> None:
    rows = fetched([YEAR])
    assert rows.by == ({"year": "2011"}, {"year": "2021"})
    assert rows.level.tolist() == [1, 0, 1]
    assert rows.by_level()[1].codes["name"] == ("c", None)


def test_a_declared_level_without_rows_is_there() -> None:
    year = Grouping(name="year", column="year", labels={"2011": "then", "2031": "later"})
    rows = fetched([year], where="year == 2011")
    assert [by["year"] for by in rows.by] == ["then", "later"]
    assert len(rows.by_level()[1]) == 0


def test_domain_and_condition_both_count() -> None:
    assert fetched(where="code >= 2", among="code <= 2").codes["name"] == ("b",)


def test_a_figure_may_be_an_expression() -> None:
    assert fetched(figures={"value": "-value * 2"}).figures["value"][0] == -6.0


def test_what_cannot_be_fetched_is_refused() -> None:
    with pytest.raises(UsageError, match="'name' cannot be used: it holds text"):
        fetched(figures={"value": "name"})
    with pytest.raises(ColumnNotFound):
        fetched(figures={"value": "valu"})
    with pytest.raises(PeopleError, match="infinite"):
        fetched(columns=COLUMNS | {"value": [1.0, float("inf"), 2.0, 3.0]})


def test_measures_of_rows_and_of_people_in_one_call() -> None:
    table = table_from(pa.table({"value": [1.0, 2.0, 6.0]}))
    measures = [parse_measure(text) for text in ("mean:value", "mean_of_rows:value", "gini:value")]
    found = evaluate(table, measures)
    assert [label.measure for label in found.labels] == ["mean", "mean_of_rows", "gini"]
    assert found.values[0] == found.values[1] == 3.0
    assert found.covariance()[0, 1] == 0


def test_a_survey_design_is_refused() -> None:
    design = SurveyDesign(weight="weight")
    table = table_from(pa.table({"value": [1.0, 2.0], "weight": [1.0, 2.0]}), design=design)
    with pytest.raises(UsageError, match="across=column"):
        evaluate(table, [parse_measure("between_group_variance:value,population=weight")])


def test_everyone_else_is_not_known_of_published_rows() -> None:
    table = table_from(pa.table({"value": [1.0, 2.0, 4.0, 5.0], "year": [1, 1, 2, 2]}))
    found = evaluate(table, [parse_measure("mean_of_rows:value")], groupings=[[YEAR]])
    with pytest.raises(UsageError, match="rows are published figures"):
        found.versus("rest")
    assert found.versus("average").values.tolist() == [-1.5, 1.5]
