import pytest

from dueregard.disclosure import Table, release
from tests.pack import town
from tests.pack.making import write_town
from tests.pack.markup import parse

OUTCOMES = ["In work", "Good health", "Income", "Waiting time"]


@pytest.fixture(scope="module")
def summary(html):
    (section,) = [s for s in parse(html).all("section") if s.attributes["id"] == "summary"]
    return section


def words(element):
    return " ".join(element.words().split())


def test_a_gap_that_changes_sides_leads(summary):
    first = next(summary.all("h3"))
    assert words(first) == "Gaps that change sides at the same ages"
    said = words(next(summary.all("li")))
    assert "Pakistani (ethnic group), good health: as things stand, 8.2 percentage points higher" in said
    # One ethnic group is kept back, and what everyone else has would help to find it.
    assert "than White British, the reference group (3.1 to 13.3); at the same ages" in said
    assert "at the same ages, 9.0 percentage points lower (4.0 to 14.1)." in said


def test_each_outcome_has_its_block_and_its_largest_gap(summary):
    blocks = [words(heading) for heading in summary.all("h3")]
    told = [block.removesuffix(": who is worse off") for block in blocks]
    assert [block for block in told if block in OUTCOMES] == OUTCOMES
    assert "Aged 25 to 34: £385 a week, £46 lower than everyone else (£28 to £65)" in words(summary)


def test_what_is_not_known_is_said_once_with_its_owner(summary):
    said = words(summary)
    assert said.count("Not asked in the survey") == 1
    assert "Sexual orientation: Not asked in the survey. Head of Research is to fill this gap by 29" in said


def test_changes_to_the_indicators_are_said(summary):
    assert "2 October 2026: waiting_time was added. Reason: Asked for by the carers' forum" in words(summary)


def test_the_aim_is_said_with_who_is_outside_it(summary):
    said = "Stated aim: a gap by ethnic group of at most £20 by 2030: too close to call for White: other"
    assert said in words(summary)
    assert "; not met for Pakistani." in words(summary)


@pytest.mark.parametrize("word", ["causes", "caused", "because of", "score", "minority", "normal"])
def test_words_that_claim_too_much_are_absent(html, word):
    assert word not in parse(html).words().lower()


def test_an_unconfirmed_gap_is_not_in_the_summary(tmp_path):
    gap = {"reference": "everyone else", "discovery": False}
    records = (
        town.record("in_work", {"sex": "Women"}, 0.6, 0.01, n=900),
        town.record("in_work", {"sex": "Women"}, -0.03, 0.01, n=900, **gap),
    )
    cleared = release([Table(name="characteristic-sex", title="Sex", records=records)])
    said = parse(write_town(tmp_path, cleared).read_text(encoding="utf-8")).words()
    assert "Worse off, unconfirmed" in said
    assert "Women (sex)" not in said


def test_synthetic_is_said_at_the_top(html):
    page = parse(html)
    assert next(page.all("title")).text.startswith("Synthetic data")
    assert words(next(page.all("header"))).startswith("Synthetic data.")


def test_real_data_are_not_called_synthetic(tmp_path):
    people = town.CASEBOOK["people"] | {"synthetic": False}
    html = write_town(tmp_path, town.village(), people=people).read_text(encoding="utf-8")
    assert "ynthetic" not in parse(html).words()
