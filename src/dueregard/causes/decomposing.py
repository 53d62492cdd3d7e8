"""Gaps of a casebook told apart by what goes along with them: what can be found, and why the rest cannot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from dueregard.causes.asked import Asked, average_of, label_of, people_of
from dueregard.causes.decompositions import decompose
from dueregard.causes.decompositions.methods import METHODS
from dueregard.causes.decompositions.releasing import discreet_parts
from dueregard.causes.discreet import discreet, steady
from dueregard.causes.findings import DecompositionTold
from dueregard.causes.widest import AGES, Gap
from dueregard.disclosure import Table
from dueregard.errors import ColumnNotFound, DueRegardError

if TYPE_CHECKING:
    from dueregard.disclosure import Policy
    from dueregard.estimates import Record
    from dueregard.people import People

__all__ = ["Decompositions", "decompositions_of", "usual_covariates"]

TABLE = "causes-decompositions"
CONTRAST = "decomposition"
"""The gap is the reference group's value minus the other's."""

USUAL = (
    "Set against age, sex and the circumstances of birth that the casebook names, which came before. Jobs, "
    "schooling or health are left out: they may themselves be a part of the disadvantage. Where people live "
    "now may be one too."
)
CHOSEN = (
    "Set against what the casebook names. Whatever of it came about after the disadvantage may itself be a "
    "part of it."
)
NOT_JUSTIFIED = (
    "What goes along with other differences is explained by them in arithmetic; it is not justified."
)
NO_AVERAGE = "The outcome is not summed up by a mean or a proportion, whose parts would add up."
NO_GROUPS = (
    "No gap of this characteristic may be shown that is worse beyond chance: name reference and other."
)
FEW_WITHOUT = (
    "It cannot be told apart without showing something of few people: join levels of the covariates."
)
ONE_SIDED = (
    "People of a level that only one of the two groups has, or whose level is not known, are left out."
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Decompositions:
    """Decompositions before the gate.

    Attributes
    ----------
    told : tuple of DecompositionTold
        One for each gap.
    tables : tuple of Table
        One, or none.
    """

    told: tuple[DecompositionTold, ...] = ()
    tables: tuple[Table, ...] = field(default=(), repr=False)


def decompositions_of(people: People, gaps: Sequence[Gap], asked: Asked, *, policy: Policy) -> Decompositions:
    """Tell gaps apart.

    Parameters
    ----------
    people : People
        All periods together.
    gaps : sequence of Gap
        Which.
    asked : Asked
        What is looked at.
    policy : Policy
        The rules of the gate.

    Returns
    -------
    Decompositions
        A gap that cannot be told apart has the reason, and does not stop the others.
    """
    told: list[DecompositionTold] = []
    records: list[Record] = []
    for gap in gaps:
        one, found = _decomposed(people, gap, asked, policy)
        told.append(one)
        records += found
    title = "What the widest gaps go along with"
    table = Table(name=TABLE, title=title, records=tuple(records), count=people.design.count)
    return Decompositions(told=tuple(told), tables=(table,) if records else ())


def usual_covariates(people: People, asked: Asked, characteristic: str) -> tuple[str, ...]:
    """List what came before a gap, as far as the casebook holds it.

    Parameters
    ----------
    people : People
        Whose columns are known.
    asked : Asked
        With the circumstances.
    characteristic : str
        Whose groups are compared.

    Returns
    -------
    tuple of str
        Age in bands, sex, and circumstances of birth. What is read from the column of the characteristic
        itself is left out, and every place for a gap between places.
    """
    schema = people.schema
    own = schema.variables[characteristic].column
    born = [name for names in asked.circumstances.values() for name in names]
    names = dict.fromkeys([*(name for name in AGES[:1] if name in schema.generations), "sex", *born])
    places = schema.places if characteristic in schema.places else {}
    return tuple(
        name
        for name in names
        if (name in schema.groupings or name in born)
        and name != characteristic
        and name not in places
        and (name not in schema.variables or schema.variables[name].column != own)
    )


def _decomposed(
    people: People, gap: Gap, asked: Asked, policy: Policy
) -> tuple[DecompositionTold, tuple[Record, ...]]:
    outcome, average = gap.outcome, average_of(gap.outcome)
    usual = not gap.asked.covariates
    covariates = usual_covariates(people, asked, gap.characteristic) if usual else gap.asked.covariates
    method = gap.asked.method or ("logit" if outcome.yes and "logit" in METHODS else "twofold")
    told = DecompositionTold(
        outcome=outcome.name,
        characteristic=gap.characteristic,
        group=gap.group,
        reference=gap.reference,
        method=method,
        coefficients=gap.asked.coefficients,
        covariates=tuple(label_of(name, people) for name in covariates),
        why=f"Chosen as {gap.why}. {USUAL if usual else CHOSEN}",
    )
    if average is None:
        return replace(told, reason=NO_AVERAGE), ()
    if not gap.group or not gap.reference:
        return replace(told, reason=NO_GROUPS), ()
    try:
        found = decompose(
            people_of(people, outcome),
            outcome=outcome.yes or outcome.column or "",
            group=gap.characteristic,
            reference=gap.reference,
            other=gap.group,
            covariates=covariates,
            method=method,
            coefficients=gap.asked.coefficients,
            quantile=gap.asked.quantile,
            missing="level",
            one_sided="drop",
            seed=asked.causes.seed,
        )
    except ColumnNotFound:
        raise
    except DueRegardError as error:
        why = next(iter(discreet([error.wrong])), "It cannot be estimated from these people.")
        return replace(told, reason=why), ()
    if 0 < (found.fewest or 0) < policy.threshold:
        return replace(told, reason=FEW_WITHOUT), ()
    labels = {name: label_of(name, people) for name in covariates}
    parts = discreet_parts([each for each in found.records() if _is_part(each)])
    records = tuple(_record(each, gap, average, labels) for each in parts)
    # The library's own notes name levels that only a few people have; here they are told without. Whether
    # few people are left out is for the gate to see: it knows how many the grid has.
    return replace(told, table=TABLE, notes=(NOT_JUSTIFIED, ONE_SIDED)), records


def _is_part(record: Record) -> bool:
    """Whether a record is of a part of the gap, and not of a constant that adds nothing."""
    constant = record.by.get("variable") == "(constant)"
    return "component" in record.by and not (constant and not record.estimate)


def _record(record: Record, gap: Gap, average: str, labels: dict[str, str]) -> Record:
    """Write a part of the gap as a contrast of the grid's two groups: it falls when either of them does."""
    variable = record.by.get("variable")
    said = {"component": record.by["component"]}
    if variable is not None:
        said["variable"] = labels.get(variable, variable)
    return replace(
        record,
        measure=average,
        estimate=steady(record.estimate),
        se=steady(record.se),
        low=steady(record.low),
        high=steady(record.high),
        df=steady(record.df),
        n_eff=steady(record.n_eff),
        parameters=said,
        outcome=gap.outcome.name,
        by={gap.characteristic: gap.group},
        contrast=CONTRAST,
        reference=gap.reference,
        unit="proportion" if gap.outcome.yes else gap.outcome.unit,
        verdict=None,
    )
