"""Ed25519 signatures over what is said, each good for one purpose only (RFC 8032)."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, Self

from dueregard.casebook import canonical_json

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

__all__ = ["ALGORITHM", "Seal", "Signable", "public_key_of", "seal", "signed_bytes", "valid"]

ALGORITHM = "ed25519"


class Signable(Protocol):
    """What can be signed."""

    @property
    def kind(self) -> str:
        """What it is: a signature under one kind is none under another."""
        ...

    def signed_content(self) -> Mapping[str, Any]:
        """Give what is signed."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """A signature's value, and the public key that it was made with.

    Parameters
    ----------
    key : str
        ``ed25519`` and 32 bytes in base64.
    value : str
        64 bytes in base64.
    """

    key: str
    value: str

    def to_dict(self) -> dict[str, str]:
        """Give it as plain data.

        Returns
        -------
        dict
            ``key`` and ``value``.
        """
        return {"key": self.key, "value": self.value}

    @classmethod
    def read(cls, content: Any) -> Self:
        """Take it from a file.

        Parameters
        ----------
        content : mapping
            ``key`` and ``value``.

        Returns
        -------
        Seal

        Raises
        ------
        ValueError
            When it is not of that shape.
        """
        if not isinstance(content, dict) or set(content) != {"key", "value"}:
            raise ValueError("signature")
        if not all(isinstance(value, str) for value in content.values()):
            raise ValueError("signature")
        return cls(**content)


def signed_bytes(what: Signable) -> bytes:
    """Write what is signed as bytes, in one way only.

    Parameters
    ----------
    what : Review or Signature
        What is signed.

    Returns
    -------
    bytes
        Its kind, a zero byte, and canonical JSON of its content.
    """
    return f"dueregard {what.kind} 1\0{canonical_json(what.signed_content())}".encode()


def seal(what: Signable, key: Ed25519PrivateKey) -> Seal:
    """Sign.

    Parameters
    ----------
    what : Review or Signature
        What is signed.
    key : Ed25519PrivateKey
        The member's private key.

    Returns
    -------
    Seal
    """
    value = base64.b64encode(key.sign(signed_bytes(what))).decode()
    return Seal(key=public_key_of(key), value=value)


def public_key_of(key: Ed25519PrivateKey) -> str:
    """Write the public half of a key as it stands in ``keys/MEMBER.pub``.

    Parameters
    ----------
    key : Ed25519PrivateKey
        A private key.

    Returns
    -------
    str
        ``ed25519`` and 32 bytes in base64.
    """
    raw = key.public_key().public_bytes_raw()
    return f"{ALGORITHM} {base64.b64encode(raw).decode()}"


def valid(what: Signable, signature: Seal | None) -> bool:
    """Whether a signature is that of the key which it names.

    Parameters
    ----------
    what : Review or Signature
        What is signed.
    signature : Seal or None
        The signature. Whose key it names is for others to judge.

    Returns
    -------
    bool
    """
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    public = None if signature is None else key_bytes(signature.key)
    value = None if signature is None else _decoded(signature.value, 64)
    if public is None or value is None:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(value, signed_bytes(what))
    except (InvalidSignature, ValueError, UnicodeEncodeError):
        return False
    return True


def key_bytes(written: str) -> bytes | None:
    """Read a public key.

    Parameters
    ----------
    written : str
        As :func:`public_key_of` writes it.

    Returns
    -------
    bytes or None
        32 bytes; None when it is written in any other way.
    """
    algorithm, _, text = written.partition(" ")
    return _decoded(text, 32) if algorithm == ALGORITHM else None


def _decoded(text: str, size: int) -> bytes | None:
    try:
        content = base64.b64decode(text, validate=True)
    except (ValueError, binascii.Error):
        return None
    # Base64 has spare bits at its end: two texts must not stand for the same bytes.
    same = base64.b64encode(content).decode() == text
    return content if same and len(content) == size else None
