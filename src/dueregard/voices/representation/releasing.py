"""An audit as it may be published: without what the disclosure gate withholds, in figures and sentences."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Literal

from dueregard.disclosure import WITHHELD, Policy, Table, release
from dueregard.estimates import Record
from dueregard.voices.representation.findings import (
    AgainstFinding,
    CharacteristicFinding,
    GroupFinding,
    Representation,
)

__all__ = ["Released", "released"]

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Released:
    """What may be published.

    Attributes
    ----------
    found : Representation
        The audit without what is withheld.
    records : tuple of Record
        All records, those withheld without their values.
    """

    found: Representation
    records: tuple[Record, ...]


def released(
    found: Representation, *, policy: Policy | None = None, count: Literal["sample", "full"] = "sample"
) -> Released:
    """Apply the disclosure gate to an audit by itself.

    Parameters
    ----------
    found : Representation
        The audit.
    policy : Policy, optional
        The rules.
    count : {"sample", "full"}
        Whether the body's people are a full count.

    Returns
    -------
    Released
        Groups that are too small, and their company, have no figures; tests of characteristics with such
        groups have none either. The size of the body, and how many did not state a characteristic, stay.
    """
    table = Table(name="representation", title="Representation", records=found.records(), count=count)
    [passed] = release([table], policy=policy).tables
    withheld = {_key(record) for record in passed.records if record.status == "withheld"}
    few = (policy or Policy()).threshold
    kept = [_characteristic(each, withheld, few=few) for each in found.characteristics]
    return Released(found=replace(found, characteristics=tuple(kept)), records=passed.records)


def _key(record: Record) -> Key:
    """Name the group, or the characteristic, that a record is of."""
    parameters = record.parameters
    group = sorted(f"{name}={level}" for name, level in record.by.items())
    return (
        record.measure,
        str(parameters.get("against", "")),
        str(parameters.get("characteristic", "")),
        *group,
    )


def _characteristic(
    finding: CharacteristicFinding, withheld: Collection[Key], *, few: int
) -> CharacteristicFinding:
    against = tuple(_masked(each, finding.name, withheld) for each in finding.against)
    if not finding.not_stated or finding.not_stated >= few:
        return replace(finding, against=against)
    silent = tuple(
        replace(
            each,
            groups=tuple(replace(group, least_share=None, most_share=None) for group in each.groups),
        )
        for each in against
    )
    return replace(finding, stated=None, not_stated=None, against=silent)


def _masked(against: AgainstFinding, characteristic: str, withheld: Collection[Key]) -> AgainstFinding:
    groups = tuple(_masked_group(group, against.against, withheld) for group in against.groups)
    closed = any(
        (measure, against.against, characteristic) in withheld
        for measure in ("multinomial_p", "chi_square_p")
    )
    hidden = any(group.count is None for group in groups)
    nothing = bool(groups) and all(group.count is None for group in groups)
    return replace(
        against,
        groups=groups,
        compared=None if nothing else against.compared,
        reach="" if nothing else against.reach,
        test=None if closed or hidden else against.test,
        rao_scott=None if closed or hidden else against.rao_scott,
        notes=tuple(note for note in against.notes if not hidden),
    )


def _masked_group(group: GroupFinding, against: str, withheld: Collection[Key]) -> GroupFinding:
    levels = sorted(f"{name}={level}" for name, level in group.by)
    if ("share", "", "", *levels) in withheld:
        return GroupFinding(level=group.level, by=group.by, count=None, reason=WITHHELD)
    if group.population_share is not None and ("representation_ratio", against, "", *levels) in withheld:
        return GroupFinding(
            level=group.level,
            by=group.by,
            count=group.count,
            share=group.share,
            low=group.low,
            high=group.high,
            reason=WITHHELD,
        )
    return group
