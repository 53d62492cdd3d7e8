"""A leaf cannot pass for a branch, a path has one reading, and each file counts."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dueregard.alliance import merkle_root, sha256
from dueregard.alliance.merkle import EMPTY, usable_path
from dueregard.errors import UsageError

NAMES = st.text("abcdef", min_size=1, max_size=3)
FILES = st.dictionaries(NAMES, st.integers(0, 5).map(lambda number: sha256(str(number))), max_size=9)


def _leaf(path: str, digest: str) -> bytes:
    return hashlib.sha256(b"\0" + path.encode() + b"\0" + bytes.fromhex(digest)).digest()


def _branch(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()


def test_three_leaves_by_hand() -> None:
    files = {name: sha256(name) for name in "abc"}
    a, b, c = (_leaf(name, digest) for name, digest in files.items())
    assert merkle_root(files) == _branch(_branch(a, b), c).hex()
    assert merkle_root({}) == EMPTY


@settings(max_examples=40, deadline=None)
@given(FILES, FILES)
def test_two_sets_of_files_have_one_root_only_if_they_are_the_same(
    one: dict[str, str], other: dict[str, str]
) -> None:
    assert (merkle_root(one) == merkle_root(other)) == (one == other)


def test_the_order_of_files_does_not_matter() -> None:
    files = {name: sha256(name) for name in "cab"}
    assert merkle_root(files) == merkle_root(dict(sorted(files.items())))


def test_a_branch_cannot_be_shown_as_a_leaf() -> None:
    files = {name: sha256(name) for name in "ab"}
    a, b = (_leaf(name, digest) for name, digest in files.items())
    # The root of two leaves, handed in as if it were the hash of one file, gives another root.
    assert merkle_root({"a": _branch(a, b).hex()}) != merkle_root(files)


@pytest.mark.parametrize(
    "path", ["", "/a", "a//b", "../a", "a/./b", "a\\b", "C:a", "a\0b", "a\nb", "a/\u202eb"]
)
def test_paths_with_two_readings_are_refused(path: str) -> None:
    assert not usable_path(path)
    with pytest.raises(UsageError):
        merkle_root({path: sha256("x")})


def test_names_that_some_machines_do_not_tell_apart_are_refused() -> None:
    with pytest.raises(UsageError, match="capital letters"):
        merkle_root({"Forum-1.toml": sha256("x"), "forum-1.toml": sha256("x")})
