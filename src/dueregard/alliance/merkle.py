"""One hash that stands for many files: a Merkle tree, in which a leaf can never pass for a branch."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence

from dueregard.errors import UsageError

__all__ = ["EMPTY", "merkle_root", "sha256", "usable_path"]

EMPTY = hashlib.sha256(b"").hexdigest()
"""The root over nothing."""

_DIGEST = re.compile(r"[0-9a-f]{64}")


def sha256(content: bytes | str) -> str:
    """Fingerprint a content.

    Parameters
    ----------
    content : bytes or str
        Text is taken as UTF-8.

    Returns
    -------
    str
        SHA-256 in hexadecimal.

    Examples
    --------
    >>> sha256("")[:8]
    'e3b0c442'
    """
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()


def usable_path(path: str) -> bool:
    r"""Whether a path means the same file to everybody.

    Parameters
    ----------
    path : str
        As it is to stand in a leaf.

    Returns
    -------
    bool
        True for relative paths with forward slashes, without empty parts, dots, control characters or a
        backslash, which is a separator on some machines and a letter on others.

    Examples
    --------
    >>> usable_path("out/tables/everyone.csv"), usable_path("../keys"), usable_path("out\\pack.html")
    (True, False, False)
    """
    parts = path.split("/")
    plain = path.isprintable() and "\\" not in path and not re.match(r"[A-Za-z]:", path)
    return plain and all(part not in ("", ".", "..") for part in parts)


def merkle_root(hashes: Mapping[str, str]) -> str:
    r"""Work out the root over files.

    Parameters
    ----------
    hashes : mapping of str to str
        From the path of each file to the SHA-256 of its content, in hexadecimal.

    Returns
    -------
    str
        The root in hexadecimal; :data:`EMPTY` over nothing.

    Raises
    ------
    UsageError
        When a path is not usable, two paths differ in nothing but the case of letters, or a hash is none.

    Notes
    -----
    Leaves are sorted by path; a leaf is ``SHA-256(0x00 || path || 0x00 || hash)`` and a branch
    ``SHA-256(0x01 || left || right)``, so that neither can pass for the other; a tree of n leaves is divided
    at the largest power of two below n (RFC 6962, section 2.1). A path holds no zero byte, so a leaf can be
    read in one way only.

    Examples
    --------
    >>> merkle_root({"a": sha256("x"), "b": sha256("y")})[:8]
    '53cf68a2'
    >>> merkle_root({}) == EMPTY
    True
    """
    folded: dict[str, str] = {}
    for path, digest in hashes.items():
        if not usable_path(path):
            raise UsageError(f"The path {path!r} cannot be signed.", remedy="Give the file a plainer name.")
        if not _DIGEST.fullmatch(digest):
            raise UsageError(f"The hash of {path} is none.")
        other = folded.setdefault(path.casefold(), path)
        if other != path:
            raise UsageError(
                f"{path} and {other} differ only in capital letters, which some machines do not tell apart.",
                remedy="Rename one of them.",
            )
    leaves = [_leaf(path, hashes[path]) for path in sorted(hashes, key=str.encode)]
    return _root(leaves).hex() if leaves else EMPTY


def _leaf(path: str, digest: str) -> bytes:
    return hashlib.sha256(b"\x00" + path.encode() + b"\x00" + bytes.fromhex(digest)).digest()


def _root(nodes: Sequence[bytes]) -> bytes:
    if len(nodes) == 1:
        return nodes[0]
    half = 1 << ((len(nodes) - 1).bit_length() - 1)
    return hashlib.sha256(b"\x01" + _root(nodes[:half]) + _root(nodes[half:])).digest()
