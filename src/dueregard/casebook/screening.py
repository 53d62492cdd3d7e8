"""The file ``screening.toml``: whether the decision is relevant to each duty, and what those who decide say.

A record is never rewritten. A later one of the same duty stands in place of the earlier, and both stay.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Annotated, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from dueregard.casebook.duties import DutyName, duty_named
from dueregard.casebook.fields import Day, Part, Text, Truth
from dueregard.casebook.indicators import canonical_json
from dueregard.casebook.load import listed
from dueregard.casebook.positions import lines_of_keys, place_of
from dueregard.casebook.problems import validate_part
from dueregard.casebook.toml_file import read_toml
from dueregard.errors import CasebookError, did_you_mean

if TYPE_CHECKING:
    from dueregard.casebook.load import Casebook

__all__ = ["FILE", "LARGEST", "Regard", "Screened", "ScreeningFile", "read_screening"]

FILE = "screening.toml"
LARGEST = 1_000_000
"""Bytes: a file of a few records is small, and what is larger is something else."""

Sayable = Annotated[Text, Field(max_length=20_000)]


class Screened(Part):
    """Whether the decision is relevant to a duty."""

    duty: DutyName
    """The duty."""
    relevant: Truth
    """Whether the decision is relevant to it."""
    why: Sayable
    """Why it is, or is not."""
    by: Annotated[Text, Field(max_length=300)]
    """Who decided that."""
    on: Day
    """When."""

    @property
    def name(self) -> str:
        """What it is filed as in the register: the duty."""
        return self.duty


class Regard(Part):
    """The regard that a decision-maker had to one aim of a duty, in their own words."""

    duty: DutyName
    """The duty."""
    aim: Text
    """The aim, by its id."""
    text: Sayable
    """The words."""
    by: Annotated[Text, Field(max_length=300)]
    """Whose words they are."""
    on: Day
    """When they were given."""

    @property
    def name(self) -> str:
        """What it is filed as in the register: the duty and the aim."""
        return f"{self.duty}/{self.aim}"

    @model_validator(mode="after")
    def _of_the_duty(self) -> Self:
        aims = [aim.id for aim in duty_named(self.duty).aims]
        if self.aim not in aims:
            known = f"Its aims are: {', '.join(aims)}." if aims else "It has no aims of its own."
            raise PydanticCustomError(
                "regard",
                "names the aim {found}, which the duty {duty} does not have. {hint}",
                {"found": repr(self.aim), "duty": self.duty, "hint": did_you_mean(self.aim, aims) or known},
            )
        return self


class ScreeningFile(Part):
    """Everything that screening.toml says."""

    screened: tuple[Screened, ...] = ()
    """Records of relevance, in the order in which they were made."""
    regard: tuple[Regard, ...] = ()
    """What decision-makers said, in the order in which it was written down."""

    @property
    def records(self) -> tuple[Screened | Regard, ...]:
        """All records."""
        return (*self.screened, *self.regard)

    def standing(self, duty: str) -> tuple[Screened, ...]:
        """List the records of a duty.

        Parameters
        ----------
        duty : str
            The duty.

        Returns
        -------
        tuple of Screened
            The one that stands comes last.
        """
        return tuple(each for each in self.screened if each.duty == duty)

    def regards(self, duty: str, aim: str) -> tuple[Regard, ...]:
        """List what decision-makers said of one aim.

        Parameters
        ----------
        duty, aim : str
            Which.

        Returns
        -------
        tuple of Regard
            The one that stands comes last.
        """
        return tuple(each for each in self.regard if (each.duty, each.aim) == (duty, aim))


def fingerprint(record: Screened | Regard) -> str:
    """Fingerprint a record.

    Parameters
    ----------
    record : Screened or Regard
        The record.

    Returns
    -------
    str
        SHA-256 of its canonical JSON, in hexadecimal.

    Examples
    --------
    >>> record = Screened(duty="psed", relevant=True, why="Fares.", by="A. N. Other", on="2026-10-01")
    >>> fingerprint(record)[:8]
    'ed4cab98'
    """
    return hashlib.sha256(canonical_json(record.model_dump(mode="json")).encode()).hexdigest()


def read_screening(casebook: Casebook) -> ScreeningFile:
    """Read what was screened.

    Parameters
    ----------
    casebook : Casebook
        The casebook.

    Returns
    -------
    ScreeningFile
        Without records where there is no file.

    Raises
    ------
    CasebookError
        When the file is not one of screening; all problems are listed at once.
    """
    file = casebook.folder / FILE
    if not file.exists() and not file.is_symlink():
        return ScreeningFile()
    if not file.is_file() or file.resolve().parent != casebook.folder.resolve():
        raise CasebookError(
            f"{FILE} is not a file of the casebook's folder.", remedy="Put a plain file there."
        )
    if file.stat().st_size > LARGEST:
        raise CasebookError(f"{FILE} is larger than a file of records can be.", found="The most is 1 MB.")
    content, text = read_toml(file)
    found, problems = validate_part(ScreeningFile, content, repeat=True)
    if found is None:
        lines = lines_of_keys(text)
        placed = sorted((place_of(each.path, lines) or 0, each.sentence) for each in problems)
        raise CasebookError(listed(FILE, [f"line {line}: {told}" if line else told for line, told in placed]))
    return found
