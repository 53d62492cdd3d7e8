"""What is not given is filled with one value, and every such value is reported."""

from __future__ import annotations

import numpy as np
import pytest

from dueregard.errors import UsageError
from dueregard.options.engines import households_of
from dueregard.options.engines.uk_pins import PINS, complete

PERSONS = {
    "person_id": [1, 2],
    "unit_id": [1, 1],
    "household_id": [1, 1],
    "age": [30, 5],
    "employment_income": [0, 0],
}


def test_everything_filled_in_is_reported_and_nothing_else() -> None:
    people = households_of(PERSONS)
    columns, pinned = complete(people, {"region": "WALES"})
    names = [pin.variable for pin in pinned]
    assert names == ["region", *(pin.variable for pin in PINS), "is_married", "every other input"]
    assert all(pin.why for pin in pinned)
    filled = {name for level in columns.values() for name in level}
    assert filled - {"age", "employment_income"} == set(names) - {"is_married", "every other input"}
    assert columns["unit"]["uc_deductions"].tolist() == [0.0]
    assert columns["person"]["months_since_last_birthday"].tolist() == [6.0, 6.0]
    assert dict(people.units) == {}


def test_what_the_table_has_is_kept_and_not_reported() -> None:
    units = {"unit_id": [1], "uc_deductions": [120.0], "is_married": [False]}
    columns, pinned = complete(households_of(PERSONS, units), {"region": "WALES"})
    assert columns["unit"]["uc_deductions"].tolist() == [120.0]
    assert {"uc_deductions", "is_married"} & {pin.variable for pin in pinned} == set()


def test_an_assumption_of_the_caller_stands_instead_of_the_pin() -> None:
    columns, pinned = complete(households_of(PERSONS), {"region": "WALES", "would_claim_uc": False})
    assert columns["unit"]["would_claim_uc"].tolist() == [False]
    [uc] = [pin for pin in pinned if pin.variable == "would_claim_uc"]
    assert (uc.value, uc.why) == ("False", "as the caller assumed for everybody")


def test_a_region_is_never_guessed() -> None:
    with pytest.raises(UsageError, match=r"no column 'region'.*assume=\{'region'"):
        complete(households_of(PERSONS), {})


def test_an_assumption_that_is_unknown_or_given_twice_is_refused() -> None:
    with pytest.raises(UsageError, match="Did you mean 'would_claim_uc'"):
        complete(households_of(PERSONS), {"region": "WALES", "would_claim_us": True})
    people = households_of(PERSONS, None, {"household_id": [1], "region": np.array(["WALES"])})
    with pytest.raises(UsageError, match="is a column of the table as well"):
        complete(people, {"region": "WALES"})
