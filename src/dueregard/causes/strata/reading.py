"""People as strata: one GROUP BY where nobody was weighted or clustered, else the rows of a sample."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dueregard.causes.columns import label_of, not_applicable_codes
from dueregard.causes.factors import Factor, coded_factor
from dueregard.causes.left_out import Missing, refuse_missing, refuse_nobody
from dueregard.causes.sample import read_sample
from dueregard.causes.strata.grouped import grouped_people
from dueregard.causes.strata.people import Rows, StrataPeople
from dueregard.causes.strata.refusals import (
    notes_of,
    refuse_bands_of_texts,
    refuse_few,
    refuse_many,
    refuse_names,
    refuse_outcome,
)
from dueregard.causes.strata.tally import tally_of_people
from dueregard.engine import Grouping
from dueregard.estimates.source import IntArray
from dueregard.people import People

__all__ = ["read_strata"]


def read_strata(
    people: People,
    *,
    outcome: str,
    strata: Sequence[str | Grouping],
    adjust: Sequence[str] = (),
    missing: Missing = "drop",
) -> StrataPeople:
    """Sum the people of a domain by stratum.

    Parameters
    ----------
    people : People
        With their design.
    outcome : str
        A column of numbers or an expression.
    strata : sequence of str or Grouping
        Characteristics, places, generations or columns that are crossed.
    adjust : sequence of str
        Covariates: columns of numbers or expressions.
    missing : {"drop", "level", "refuse"}
        What becomes of people without an answer to a characteristic.

    Returns
    -------
    StrataPeople
        Of the strata that somebody is in.

    Raises
    ------
    ColumnNotFound
        When a name is neither a grouping nor a column.
    UsageError
        When no characteristic is named, one is named twice or is a measurement, or the outcome holds text.
    PeopleError
        When nobody is left, all are in one stratum, or all have the same outcome.

    Examples
    --------
    >>> from dueregard.people import read_people
    >>> people = read_people({"pay": [9.0, 8.0, 14.0], "sex": ["f", "m", "f"], "class": ["a", "b", None]})
    >>> read = read_strata(people, outcome="pay", strata=["sex", "class"])
    >>> read.levels, read.size, read.notes
    ((('f', 'm'), ('a', 'b')), 2, ('1 person was left out: no class.',))
    """
    names = [each.name if isinstance(each, Grouping) else each for each in strata]
    refuse_names(names, adjust)
    groupings = [each if isinstance(each, Grouping) else people.schema.grouping(each) for each in strata]
    refuse_outcome(people.table, outcome, {each.name: each.column for each in groupings}, adjust)
    refuse_bands_of_texts(people, groupings)
    asked = _Asked(
        outcome=outcome, names=tuple(names), groupings=tuple(groupings), adjust=tuple(adjust), missing=missing
    )
    read = _grouped(people, asked) if _is_simple(people) else _sampled(people, asked)
    refuse_many(dict(zip(read.variables, read.levels, strict=True)))
    refuse_few(read.outcome, read.tally)
    return read


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What is read."""

    outcome: str
    names: tuple[str, ...]
    groupings: tuple[Grouping, ...]
    adjust: tuple[str, ...]
    missing: Missing


def _grouped(people: People, asked: _Asked) -> StrataPeople:
    outcome, names, groupings, adjust = asked.outcome, asked.names, asked.groupings, asked.adjust
    missing = asked.missing
    found = grouped_people(people, outcome=outcome, groupings=groupings, covariates=adjust)
    factors, unknown = [], []
    for name, grouping, key in zip(names, groupings, found.keys, strict=True):
        factor, without = coded_factor(
            grouping,
            key,
            name=name,
            label=label_of(people, name),
            not_applicable=not_applicable_codes(people, name),
        )
        factors.append(factor)
        unknown.append(without)
    dropped = {f"no {name}": count for name, count in found.lacking.items()}
    kept = found.tally.people > 0
    absent = {
        f"no {name}": int(found.tally.people[without].sum())
        for name, without in zip(names, unknown, strict=True)
    }
    if missing == "refuse":
        refuse_missing(absent)
    if missing == "drop":
        for name, without in zip(names, unknown, strict=True):
            dropped[f"no {name}"] = int(found.tally.people[kept & without].sum())
            kept = kept & ~without
    if not kept.any():
        refuse_nobody(outcome, dropped)
    factors = [factor.select(kept) for factor in factors]
    codes, group = _crossed(factors)
    patterns = found.patterns_of(kept, group) if adjust else None
    return StrataPeople(
        outcome=outcome,
        variables=tuple(names),
        labels=tuple(factor.label for factor in factors),
        levels=tuple(factor.levels for factor in factors),
        codes=codes,
        tally=found.tally.only(kept).merged(group, len(codes)),
        adjusted=tuple(adjust),
        patterns=patterns,
        full=not people.design.has_sampling_error,
        notes=notes_of(dropped, absent if missing == "level" else {}),
    )


def _sampled(people: People, asked: _Asked) -> StrataPeople:
    outcome, names, groupings, adjust = asked.outcome, asked.names, asked.groupings, asked.adjust
    sample = read_sample(people, outcome=outcome, factors=groupings, numbers=adjust, missing=asked.missing)
    codes, stratum = _crossed(sample.factors)
    values = np.column_stack([np.zeros((sample.size, 0)), *(sample.numbers[name] for name in adjust)])
    rows = Rows(outcome=sample.outcome, covariates=values, stratum=stratum, design=sample.design)
    tally = tally_of_people(
        sample.outcome, stratum, strata=len(codes), weight=sample.weight, covariates=values
    )
    absent = {f"no {name}": int(flags.sum()) for name, flags in sample.missing.items()}
    return StrataPeople(
        outcome=outcome,
        variables=tuple(names),
        labels=tuple(label_of(people, name) for name in names),
        levels=sample.levels,
        codes=codes,
        tally=tally,
        adjusted=tuple(adjust),
        rows=rows,
        full=not people.design.has_sampling_error,
        notes=notes_of(sample.dropped, absent),
    )


def _crossed(factors: Sequence[Factor]) -> tuple[IntArray, IntArray]:
    """The strata that somebody is in, and the stratum of each."""
    shape = [len(factor.levels) for factor in factors]
    place = np.zeros(len(factors[0].codes), dtype=np.int64)
    for factor, levels in zip(factors, shape, strict=True):
        place = place * levels + factor.codes
    strata, stratum = np.unique(place, return_inverse=True)
    codes = np.column_stack(np.unravel_index(strata, shape))
    return codes.astype(np.intp), stratum.ravel()


def _is_simple(people: People) -> bool:
    design = people.design
    declared = (design.weight, design.strata, design.replicates, design.known_totals)
    return not design.clusters and not design.fpc and all(each is None for each in declared)
