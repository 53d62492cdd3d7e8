"""Bundles side by side as a page and as tables: escaped, without outside resources, safe in spreadsheets."""

from __future__ import annotations

import csv
import io
import re

from dueregard.alliance.bundles import SignedBundle
from dueregard.alliance.combining import Combined, Listed, combine
from dueregard.pack.combined_files import combined_csv, combined_object, differences_csv
from dueregard.pack.combined_page import combined_page
from tests.alliance.making_bundles import bundle, record

HOSTILE = "=HYPERLINK(1) & <60% 'x'"


def _combined() -> Combined:
    one = bundle("forum", record(10.0, 1.0, by={"sex": HOSTILE}), record(10.0, 1.0, by={"sex": "m"}))
    two = bundle("council", record(30.0, 1.0, by={"sex": HOSTILE}), record(None, by={"sex": "m"}))
    signed = [(SignedBundle(bundle=one), "trusted"), (SignedBundle(bundle=two), "unsigned")]
    return combine(Listed.of(each, trust=trust) for each, trust in signed)  # type: ignore[arg-type]


def test_the_page_says_what_differs_and_pools_nothing() -> None:
    page = combined_page(_combined())
    assert "1 of 2 quantities differ clearly between bundles." in page
    assert "£10.00" in page
    assert "£30.00" in page
    assert "£20.00</b>" not in page
    assert "Envelope, not pooled" in page
    assert "[c] withheld" in page
    assert "not signed: anybody may have made it" in page


def test_every_text_is_escaped_and_nothing_is_fetched() -> None:
    page = combined_page(_combined())
    assert "=HYPERLINK(1) &amp; &lt;60% &#39;x&#39;" in page
    assert HOSTILE not in page
    assert "<script" not in page
    assert not re.search(r'(?:src|href)="(?!#|data:|combined\.|differences\.)', page)


def test_spreadsheets_read_no_formula() -> None:
    combined = _combined()
    for text in (combined_csv(combined), differences_csv(combined)):
        rows = list(csv.reader(io.StringIO(text)))
        assert len({len(row) for row in rows}) == 1
        assert not any(cell.startswith(("=", "+", "@", "\t", "\r")) for row in rows for cell in row)
    (difference,) = csv.DictReader(io.StringIO(differences_csv(combined)))
    assert (abs(float(difference["difference"])), difference["clear"]) == (20.0, "yes")


def test_the_envelope_says_that_it_is_not_pooled() -> None:
    (differing,) = [
        each for each in combined_object(_combined())["quantities"] if each["finding"] == "differ clearly"
    ]
    assert differing["envelope"] == {"low": 10 - 1.96, "high": 30 + 1.96, "of": 2, "pooled": False}
