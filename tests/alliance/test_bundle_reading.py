"""A bundle that somebody sent is read as it was written, or refused without a traceback."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from dueregard.alliance.bundle_reading import LARGEST, read_bundle
from dueregard.alliance.signing import valid
from dueregard.errors import DueRegardError
from tests.alliance.making_bundles import bundle, record, signed

GOOD = signed(bundle("forum", record(10.0), record(None, by={"sex": "m"})))


def test_what_was_written_is_read() -> None:
    found = read_bundle(GOOD.text().encode(), name="a.json")
    assert found == GOOD
    assert found.id == GOOD.id
    assert found.text() == GOOD.text()
    assert valid(found.bundle, found.signature)


def test_any_altered_figure_is_seen() -> None:
    altered = read_bundle(GOOD.text().replace('"estimate":10.0', '"estimate":11.0').encode(), name="a.json")
    assert not valid(altered.bundle, altered.signature)


def test_a_signature_for_something_else_is_none() -> None:
    other = signed(replace(GOOD.bundle, threshold=20))
    assert not valid(GOOD.bundle, other.signature)


def _edit(change: Callable[[dict[str, Any]], object]) -> bytes:
    content = json.loads(GOOD.text())
    change(content)
    return json.dumps(content).encode()


def _label(text: str) -> bytes:
    return _edit(lambda content: content["estimates"][0].update(outcome=text))


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "it is not JSON"),
        (b"\xff\xfe", "it is not text in UTF-8"),
        (b"[" * 200_000, "nested too deeply"),
        (b" " * (LARGEST + 1), "more than 64 MB"),
        (b'{"dueregard": "bundle", "dueregard": "bundle"}', "a key stands in it twice"),
        (b'{"estimate": NaN}', "such as NaN"),
        (b'{"estimate": 1e999}', "too large"),
        (b'{"estimate": ' + b"9" * 10_000 + b"}", "too large"),
        (b'{"dueregard": "bundle", "schema": 2}', "a newer version"),
        (_edit(lambda content: content.update(extra=1)), "other parts"),
        (_edit(lambda content: content["bundle"].update(people=[{"name": "A"}])), "other parts"),
        (_edit(lambda content: content["estimates"][0].update(people=3)), "other parts"),
        (_edit(lambda content: content["estimates"][0].update(origin=7)), "rests on nothing"),
        (_edit(lambda content: content["estimates"][0].update(se="1")), "a number in it is none"),
        (_edit(lambda content: content["estimates"][0].update(se=-1)), "below nought"),
        (_edit(lambda content: content["estimates"][0].update(se=1e300)), "too large"),
        (_edit(lambda content: content["estimates"][1].update(n=4)), "figure that is withheld"),
        (_edit(lambda content: content["estimates"][0].update(by={"sex": ["f"]})), "its by is not a text"),
        (_edit(lambda content: content["bundle"].update(shared_at="yesterday")), "a time in it is none"),
        (_edit(lambda content: content["bundle"]["register"].update(head="0")), "a hash in it is none"),
        (_edit(lambda content: content.update(signature={"key": 1, "value": 2})), "its signature is none"),
        (_label("<script>alert(1)</script>"), "marks of HTML"),
        (_label("<img src=x onerror=alert(1)>"), "marks of HTML"),
        (_label("&#60;b"), "marks of HTML"),
        (_label("income\u202egnp.exe"), "not what it seems"),
        (_label("income\x00"), "not what it seems"),
        (_label("x" * 5_000), "4,000 letters"),
    ],
)
def test_hostile_bundles_are_refused(content: bytes, why: str) -> None:
    with pytest.raises(DueRegardError) as raised:
        read_bundle(content, name="a.json")
    assert str(raised.value).startswith("a.json is refused: ")
    assert why in str(raised.value)
    assert len(str(raised.value)) < 300
