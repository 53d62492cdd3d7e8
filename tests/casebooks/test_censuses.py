"""Two real census files, assessed as an equality officer would: what the pack must find in them.

The expected figures are shares of records counted in the Scottish file: health "very good" or "good" among
people in households, by ethnic group, crude and with the ages of all of them.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from dueregard.assess import Assessment, assess
from dueregard.casebook.characteristics import PROTECTED
from dueregard.estimates import Record
from dueregard.gaps import sign_reversals

HERE = Path(__file__).parent

pytestmark = [pytest.mark.shared, pytest.mark.slow]


def _assessed(shared: Path, name: str, folder: Path) -> Assessment:
    text = (HERE / name / "casebook.toml").read_text(encoding="utf-8")
    assert '"../../../../shared/' in text
    moved = text.replace('"../../../../shared/', f'"{shared.as_posix()}/')
    (folder / "casebook.toml").write_text(moved, encoding="utf-8")
    return assess(folder)


@pytest.fixture(scope="module")
def scotland(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Assessment:
    return _assessed(shared, "scotland", tmp_path_factory.mktemp("scotland"))


@pytest.fixture(scope="module")
def england_wales(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Assessment:
    return _assessed(shared, "england_wales", tmp_path_factory.mktemp("england_wales"))


def _records(assessment: Assessment, table: str, outcome: str) -> list[Record]:
    [found] = [each for each in assessment.release.tables if each.name == table]
    return [record for record in found.records if record.outcome == outcome]


def _one(records: list[Record], group: str, **wanted: object) -> Record:
    basis, contrast = wanted.get("basis", "crude"), wanted.get("contrast")
    reference = wanted.get("reference")
    [found] = [
        record
        for record in records
        if list(record.by.values()) == [group]
        and record.parameters.get("basis") == basis
        and record.contrast == contrast
        and (reference is None or record.reference == reference)
    ]
    return found


@pytest.mark.parametrize(
    ("basis", "asian", "white"), [("crude", 87.1, 82.5), ("age-standardised", 76.6, 82.8)]
)
def test_good_health_of_asian_and_white_people_in_scotland(
    scotland: Assessment, basis: str, asian: float, white: float
) -> None:
    records = _records(scotland, "characteristic-ethnic_group", "good health")
    found = [_one(records, group, basis=basis).estimate or 0.0 for group in ("Asian", "White")]
    assert [round(100 * value, 1) for value in found] == [asian, white]


@pytest.mark.parametrize(("basis", "verdict"), [("crude", "higher than"), ("age-standardised", "lower than")])
def test_the_gap_turns_round_once_age_is_held_equal(scotland: Assessment, basis: str, verdict: str) -> None:
    records = _records(scotland, "characteristic-ethnic_group", "good health")
    gap = _one(records, "Asian", basis=basis, contrast="difference", reference="White")
    assert gap.verdict == verdict


def test_the_reversal_leads_the_summary(scotland: Assessment) -> None:
    reversed_groups = [reversal.by for reversal in sign_reversals(scotland.release.tables)]
    assert {"ethnic_group": "Asian"} in reversed_groups
    page = scotland.pack.read_text(encoding="utf-8")
    assert page.index("Asian (ethnic group), good health") < page.index("<table")


def test_codes_that_do_not_apply_are_told_apart_from_missing_ones(scotland: Assessment) -> None:
    assert scotland.audit is not None
    sentences = " ".join(finding.sentence for finding in scotland.audit.findings)
    assert "does not apply" in sentences
    assert "is not known for" in sentences


def test_work_is_asked_of_people_of_working_age(scotland: Assessment) -> None:
    everyone = [
        record
        for record in _records(scotland, "everyone", "in work")
        if record.parameters["basis"] == "crude"
    ]
    health = [
        record
        for record in _records(scotland, "everyone", "good health")
        if record.parameters["basis"] == "crude"
    ]
    assert 0 < (everyone[0].n or 0) < (health[0].n or 0)


@pytest.mark.parametrize("name", ["scotland", "england_wales"])
def test_every_protected_characteristic_has_an_estimate_or_an_evidence_gap(
    name: str, request: pytest.FixtureRequest
) -> None:
    assessment: Assessment = request.getfixturevalue(name)
    estimated = {
        variable
        for table in assessment.release.tables
        for record in table.records
        if record.estimate is not None
        for variable in record.by
    }
    assert set(PROTECTED) <= estimated | {gap.characteristic for gap in assessment.evidence_gaps}


def test_ten_regions_of_england_and_wales(england_wales: Assessment) -> None:
    records = _records(england_wales, "place-region", "good health")
    levels = [record.by["region"] for record in records if record.contrast is None]
    assert len(set(levels)) == 10


@pytest.mark.parametrize("name", ["scotland", "england_wales"])
def test_nothing_small_is_shown(name: str, request: pytest.FixtureRequest) -> None:
    assessment: Assessment = request.getfixturevalue(name)
    shown = [record.n for table in assessment.release.tables for record in table.records if record.n]
    assert min(shown) >= 10
