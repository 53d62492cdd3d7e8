"""A study of strata as it may be published: small strata are not in it, in any number or word."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from dueregard.causes.strata.figures import Options
from dueregard.causes.strata.find import study
from dueregard.causes.strata.findings import StrataFindings
from dueregard.causes.strata.people import StrataPeople
from dueregard.disclosure import WITHHELD, Policy, Table, cell_of, release
from dueregard.disclosure.primary import disclosive
from dueregard.errors import DisclosureRefused
from dueregard.estimates import Record
from dueregard.estimates.source import BoolArray

__all__ = ["ReleasedStrata", "released_strata"]

MOST_LISTED = 5_000
"""How many withheld strata are listed one by one."""

LEFT_OUT = (
    "Some strata are withheld: they are of too few people. Nobody in them is in any number here; the models "
    "are of the people in the other strata."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasedStrata:
    """What may be published.

    Attributes
    ----------
    found : StrataFindings
        Of the strata that are shown, and nobody else.
    records : tuple of Record
        Of them; withheld strata without values, together with possible strata that nobody is in.
    """

    found: StrataFindings
    records: tuple[Record, ...]


def released_strata(read: StrataPeople, options: Options, *, policy: Policy | None = None) -> ReleasedStrata:
    """Study strata without those that the disclosure gate withholds.

    A model borrows from every stratum for every other one, and its equations could be solved for a stratum
    that is left out of a table alone. So small strata are left out of the models too.

    Parameters
    ----------
    read : StrataPeople
        Of the people.
    options : Options
        How they are studied.
    policy : Policy, optional
        The rules.

    Returns
    -------
    ReleasedStrata
        That passed the gate.

    Raises
    ------
    DisclosureRefused
        When fewer than two strata may be shown.
    """
    policy = policy or Policy()
    whole, here = read, read
    while True:
        found = study(here, options)
        records = [record for record in found.records() if record.by]
        # All other numbers will be of the people shown, so that no stratum is the rest of them.
        few = disclosive([_table(records, here)], policy=policy)
        shown = {_key(record.by) for record in records if cell_of(record) not in few}
        kept = np.array([_key(here.by(at)) in shown for at in range(here.size)])
        if kept.all():
            break
        _refuse_few(kept)
        here = replace(here.only(kept), notes=())
    passed = release([_table(found.records(), here)], policy=policy).tables[0].records
    if here is whole:
        return ReleasedStrata(found=_without_counts(found), records=tuple(passed))
    found = replace(
        found,
        warnings=(*(each for each in found.warnings if "have nobody" not in each), LEFT_OUT),
        withheld=tuple(_absent(whole, shown)),
    )
    listed = [_withheld(found, levels) for levels in found.withheld]
    return ReleasedStrata(found=_without_counts(found), records=(*passed, *listed))


def _table(records: Sequence[Record], read: StrataPeople) -> Table:
    return Table(
        name="strata",
        title="Intersectional strata",
        records=tuple(records),
        count="full" if read.full else "sample",
        same_people=True,
    )


def _refuse_few(kept: BoolArray) -> None:
    if kept.sum() < 2:
        raise DisclosureRefused(
            "Too few strata may be shown to compare them: the others are of too few people.",
            remedy="Cross fewer characteristics, or use coarser levels.",
        )


def _absent(read: StrataPeople, shown: set[frozenset[tuple[str, str]]]) -> list[Mapping[str, str]]:
    """All possible strata that are not shown, so that nobody can tell the empty from the small."""
    if math.prod(len(levels) for levels in read.levels) > MOST_LISTED:
        return []
    every = (dict(zip(read.variables, each, strict=True)) for each in itertools.product(*read.levels))
    return [levels for levels in every if _key(levels) not in shown]


def _withheld(found: StrataFindings, levels: Mapping[str, str]) -> Record:
    return Record(
        measure="stratum_probability" if found.family == "binomial" else "stratum_mean",
        parameters={"model": "null" if found.main is None else "main effects"},
        outcome=found.outcome,
        by=levels,
        status="withheld",
        reason=WITHHELD,
        unit=found.unit,
    )


def _without_counts(found: StrataFindings) -> StrataFindings:
    return replace(found, notes=tuple(note for note in found.notes if not re.search(r"\d", note)))


def _key(levels: Mapping[str, str]) -> frozenset[tuple[str, str]]:
    return frozenset(levels.items())
