"""Making, opening and checking keys; nothing here touches a file, and nothing here is ever printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dueregard.alliance.signing import ALGORITHM, key_bytes, public_key_of
from dueregard.errors import DueRegardError, UsageError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

__all__ = ["SHORTEST", "checked_public_key", "new_key", "opened"]

SHORTEST = 12
"""Letters of a passphrase: the key file may fall into other hands."""

_FIELD = 2**255 - 19
_WEAK = (
    0,
    1,
    _FIELD - 1,
    _FIELD,
    _FIELD + 1,
    int.from_bytes(
        bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"), "little"
    ),
    int.from_bytes(
        bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"), "little"
    ),
)
"""Points of small order: under such a key anybody can make signatures (RFC 7748, section 6.1)."""


def new_key(passphrase: str) -> tuple[bytes, str]:
    """Make a key.

    Parameters
    ----------
    passphrase : str
        What encrypts it.

    Returns
    -------
    private : bytes
        Encrypted, as PEM (PKCS #8).
    public : str
        As it stands in a casebook.

    Raises
    ------
    UsageError
        When the passphrase is too short.
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import (
        BestAvailableEncryption,
        Encoding,
        PrivateFormat,
    )

    if len(passphrase) < SHORTEST:
        raise UsageError(
            f"The passphrase is shorter than {SHORTEST} characters.",
            remedy="Take several words that nobody would put together: length is what protects the key.",
        )
    key = Ed25519PrivateKey.generate()
    encryption = BestAvailableEncryption(passphrase.encode())
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption), public_key_of(key)


def opened(private: bytes, passphrase: str, *, member: str) -> Ed25519PrivateKey:
    """Open an encrypted key.

    Parameters
    ----------
    private : bytes
        As :func:`new_key` makes it.
    passphrase : str
        What it was encrypted with.
    member : str
        Whose it is, for messages.

    Returns
    -------
    Ed25519PrivateKey

    Raises
    ------
    DueRegardError
        When the passphrase is wrong, or the file is no such key. The message holds neither.
    """
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        key = load_pem_private_key(private, passphrase.encode())
    except TypeError:
        raise DueRegardError(
            f"The private key of {member!r} is not encrypted.",
            remedy="Make another with dueregard key new, and revoke this one: anybody may have copied it.",
        ) from None
    except (ValueError, UnsupportedAlgorithm):
        raise DueRegardError(
            f"The private key of {member!r} could not be opened.",
            found="The passphrase is wrong, or the file is not what dueregard key new wrote.",
            remedy="Try again. A forgotten passphrase cannot be recovered: revoke the key and make another.",
        ) from None
    if not isinstance(key, Ed25519PrivateKey):
        raise DueRegardError(
            f"The private key of {member!r} is not one of Ed25519.", remedy="Make one: dueregard key new."
        )
    return key


def checked_public_key(text: str) -> str:
    """Check a public key that somebody gives.

    Parameters
    ----------
    text : str
        The content of a ``.pub`` file.

    Returns
    -------
    str
        As it stands in a casebook.

    Raises
    ------
    UsageError
        When it is none, or one under which anybody could sign.
    """
    key = text.strip()
    content = key_bytes(key)
    if content is None:
        raise UsageError(
            "This is not a public key of dueregard.",
            remedy=f'It is one line, "{ALGORITHM}" and 44 characters, as dueregard key new writes it.',
        )
    if int.from_bytes(content, "little") % 2**255 in _WEAK:
        raise UsageError(
            "Under this public key anybody could make signatures.", remedy="Ask the member for another."
        )
    return key
