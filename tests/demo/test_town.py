"""The full register, in words."""

import pytest


@pytest.fixture(scope="module")
def table(brackwater):
    return brackwater.table()


def test_the_register_has_a_row_for_everyone(table):
    assert table.num_rows == 60_000
    assert len(table["person"].unique()) == 60_000


def test_nothing_is_missing_from_it(table):
    assert table.drop_null().num_rows == 60_000


def test_it_has_the_columns_of_the_survey(table, interviewed):
    design = {"year", "stratum", "ward_households", "weight", "birth_year"}
    assert set(interviewed.column_names) - design <= set(table.column_names)


def test_nobody_can_print_the_people_by_accident(brackwater):
    assert "columns" not in repr(brackwater)
