"""Crossings of a casebook as strata: only those that the evidence grid shows, and nothing of the others.

A stratum's shrunken value, its people and the variances give back its own value; and variances, fitted to all
strata, would tell of those withheld. So strata that the grid withholds take no part in any model, and a
stratum's values are cells of the grid: they fall with it (:mod:`dueregard.disclosure.cells`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from dueregard.casebook import Outcome, characteristic_label
from dueregard.causes.asked import Asked, average_of, people_of
from dueregard.causes.discreet import discreet, steady
from dueregard.causes.findings import StrataTold
from dueregard.causes.strata import StrataFindings, Stratum, intersectional_strata
from dueregard.causes.words import INTERACTION, SHRUNKEN
from dueregard.disclosure import Table
from dueregard.errors import ColumnNotFound, DueRegardError
from dueregard.estimates import Record

if TYPE_CHECKING:
    from dueregard.causes.strata import Figure
    from dueregard.disclosure import Release
    from dueregard.engine import Grouping
    from dueregard.people import People

__all__ = ["Crossed", "crossed_of", "only_among"]

NOT_IN_GRID = (
    "The evidence grid does not cross these characteristics: name them in [[intersections]] too. Which of "
    "them may be shown is decided there."
)
NO_AVERAGE = "The outcome is not summed up by a mean or a proportion."
TOO_FEW = "Fewer than four of these crossings may be shown."
FEWEST = 4
WITHOUT = "Crossings that may not be shown take no part in the model."
PARTS = "its parts"
"""What a stratum's interaction is over and above of."""

FIGURES = {
    "vpc": "vpc",
    "pcv": "pcv",
    "mor": "mor",
    "auc": "auc",
    "variance": "stratum_variance",
    "variance_main": "stratum_variance_main",
}
FEWEST_REPLICATES = 20
"""Each replicate is two fits by iteration, for a few numbers of the whole study: half as many have to do."""

OF_CHANCES = ("mor", "auc")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Crossed:
    """Strata before the gate.

    Attributes
    ----------
    told : tuple of StrataTold
        One for each crossing and outcome.
    tables : tuple of Table
        One for each crossing.
    """

    told: tuple[StrataTold, ...] = ()
    tables: tuple[Table, ...] = field(default=(), repr=False)


def crossed_of(people: People, asked: Asked, *, shown: Release | None) -> Crossed:
    """Look at crossings as strata.

    Parameters
    ----------
    people : People
        All periods together.
    asked : Asked
        What is looked at.
    shown : Release or None
        What may be shown of the grid.

    Returns
    -------
    Crossed
        What cannot be found has the reason, and does not stop the others.
    """
    told: list[StrataTold] = []
    tables: list[Table] = []
    outcomes = {outcome.name: outcome for outcome in asked.outcomes}
    for of, names in asked.crossings:
        name = "-".join(("causes-strata", *of))
        records: list[Record] = []
        for outcome in (outcomes[each] for each in names if each in outcomes):
            one, found = _strata(_Case(people=people, of=of, asked=asked, shown=shown), outcome, name)
            told.append(one)
            records += found
        if records:
            title = f"{', '.join(characteristic_label(each) for each in of)}: strata"
            tables.append(
                Table(
                    name=name,
                    title=title,
                    records=tuple(records),
                    count=people.design.count,
                    one_model=True,
                )
            )
    return Crossed(told=tuple(told), tables=tuple(tables))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Case:
    """A crossing, and what may be shown of it."""

    people: People
    of: Sequence[str]
    asked: Asked
    shown: Release | None


