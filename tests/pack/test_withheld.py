import csv
import json
import re

from tests.pack.markup import parse

FEW = "Gypsy or Irish Traveller"


def rows(page, name):
    for row in page.all("tr"):
        heading = row.children[0]
        if heading.tag == "th" and heading.words() == name:
            yield row


def test_a_withheld_group_shows_no_digit(html):
    found = list(rows(parse(html), FEW))
    assert len(found) == 5
    for row in found:
        cells = [cell.words() for cell in row.children[1:]]
        assert all("[c]" in cell for cell in cells if cell)
        assert re.findall(r"\d", " ".join(cells)) == []


def test_a_withheld_group_draws_no_mark(html):
    assert [list(row.all("circle")) for row in rows(parse(html), FEW)] == [[]] * 5


def test_a_withheld_group_has_no_number_in_the_files(pack):
    with (pack / "tables" / "characteristic-ethnic_group.csv").open(encoding="utf-8", newline="") as file:
        found = [row for row in csv.DictReader(file) if row["ethnic_group"] == FEW]
    assert found
    for row in found:
        assert {row[name] for name in ("estimate", "se", "low", "high", "df", "n", "n_eff")} == {"[c]"}
    content = json.loads((pack / "estimates.json").read_text(encoding="utf-8"))
    records = [r for r in content["estimates"] if r["by"].get("ethnic_group") == FEW]
    assert {r["estimate"] for r in records if r["status"] == "withheld"} == {None}


def test_approximate_and_missing_figures_are_marked(html):
    page = parse(html)
    approximate = next(rows(page, "Black African"))
    missing = next(rows(page, "No answer"))
    assert "[u]" in approximate.words() or "[c]" in approximate.words()
    assert "[x]" in missing.words()


def test_the_symbols_are_explained_before_the_tables(html):
    assert html.index("[c]</dt>") < html.index("<table")


def test_the_policy_and_how_many_were_withheld_are_printed(html, release):
    words = parse(html).words()
    assert release.policy.words() in words
    assert f"{release.withheld:,} of " in words
