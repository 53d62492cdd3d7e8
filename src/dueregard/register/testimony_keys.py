"""Keys that tie the register to testimony, kept apart from it: who destroys a key cuts the tie for good."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from dueregard.casebook.whole_file import write_whole
from dueregard.errors import RegisterError

__all__ = ["KEYS", "KeyStore", "keyed"]

KEYS = ".keys.json"
"""The file's name, in the folder of testimony and never in ``out``."""

_FORMAT = 1


def keyed(key: str, *, about: str, text: str) -> str:
    """Hash a text under a key.

    Parameters
    ----------
    key : str
        Hexadecimal digits.
    about : str
        What the hash is of, so that two kinds never collide.
    text : str
        The text.

    Returns
    -------
    str
        HMAC-SHA256 in hexadecimal (RFC 2104). Without the key it tells nothing of the text, not even to
        somebody who guesses it.

    Examples
    --------
    >>> keyed("00" * 32, about="id", text="t1")[:8]
    'da7ad504'
    """
    return hmac.new(bytes.fromhex(key), f"{about}\0{text}".encode(), hashlib.sha256).hexdigest()


@dataclass(frozen=True, slots=True)
class KeyStore:
    """One random key for each testimony, in a private file.

    Parameters
    ----------
    path : Path
        The file; made with the first key, readable by its owner only, with a .gitignore beside it that keeps
        it out of version control.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     store = KeyStore(Path(folder) / KEYS)
    ...     made = store.keep(["t1"])
    ...     store.destroy(["t1"])
    ...     len(made["t1"]), store.read()
    (64, {})
    """

    path: Path

    def read(self) -> dict[str, str]:
        """Read the keys.

        Returns
        -------
        dict of str to str
            By testimony; empty when there is no file.

        Raises
        ------
        RegisterError
            When the file is not one of keys. It is never written over then.
        """
        if not self.path.exists():
            return {}
        try:
            content = json.loads(self.path.read_text(encoding="utf-8"))
            keys = content["keys"]
            if content["format"] != _FORMAT or not all(
                len(bytes.fromhex(key)) == 32 for key in keys.values()
            ):
                raise ValueError
        except (ValueError, KeyError, TypeError, AttributeError):
            raise RegisterError(
                f"{self.path.name} does not hold the keys of testimony.",
                found=f"It is in {self.path.parent.name or 'this folder'}.",
                remedy="Restore it from a copy. If there is none, move it aside: what was withdrawn before "
                "can then no longer be matched, and all testimony is entered anew.",
            ) from None
        return dict(keys)

    def keep(self, ids: Iterable[str]) -> dict[str, str]:
        """Make keys for those that have none.

        Parameters
        ----------
        ids : iterable of str
            Testimonies.

        Returns
        -------
        dict of str to str
            The keys of these testimonies.
        """
        keys, wanted = self.read(), list(ids)
        fresh = {each: secrets.token_hex(32) for each in wanted if each not in keys}
        if fresh:
            self._write(keys | fresh)
        return {each: (keys | fresh)[each] for each in wanted}

    def destroy(self, ids: Iterable[str]) -> None:
        """Destroy keys; copies and backups of the file are the owner's to destroy.

        Parameters
        ----------
        ids : iterable of str
            Testimonies; those without a key are passed over.
        """
        keys, gone = self.read(), set(ids)
        if gone & set(keys):
            self._write({each: key for each, key in keys.items() if each not in gone})

    def _write(self, keys: Mapping[str, str]) -> None:
        content = json.dumps({"format": _FORMAT, "keys": dict(sorted(keys.items()))}, indent=1)
        write_whole(self.path, content + "\n", mode=0o600)
        self._keep_out_of_version_control()

    def _keep_out_of_version_control(self) -> None:
        """A key in a repository's history cannot be destroyed. A .gitignore that is there is left alone."""
        with suppress(FileExistsError), self.path.with_name(".gitignore").open("x", encoding="utf-8") as file:
            file.write(f"{self.path.name}\n")
