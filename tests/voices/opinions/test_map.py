"""The opinion map shows crowds and never a person, and says in words what it draws."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree

import numpy as np
import pytest

from dueregard.disclosure import Policy
from dueregard.voices.opinions.find import find_opinions
from dueregard.voices.opinions.map_page import map_page
from dueregard.voices.opinions.map_parts import MapView
from dueregard.voices.opinions.map_svg import map_svg
from dueregard.voices.opinions.map_view import countable_groups, map_view
from dueregard.voices.opinions.report import report_opinions
from dueregard.voices.opinions.results import Opinions
from dueregard.voices.opinions.votes import Statement
from tests.voices.opinions.consultation import consultation

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def opinions() -> Opinions:
    return find_opinions(consultation(), bootstrap=5)


def drawn(view: MapView, opinions: Opinions) -> ElementTree.Element:
    return ElementTree.fromstring(map_svg(view, opinions.votes))


@pytest.mark.parametrize("threshold", [10, 25, 1000])
def test_nobody_is_drawn_but_in_a_crowd(opinions: Opinions, threshold: int) -> None:
    view = map_view(opinions, policy=Policy(threshold=threshold))
    assert all(square.people >= threshold for square in view.squares)
    assert all(group.people is None or group.people >= threshold for group in view.groups)
    assert sum(square.people for square in view.squares) <= view.people
    assert view.some_hidden == (sum(square.people for square in view.squares) < view.people)
    circles = drawn(view, opinions).findall(f"{SVG}circle")
    marks = sum(group.letter == "A" for group in view.groups)
    assert len(circles) == len(view.squares) + marks


def test_most_people_are_drawn(opinions: Opinions) -> None:
    view = map_view(opinions)
    assert sum(square.people for square in view.squares) >= 0.75 * view.people
    assert [group.letter for group in view.groups] == ["A", "B"]


def test_it_can_be_read_without_seeing_it(opinions: Opinions) -> None:
    view = map_view(opinions)
    picture = drawn(view, opinions)
    named = picture.attrib["aria-labelledby"].split()
    told = {each.attrib["id"]: each.text or "" for each in picture if "id" in each.attrib}
    assert picture.attrib["role"] == "img"
    assert list(told) == named
    assert "group A, a circle" in told[named[1]]
    assert "group B, a square" in told[named[1]]
    for arrow in view.arrows:
        assert f"{opinions.votes.statements[arrow.statement].id} " in told[named[1]]


def test_its_words_are_large_enough_on_a_phone(opinions: Opinions) -> None:
    picture = drawn(map_view(opinions), opinions)
    assert picture.attrib["viewBox"] == "0 0 320 320"
    assert float(picture.attrib["font-size"]) >= 12
    for text in picture.findall(f"{SVG}text"):
        assert 0 < float(text.attrib["x"]) < 320
        assert 0 < float(text.attrib["y"]) < 320


def test_groups_that_are_not_stable_are_not_drawn(opinions: Opinions) -> None:
    assert opinions.stability is not None
    view = map_view(replace(opinions, stability=replace(opinions.stability, stable=False)))
    assert view.groups == ()
    assert "no stable groups" in map_svg(view, opinions.votes)


def test_a_small_group_takes_the_next_along(opinions: Opinions) -> None:
    first, second = opinions.groups
    small = replace(opinions, groups=(first, replace(second, members=second.members[:6])))
    assert countable_groups(opinions, 10) == {0, 1}
    assert countable_groups(small, 10) == frozenset()
    [alone] = map_view(small).groups
    assert alone.people is None


def test_the_page_says_the_same_in_tables() -> None:
    votes = consultation()
    sharp = replace(votes, statements=(*votes.statements[:7], Statement(id="<8>", text='A "b" & <c>')))
    page = map_page(report_opinions(sharp, bootstrap=2))
    assert "A &quot;b&quot; &amp; &lt;c&gt;" in page
    assert "<c>" not in page
    assert "<table>" in page
    assert "agrees: <bdi>Zamknijmy centrum" in page
    assert "dir=auto" in page
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_nobody_at_all_is_a_map_too() -> None:
    votes = consultation(1, small=0)
    view = map_view(find_opinions(votes, bootstrap=0))
    assert (view.squares, view.groups) == ((), ())
    assert np.isfinite(view.side)
