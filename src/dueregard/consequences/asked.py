"""What was asked for, and each option at each multiple of its amount."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from dueregard.consequences.assumed import AS_IN_THE_TABLE, income_concept
from dueregard.consequences.equivalents import Scale
from dueregard.errors import UsageError
from dueregard.options import Applied, Option

__all__ = ["DECILE", "Asked", "Run", "by_option", "concept", "crossings_of"]

DECILE = "decile"
"""Tenths by the outcome before, in a crossing; unless a column is called so."""

STAR = "*"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Run:
    """One option at one multiple of its amount.

    Attributes
    ----------
    key : str
        The option's number; with ``-`` or ``+`` one standard deviation below or above what is written.
    option : Option
        As written.
    applied : Applied
        What it gives and takes.
    """

    key: str
    option: Option
    applied: Applied

    @property
    def as_written(self) -> bool:
        """Whether this is the option itself, and not a point of its uncertainty."""
        return not self.key.endswith(("+", "-"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was asked for, in one piece.

    Attributes
    ----------
    outcome : str
        The column that options change.
    by : tuple of str
        What people are grouped by, each alone.
    line : str
        The poverty line.
    unit : str, optional
        Of the outcome.
    depth : int
        1, or 2 for pairs of groupings.
    level : float
        Confidence level.
    references : mapping of str to str
        Reference groups by variable.
    scale : str, optional
        The column of the equivalence scale.
    crossings : tuple of tuple of str
        What is crossed because it was asked for by name, such as ``sex*ethnicity*disabled``.
    places : tuple of str
        Which of `by` are places.
    where : str, optional
        Whom figures are about.
    of_median : Scale
        What Kolm's aversion is scaled to.
    pairs : tuple of tuple of str, optional
        Groupings that are crossed for a few figures; all pairs where it is None and `depth` is 2.
    brief : bool
        Whether groups are given the figures of a report only, and not all there are.
    origin : str
        Where the outcome before is from, to stand after its name.
    """

    outcome: str
    by: tuple[str, ...]
    line: str
    unit: str | None
    depth: int
    level: float
    references: Mapping[str, str]
    scale: str | None
    crossings: tuple[tuple[str, ...], ...] = ()
    places: tuple[str, ...] = ()
    where: str | None = None
    of_median: Scale = field(default_factory=lambda: Scale(median=0.0, lowest=0.0))
    pairs: tuple[tuple[str, ...], ...] | None = None
    brief: bool = False
    origin: str = AS_IN_THE_TABLE


def crossings_of(
    by: Sequence[str], columns: Collection[str]
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Tell what people are grouped by alone from what is crossed with stars.

    Parameters
    ----------
    by : sequence of str
        As written.
    columns : collection of str
        The table's: a column that is called so is no crossing.

    Returns
    -------
    tuple of (tuple of str, tuple of tuple of str)
        Those alone, and the crossings; each once.

    Raises
    ------
    UsageError
        When a crossing has an empty part, or the same twice.

    Examples
    --------
    >>> crossings_of(["sex", "sex*age*region"], ["sex", "age", "region"])
    (('sex',), (('sex', 'age', 'region'),))
    """
    alone: list[str] = []
    crossed: list[tuple[str, ...]] = []
    for text in by:
        if STAR not in text or text in columns:
            alone.append(text)
            continue
        parts = tuple(part.strip() for part in text.split(STAR))
        if not all(parts) or len(set(parts)) < len(parts):
            raise UsageError(
                f"{text!r} crosses nothing with something, or something with itself.",
                remedy="Write different columns with a star between, such as sex*ethnicity*disabled.",
            )
        crossed.append(parts)
    return tuple(dict.fromkeys(alone)), tuple(dict.fromkeys(crossed))


def by_option(runs: Sequence[Run]) -> Iterator[tuple[Option, list[str]]]:
    """Give each option with its runs.

    Parameters
    ----------
    runs : sequence of Run
        In order.

    Yields
    ------
    tuple of Option and list of str
        The keys: as written first, then below and above it where the amount is uncertain.
    """
    for run in runs:
        if run.as_written:
            keys = [each.key for each in runs if each.key.rstrip("+-") == run.key]
            yield run.option, keys


def concept(option: Option, asked: Asked) -> dict[str, str]:
    """Name the income concept, as a parameter of each figure.

    Parameters
    ----------
    option : Option
        As written.
    asked : Asked
        With the outcome.

    Returns
    -------
    dict of str to str
        One entry.
    """
    return {"income_concept": income_concept(option, asked.outcome, scale=asked.scale, origin=asked.origin)}
