"""What may be published of a bundle: through the gate, and told again from what is left.

The effects of measures sum to that of the whole, so one withheld share could be found from the others: where
the gate withholds one figure of a group, so are all of its figures; all of poverty, all of winners and
losers, or all of other orders than the one given, where it is one of those.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Literal

from dueregard.consequences.cumulative.findings import Cumulative
from dueregard.consequences.cumulative.reading import Group, group_of
from dueregard.consequences.cumulative.released import told
from dueregard.consequences.cumulative.touched import EVERYTHING, ORDERS, POVERTY, WINNERS
from dueregard.consequences.discreet import uncapped, uncounted, without_numbers
from dueregard.disclosure import Policy, Table, release
from dueregard.estimates import Record

__all__ = ["released_bundle"]

WHY = (
    "A value is withheld when it, or a result that could be worked out from it, is of few people, happens to "
    "few of them, or is mostly of one person."
)
_WHOSE = ("bundle", "option", "with", "year")
_OF_ORDERS = ("stand_alone", "shapley", "interaction", "pairwise")
_OF_WINNERS = ("winners", "losers")


def released_bundle(
    found: Cumulative,
    unsafe: Collection[tuple[Group, str]],
    *,
    count: Literal["sample", "full"],
    policy: Policy | None = None,
) -> Cumulative:
    """Apply the disclosure gate to a bundle.

    Parameters
    ----------
    found : Cumulative
        As estimated.
    unsafe : collection of (Group, str)
        Groups in which effects touch few, from :func:`~dueregard.consequences.cumulative.touched.unsafe_of`.
    count : {"sample", "full"}
        Whether the people are a full count.
    policy : Policy, optional
        The rules; by default those of :class:`~dueregard.disclosure.Policy`.

    Returns
    -------
    Cumulative
        Records that may not be shown are withheld; flags, the worst affected and notes follow from others.
    """
    rules = policy or Policy()
    fallen = {*unsafe, *_fallen(found.records, count=count, policy=rules)}
    marked = [
        _marked(record, rules) if any(each in fallen for each in _reasons(record)) else record
        for record in found.records
    ]
    # Each figure is a table of its own: whom it keeps company with was settled above.
    tables = [
        Table(name=str(number), title="", records=(record,), count=count)
        for number, record in enumerate(marked)
    ]
    records = tuple(record for table in tables for record in release([table], policy=rules).tables[0].records)
    notes = list(without_numbers(found.notes))
    notes += [WHY] if any(record.status == "withheld" for record in records) else []
    return told(
        replace(
            found,
            records=records,
            measures=tuple(
                replace(
                    each,
                    recipients=None,
                    total_cost=None,
                    assumptions=tuple(uncounted(uncapped(text)) for text in each.assumptions),
                )
                for each in found.measures
            ),
            notes=tuple(notes),
        )
    )


def _group(record: Record) -> Group:
    return tuple(sorted(group_of(record)))


def _kinds(record: Record) -> Iterator[str]:
    """Say with which figures of its group a figure stands and falls, the fewest first."""
    if "poverty" in record.measure:
        yield POVERTY
    if any(word in record.measure for word in _OF_WINNERS):
        yield WINNERS
    if record.measure.startswith(_OF_ORDERS):
        yield ORDERS
    yield EVERYTHING


def _reasons(record: Record) -> Iterator[tuple[Group, str]]:
    group = _group(record)
    return ((group, kind) for kind in _kinds(record))


def _marked(record: Record, policy: Policy) -> Record:
    people = max(policy.threshold, 1)
    return replace(
        record,
        rank=None,
        support=replace(
            record.support, n=people, n_effective=0.0, least_n=people, least_n_effective=0.0, events=None
        ),
    )


def _fallen(
    records: Sequence[Record], *, count: Literal["sample", "full"], policy: Policy
) -> set[tuple[Group, str]]:
    """Put every figure through the gate as if it were a level of its own, and gather what falls with it."""
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
    [gated] = release([table], policy=policy).tables
    return {
        (_group(gone), next(_kinds(record)))
        for record, gone in zip(records, gated.records, strict=True)
        if gone.status == "withheld" and record.status != "not_estimable"
    }
