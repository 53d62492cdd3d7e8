"""What was asked for, and each option at each multiple of its amount."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dueregard.consequences.assumed import AS_IN_THE_TABLE, income_concept
from dueregard.options import Applied, Option

__all__ = ["Asked", "Run", "by_option", "concept"]


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
        What people are grouped by.
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
    origin: str = AS_IN_THE_TABLE


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
