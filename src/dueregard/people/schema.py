"""What the columns of a table of people mean: code books, and the variables that split people into groups."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from dueregard.casebook.characteristics import canonical_name, characteristic_label
from dueregard.engine.grouping import Grouping
from dueregard.errors import ColumnNotFound

__all__ = ["Characteristic", "CodeBook", "Schema"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeBook:
    """What the codes of a column mean.

    Attributes
    ----------
    label : str, optional
        The column's name for readers.
    labels : mapping of str to str
        Labels by code, in the order in which levels are shown.
    missing : frozenset of str
        Codes of people whose answer is not known.
    not_applicable : frozenset of str
        Codes of people to whom the question does not apply.
    meaning : str, optional
        What was asked, or the record it was taken from. Never guessed.
    """

    label: str | None = None
    labels: Mapping[str, str] = field(default_factory=dict)
    missing: frozenset[str] = frozenset()
    not_applicable: frozenset[str] = frozenset()
    meaning: str | None = None

    @property
    def excluded(self) -> frozenset[str]:
        """Codes that stand for no value."""
        return self.missing | self.not_applicable


@dataclass(frozen=True, slots=True, kw_only=True)
class Characteristic:
    """A variable that people differ by: a characteristic, a place or a generation.

    Attributes
    ----------
    name : str
        What it is called in ``by=`` and in results.
    kind : {"characteristic", "place", "generation"}
        Which part of the method it belongs to.
    grouping : Grouping
        How it splits people into levels.
    label : str
        Its name for readers.
    reference : str, optional
        The label of the group that others are compared with; without it, everyone else.
    meaning : str, optional
        What was asked or recorded, as its owner states it.
    parent : str, optional
        Of a place: the level above it.
    not_applicable : frozenset of str
        Codes of people to whom it does not apply.
    """

    name: str
    kind: Literal["characteristic", "place", "generation"]
    grouping: Grouping
    label: str
    reference: str | None = None
    meaning: str | None = None
    parent: str | None = None
    not_applicable: frozenset[str] = frozenset()

    @property
    def column(self) -> str:
        """The column that it is read from."""
        return self.grouping.column


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema:
    """What a table of people holds.

    Attributes
    ----------
    columns : tuple of str
        The user's columns, in the table's order.
    characteristics, places, generations : mapping of str to Characteristic
        By name. Places come lowest first; generations are ``age``, ``life_stage`` and ``cohort``.
    code_books : mapping of str to CodeBook
        By column.
    standard : mapping of str to float, optional
        Shares of the age bands of a standard population; None for the table's own.
    """

    columns: tuple[str, ...]
    characteristics: Mapping[str, Characteristic] = field(default_factory=dict)
    places: Mapping[str, Characteristic] = field(default_factory=dict)
    generations: Mapping[str, Characteristic] = field(default_factory=dict)
    code_books: Mapping[str, CodeBook] = field(default_factory=dict)
    standard: Mapping[str, float] | None = None

    @property
    def variables(self) -> Mapping[str, Characteristic]:
        """Everything that splits people, by name."""
        return {**self.characteristics, **self.places, **self.generations}

    @property
    def groupings(self) -> Mapping[str, Grouping]:
        """How each of them splits people, by name."""
        return {name: variable.grouping for name, variable in self.variables.items()}

    def characteristic(self, name: str) -> Characteristic:
        """Look a characteristic, place or generation up.

        Parameters
        ----------
        name : str
            Its name, or another name that it is known by (``ethnicity`` for ``ethnic_group``).

        Returns
        -------
        Characteristic
            What is known of it.

        Raises
        ------
        ColumnNotFound
            When the people have none of that name.
        """
        found = self.variables.get(name) or self.variables.get(canonical_name(name))
        if found is None:
            raise ColumnNotFound(name, self.variables, where="The people's description")
        return found

    def grouping(self, name: str) -> Grouping:
        """Say how a name splits people: a characteristic, place or generation, else any column.

        Parameters
        ----------
        name : str
            As a user writes it in ``by=``.

        Returns
        -------
        Grouping
            For a column, its code book's labels, or its distinct values.

        Raises
        ------
        ColumnNotFound
            When there is neither.
        """
        if name in self.variables:
            return self.variables[name].grouping
        if name in self.columns:
            book = self.code_books.get(name, CodeBook())
            return Grouping(name=name, column=name, labels=book.labels or None, excluded=book.excluded)
        if canonical_name(name) in self.variables:
            return self.variables[canonical_name(name)].grouping
        raise ColumnNotFound(name, [*self.variables, *(c for c in self.columns if c not in self.variables)])

    def label(self, name: str) -> str:
        """Name a variable or a column for readers.

        Parameters
        ----------
        name : str
            Its name.

        Returns
        -------
        str
            Its label.
        """
        if name in self.variables:
            return self.variables[name].label
        book = self.code_books.get(name)
        return (book and book.label) or characteristic_label(name)
