"""Causes on the command line: what gaps and inequality go with, in lines that are true to their intervals."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dueregard.casebook import characteristic_label
from dueregard.pack.numbers import NumberFormat, number_format

if TYPE_CHECKING:
    from dueregard.causes import ReleasedCauses
    from dueregard.causes.released import ReleasedBirthright, ReleasedDecomposition, ReleasedStrata
    from dueregard.estimates import Record

__all__ = ["causes_lines"]

COMPONENTS = {
    "total": "all of them",
    "family": "family",
    "ethnic_origin": "ethnic origin",
    "place": "place",
}
SHARE = number_format("proportion", None, [0.1])
MOST = 5
"""Strata and types that are listed at either end."""


def causes_lines(found: ReleasedCauses) -> Iterator[str]:
    """Say what gaps and inequality go with, line by line.

    Parameters
    ----------
    found : ReleasedCauses
        As it may be shown.

    Yields
    ------
    str
        A line.
    """
    if found.findings.reason:
        yield f"Causes were not looked for: {found.findings.reason}"
    yield from found.findings.notes
    for birthright in found.birthrights:
        yield from ("", *_birthright(birthright))
    for decomposition in found.decompositions:
        yield from ("", *_decomposition(decomposition))
    for strata in found.strata:
        yield from ("", *_strata(strata))
    if found.sharp:
        yield from ("", "At the sharp end")
    for each in found.sharp:
        who = ", ".join(each.by.values())
        heard = f": {each.heard}" if each.heard else ""
        yield f"  {each.outcome}, {each.rank}: {who}{heard}"
    if found.edges:
        yield from ("", "The cause map")
    for edge in found.edges:
        owned = "; ".join(
            part
            for part in (
                f"assuming that {edge.assumption}" if edge.assumption else "",
                f"source: {edge.source}" if edge.source else "",
            )
            if part
        )
        yield f"  {edge.before} -> {edge.after}: {edge.kind}{f' ({owned})' if owned else ''}"


def _birthright(birthright: ReleasedBirthright) -> Iterator[str]:
    told = birthright.told
    yield f"Birthright: {told.outcome}"
    if told.reason:
        yield f"  {told.reason}"
    for component in told.components:
        record = birthright.headline(component)
        if record is not None:
            with_what = COMPONENTS.get(component, component)
            yield f"  {told.share}, {told.estimators[0]}, {with_what}: {_value(record, SHARE)}"
    for estimator in told.estimators[1:]:
        record = birthright.get(told.share, estimator)
        if record is not None:
            yield f"  {told.share}, {estimator}, all of them: {_value(record, SHARE)}"
    format_ = number_format("proportion" if told.yes_no else "mean", told.unit, _values(birthright))
    for each in birthright.types:
        share = "[c]" if each.share is None or each.share.estimate is None else f"{each.share.estimate:.0%}"
        yield f"    {each.told.label}: {share} of all; {_value(each.mean, format_)}"
    for line in (*told.null_tests, *told.warnings, *told.notes):
        yield f"  {line}"


def _values(birthright: ReleasedBirthright) -> list[float]:
    means = (each.mean for each in birthright.types)
    return [each.estimate for each in means if each is not None and each.estimate is not None]


def _decomposition(found: ReleasedDecomposition) -> Iterator[str]:
    told = found.told
    label = characteristic_label(told.characteristic)
    yield f"{told.outcome}, {label}: {told.reference} minus {told.group}"
    if told.reason:
        yield f"  {told.reason}"
    values = [record.estimate for record in found.records if record.estimate is not None]
    for record in found.records:
        format_ = number_format(record.measure, record.unit, values)
        said = record.parameters
        yield f"  {said.get('variable') or said.get('component')}: {_value(record, format_)}"
    for line in (told.why, *told.notes):
        yield f"  {line}"


def _strata(found: ReleasedStrata) -> Iterator[str]:
    told = found.told
    yield f"{told.outcome}, by {', '.join(characteristic_label(name).lower() for name in told.of)} together"
    if told.reason:
        yield f"  {told.reason}"
    plain = number_format("mean", None, [1.0])
    for name, record in found.figures.items():
        yield f"  {name}: {_value(record, SHARE if name in ('vpc', 'pcv') else plain)}"
    shown = [each for each in found.strata if each.shrunken.estimate is not None]
    values = [each.shrunken.estimate for each in shown if each.shrunken.estimate is not None]
    for each in shown[:MOST]:
        format_ = number_format(each.shrunken.measure, each.shrunken.unit, values)
        yield f"    {', '.join(each.by.values())}: {_value(each.shrunken, format_)}"
    if len(shown) > MOST:
        yield f"    and {len(shown) - MOST} that fare better"
    for line in told.notes:
        yield f"  {line}"


def _value(record: Record | None, format_: NumberFormat) -> str:
    if record is None or record.status == "withheld":
        return "[c]"
    if record.estimate is None:
        return f"[x] {record.reason or ''}".rstrip()
    interval = ""
    if record.low is not None and record.high is not None:
        interval = f" ({format_.interval(record.low, record.high)})"
    return f"{format_.value(record.estimate)}{interval}"
