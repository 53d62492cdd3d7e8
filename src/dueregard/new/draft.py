"""A casebook in the making: what is guessed, why, and what is only offered."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from dueregard.casebook import Specification
from dueregard.casebook.positions import KeyPath

__all__ = ["Draft"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A casebook in the making.

    Parameters
    ----------
    content : dict
        What is guessed, as casebook.toml would have it; a valid casebook as it stands.
    notes : dict
        Sentences about a table or key, from its path: why it was guessed, and what to confirm.
    offers : dict
        Lines that the user may take up, from the path of the table that they belong to. An offer is TOML,
        or a sentence that begins with "# ".
    """

    content: dict[str, Any] = field(default_factory=dict)
    notes: dict[KeyPath, list[str]] = field(default_factory=dict)
    offers: dict[KeyPath, list[str]] = field(default_factory=dict)

    def put(self, *path: str, value: Any, why: str = "") -> None:
        """Guess a value.

        Parameters
        ----------
        *path : str
            Where it stands.
        value : object
            The guess.
        why : str
            Why it was guessed.
        """
        part = self.content
        for step in path[:-1]:
            part = part.setdefault(step, {})
        part[path[-1]] = value
        if why:
            self.note(*path, sentence=why)

    def note(self, *path: str | int, sentence: str) -> None:
        """Say something about a table or key.

        Parameters
        ----------
        *path : str or int
            Which.
        sentence : str
            What to say.
        """
        self.notes.setdefault(path, []).append(sentence)

    def offer(self, *path: str | int, line: str) -> None:
        """Offer something that is not active until the user says so.

        Parameters
        ----------
        *path : str or int
            The table that it belongs to.
        line : str
            A line of TOML, or a sentence that begins with "# ".
        """
        self.offers.setdefault(path, []).append(line)

    def specification(self) -> Specification:
        """Give the guesses as a casebook.

        Returns
        -------
        Specification
            What the draft says when nothing is changed.
        """
        return Specification.model_validate(self.content)
