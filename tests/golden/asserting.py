"""What is asserted of a row."""

from pathlib import Path

from tests.golden.calculations import calculation_of
from tests.golden.generate import Errors
from tests.golden.rows import Row

NOISE = 1e-11
"""Errors below this come and go with the machine and the order in which sums are taken."""


def assert_near(row: Row, folder: Path, *, shown: Errors) -> None:
    """Every error is within its tolerance and no larger than what the page shows."""
    errors = calculation_of(row).errors(row, folder)
    assert set(errors) == set(shown), f"{row.id}: run `python -m tests.golden.generate`"
    for tolerance, error in errors.items():
        assert error <= tolerance.limit, f"{row.id}: {error} is beyond {tolerance.name}"
        assert error <= max(shown[tolerance], NOISE), (
            f"{row.id}: {error}, where the page has {shown[tolerance]}"
        )
