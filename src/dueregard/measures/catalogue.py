"""The catalogue: what is known of each measure beside its formula in code."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal, TypeAlias, TypeVar

from dueregard.engine import Measure
from dueregard.engine.blocks import EVERY_SIZE
from dueregard.errors import UsageError
from dueregard.measures.better import DIRECTIONS, better_in_words
from dueregard.measures.enough import ENOUGH, SAME
from dueregard.measures.few import FEW, ONE_PERSON

__all__ = [
    "CATALOGUE",
    "DIRECTIONS",
    "FAMILIES",
    "MEASURES",
    "PROPERTIES",
    "STATISTICAL",
    "Entry",
    "better_value",
    "catalogued",
    "enough_of",
    "few_of",
    "register",
]

FAMILIES = (
    "survey statistics",
    "inequality",
    "poverty",
    "gaps between two groups",
    "health equity",
    "public health",
    "decompositions",
)
"""The parts of the catalogue, in order."""

PROPERTIES = (
    "scale invariant",
    "translation invariant",
    "scales with the unit",
    "replication invariant",
    "transfer principle",
    "additively decomposable",
    "ordinal",
)
"""Properties that entries may claim; each is tested for every measure that claims it."""

STATISTICAL = ("Definition", "Convention", "Standard error", "Checked against", "Properties")
"""Headings of facts that are for statisticians."""

_USUAL_DIRECTIONS = {
    "survey statistics": "outcome",
    "inequality": "lower",
    "poverty": "lower",
    "public health": "outcome",
}

_registered: dict[str, Callable[..., Measure]] = {}
_entries: dict[str, Entry] = {}
MEASURES: Mapping[str, Callable[..., Measure]] = MappingProxyType(_registered)
"""Functions that make measures, by the name that the command line and casebooks use."""

Better: TypeAlias = Literal["higher", "lower"]
Make = TypeVar("Make", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What a reader needs to know of a measure before using it.

    Attributes
    ----------
    make : callable
        Makes the measure.
    title : str
        What it is called in prose.
    family : str
        One of :data:`FAMILIES`.
    meaning : str
        What it says, to somebody who is no statistician; one or two sentences.
    formula : str
        Its definition; w weight, y value, N sum of weights, Y = sum(w y), mu = Y/N.
    range : str
        The values it can take, and which is equality.
    variance : str
        What its standard error comes from.
    oracle : str
        What it is tested against, and how closely it agrees.
    avoid : str
        When not to use it, and what to use instead.
    reference : str
        Paper and equation, or regulation.
    example : str
        As the command line takes it.
    convention : str
        Which of several definitions in the field it follows; empty when there is one.
    properties : tuple of str
        Of :data:`PROPERTIES`.
    enough : int
        Effective people below which its 95% intervals held the truth less than 93% of the time in the
        simulation of ``docs/coverage.md``; from :data:`dueregard.measures.enough.ENOUGH`.
    direction : str
        Which value is better: of :data:`DIRECTIONS`; by default its family's.
    keeps_unit : bool
        Whether it has the outcome's unit; by default when it scales with the unit.
    """

    make: Callable[..., Any]
    title: str
    family: str
    meaning: str
    formula: str
    range: str
    variance: str
    oracle: str
    avoid: str
    reference: str
    example: str
    convention: str = ""
    properties: tuple[str, ...] = ()
    enough: int = 0
    direction: str = "neither"
    keeps_unit: bool = False

    @property
    def name(self) -> str:
        """Its name on the command line and in casebooks."""
        return str(self.make.__name__)

    def facts(self) -> list[tuple[str, str]]:
        """Everything but title, meaning and source, as headings and texts.

        Returns
        -------
        list of (str, str)
            Without what does not apply; those of :data:`STATISTICAL` last.
        """
        told = [
            ("Range", self.range),
            ("Unit", "the outcome's" if self.keeps_unit else ""),
            ("Better", better_in_words(self.name, family=self.family, direction=self.direction)),
            ("When not to use it", self.avoid),
            ("Approximate", _approximate(self.enough) if self.enough else ""),
            ("Example", f"`{self.example}`"),
            ("Definition", self.formula),
            ("Convention", self.convention),
            ("Standard error", self.variance),
            ("Checked against", self.oracle),
            ("Properties", ", ".join(self.properties)),
        ]
        return [(heading, text) for heading, text in told if text]


