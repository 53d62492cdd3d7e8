import pytest

from dueregard.gaps import find_gaps
from tests.gaps.making import casebook, one, people, records

COUNTS = {
    "source": "census.csv",
    "name": "Census",
    "kind": "count",
    "characteristic": "ethnic_group",
    "columns": {"level": "Group", "value": "Count"},
    "publisher": "Statistics Office",
    "date": "2021",
}
RATES = {
    "source": "rates.csv",
    "name": "Rates",
    "kind": "estimate",
    "characteristic": "ethnic_group",
    "outcome": "good health",
    "columns": {"level": "Group", "value": "Rate", "low": "Low", "high": "High"},
}


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "census.csv").write_text('Group,Count\nA,"5,000"\nB,"5,000"\n')
    (tmp_path / "rates.csv").write_text("Group,Rate,Low,High\nA,0.8,0.78,0.82\nB,0.7,0.6,0.8\nC,[c],,\n")
    return tmp_path


def test_counts_are_denominators(folder):
    findings = find_gaps(people(), casebook(folder, published=[COUNTS]))
    gap = one(findings, "published-census-compared", group="A", contrast="difference")
    assert gap.estimate == pytest.approx(400 / 600 - 0.5)
    assert (gap.reference, gap.verdict) == ("Census", "higher than")


def test_share_of_the_people_has_its_sampling_error(folder):
    findings = find_gaps(people(), casebook(folder, published=[COUNTS]))
    share = one(findings, "published-census-compared", group="A", contrast=None)
    assert share.se == pytest.approx((2 / 3 * 1 / 3 / 599) ** 0.5, rel=1e-9)


def test_published_table_keeps_its_values_and_its_source(folder):
    findings = find_gaps(people(), casebook(folder, published=[COUNTS]))
    share = one(findings, "published-census", group="A")
    assert (share.estimate, share.source) == (0.5, "Statistics Office, 2021")


def test_estimates_are_comparators_with_independent_errors(folder):
    findings = find_gaps(people(), casebook(folder, published=[RATES]))
    own = one(findings, "published-rates-compared", group="A", contrast=None)
    gap = one(findings, "published-rates-compared", group="A", contrast="difference")
    assert gap.estimate == pytest.approx(0.6 - 0.8)
    assert gap.se == pytest.approx((own.se**2 + (0.04 / 2 / 1.959964) ** 2) ** 0.5, rel=1e-6)


@pytest.fixture
def alone(folder):
    return find_gaps(None, casebook(folder, people=None, published=[RATES]))


def test_a_casebook_of_aggregates_alone_has_values_and_gaps(alone):
    assert [record.estimate for record in records(alone, "published-rates", contrast=None)] == [0.8, 0.7]
    gap = one(alone, "published-rates", contrast="difference")
    assert gap.verdict == "too close to call"
    assert gap.se == pytest.approx(0.0520, rel=1e-2)


def test_a_casebook_of_aggregates_alone_has_evidence_gaps_for_the_rest(alone):
    missing = {gap.characteristic for gap in alone.evidence_gaps}
    assert "ethnic_group" not in missing
    assert {"sex", "disability", "socio_economic_position"} <= missing


def test_unknown_error_is_not_no_error(folder):
    rates = RATES | {"columns": {"level": "Group", "value": "Rate"}}
    findings = find_gaps(None, casebook(folder, people=None, published=[rates]))
    gap = one(findings, "published-rates", contrast="difference")
    assert (gap.status, gap.verdict) == (
        "approximate",
        "not estimable: published without a standard error",
    )
