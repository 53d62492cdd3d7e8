"""Which years are looked at, which life tables are read, and what is refused, each with a remedy."""

from __future__ import annotations

from typing import Any

import pytest

from dueregard.casebook.people_specification import PeopleSource
from dueregard.consequences.generations import Years, later_years, survival_from, years_described
from dueregard.consequences.generations.years import horizon_of
from dueregard.errors import ColumnNotFound, PeopleError, UsageError
from dueregard.people import read_people
from tests.options.making import option

LATE = {"what": "Repayment", "from": 2050, "until": 2070, "amount": -1}


def test_years_follow_from_what_options_say() -> None:
    plain, late = option(starts=2027), option(phase_in={2028: 0.5, 2029: 1.0}, later=[LATE])
    assert (horizon_of(Years(), [plain], unit=None).first, horizon_of(Years(), [plain], unit=None).until) == (
        2027,
        2056,
    )
    both = horizon_of(Years(collected=2026), [plain, late], unit=None)
    assert (both.collected, both.first, both.until) == (2026, 2027, 2070)
    short = horizon_of(Years(until=2060), [late], unit=None)
    late_table = horizon_of(Years(collected=2030), [plain], unit=None)
    assert "starts in 2027; only the years from 2030 are counted" in " ".join(late_table.notes)
    assert "'Repayment' goes on after 2060; only the years to 2060 are counted" in " ".join(short.notes)


@pytest.mark.parametrize(
    ("years", "keys", "told"),
    [
        ({}, {}, "not known in which years"),
        ({"collected": 2030, "first": 2027}, {}, "before the year of the table"),
        ({"collected": 2027, "until": 2020}, {}, "is before the first"),
        ({"collected": 2027, "until": 2400}, {}, "more than 200 years"),
        ({"collected": 2027, "schedules": ("green",)}, {}, "no discount schedule 'green'"),
    ],
)
def test_years_that_do_not_fit_are_refused(years: dict[str, Any], keys: dict[str, Any], told: str) -> None:
    with pytest.raises(UsageError, match=told):
        horizon_of(Years(**years), [option(**keys)], unit=None)


@pytest.mark.parametrize(
    "asked",
    [{"age": "a", "birth_year": "b"}, {"births": -1.0}, {"growth": (2.0,)}, {"cohorts": (1990, 1980)}],
)
def test_what_cannot_be_asked_is_refused(asked: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        Years(**asked)


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([], "needs the columns age"),
        ([{"age": "0", "n": "3"}], "needs the columns age"),
        ([{"age": "5", "lx": "3"}], "begins at age 5"),
        ([{"age": "0", "lx": "1"}, {"age": "1", "lx": "2"}], "never become more"),
        ([{"age": "0", "qx": "0.1"}, {"age": "2", "qx": "1"}], "leaves ages out"),
        ([{"age": "0", "qx": "1.5"}], "between 0 and 1"),
        ([{"age": "0", "lx": "many"}], "'many', which is no number"),
    ],
)
def test_life_tables_that_are_none_are_refused(rows: list[dict[str, str]], told: str) -> None:
    with pytest.raises(UsageError, match=told):
        survival_from(rows)


def _later(columns: dict[str, Any], years: Years, **keys: Any) -> Any:
    return later_years(read_people(columns), [option(**keys)], years, outcome="income")


def test_a_year_of_birth_does_for_an_age() -> None:
    born = {"born": [1960, 2000], "income": [1.0, 1.0]}
    aged = {"age": [67, 27], "income": [1.0, 1.0]}
    keys = {"eligible": "age >= 65", "starts": 2027, "later": [{**LATE, "who": "age >= 16"}]}
    one = _later(born, Years(birth_year="born", until=2035), **keys)
    two = _later(aged, Years(age="age", until=2035), **keys)
    assert [record.estimate for record in one.records] == [record.estimate for record in two.records]


def test_what_cannot_be_read_as_ages_is_refused() -> None:
    columns = {"age": [67, 250], "born": [1960, 1990], "income": [1.0, 1.0]}
    with pytest.raises(PeopleError, match="age of 1 people cannot be"):
        _later(columns, Years(age="age", collected=2027))
    with pytest.raises(ColumnNotFound):
        _later(columns, Years(age="years", collected=2027))
    with pytest.raises(PeopleError, match="'sex' holds no numbers"):
        _later({**columns, "sex": ["f", "m"]}, Years(age="sex", collected=2027))
    with pytest.raises(UsageError, match="no column of ages is known"):
        _later(columns, Years(collected=2027))
    by_birth = [{**LATE, "from": 2030, "who": "born >= 1980"}]
    with pytest.raises(UsageError, match="is a year of birth"):
        _later(columns, Years(birth_year="born", collected=2027), later=by_birth)


def test_few_impossible_ages_are_left_out_and_said() -> None:
    columns = {"age": [*range(60), -1], "income": [1.0] * 61}
    found = _later(columns, Years(age="age", collected=2027, until=2030))
    assert any("age of 1 people is missing or impossible" in told for told in found.assumptions)


def test_a_cohort_that_nobody_is_in_has_no_account() -> None:
    found = _later({"age": [3, 70], "income": [1.0, 1.0]}, Years(age="age", collected=2027, until=2030))
    assert found.generations == ("born 1950 to 1959", "born 2020 to 2027", "not yet born")


def test_with_a_life_table_each_cohort_shrinks() -> None:
    half = survival_from([{"age": "0", "lx": "100"}, {"age": "100", "lx": "0"}])
    years = Years(age="age", collected=2027, until=2037, survival=half, schedules=("undiscounted",))
    found = _later({"age": [0, 50], "income": [1.0, 1.0]}, years, eligible="age >= 50")
    got = [record.estimate for record in found.records if record.measure == "gains"]
    # Of one person of 50, a fiftieth dies each year; the mean at 50 stands for later ages.
    assert got == pytest.approx([10 * (1 - year / 50) for year in range(11)])


def test_a_casebook_says_whose_ages_are_known_and_of_which_year() -> None:
    def source(**keys: Any) -> PeopleSource:
        return PeopleSource.model_validate({"source": "p.csv", **keys})

    born = source(collected="2021", generations={"birth_year": "b", "cohorts": [1946]})
    assert years_described(born) == Years(birth_year="b", collected=2021, cohorts=(1946,))
    assert years_described(source(generations={"age_band": "band"})) is None
    assert years_described(None) is None
