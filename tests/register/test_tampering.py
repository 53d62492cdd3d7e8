from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from dueregard.register.chain import read_chain
from dueregard.register.entry import FIRST, Entry

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def _lines(*payloads: dict[str, object]) -> list[bytes]:
    lines: list[bytes] = []
    previous = FIRST
    for payload in payloads:
        entry = Entry.following(previous, kind="finding", payload=payload, at=NOON)
        lines.append(entry.line() + b"\n")
        previous = entry.hash
    return lines


LINES = _lines({"gap": 12.5}, {"note": "£"}, {"gap": 0}, {})
CONTENT = b"".join(LINES)


def _line_of(position: int) -> int:
    return CONTENT[:position].count(b"\n") + 1


def test_what_was_not_touched_is_intact() -> None:
    assert read_chain(CONTENT).breaks == ()


@given(position=st.integers(0, len(CONTENT) - 1), byte=st.integers(0, 255))
def test_changing_any_byte_names_its_line(position: int, byte: int) -> None:
    altered = CONTENT[:position] + bytes([byte]) + CONTENT[position + 1 :]
    breaks = read_chain(altered).breaks
    if altered == CONTENT:
        assert breaks == ()
    else:
        assert breaks[0].line == _line_of(position)
        assert breaks[0].sentence.startswith(f"line {breaks[0].line} was altered")


@given(position=st.integers(0, len(CONTENT) - 1))
def test_removing_any_byte_names_its_line(position: int) -> None:
    breaks = read_chain(CONTENT[:position] + CONTENT[position + 1 :]).breaks
    assert breaks[0].line == _line_of(position)


@given(position=st.integers(0, len(CONTENT)), added=st.binary(min_size=1, max_size=3))
def test_adding_bytes_is_found(position: int, added: bytes) -> None:
    altered = CONTENT[:position] + added + CONTENT[position:]
    assert read_chain(altered).breaks or altered == CONTENT


def test_a_removed_line_is_named_where_the_chain_stops_following() -> None:
    (found,) = read_chain(LINES[0] + LINES[2] + LINES[3]).breaks
    assert found.line == 2
    assert found.sentence == "line 2 does not follow line 1: a line was altered, removed or put between"


def test_a_removed_first_line_is_named() -> None:
    assert read_chain(b"".join(LINES[1:])).breaks[0].sentence == (
        "line 1 does not begin a register: lines before it were removed"
    )


def test_a_line_written_anew_with_its_hash_breaks_the_next_link() -> None:
    forged = _lines({"gap": 2.5})[0]
    assert [found.line for found in read_chain(forged + b"".join(LINES[1:])).breaks] == [2]


def test_lines_cut_off_the_end_are_found_by_the_published_hash() -> None:
    head = read_chain(CONTENT).head
    (found,) = read_chain(b"".join(LINES[:3]), head=head).breaks
    assert found.line == 4
    assert found.sentence.startswith("line 4 is missing: the entry with the published hash")


def test_an_unfinished_line_is_named() -> None:
    (found,) = read_chain(CONTENT + b'{"at":').breaks
    assert found.sentence == (
        "line 5 was altered or not finished: its end is missing, as a writer leaves it that is stopped; "
        "the next entry deals with it"
    )
    (found,) = read_chain(CONTENT + b"hello").breaks
    assert found.sentence == "line 5 was altered or not finished: its end is missing"
