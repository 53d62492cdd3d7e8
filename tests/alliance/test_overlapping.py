"""The same people in two bundles: what one withholds the other must not show."""

from __future__ import annotations

import pytest

from dueregard.errors import DisclosureRefused
from tests.alliance.making_bundles import bundle, combined, record

SMALL = {"ethnic_group": "Gypsy or Irish Traveller"}


def test_a_leak_is_refused_and_the_group_is_not_named() -> None:
    one = bundle("forum", record(10.0, by=SMALL))
    two = bundle("council", record(None, by=SMALL), people="forum")
    with pytest.raises(DisclosureRefused) as raised:
        combined([one, two])
    assert "mean of income by ethnic group" in str(raised.value)
    assert "Traveller" not in str(raised.value)


def test_other_people_may_be_shown() -> None:
    found = combined([bundle("forum", record(10.0, by=SMALL)), bundle("council", record(None, by=SMALL))])
    assert [side.finding for side in found.sides] == ["not shown"]
    assert any("Whether the same people are in both" in words for words in found.warnings)


def test_nearly_as_many_people_are_warned_of() -> None:
    one, two = bundle("forum", record(n=400)), bundle("council", record(n=403))
    (told,) = [words for words in combined([one, two]).warnings if "differ by less" in words]
    assert "mean of income by sex" in told
    far = combined([one, bundle("council", record(n=500))]).warnings
    assert not any("differ by less" in words for words in far)
