"""People as strata: one GROUP BY where nobody was weighted or clustered, else the rows of a sample."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from dueregard.causes.columns import label_of, not_applicable_codes
from dueregard.causes.factors import NOT_KNOWN, Factor, coded_factor
from dueregard.causes.left_out import Missing, left_out_notes, refuse_missing, refuse_nobody
from dueregard.causes.sample import read_sample
from dueregard.causes.strata.grouped import grouped_people
from dueregard.causes.strata.people import Rows, StrataPeople
from dueregard.causes.strata.tally import tally_of_people
from dueregard.engine import Grouping
from dueregard.errors import PeopleError, UsageError
from dueregard.estimates.source import IntArray
from dueregard.people import People

__all__ = ["read_strata"]

MOST_STRATA = 50_000


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
    _refuse_names(names, adjust)
    groupings = [each if isinstance(each, Grouping) else people.schema.grouping(each) for each in strata]
    asked = _Asked(
        outcome=outcome, names=tuple(names), groupings=tuple(groupings), adjust=tuple(adjust), missing=missing
    )
    read = _grouped(people, asked) if _is_simple(people) else _sampled(people, asked)
    _refuse_few(read)
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
        notes=_notes(dropped, absent if missing == "level" else {}),
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
        notes=_notes(sample.dropped, absent),
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


def _refuse_names(names: Sequence[str], adjust: Sequence[str]) -> None:
    if not names:
        raise UsageError("No characteristic is named, so there are no strata.", remedy="Name at least one.")
    for name in names:
        if names.count(name) > 1:
            raise UsageError(f"{name!r} is crossed with itself.", remedy="Name each characteristic once.")
        if name in adjust:
            raise UsageError(
                f"{name!r} is both crossed and adjusted for.", remedy="Name it in one of the two places."
            )


def _refuse_few(read: StrataPeople) -> None:
    if read.size < 2:
        raise PeopleError(
            "All people are in one stratum, so there is nothing to compare.",
            remedy="Name another characteristic, or widen the condition on the people.",
        )
    if read.size > MOST_STRATA:
        raise UsageError(
            "There are too many strata.",
            found=f"{read.size:,}; the most is {MOST_STRATA:,}.",
            remedy="Cross fewer characteristics, or use coarser levels.",
        )
    tally = read.tally
    mean = tally.first[:, -1].sum() / tally.weight.sum()
    spread = tally.second[:, -1, -1].sum() / tally.weight.sum() - mean**2
    if spread <= 1e-14 * max(abs(tally.centre + mean), 1e-300) ** 2:
        raise PeopleError(
            f"Everybody has the same {read.outcome!r}, so there is nothing to explain.",
            remedy="Check the outcome, and the condition on the people.",
        )


def _notes(dropped: Mapping[str, int], absent: Mapping[str, int]) -> tuple[str, ...]:
    notes = left_out_notes(dropped)
    for reason, count in absent.items():
        if count:
            who = "1 person" if count == 1 else f"{count:,} people"
            notes.append(f"{who} with {reason}: {NOT_KNOWN!r} is a level of its own.")
    return tuple(notes)
