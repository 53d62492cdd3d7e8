"""Age groups have everyone else too: the other ages, not the others of the same age."""

import pytest

from dueregard.gaps import find_gaps
from tests.gaps.making import casebook, one, people


@pytest.fixture(scope="module")
def findings():
    return find_gaps(people(), casebook())


def test_an_age_group_is_compared_with_the_other_ages(findings):
    gap = one(findings, "characteristic-age", group="young", reference="everyone else")
    young, old = (90 + 144) / (100 + 180), (150 + 8) / (300 + 20)
    assert gap.estimate == pytest.approx(young - old, rel=1e-12)
    assert gap.status == "ok"
