"""The story of Brackwater in what may be shown: a pass widens a gap, grants narrow it, a few lose."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dueregard.consequences import find_consequences, released_consequences
from dueregard.disclosure import Policy, release
from dueregard.options import load_with_options
from dueregard.people import people_from

PASS, GRANT, FARES = (
    "Flat pass, on trains too",
    "Targeted grant in place of the pass",
    "Targeted grant and a fare rise",
)


@pytest.fixture(scope="module")
def shown(folder):
    casebook, options = load_with_options(folder)
    spec = casebook.specification
    asked = spec.consequences.model_copy(update={"by": ("disability", "ethnic_group")})
    brief = spec.model_copy(update={"consequences": asked, "intersections": ()})
    found = find_consequences(people_from(casebook), replace(casebook, specification=brief), options=options)
    tables = release(found.tables, policy=Policy(**spec.disclosure.model_dump()))
    return released_consequences(tables, found)


def test_the_pass_widens_the_gap_of_disabled_people_and_the_grants_narrow_it(shown):
    for option, widens in ((PASS, True), (GRANT, False), (FARES, False)):
        change = shown.get("gap_change", option, disability="Disabled")
        assert (change.high < 0) if widens else (change.low > 0), option  # the gap is below nought


def test_a_small_group_loses_by_the_grants_and_is_told_of(shown):
    traveller = {"ethnic_group": "Gypsy or Irish Traveller"}
    for option in (GRANT, FARES):
        assert shown.get("mean_change", option, **traveller).high < 0
        assert shown.get("mean_change", option, disability="Disabled").low > 0
