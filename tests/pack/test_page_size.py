from dueregard.pack import page as module
from tests.pack import town
from tests.pack.making import GAPS, PROVENANCE


def render():
    return module.page(
        town.town(), casebook=town.casebook(), evidence_gaps=GAPS, audit=None, provenance=PROVENANCE
    )


def test_a_page_that_would_be_too_large_shows_fewer_rows(monkeypatch):
    whole = render()
    monkeypatch.setattr(module, "LARGEST", 200_000)
    short = render()
    assert len(short) < len(whole)
    assert "more rows are in the file." in short
    assert "more rows are in the file." not in whole
