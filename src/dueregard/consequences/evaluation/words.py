"""Effects in plain words, true to their uncertainty; logarithms are turned into per cent."""

from __future__ import annotations

import math
from collections.abc import Sequence

from dueregard.consequences.evaluation.methods import Method
from dueregard.estimates import Record

__all__ = [
    "chance",
    "group_name",
    "group_sentence",
    "headline_sentence",
    "sized",
    "spelt_interval",
    "told_effect",
]

_MEASURES = {
    "att": "",
    "level_change": "at the event, ",
    "slope_change": "each period after the event, its change is ",
    "average_effect": "on average after the event, ",
}
_UNSURE = "too close to call"


def sized(value: float | None, *, log: bool, digits: int = 3) -> str:
    """Write a size.

    Parameters
    ----------
    value : float, optional
        An effect; None for none.
    log : bool
        Whether it is of a logarithm, and told in per cent.
    digits : int
        Significant ones.

    Returns
    -------
    str

    Examples
    --------
    >>> sized(0.07553, log=True), sized(-15.604, log=False), sized(-11863.9, log=False)
    ('+7.84%', '−15.6', '−11,864')
    """
    if value is None or not math.isfinite(value):
        return "–"
    shown = 100 * math.expm1(value) if log else value
    few = f"{shown:+.{digits}g}" if shown else "0"
    text = f"{shown:+,.0f}" if abs(shown) >= 1000 else few
    return text.replace("-", "−").replace("e−0", "e−") + ("%" if log else "")


def spelt_interval(record: Record, *, log: bool) -> str:
    """Write an interval.

    Parameters
    ----------
    record : Record
        With its limits.
    log : bool
        As in :func:`sized`.

    Returns
    -------
    str
    """
    if record.low is None or record.high is None:
        return "no interval"
    return f"{sized(record.low, log=log)} to {sized(record.high, log=log)}"


def chance(p: float) -> str:
    """Write a p value.

    Parameters
    ----------
    p : float
        Between 0 and 1.

    Returns
    -------
    str

    Examples
    --------
    >>> chance(0.0000123), chance(0.0512), chance(0.42)
    ('p < 0.0001', 'p = 0.051', 'p = 0.42')
    """
    if p < 1e-4:
        return "p < 0.0001"
    return f"p = {p:.2g}" if p < 0.1 else f"p = {p:.2f}"


def group_name(record: Record) -> str:
    """Name the group of a record.

    Parameters
    ----------
    record : Record
        Of a group, or of all.

    Returns
    -------
    str
    """
    parts = [f"{name} {value}" for name, value in record.by.items() if name != "event_time"]
    return ", ".join(parts) or "all"


def told_effect(record: Record, *, log: bool) -> str:
    """Say what an effect is, or that it cannot be told from none.

    Parameters
    ----------
    record : Record
        An effect.
    log : bool
        As in :func:`sized`.

    Returns
    -------
    str
    """
    if record.estimate is None:
        return f"not estimable ({record.reason})"
    size = sized(abs(record.estimate) if not log else record.estimate, log=log).lstrip("+−")
    sure = "" if record.level is None else f"{100 * record.level:.4g}% interval "
    ends = f"{sure}{spelt_interval(record, log=log)}"
    if record.verdict in ("higher than", "lower than"):
        return f"{size} {record.verdict.removesuffix(' than')} ({ends})"
    found = f"{sized(record.estimate, log=log)} ({ends})"
    return f"{found}, which cannot be told from none" if record.verdict == _UNSURE else found


def headline_sentence(record: Record, method: Method, *, log: bool) -> str:
    """Say the main effect, and on what it hangs.

    Parameters
    ----------
    record : Record
        The effect on all.
    method : Method
        Its assumption.
    log : bool
        As in :func:`sized`.

    Returns
    -------
    str
    """
    what = _MEASURES.get(record.measure, "")
    told = told_effect(record, log=log)
    than = f" than {method.expectation}" if record.verdict in ("higher than", "lower than") else ""
    return f"{record.outcome}: {what}{told}{than}. It is the effect of the event only if {method.assumption}."


def group_sentence(effects: Sequence[Record], test: Record | None, *, log: bool) -> str:
    """Set groups beside each other, and say whether their effects differ.

    Parameters
    ----------
    effects : sequence of Record
        One a group.
    test : Record, optional
        That they are equal.
    log : bool
        As in :func:`sized`.

    Returns
    -------
    str
    """
    told = "; ".join(
        f"{group_name(each)} {sized(each.estimate, log=log)} ({spelt_interval(each, log=log)})"
        for each in effects
    )
    if test is None or test.parameters.get("p") is None:
        why = "" if test is None else f" Whether the effects are equal cannot be tested: {test.reason}."
        return f"By group: {told}.{why}"
    p = chance(float(test.parameters["p"]))
    if test.verdict == "the effects differ":
        return f"By group: {told}. The effects differ between groups ({p})."
    return f"By group: {told}. No difference between the groups' effects can be told ({p})."
