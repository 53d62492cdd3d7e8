"""What any rules engine must answer: incomes as the law is, as it would be, and on what assumptions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from dueregard.errors import UsageError, did_you_mean
from dueregard.options.engines.households import Households, Level

__all__ = [
    "Change",
    "Changed",
    "Concept",
    "Input",
    "Output",
    "Pinned",
    "RulesEngine",
    "Run",
    "difference",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """A definition of income, or the amount of one programme.

    Attributes
    ----------
    name : str
        The engine's variable.
    level : {"person", "unit", "household"}
        Whose amount it is.
    meaning : str
        What it counts, in words.
    income : bool
        Whether it is an income of households, which people can be compared by.
    whole, scale : str, optional
        Of an equivalised income: the outputs whose ratio it is.
    """

    name: str
    level: Level
    meaning: str
    income: bool = False
    whole: str | None = None
    scale: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """Something that an engine can be told about persons, benefit units or households.

    Attributes
    ----------
    name : str
        The engine's variable.
    level : {"person", "unit", "household"}
        Of whom.
    kind : {"number", "truth", "code"}
        What it holds.
    codes : mapping of str to str
        Of a code: what each stands for, in words.
    money : bool
        Whether it is an amount of money for a year, not of what is owned.
    ordinary : bool
        Whether a column of the table that is called so is taken without being named.
    """

    name: str
    level: Level
    kind: Literal["number", "truth", "code"] = "number"
    codes: Mapping[str, str] = field(default_factory=dict)
    money: bool = False
    ordinary: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Pinned:
    """A value that the caller did not give, and that the result rests on.

    Attributes
    ----------
    variable, value : str
        What was set to what.
    why : str
        A sentence.
    """

    variable: str
    value: str
    why: str


@dataclass(frozen=True, slots=True)
class Change:
    """A parameter of the law and its new value.

    Attributes
    ----------
    path : str
        The engine's path of the parameter.
    value : float or bool
        From the start of the year that is simulated.
    """

    path: str
    value: float | bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A parameter, what it is in a year, and what it was changed to.

    Attributes
    ----------
    path, label, unit : str
        The parameter, in the engine's words; empty where it has none.
    year : str
        For example "2025-26".
    baseline, value : float or bool
        Before and after.
    """

    path: str
    label: str
    unit: str
    year: str
    baseline: float | bool
    value: float | bool

    @property
    def no_op(self) -> bool:
        """Whether the law already says this in that year."""
        return self.baseline == self.value

    def __str__(self) -> str:
        name = f"{self.label} ({self.path})" if self.label else self.path
        if self.no_op:
            return f"{name} is already {_shown(self.value)} in {self.year}: the change does nothing."
        return f"{name} is {_shown(self.baseline)} in {self.year}, changed to {_shown(self.value)}."


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Output:
    """One amount for every person, benefit unit or household.

    Attributes
    ----------
    concept : Concept
        What it is.
    values : ndarray (n,), (m,) or (h,)
        A year's amount, in the order of that table's rows.
    """

    concept: Concept
    values: NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Run:
    """What an engine answered, and everything that the answer rests on.

    Attributes
    ----------
    engine, version : str
        Who answered.
    year : str
        For example "2025-26".
    people : Households
        Of whom.
    outputs : mapping of str to Output
        By name, the first being the income concept.
    changed : tuple of Changed
        Parameters that were changed; none in a baseline.
    pinned : tuple of Pinned
        Values that were assumed.
    notes : tuple of str
        What a reader must be told.
    """

    engine: str
    version: str
    year: str
    people: Households
    outputs: Mapping[str, Output]
    changed: tuple[Changed, ...] = ()
    pinned: tuple[Pinned, ...] = ()
    notes: tuple[str, ...] = ()

    def output(self, name: str) -> Output:
        """Give one output.

        Parameters
        ----------
        name : str
            As asked for.

        Returns
        -------
        Output

        Raises
        ------
        UsageError
            When it was not asked for.
        """
        if name not in self.outputs:
            raise UsageError(
                f"The run has no output {name!r}.",
                found=f"Its outputs are: {', '.join(self.outputs)}.",
                remedy=did_you_mean(name, self.outputs) or "Ask for it with outputs=.",
            )
        return self.outputs[name]

    def for_persons(self, name: str) -> NDArray[np.float64]:
        """Give every person the amount of their benefit unit or household.

        Parameters
        ----------
        name : str
            An output.

        Returns
        -------
        ndarray (n,)
        """
        found = self.output(name)
        return self.people.for_persons(found.values, found.concept.level)


class RulesEngine(Protocol):
    """A country's taxes and benefits as code.

    An engine never fetches anything: it works on the caller's own tables. It gives the baseline value of
    every parameter that it changes, and records everything it assumes.

    Attributes
    ----------
    name, version : str
        Which engine, and which edition of the law it holds.
    concepts : tuple of Concept
        Definitions of income, the default first, and the programmes that are named.
    years : range
        Years it knows; a fiscal year is named by the year in which it starts.
    balance : str
        The output of households whose fall is what a reform costs the public purse.
    """

    @property
    def name(self) -> str:
        """Which engine."""

    @property
    def version(self) -> str:
        """Which edition."""

    @property
    def concepts(self) -> tuple[Concept, ...]:
        """Definitions of income, the default first, and programmes."""

    @property
    def years(self) -> range:
        """Years it knows."""

    @property
    def balance(self) -> str:
        """The output whose fall is what a reform costs."""

    def inputs(self) -> Mapping[str, Input]:
        """Give what can be told about people, by name."""

    def parameter(self, path: str, year: int) -> Changed:
        """Describe a parameter: its baseline value is in `baseline`, and in `value` too."""

    def baseline(self, people: Households, year: int, outputs: Sequence[str] = ()) -> Run:
        """Give amounts as the law is; without outputs, the default concept of income."""

    def reform(
        self, people: Households, year: int, changes: Sequence[Change], outputs: Sequence[str] = ()
    ) -> Run:
        """Give amounts as the law would be with changed parameters."""


def difference(before: Run, after: Run, name: str) -> NDArray[np.float64]:
    """Subtract the amounts of one run from those of another, on the same rows.

    Parameters
    ----------
    before, after : Run
        Of the same people and the same year.
    name : str
        An output of both.

    Returns
    -------
    ndarray (n,), (m,) or (h,)
        What each person, benefit unit or household gains.

    Raises
    ------
    UsageError
        When the runs are of other people, or of other years.
    """
    if before.people is not after.people or before.year != after.year:
        raise UsageError(
            "Only runs of the same people and year can be subtracted.",
            found=f"The runs are of {before.year} and {after.year}"
            + ("." if before.people is after.people else ", of different tables."),
        )
    return after.output(name).values - before.output(name).values


def _shown(value: float | bool) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    return "without limit" if value == np.inf else f"{value:,.10g}"
