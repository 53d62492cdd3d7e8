from pathlib import Path

import pytest

from tests.golden.calculations import COVERED, references, worst_error

# Replicates of replicates: many sums for each row, so these take longer.
LONG = {"apistrat_JKn", "apistrat_bootstrap100"}


@pytest.mark.shared
@pytest.mark.parametrize("name", COVERED)
def test_equals_r(name: str, shared: Path) -> None:
    assert worst_error(references(shared)[name], shared) < 1e-8
