"""The section on duties and what is said of data protection: blanks are visible, words are never markup."""

from __future__ import annotations

from pathlib import Path

from dueregard.casebook import Casebook, Specification
from dueregard.pack.data_protection import data_protection_view, unsaid
from dueregard.pack.duties import duties_view, duty_titles, unscreened
from dueregard.pack.page import page
from tests.pack.town import CASEBOOK, village

RECORDS = """\
[[screened]]
duty = "psed"
relevant = true
why = "<script>alert(1)</script>"
by = "An officer"
on = 2026-10-01

[[regard]]
duty = "psed"
aim = "foster"
text = "I weighed <b>it</b>."
by = "A councillor"
on = 2027-04-02
"""


def casebook(folder: Path, records: str = RECORDS, **changes: object) -> Casebook:
    (folder / "screening.toml").write_text(records, encoding="utf-8")
    specification = Specification.model_validate(CASEBOOK | changes)
    return Casebook(file=folder / "casebook.toml", specification=specification)


def test_what_is_missing_is_a_blank(tmp_path: Path) -> None:
    psed, socio = duties_view(casebook(tmp_path))
    assert (psed.verdict, psed.open, psed.blanks) == (
        "Relevant, recorded by An officer on 1 October 2026.",
        True,
        2,
    )
    assert [bool(aim.regard) for aim in psed.aims] == [False, False, True]
    assert psed.aims[2].late
    assert (socio.verdict, socio.open, socio.aims) == ("Not screened.", True, ())


def test_the_head_of_the_page_says_what_was_not_screened(tmp_path: Path) -> None:
    assert duty_titles(casebook(tmp_path)) == [
        "Public Sector Equality Duty",
        "Socio-economic duty (not screened)",
    ]


def test_the_page_shows_blanks_and_escapes_words(tmp_path: Path) -> None:
    html = page(village(), casebook=casebook(tmp_path), evidence_gaps=(), audit=None, provenance={})
    assert html.count("Blank: to be written by whoever decides.") == 2
    assert "Late: given after the decision." in html
    assert "I weighed &lt;b&gt;it&lt;/b&gt;." in html
    assert "<script" not in html
    assert "Blank: The lawful basis (UK GDPR Art. 6)." in html


def test_a_casebook_without_duties_says_so(tmp_path: Path) -> None:
    bare = casebook(tmp_path, "", question={"title": "?"})
    assert duties_view(bare) == ()
    html = page(village(), casebook=bare, evidence_gaps=(), audit=None, provenance={})
    assert "Blank: the casebook names no duty." in html


def test_what_was_screened_as_not_relevant_is_held_against_the_findings(tmp_path: Path) -> None:
    [psed, _] = duties_view(casebook(tmp_path, RECORDS.replace("= true", "= false")), worse=7)
    assert psed.open
    assert "7 findings of this assessment are of groups who are worse off." in " ".join(psed.told)
    assert duties_view(casebook(tmp_path), worse=7)[0].told == ()


def test_check_says_what_is_still_to_be_recorded(tmp_path: Path) -> None:
    assert [line.partition(":")[0] for line in unscreened(casebook(tmp_path))] == [
        "Public Sector Equality Duty",
        "Socio-economic duty",
    ]


def test_what_is_said_of_data_protection_is_no_blank() -> None:
    said = {"controller": "A council", "dpia": "not needed", "dpia_why": "Only counts are used."}
    found = data_protection_view(Specification.model_validate(CASEBOOK | {"data_protection": said}))
    filled = {each.term: each.text for each in found if each.text}
    assert filled == {
        "Controller": "A council",
        "Impact assessment (DPIA)": "Not needed. Only counts are used.",
    }
    [sentence] = unsaid(Specification.model_validate(CASEBOOK))
    assert "lawful basis" in sentence
