"""What was planted in the consultation is found: who is missing, and what a small group opposes."""

from datetime import date

import pytest

from dueregard.casebook import load_casebook
from dueregard.demo import voiced
from dueregard.disclosure import release
from dueregard.pack.voices_figures import TOOK_PART, figures_of
from dueregard.pack.voices_summary import heard_sentences, objection_sentences
from dueregard.people import people_from
from dueregard.voices import find_voices

ON = date(2026, 11, 28)


@pytest.fixture(scope="module")
def planted_voices(brackwater):
    return voiced(brackwater)


@pytest.fixture(scope="module")
def found(folder):
    casebook = load_casebook(folder)
    return find_voices(people_from(casebook), casebook, on=ON)


@pytest.fixture(scope="module")
def figures(found):
    return figures_of(release(found.tables))


def test_young_and_disabled_people_are_named_as_missing(found, figures, planted_voices):
    sentences = [each for each in heard_sentences(figures, found) if (each.href or "").startswith(TOOK_PART)]
    assert [each.lead for each in sentences] == ["Aged 16 to 24", "Disabled (disability)"]
    for missing in planted_voices.missing:
        by = {missing.characteristic: missing.level}
        own = figures.find(TOOK_PART, "share", by=by)
        whole = figures.find(TOOK_PART, "population_share", by=by, against="population")
        assert missing.took_part < 0.5 * missing.adults
        assert own.low <= missing.took_part <= own.high
        assert whole.estimate == pytest.approx(missing.adults, abs=0.02)


def test_what_a_small_group_opposes_leads_the_objections(found, figures, planted_voices):
    assert planted_voices.agree > 0.5
    assert planted_voices.oppose > 0.8
    assert planted_voices.group_adults < 0.01
    first = objection_sentences(figures, found)[0]
    assert planted_voices.statement in first.lead
    assert planted_voices.group in first.text
    assert first.sense == "worse"


def test_a_committee_of_the_old_is_said_to_be_one(found, figures):
    [sentence] = [each for each in heard_sentences(figures, found) if each.href.startswith("voices-body")]
    assert "By age, a fair draw would be as uneven in" in sentence.text


def test_the_camps_for_and_against_the_pass_are_found(found):
    camps = found.consultation.camps
    assert camps.stable
    assert len(camps.shares) == 2


def test_the_panel_is_proved_fair_and_names_nobody(found):
    assert found.lottery.certified
    assert found.lottery.size == 16
    assert "V0" not in repr(found.lottery)


def test_quotes_are_within_consent(found, folder):
    words = " ".join(quote.words for quote in found.testimony.quotes)
    assert "the ramp is broken" in words
    assert "against the address rule" not in words  # counted, not to be quoted
    assert "who decides, and by what rule" not in words  # nobody has reviewed it yet
    assert found.testimony.left_out["withdrawn"] == 1
