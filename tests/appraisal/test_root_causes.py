"""Root causes in the profile: said under their principles, with no score and no say in a cell."""

from typing import Any

from dueregard.appraisal.evidence import Evidence
from dueregard.appraisal.instruments.birthright import root_causes
from dueregard.causes import CausesFindings, ReleasedCauses
from tests.causes.hand_made import released_by_hand


def found(causes: ReleasedCauses | None) -> list[Any]:
    return list(root_causes(Evidence(specification=None, tables=(), causes=causes)))  # type: ignore[arg-type]


def test_each_principle_hears_of_its_part_and_nothing_decides() -> None:
    findings = found(released_by_hand())
    assert {each.signal for each in findings} == {"said"}
    by = {each.principle: each for each in findings}
    assert "12% (9% to 15%) of its inequality" in by["outcome"].words
    assert "10% to 31%" in by["outcome"].words
    assert "the place" in by["place"].words
    assert "family" in by["generations"].words
    assert "good health" in by["evidence"].gap.what


def test_nobody_looked() -> None:
    assert not found(None)
    [only] = found(ReleasedCauses(findings=CausesFindings()))
    assert "were not looked at" in only.words
    assert "people.circumstances" in only.gap.what