CATALOGUE: Mapping[str, Entry] = MappingProxyType(_entries)
"""Everything known of each measure, by name."""


def _approximate(enough: int) -> str:
    if enough >= EVERY_SIZE:
        few, then = "in all samples that were simulated", "the 95% interval is too narrow; it"
    else:
        few = f"in each group of fewer than {enough:,} people, counted after allowing for unequal weights"
        then = "the 95% interval is then too narrow; in simulations it"
    return f"{few}: {then} missed the true value more than 7 times in 100 instead of 5 (docs/coverage.md)"


def enough_of(measure: Any) -> int:
    """Find how many effective people a measure's intervals need, by the name it has in the catalogue.

    Parameters
    ----------
    measure : Measure
        Of the catalogue, or anybody's own.

    Returns
    -------
    int
        0 for a measure that is not in the catalogue.

    Examples
    --------
    >>> from dueregard.measures import gini
    >>> enough_of(gini("income"))
    1751
    """
    alike = SAME.get((measure.name, measure.parameters.get("alpha")), measure.name)
    entry = _entries.get(alike)
    return entry.enough if entry else 0


def few_of(measure: Any) -> tuple[int, str] | None:
    """Find below how many people a measure's value says little, and why.

    Parameters
    ----------
    measure : Measure
        Of the catalogue, or anybody's own.

    Returns
    -------
    (int, str), optional
        None for a measure that has a value for whoever there is.

    Examples
    --------
    >>> from dueregard.measures import gini
    >>> few_of(gini("income"))
    (2, 'one person: inequality cannot be measured')
    """
    entry = _entries.get(measure.name)
    if measure.name in FEW or entry is None:
        return FEW.get(measure.name)
    return ONE_PERSON if entry.family == "inequality" and entry.direction != "outcome" else None


def register(make: Callable[..., Measure], *, name: str | None = None) -> None:
    """Make a measure known by name.

    Parameters
    ----------
    make : callable
        Takes a column (if it takes one) and keyword options.
    name : str, optional
        By default the function's.

    Raises
    ------
    UsageError
        When another measure has the name.
    """
    known = name or make.__name__
    before = _registered.setdefault(known, make)
    # A module that is imported twice, as doctests do, defines the same function anew.
    if (before.__module__, before.__qualname__) != (make.__module__, make.__qualname__):
        raise UsageError(f"There is already a measure {known!r}.")


def catalogued(**about: Any) -> Callable[[Make], Make]:
    """Register the function that makes a measure, with what is known of the measure.

    Parameters
    ----------
    **about
        The fields of :class:`Entry` but `make`.

    Returns
    -------
    callable
        Decorates the function and gives it back unchanged.

    Examples
    --------
    >>> CATALOGUE["mean"].title
    'Mean'
    """

    def enter(make: Make) -> Make:
        usual: dict[str, Any] = {
            "enough": ENOUGH.get(make.__name__, 0),
            "direction": _USUAL_DIRECTIONS.get(about["family"], "neither"),
            "keeps_unit": "scales with the unit" in about.get("properties", ()),
        }
        entry = Entry(make=make, **(usual | about))
        unknown = set(entry.properties) - set(PROPERTIES)
        if entry.family not in FAMILIES or entry.direction not in DIRECTIONS or unknown:
            raise UsageError(
                f"The catalogue has no family {entry.family!r}, direction {entry.direction!r} or property "
                f"{unknown}."
            )
        register(make)
        _entries[entry.name] = entry
        return make

    return enter


def better_value(measure: str, outcome: Better | None) -> Better | None:
    """Say which value of a measure is better for people.

    Parameters
    ----------
    measure : str
        A name; one that is not in the catalogue follows the outcome.
    outcome : {"higher", "lower"}, optional
        Which value of the outcome is better.

    Returns
    -------
    "higher", "lower" or None
        None when neither is.

    Examples
    --------
    >>> better_value("mean", "higher"), better_value("gini", "higher"), better_value("variance", "higher")
    ('higher', 'lower', None)
    """
    direction = CATALOGUE[measure].direction if measure in CATALOGUE else "outcome"
    if direction == "outcome":
        return outcome
    return None if direction == "neither" else direction  # type: ignore[return-value]
