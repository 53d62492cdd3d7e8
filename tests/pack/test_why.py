import re
from dataclasses import replace

import pytest

from dueregard.causes.findings import CausesFindings
from dueregard.pack.page import page, why_files
from dueregard.pack.why import why_view
from dueregard.pack.why_birthright import headline_words
from tests.causes.hand_made import released_by_hand
from tests.pack import town
from tests.pack.making import GAPS, PROVENANCE
from tests.pack.markup import parse


@pytest.fixture(scope="module")
def causes():
    return released_by_hand()


@pytest.fixture(scope="module")
def section(causes):
    html = page(
        town.town(),
        casebook=town.casebook(),
        evidence_gaps=GAPS,
        audit=None,
        provenance=PROVENANCE,
        causes=causes,
    )
    return next(each for each in parse(html).all("section") if each.attributes.get("id") == "why")


@pytest.fixture(scope="module")
def pages(causes):
    return {
        name: parse(text.replace("<!doctype html>", ""))
        for name, text in why_files(causes, casebook=town.casebook()).items()
    }


def test_a_row_an_outcome_says_what_goes_with_family_ethnic_origin_and_place(section):
    row = next(row for row in section.all("tr") if "Income after travel" in row.words())
    words = row.words()
    for share in ("12.0% (9.0 to 15.0)", "6.0% (4.0 to 8.0)", "2.0% (1.0 to 3.0)", "4.0% (2.0 to 6.0)"):
        assert share in words
    assert "10.0% by a regression" in words
    assert "31.0% by every combination of circumstances, which is too high" in words


def test_an_outcome_without_a_share_says_why(section):
    row = next(row for row in section.all("tr") if row.words().startswith("Good health"))
    assert "Nobody has a known circumstance." in row.words()


def test_the_tree_is_a_list_whose_ends_are_rows_of_the_table_beside_it(section):
    tree = next(each for each in section.all("ul") if each.attributes.get("class") == "tree")
    ends = [each.words() for each in tree.all("div")]
    assert [end[:1] for end in ends] == ["A", "B", "C"]
    assert "£310 (£300 to £320), 30% of people" in ends[0]
    table = next(each for each in section.all("table") if "born" in each.attributes["class"])
    rows = [next(row.all("th")).words() for row in next(table.all("tbody")).all("tr")]
    assert rows[0] == "A Parent's work: Routine; ward: Harbour or Northside"
    assert [row[:1] for row in rows] == ["A", "B", "C"]


def test_a_type_that_is_withheld_is_marked(causes):
    first, *others = causes.birthrights
    kept = replace(first.types[0], share=None, mean=None)
    shown = replace(causes, birthrights=(replace(first, types=(kept, *first.types[1:])), *others))
    view = why_view(shown)
    assert view.tree.types[0].share == view.tree.types[0].figure.words == "[c]"
    assert view.tree.types[0].drawing is None


def test_explained_is_never_justified(section):
    words = " ".join(each.words() for each in section.all("p"))
    assert "it is not thereby justified" in words
    row = next(row for row in section.all("tr") if "Pakistani compared with White British" in row.words())
    assert "12.0 points lower (8.0 to 16.0)" in row.words()
    assert "5.0 points (2.0 to 8.0)" in row.words()


def test_parts_of_a_gap_by_variable_are_on_the_outcomes_page(pages):
    rows = [row.words() for row in pages["good-health.html"].all("tr")]
    assert any(row.startswith("Family6.0 points 3.0 to 9.0") for row in rows)
    age = next(row for row in rows if row.startswith("Age"))
    assert "too close to call" in age


def test_who_stands_out_is_said_in_words(pages, causes):
    strata = causes.strata[0]
    out = replace(strata.strata[0].interaction, low=-0.08, high=-0.01)
    told = replace(strata, strata=(replace(strata.strata[0], interaction=out), *strata.strata[1:]))
    view = why_view(replace(causes, strata=(told,)))
    assert view.strata[0].out == "Women, Pakistani"
    assert any("No sign of it" in row.words() for row in pages["good-health.html"].all("tr"))


def test_the_sharp_end_says_whether_anybody_was_heard(causes):
    sharp = (
        replace(causes.sharp[0], heard="not asked", words="x", action="Ask them: Women, Pakistani."),
        *causes.sharp[1:],
    )
    rows = why_view(replace(causes, sharp=sharp)).sharp
    assert (rows[0].heard, rows[0].words) == ("Not asked", "Ask them.")
    assert rows[0].who == "Women, Pakistani"


def test_every_line_of_the_cause_map_names_its_kind(section):
    table = next(each for each in section.all("table") if "The cause map" in each.words())
    rows = [row.words() for row in next(table.all("tbody")).all("tr")]
    assert "Associational" in rows[0]
    assert "Causal" in rows[1]
    assert "nothing else changed when fares rose" in rows[1]


def test_drawings_are_hidden_and_every_table_has_a_caption(pages, section):
    for each in (section, *pages.values()):
        assert all(svg.attributes.get("aria-hidden") == "true" for svg in each.all("svg"))
        assert all(next(table.all("caption")).words() for table in each.all("table"))


def test_ids_of_a_page_are_unique_and_links_lead_somewhere(pages):
    for page_of in pages.values():
        ids = [
            e.attributes["id"]
            for tag in ("section", "h2", "table", "main")
            for e in page_of.all(tag)
            if "id" in e.attributes
        ]
        assert len(ids) == len(set(ids))
        anchors = {a.attributes["href"][1:] for a in page_of.all("a") if a.attributes["href"].startswith("#")}
        assert anchors <= set(ids)


def test_nothing_says_that_it_causes(section):
    found = re.findall(r"\bcaus\w*", section.words().lower())
    assert set(found) <= {"cause", "causes", "causal"}
    assert "nothing here says that one thing causes another" in section.words().lower()


def test_the_headline_is_silent_where_nothing_is_clear(causes):
    assert "About 12.0% (9.0 to 15.0)" in headline_words(causes.birthrights)
    assert headline_words(causes.birthrights[1:]) == ""


def test_there_is_no_section_where_nobody_looked():
    assert why_view(None) is None
    empty = replace(released_by_hand(), findings=CausesFindings())
    assert why_view(empty) is None
