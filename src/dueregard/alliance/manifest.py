"""What a pack consists of, what it rests on, and the two roots that are reviewed and signed.

Reviews are of the *figures root*: they stay valid while the figures are the same, whatever else is printed.
Signatures are of the *pack root*: the pack as it is printed, with the dissent in it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self

from dueregard.alliance.members import Terms
from dueregard.alliance.merkle import merkle_root, sha256
from dueregard.casebook import canonical_json
from dueregard.errors import RegisterError

__all__ = ["MANIFEST", "Manifest"]

MANIFEST = "manifest.json"
"""Its name, in ``out``."""

SCHEMA = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a pack consists of.

    Parameters
    ----------
    made_with : str
        The program and its version.
    assessed_at : str
        When, as ISO 8601 in UTC.
    figures_rest_on : mapping of str to str
        The leaves of the figures root: tables, findings and the inputs of figures, each with its SHA-256.
    files : mapping of str to str
        From the path of each file under ``out`` to its SHA-256; of pack.html without what stands between
        the marks of the record.
    record : mapping of str to str
        Files beside the pack that it prints: reviews, objections, answers, actions, screening. Paths are
        from the casebook's folder.
    inputs : mapping of str to str
        What the assessment was made from, by name: to tell whether it has changed since.
    terms : mapping
        The alliance and the day of the decision, as they were when the casebook was assessed.

    Examples
    --------
    >>> manifest = Manifest(
    ...     made_with="dueregard 0.1.0", assessed_at="2026-11-28T12:00:00+00:00", terms=Terms().to_dict()
    ... )
    >>> Manifest.read(manifest.text()) == manifest
    True
    """

    made_with: str
    assessed_at: str
    figures_rest_on: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    record: Mapping[str, str] = field(default_factory=dict)
    inputs: Mapping[str, str] = field(default_factory=dict)
    terms: Mapping[str, Any] = field(default_factory=dict)

    @property
    def figures(self) -> str:
        """The figures root, which reviews are of.

        Returns
        -------
        str
            64 hexadecimal digits.
        """
        return merkle_root(self.figures_rest_on)

    @property
    def root(self) -> str:
        """The pack root, which signatures are of.

        Returns
        -------
        str
            64 hexadecimal digits.
        """
        leaves = {f"out/{path}": digest for path, digest in self.files.items()} | dict(self.record)
        # Everything else that the manifest says is signed with the files.
        return merkle_root(leaves | {f"out/{MANIFEST}": sha256(canonical_json(self._about()))})

    def _about(self) -> dict[str, Any]:
        return {
            "schema": SCHEMA,
            "made_with": self.made_with,
            "assessed_at": self.assessed_at,
            "figures": self.figures,
            "figures_rest_on": dict(self.figures_rest_on),
            "inputs": dict(self.inputs),
            "terms": dict(self.terms),
        }

    def text(self) -> str:
        """Write the manifest.

        Returns
        -------
        str
            JSON: the same manifest is always the same text.
        """
        content = {**self._about(), "files": dict(self.files), "record": dict(self.record), "root": self.root}
        return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False) + "\n"

    @classmethod
    def read(cls, text: str) -> Self:
        """Read a manifest, and see that its roots are those of what it lists.

        Parameters
        ----------
        text : str
            As :meth:`text` writes it.

        Returns
        -------
        Manifest

        Raises
        ------
        RegisterError
            When it is not as it was written.
        """
        try:
            content = json.loads(text)
            manifest = cls(
                made_with=str(content["made_with"]),
                assessed_at=str(content["assessed_at"]),
                figures_rest_on=_hashes(content["figures_rest_on"]),
                files=_hashes(content["files"]),
                record=_hashes(content["record"]),
                inputs=_hashes(content["inputs"]),
                terms=dict(content["terms"]),
            )
            datetime.fromisoformat(manifest.assessed_at)
            same = Terms.read(manifest.terms).to_dict() == manifest.terms
            # Also refuses doubled keys, other spellings, and roots that do not follow from the rest.
            intact = same and manifest.text() == text
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            intact = False
        except Exception as error:
            raise _altered() from error
        if not intact:
            raise _altered()
        return manifest


def _hashes(content: Any) -> dict[str, str]:
    if not isinstance(content, dict) or not all(isinstance(each, str) for each in content.values()):
        raise TypeError
    return content


def _altered() -> RegisterError:
    return RegisterError(
        f"{MANIFEST} was altered: it does not say what was written.",
        remedy="Restore the folder `out` from a copy, or assess the casebook again.",
    )
