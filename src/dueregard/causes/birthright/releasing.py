"""A birthright report behind the disclosure gate."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Literal

from dueregard.causes.birthright.findings import Birthright, TypeOfBirth
from dueregard.causes.birthright.types import told_apart
from dueregard.causes.discreet import significant
from dueregard.causes.trees import hushed
from dueregard.disclosure import Policy, Table, release
from dueregard.estimates import Record

__all__ = ["Released", "released"]

WITHHELD = "Too few people have one of the circumstances for shares to be shown."
_STRUCTURE = ("id", "parent", "depth", "variable", "left", "right", "left_levels", "right_levels")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Released:
    """What may leave of a report.

    Attributes
    ----------
    report : Birthright
        Records and types as they may be shown; its tree must not be.
    tree : mapping or None
        The tree without its numbers: who is parted from whom.
    """

    report: Birthright
    tree: dict[str, Any] | None = field(default=None, repr=False)


def released(
    report: Birthright, *, count: Literal["sample", "full"], policy: Policy | None = None
) -> Released:
    """Apply the disclosure gate.

    The values of everybody and the means of types are judged together. Types of few people lose their
    numbers; and as soon as one does, all lose their sizes, since what is left over would tell its own.
    Indices of means are told to three digits, and not at all where there are few profiles of circumstances
    and few people have one of them: Gini, mean log deviation and R2 of two means are equations for both.

    Parameters
    ----------
    report : Birthright
        Of an analyst.
    count : {"sample", "full"}
        Whether the people are a full count.
    policy : Policy, optional
        The rules.

    Returns
    -------
    Released
    """
    rules = policy or Policy()
    report = _discreet(report, threshold=rules.threshold)
    told = tuple(_coarse(each, report.fewest) for each in report.records)
    tables = [
        Table(name="birthright", title="Birthright", records=told, count=count, same_people=True),
        Table(name="types", title="Types", records=report.type_records, count=count, same_people=True),
    ]
    passed = {table.name: table.records for table in release(tables, policy=rules).tables}
    types = _types(report.types, passed["types"])
    tree = None
    if report.tree is not None:
        nodes = [{name: node[name] for name in _STRUCTURE} for node in report.tree.to_dict()["nodes"]]
        tree = {"nodes": nodes}
    shown = replace(
        report,
        records=tuple(passed["birthright"]),
        type_records=tuple(passed["types"]),
        types=types,
        tree=None,
        headline=report.headline if _all_shown(passed["birthright"]) else WITHHELD,
        null_tests=report.null_tests if _all_shown(passed["birthright"]) else (),
    )
    return Released(report=shown, tree=tree)


def _coarse(record: Record, fewest: int | None) -> Record:
    """Round an index of means, and tell the gate on whom it rests at least."""
    if record.by["estimator"] == "observed":
        return record
    support = record.support
    if fewest is not None:
        support = replace(
            support,
            least_n=min(support.least_n, fewest),
            least_n_effective=min(support.least_n_effective, float(fewest)),
        )
    figures = (record.estimate, record.se, record.low, record.high)
    estimate, se, low, high = (None if each is None else significant(each) for each in figures)
    return replace(record, estimate=estimate, se=se, low=low, high=high, support=support)


def _all_shown(records: tuple[Record, ...]) -> bool:
    return all(each.status != "withheld" for each in records)


def _discreet(report: Birthright, *, threshold: int) -> Birthright:
    """Name types only by levels that enough people have at a fork."""
    if report.tree is None:
        return report
    tree = hushed(report.tree, threshold=threshold)
    nodes = [node.id for node in tree.leaves]
    before = told_apart([report.tree.describe(node) for node in nodes])
    words = told_apart([tree.describe(node) for node in nodes])
    now = {was: (node, named) for was, node, named in zip(before, nodes, words, strict=True)}
    return replace(
        report,
        tree=tree,
        types=tuple(
            replace(each, label=now[each.label][1], profile=tree.profile(now[each.label][0]))
            for each in report.types
        ),
        type_records=tuple(
            replace(each, by={**each.by, "type": now[each.by["type"]][1]}) for each in report.type_records
        ),
    )


def _types(types: tuple[TypeOfBirth, ...], records: tuple[Record, ...]) -> tuple[TypeOfBirth, ...]:
    withheld = any(record.status == "withheld" for record in records)
    return tuple(
        replace(
            each,
            n=None if withheld else each.n,
            share=None if withheld else each.share,
            mean=record.estimate,
            se=record.se,
            low=record.low,
            high=record.high,
        )
        for each, record in zip(types, records, strict=True)
    )
