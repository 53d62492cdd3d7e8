"""The columns of the grid: an outcome as measures, and the people whom it is about."""

from __future__ import annotations

import inspect
import re
from dataclasses import dataclass, replace
from typing import Any

from dueregard.casebook import Outcome
from dueregard.engine import Composite, Measure, Tallied
from dueregard.errors import CasebookError, did_you_mean
from dueregard.gaps.catalogue import Key, key_of
from dueregard.measures import CATALOGUE, MEASURES, count, parse_measure
from dueregard.measures.declared import OrderedMeasure
from dueregard.measures.registry import split_outside

__all__ = ["PEOPLE", "Column", "column_of", "crude_only", "in_wave", "is_average"]

OF_YES = ("count", "mean", "proportion", "ratio", "total", "variance")
"""What a yes/no outcome can be summed up by: it has no quantiles and no inequality."""

EXACT_AT_THE_ENDS = ("poverty_rate", "proportion")
"""Shares of people, whose intervals are beta: they hold at 0 and 1 too."""

AVERAGES = frozenset({"mean", "proportion"})
"""Measures that are averages of people, so that averages over age bands are of the same kind."""

AVERAGES_BELOW_A_LINE = frozenset({"fgt", "poverty_gap", "poverty_rate", "poverty_severity"})
"""These are too when their line is a number.

A line drawn from incomes has an error of its own, which goes through the density of incomes at it; in an age
band in which all have one income that is not known, and would leave no average over bands with an error.
"""

PEOPLE = count(name="people")
"""Counts everybody."""

OF_ITS_PERIOD = "the line of each period's own people"
_IN_BRACKETS = re.compile(r"(?P<name>\w+)\s*\((?P<options>.*)\)\s*", re.DOTALL)


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
        return tuple(measure for measure in self.measures if is_average(key_of(measure)))

    @property
    def other(self) -> tuple[Measure, ...]:
        """The measures that are not."""
        return tuple(measure for measure in self.measures if not is_average(key_of(measure)))

    @property
    def keys(self) -> tuple[Key, ...]:
        """The measures as catalogues know them, in the casebook's order."""
        return tuple(key_of(measure) for measure in self.measures)

    def of_wave(self, condition: str) -> Column:
        """Draw the lines of relative poverty from the people of one wave.

        Parameters
        ----------
        condition : str
            True for the people of the wave.

        Returns
        -------
        Column
            With the same measures.
        """
        return replace(self, measures=tuple(in_wave(measure, condition) for measure in self.measures))


def is_average(key: Key) -> bool:
    """Say whether a measure is an average of people.

    Parameters
    ----------
    key : tuple
        The measure, as catalogues know it.

    Returns
    -------
    bool
        True for means, for shares of people, and for averages of the poor's shortfalls from a given line.
        Averages of such values over groups and age bands are values of the same kind.
    """
    name, options, _ = key
    line = dict(options).get("line", "")  # type: ignore[call-overload]
    fixed = bool(line) and not line.startswith(("'", '"'))
    return name in AVERAGES or (name in AVERAGES_BELOW_A_LINE and fixed)


def crude_only(key: Key) -> str:
    """Say why a measure is not age-standardised.

    Parameters
    ----------
    key : tuple
        A measure that is no average of people.

    Returns
    -------
    str
        For the method.
    """
    if key[0] in AVERAGES_BELOW_A_LINE:
        return "crude only: rates below a line that is drawn from incomes are not averaged over ages"
    return "crude only: it is no average of people, so it is not averaged over ages"


def in_wave(measure: Measure, condition: str) -> Measure:
    """Draw a line that would come from everybody in the table from the people of one wave.

    Parameters
    ----------
    measure : Measure
        Any measure.
    condition : str
        True for the people of the wave.

    Returns
    -------
    Measure
        The same one, unless its line comes from everybody in the table.
    """
    if not isinstance(measure, OrderedMeasure) or measure.population is None:
        return measure
    if "line_population" in measure.parameters:
        return measure
    said = [part for part in (measure.method or "").split("; ") if part and part != OF_ITS_PERIOD]
    return replace(
        measure,
        population=replace(measure.population, among=condition),
        method="; ".join([*said, OF_ITS_PERIOD]),
    )


def column_of(outcome: Outcome) -> Column | None:
    """Turn an outcome of the casebook into measures.

    Parameters
    ----------
    outcome : Outcome
        With a column or a yes/no expression.

    Returns
    -------
    Column or None
        Proportions and poverty rates have beta intervals, which hold at 0 and 1 too (Korn and Graubard 1998,
        Survey Methodology 24, 193-201). None when only published tables hold the outcome.

    Raises
    ------
    CasebookError
        When a measure or one of its options is unknown, or gives no one value of a group.
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
    name, options = _read(text)
    if name not in MEASURES:
        raise CasebookError(
            f"The outcome {outcome.name!r} names the measure {name!r}, which there is not.",
            remedy=did_you_mean(name, MEASURES) or "`dueregard estimate --list` names them all.",
        )
    _refuse_unfit(outcome, name)
    known = inspect.signature(MEASURES[name]).parameters
    given: dict[str, Any] = {"among": outcome.among, "name": outcome.name}
    if name in EXACT_AT_THE_ENDS:
        given["interval"] = "beta"
    # An index has no unit, and a share its own.
    if name not in CATALOGUE or CATALOGUE[name].keeps_unit:
        given["unit"] = outcome.unit
    given |= options
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


def _read(text: str) -> tuple[str, dict[str, str]]:
    """Read ``name,option=value`` or ``name(option=value)``."""
    brackets = _IN_BRACKETS.fullmatch(text.strip())
    written = f"{brackets['name']},{brackets['options']}" if brackets else text
    name, *options = (part.strip() for part in split_outside(written))
    pairs = (each.partition("=") for each in options if each)
    return name, {option.strip(): value.strip() for option, _, value in pairs}


def _refuse_unfit(outcome: Outcome, name: str) -> None:
    """Refuse what has no one value for each group, or none of answers that are yes or no."""
    if name not in CATALOGUE:
        return
    if isinstance(parse_measure(CATALOGUE[name].example), Composite | Tallied):
        raise CasebookError(
            f"The outcome {outcome.name!r} names {name!r}, which the evidence grid does not take.",
            found="It gives several values for a group, or is of rows that are not people.",
            remedy=f"Ask for it with: dueregard estimate TABLE --measure {name}:...",
        )
    if outcome.yes and name not in OF_YES:
        raise CasebookError(
            f"The outcome {outcome.name!r} is yes or no, which {name!r} is not of.",
            found=f"Such outcomes are summed up by: {', '.join(OF_YES)}.",
            remedy='Write measures = ["proportion"], or give the outcome a column of numbers.',
        )
