"""``dueregard cumulative --release``: the gate, and nothing beside it that counts people.

The effects of measures sum to that of the whole, so one withheld share could be found from the others: where
one figure of a group is withheld, all of its figures are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from dueregard.cli.released import discreet_notes
from dueregard.consequences.cumulative import Cumulative
from dueregard.consequences.cumulative.reading import Group, group_of
from dueregard.consequences.cumulative.released import told
from dueregard.disclosure import WITHHELD, Policy, Table, release
from dueregard.estimates import Record, Support

__all__ = ["released_bundle"]


def released_bundle(found: Cumulative, *, count: Literal["sample", "full"]) -> Cumulative:
    """Apply the disclosure gate to a bundle.

    Parameters
    ----------
    found : Cumulative
        As estimated.
    count : {"sample", "full"}
        Whether the people are a full count.

    Returns
    -------
    Cumulative
        Records of unsafe groups are withheld; flags, the worst affected and notes follow from the others.
    """
    unsafe = _unsafe_groups(found.records, count=count)
    records = tuple(_apply(record, unsafe) for record in found.records)
    return told(
        replace(
            found,
            records=records,
            measures=tuple(
                replace(
                    each,
                    recipients=None,
                    total_cost=None,
                    assumptions=tuple(discreet_notes(each.assumptions, ())),
                )
                for each in found.measures
            ),
            notes=tuple(discreet_notes(found.notes, records)),
        )
    )


def _unsafe_groups(records: Sequence[Record], *, count: Literal["sample", "full"]) -> set[Group]:
    """Put every figure through the gate as if it were a level of its own, and gather the groups that fall."""
    plain = [
        replace(
            record,
            measure=" ".join([record.measure, *(record.by.get(name, "") for name in _WHOSE)]),
            by=dict(group_of(record)),
            contrast=None,
            reference=None,
            rank=None,
        )
        for record in records
    ]
    table = Table(name="bundle", title="Bundle", records=tuple(plain), count=count, same_people=True)
    [gated] = release([table], policy=Policy()).tables
    return {group_of(record) for record in gated.records if record.status == "withheld"}


_WHOSE = ("bundle", "option", "with", "year")


def _apply(record: Record, unsafe: set[Group]) -> Record:
    if group_of(record) not in unsafe:
        return replace(record, support=Support())
    return replace(
        record,
        estimate=None,
        se=None,
        low=None,
        high=None,
        df=None,
        n=None,
        n_eff=None,
        status="withheld",
        reason=WITHHELD,
        verdict=None,
        discovery=None,
        rank=None,
        support=Support(),
    )
