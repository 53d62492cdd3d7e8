from collections import Counter
from itertools import pairwise

import pytest

from tests.pack.markup import parse


@pytest.fixture(scope="module")
def page(html):
    return parse(html)


def test_every_table_has_a_caption_and_scoped_headings(page):
    tables = list(page.all("table"))
    assert len(tables) > 30
    for table in tables:
        assert [caption.words() for caption in table.all("caption")] != [""]
        assert {heading.attributes.get("scope") for heading in table.all("th")} <= {"col", "row"}


def test_every_body_row_has_a_heading(page):
    bodies = [body for table in page.all("table") for body in table.all("tbody")]
    assert all(row.children[0].tag == "th" for body in bodies for row in body.all("tr"))


def elements(page):
    for child in page.children:
        yield child
        yield from elements(child)


def test_ids_are_unique(page):
    ids = Counter(e.attributes["id"] for e in elements(page) if "id" in e.attributes)
    assert [name for name, times in ids.items() if times > 1] == []


def test_links_lead_somewhere(page, pack):
    ids = {e.attributes["id"] for e in elements(page) if "id" in e.attributes}
    for link in page.all("a"):
        href = link.attributes["href"]
        assert href[1:] in ids if href.startswith("#") else (pack / href).is_file(), href


def test_headings_are_in_order(page):
    levels = [int(e.tag[1]) for e in elements(page) if e.tag in ("h1", "h2", "h3", "h4")]
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_landmarks_language_and_skip_link(page):
    (html,) = page.all("html")
    assert html.attributes["lang"] == "en-GB"
    assert [len(list(page.all(tag))) for tag in ("header", "nav", "main", "footer")] == [1, 1, 1, 1]
    assert next(page.all("a")).attributes["href"] == "#main"


def test_drawings_are_hidden_from_screen_readers(page):
    drawings = list(page.all("svg"))
    assert len(drawings) > 300
    assert all(drawing.attributes.get("aria-hidden") == "true" for drawing in drawings)


def test_the_parts_come_in_their_order(page):
    order = [section.attributes["id"] for section in page.all("section")]
    assert order == [
        "summary",
        "symbols",
        "grid",
        "everyone",
        "characteristics",
        "intersections",
        "places",
        "generations",
        "aims",
        "changes",
        "duties",
        "audit",
        "methods",
        "downloads",
    ]


def test_long_intersections_are_folded(page):
    (section,) = [s for s in page.all("section") if s.attributes["id"] == "intersections"]
    assert len(list(section.all("details"))) == 4
    assert "80 rows" in next(section.all("summary")).words()


def test_a_group_with_quotes_does_not_break_the_style():
    from dueregard.pack.environment import _quoted

    assert _quoted("""it's "x"; \\ y""") == r"it\27 s \22 x\22 ; \5c  y"