def _strata(case: _Case, outcome: Outcome, name: str) -> tuple[StrataTold, list[Record]]:
    people, of, asked = case.people, case.of, case.asked
    told = StrataTold(outcome=outcome.name, of=tuple(of), better=outcome.better)
    average = average_of(outcome)
    if average is None:
        return replace(told, reason=NO_AVERAGE), []
    cells = _shown(case.shown, of, outcome, average)
    if cells is None:
        return replace(told, reason=NOT_IN_GRID), []
    visible = [by for by, may in cells if may]
    if len(visible) < FEWEST:
        return replace(told, reason=TOO_FEW), []
    hidden = [by for by, may in cells if not may]
    among = only_among(hidden, people)
    try:
        found = intersectional_strata(
            people_of(people, outcome).where(among) if among else people_of(people, outcome),
            outcome=outcome.yes or outcome.column or "",
            strata=of,
            replicates=max(FEWEST_REPLICATES, asked.causes.replicates // 2),
            seed=asked.causes.seed,
        )
    except ColumnNotFound:
        raise
    except DueRegardError as error:
        why = next(iter(discreet([error.wrong])), "It cannot be estimated from these people.")
        return replace(told, reason=why), []
    notes = discreet((*found.statements, *found.warnings, *((WITHOUT,) if hidden else ())))
    told = replace(told, table=name, family=found.family, method=found.estimation, notes=notes)
    return told, _records(found, outcome, average)


def _shown(
    shown: Release | None, of: Sequence[str], outcome: Outcome, average: str
) -> list[tuple[Mapping[str, str], bool]] | None:
    """List the crossings that the grid has of an outcome, and whether each may be shown."""
    found = [
        (record.by, record.status in ("ok", "approximate"))
        for table in (shown.tables if shown else ())
        if table.name.startswith("intersection-") and set(table.name.split("-")[1:]) >= set(of)
        for record in table.records
        if record.contrast is None
        and set(record.by) == set(of)
        and record.outcome == outcome.name
        and record.measure == average
        and record.parameters.get("basis") == "crude"
    ]
    return found or None


def only_among(hidden: Sequence[Mapping[str, str]], people: People) -> str:
    """Write the condition that leaves crossings out.

    Parameters
    ----------
    hidden : sequence of mapping of str to str
        Levels of each that is left out.
    people : People
        Whose characteristics they are.

    Returns
    -------
    str
        An expression of columns; empty where nothing is left out.

    Examples
    --------
    >>> from dueregard.people import read_people
    >>> people = read_people({"sex": ["f", "m"], "o": [1, 2]}, characteristics={"sex": "sex", "origin": "o"})
    >>> only_among([{"sex": "f", "origin": "2"}], people)
    "not (`sex` in ['f'] and `o` in [2])"
    """
    known = people.schema.groupings
    cells = [" and ".join(_is(people, known[name], level) for name, level in by.items()) for by in hidden]
    return " and ".join(f"not ({cell})" for cell in cells)


def _is(people: People, grouping: Grouping, level: str) -> str:
    column = f"`{grouping.column}`"
    if grouping.bands is not None:
        position = grouping.band_labels.index(level)
        above = f"{column} >= {grouping.bands[position]:g}"
        ends = grouping.bands[position + 1 : position + 2]
        return f"{above} and {column} < {ends[0]:g}" if ends else above
    codes = [code for code, label in (grouping.labels or {}).items() if label == level] or [level]
    kind = people.table.schema[people.table.names[grouping.column]]
    written = codes if kind.is_numeric() else ["'" + code.replace("'", "\\'") + "'" for code in codes]
    return f"{column} in [{', '.join(written)}]"


def _records(found: StrataFindings, outcome: Outcome, average: str) -> list[Record]:
    figures = [
        _figure(getattr(found, name), measure, found, outcome)
        for name, measure in FIGURES.items()
        if found.family == "binomial" or name not in OF_CHANCES
    ]
    return [
        *figures,
        *(record for each in found.strata for record in _stratum(each, found, outcome, average)),
    ]


def _figure(figure: Figure, measure: str, found: StrataFindings, outcome: Outcome) -> Record:
    return Record(
        measure=measure,
        parameters={"strata": ", ".join(found.variables)},
        outcome=outcome.name,
        estimate=steady(figure.value),
        se=steady(figure.se),
        low=steady(figure.low),
        high=steady(figure.high),
        level=None if figure.low is None else found.level,
        n=found.people,
        status=figure.status,
        reason=figure.reason and next(iter(discreet([figure.reason])), "it cannot be estimated"),
        method=figure.method or found.estimation,
    )


def _stratum(each: Stratum, found: StrataFindings, outcome: Outcome, average: str) -> list[Record]:
    unit = "proportion" if outcome.yes else outcome.unit
    method = f"{found.family} model of strata, {found.estimation}"
    value = Record(
        measure=average,
        parameters={"basis": SHRUNKEN},
        outcome=outcome.name,
        by=dict(each.levels),
        estimate=steady(each.shrunken),
        se=steady(each.shrunken_se),
        low=steady(each.low),
        high=steady(each.high),
        level=found.level,
        n=each.n,
        n_eff=steady(each.n_eff),
        unit=unit,
        method=f"{method}; drawn towards what its parts foretell, the more the fewer they are",
        support=each.support,
    )
    if each.interaction is None:
        return [value]
    beyond = replace(
        value,
        parameters={"basis": INTERACTION},
        contrast="difference",
        reference=PARTS,
        estimate=steady(each.interaction),
        se=steady(each.interaction_se),
        low=steady(each.interaction_low),
        high=steady(each.interaction_high),
        unit="log odds" if found.family == "binomial" else unit,
        method=f"{method}; what its crossing adds, as far as its size allows",
        discovery=each.flagged,
    )
    return [value, beyond]
