"""The columns of the grid: an outcome as measures, and the people whom it is about."""

from __future__ import annotations

import inspect
from dataclasses import dataclass, replace
from typing import Any

from dueregard.casebook import Outcome
from dueregard.engine import Measure
from dueregard.errors import CasebookError, did_you_mean
from dueregard.gaps.catalogue import Key, key_of
from dueregard.measures import CATALOGUE, MEASURES, count

__all__ = ["LINEAR", "PEOPLE", "Column", "column_of"]

OF_THE_GRID = ("mean", "total", "count", "proportion", "ratio", "variance", "median", "quantile")
"""Measures of the catalogue in an outcome's own unit, which the evidence grid compares and standardises."""

LINEAR = frozenset({"mean", "proportion"})
"""Measures that are averages of people, so that averages over age bands are of the same kind."""

PEOPLE = count(name="people")
"""Counts everybody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One outcome, ready to be measured.

    Parameters
    ----------
    outcome : Outcome
        What the casebook says of it.
    measures : tuple of Measure
        How it is summed up.
    valid : Measure
        Counts the people whose outcome is known.
    asked : Measure
        Counts the people for whom the outcome applies.
    """

    outcome: Outcome
    measures: tuple[Measure, ...]
    valid: Measure
    asked: Measure

    @property
    def linear(self) -> tuple[Measure, ...]:
        """The measures that are averages of people."""
        return tuple(measure for measure in self.measures if measure.name in LINEAR)

    @property
    def other(self) -> tuple[Measure, ...]:
        """The measures that are not."""
        return tuple(measure for measure in self.measures if measure.name not in LINEAR)

    @property
    def keys(self) -> tuple[Key, ...]:
        """The measures as catalogues know them, in the casebook's order."""
        return tuple(key_of(measure) for measure in self.measures)


def column_of(outcome: Outcome) -> Column | None:
    """Turn an outcome of the casebook into measures.

    Parameters
    ----------
    outcome : Outcome
        With a column or a yes/no expression.

    Returns
    -------
    Column or None
        Proportions have beta intervals, which hold at 0 and 1 too (Korn and Graubard 1998, Survey
        Methodology 24, 193-201). None when only published tables hold the outcome.

    Raises
    ------
    CasebookError
        When a measure or one of its options is unknown.
    """
    if not (outcome.yes or outcome.column):
        return None
    measures = tuple(_measure(outcome, text) for text in outcome.measures)
    asked = count(among=outcome.among, name=f"people asked: {outcome.name}")
    valid = count(name=f"people with a value: {outcome.name}")
    return Column(
        outcome=outcome,
        measures=measures,
        # Counting with the measure's own outcome counts exactly the people that it is of.
        valid=replace(valid, outcome=measures[0].outcome),
        asked=asked,
    )


def _measure(outcome: Outcome, text: str) -> Measure:
    name, *options = (part.strip() for part in text.split(","))
    if name not in MEASURES:
        raise CasebookError(
            f"The outcome {outcome.name!r} names the measure {name!r}, which there is not.",
            remedy=did_you_mean(name, MEASURES) or "`dueregard estimate --list` names them all.",
        )
    if name in CATALOGUE and name not in OF_THE_GRID:
        # The grid takes an outcome's unit, and which side is better off, for every measure of it; those of
        # an index of inequality or poverty are its own, and averaging one over age bands means nothing.
        raise CasebookError(
            f"The outcome {outcome.name!r} names {name!r}, which the evidence grid does not take.",
            found="It takes means, medians and other quantiles, proportions, ratios, totals and variances.",
            remedy=f"Ask for it with: dueregard estimate TABLE --measure {name}:...",
        )
    known = inspect.signature(MEASURES[name]).parameters
    given: dict[str, Any] = {"among": outcome.among, "name": outcome.name}
    if name == "proportion":
        given["interval"] = "beta"
    else:
        given["unit"] = outcome.unit
    given |= {option: value for option, _, value in (each.partition("=") for each in options)}
    unknown = [option for option in given if option not in known]
    if unknown:
        raise CasebookError(
            f"The measure {name!r} of the outcome {outcome.name!r} has no option {unknown[0]!r}.",
            found=f"Its options are: {', '.join(option for option in known if option != 'column')}.",
            remedy=did_you_mean(unknown[0], known) or None,
        )
    lacking = [key for key, each in known.items() if each.default is each.empty and key not in given]
    if missing := [key for key in lacking if key != "column"]:
        raise CasebookError(
            f"The measure {name!r} of the outcome {outcome.name!r} lacks its {' and '.join(missing)}.",
            remedy=f'Write it as "{name},{missing[0]}=...".',
        )
    if "column" not in known:
        return MEASURES[name](**given)
    return MEASURES[name](outcome.yes or outcome.column, **given)
