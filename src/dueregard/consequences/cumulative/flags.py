"""Patterns that are seen only when decisions are added up."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from dueregard.consequences.cumulative.findings import CumulativeFlag
from dueregard.consequences.cumulative.reading import Group, Reading
from dueregard.estimates import Record

__all__ = ["flags_of"]

LEAST_UNDONE = 0.1
"""A later measure undoes an earlier one from a tenth of its effect on."""


def flags_of(found: Reading) -> Iterator[CumulativeFlag]:
    """Find the patterns, among everybody and the groups of each characteristic.

    Signs count only where the data settle them: where the interval leaves nought out.

    Parameters
    ----------
    found : Reading
        Records of one year.

    Yields
    ------
    CumulativeFlag
        ``loses_from_most``, ``undone``, ``only_together`` and ``average_up_most_lose``.
    """
    of_everybody: set[tuple[str, tuple[str, ...]]] = set()
    for group in sorted((group for group in found.groups if len(group) < 2), key=len):
        for flag in _of(found, group):
            # What holds for everybody is not said again of each group.
            if group and (flag.kind, flag.measures) in of_everybody:
                continue
            of_everybody |= set() if group else {(flag.kind, flag.measures)}
            yield flag


def _of(found: Reading, group: Group) -> Iterator[CumulativeFlag]:
    yield from _loses_from_most(found, group)
    yield from _undone(found, group)
    yield from _only_together(found, group)
    yield from _average_up(found, group)


def _loses_from_most(found: Reading, group: Group) -> Iterator[CumulativeFlag]:
    losing = [name for name, share in found.shares("shapley_mean_change", group) if _sign(share) < 0]
    count = len(found.measures)
    if count > 1 and 2 * len(losing) > count:
        how_many = f"{'all' if len(losing) == count else len(losing)} of the {count} measures"
        yield _flag("loses_from_most", losing, group, f"loses from {how_many}: {', '.join(losing)}.")


def _undone(found: Reading, group: Group) -> Iterator[CumulativeFlag]:
    effects = list(found.shares("marginal_mean_change", group))
    for (name, earlier), (later_name, later) in combinations(effects, 2):
        if _sign(earlier) * _sign(later) >= 0:
            continue
        part = abs(_value(later)) / abs(_value(earlier))
        if part >= LEAST_UNDONE:
            gives = "gives" if _value(earlier) > 0 else "takes"
            back = "takes back" if gives == "gives" else "gives back"
            size = f"{part:.0%} of it" if part < 1 else "all of it and more" if part > 1 else "all of it"
            yield _flag(
                "undone",
                [name, later_name],
                group,
                f"{name} {gives} {_size(_value(earlier))} a person, and {later_name} {back} "
                f"{_size(_value(later))}, {size}.",
            )


def _only_together(found: Reading, group: Group) -> Iterator[CumulativeFlag]:
    whole = found.of("cumulative_mean_change", group)
    alone = list(found.shares("stand_alone_mean_change", group))
    if _sign(whole) < 0 and len(alone) > 1 and not any(_sign(each) < 0 for _, each in alone):
        names = [name for name, _ in alone]
        yield _flag(
            "only_together", names, group, "loses from all measures together, and surely from none alone."
        )


def _average_up(found: Reading, group: Group) -> Iterator[CumulativeFlag]:
    mean = found.of("cumulative_mean_change", group)
    winners, losers = (found.of(f"cumulative_{who}", group) for who in ("winners", "losers"))
    if _sign(mean) > 0 and _value(losers) > _value(winners):
        yield _flag(
            "average_up_most_lose",
            found.measures,
            group,
            "the average rises, and more people lose than win.",
        )


def _flag(kind: str, measures: list[str] | tuple[str, ...], group: Group, text: str) -> CumulativeFlag:
    who = ", ".join(f"{name} {level}" for name, level in group) or "Everybody"
    return CumulativeFlag(kind=kind, measures=tuple(measures), by=dict(group), text=f"{who}: {text}")


def _sign(record: Record | None) -> int:
    """Give the sign that the data settle; 0 where they do not."""
    if record is None or record.status not in ("ok", "approximate"):
        return 0
    return {"higher than": 1, "lower than": -1}.get(record.verdict or "", 0)


def _value(record: Record | None) -> float:
    return 0.0 if record is None or record.estimate is None else record.estimate


def _size(number: float) -> str:
    return f"{abs(number):,.0f}" if abs(number) >= 1000 else f"{abs(number):,.3g}"
