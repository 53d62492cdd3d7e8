"""The pack with options: the comparing page, what would close the gap, a page for each option."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from dueregard.assess import assess
from tests.consequences.stage_casebook import CASEBOOK, FLAT, TARGETED, write_casebook
from tests.pack.markup import Element, parse
from tests.pack.test_structure import elements

PAGES = ("flat.html", "targeted.html")


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    broken = FLAT.replace('"Flat"', '"Broken"').replace("amount = 5", 'amount = "inkome / 10"')
    text = CASEBOOK.replace('[[outcomes]]\nname = "late"\nyes = "late == 1"\nbetter = "lower"\n', "")
    folder = write_casebook(
        tmp_path_factory.mktemp("casebook"), text, flat=FLAT, targeted=TARGETED, broken=broken
    )
    return assess(folder).pack.parent


@pytest.fixture(scope="module")
def pages(out: Path) -> dict[str, Element]:
    files = {"pack.html": out / "pack.html", **{name: out / "options" / name for name in PAGES}}
    return {name: parse(file.read_text(encoding="utf-8")) for name, file in files.items()}


def section(page: Element, name: str) -> str:
    [found] = [each for each in page.all("section") if each.attributes["id"] == name]
    return " ".join(found.words().split())


def test_the_comparing_page_has_all_options_and_doing_nothing(pages: dict[str, Element]) -> None:
    [table] = [each for each in pages["pack.html"].all("table") if "Options side by side" in each.words()]
    assert [heading.words() for heading in next(table.all("thead")).all("th")][1:] == [
        "Do nothing",
        "Flat",
        "Targeted",
    ]
    titles = [next(row.all("th")).words() for row in next(table.all("tbody")).all("tr")]
    assert [title.partition(" ")[0] for title in titles][:5] == ["Costs", "Who", "Receive", "Gain", "Lose"]
    words = section(pages["pack.html"], "options")
    assert "1,200 people (100.0%), by £5.00 a week each" in words
    assert "Broken could not be worked out" in words
    assert "uses disability (who is eligible)" in words


def test_what_would_close_the_gap_is_told_for_the_aim_and_for_others(pages: dict[str, Element]) -> None:
    words = section(pages["pack.html"], "closing")
    assert "The aim is a gap of at most £5" in words
    assert "Narrows by £20.00" in words
    assert "not a forecast" in words


def test_the_ledger_says_who_designed_which_option(pages: dict[str, Element]) -> None:
    words = section(pages["pack.html"], "voices")
    assert "the option “Targeted”" in words


def test_each_option_has_a_page_that_stands_alone(out: Path, pages: dict[str, Element]) -> None:
    assert sorted(file.name for file in (out / "options").iterdir()) == sorted(PAGES)
    for name in PAGES:
        html = (out / "options" / name).read_text(encoding="utf-8")
        assert re.findall(r'(?:src|srcset)\s*=|(?:href)\s*=\s*"https?:', html) == []
        assert "<script" not in html
        levels = [int(each.tag[1]) for each in elements(pages[name]) if each.tag in ("h1", "h2", "h3")]
        assert levels.count(1) == 1
        assert {heading.attributes.get("scope") for heading in pages[name].all("th")} == {"col", "row"}


def test_links_lead_somewhere_and_ids_are_unique(out: Path, pages: dict[str, Element]) -> None:
    for name, page in pages.items():
        ids = [each.attributes["id"] for each in elements(page) if "id" in each.attributes]
        assert len(ids) == len(set(ids)), name
        folder = out if name == "pack.html" else out / "options"
        for link in page.all("a"):
            target, _, place = link.attributes["href"].partition("#")
            assert (folder / target).is_file() if target else place in ids, link.attributes["href"]


def test_every_figure_is_in_the_files_with_its_option(out: Path) -> None:
    content = json.loads((out / "estimates.json").read_text(encoding="utf-8"))
    options = [record for record in content["estimates"] if "option" in record["by"]]
    assert {next(iter(record["by"])) for record in options} == {"option"}
    assert [option["name"] for option in content["consequences"]["options"]] == ["Flat", "Targeted"]
    assert (out / "tables" / "consequences-ethnic_group.csv").is_file()


def test_the_pages_are_in_the_register(out: Path) -> None:
    entries = (out / "register.jsonl").read_text(encoding="utf-8").splitlines()
    hashes = [json.loads(line) for line in entries]
    assert any("options/flat.html" in json.dumps(entry) for entry in hashes)
