"""The public record of a value: what estimates.json, --json and the pack's tables hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any

import numpy as np

from dueregard.estimates.lone_units import rest_on_one_unit, too_few
from dueregard.estimates.support import Status, Support
from dueregard.estimates.verdicts import verdict

if TYPE_CHECKING:
    from dueregard.estimates.estimates import Estimates

__all__ = ["Record", "records"]

# What is added to a record only where there is something to say.
_NO_LIMITS = (np.nan, np.nan)
_OCCASIONAL = ("discovery", "rank", "owner", "due")


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One value ready to be shown, or the statement that there is none.

    Parameters
    ----------
    measure, parameters, outcome, by, contrast, reference, unit, method, source
        What the value is; see :class:`Label`.
    estimate, se, low, high, df : float, optional
        The value and its uncertainty; None where there is none.
    level : float, optional
        Confidence level of `low` and `high`.
    n : int, optional
        People the value rests on.
    n_eff : float, optional
        Their effective number.
    status : {"ok", "approximate", "withheld", "not_estimable"}
        Whether it may be relied on.
    reason : str, optional
        Why not. Never reveals a withheld count.
    discovery : bool, optional
        Whether a contrast stands out among many; see :func:`benjamini_hochberg`.
    rank : tuple of int, optional
        Lowest and highest rank that fit the data; see :func:`rank_intervals`.
    owner, due : str, optional
        Of an evidence gap: who will close it, and by when.
    verdict : str, optional
        The comparison in words.
    support : Support
        For the disclosure gate only; never written out.

    Examples
    --------
    >>> list(Record(measure="mean", estimate=2.0).to_dict())[:3]
    ['measure', 'parameters', 'outcome']
    """

    measure: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    outcome: str | None = None
    by: Mapping[str, str] = field(default_factory=dict)
    contrast: str | None = None
    reference: str | None = None
    estimate: float | None = None
    se: float | None = None
    low: float | None = None
    high: float | None = None
    level: float | None = None
    df: float | None = None
    n: int | None = None
    n_eff: float | None = None
    status: Status = "ok"
    reason: str | None = None
    unit: str | None = None
    method: str | None = None
    source: str | None = None
    discovery: bool | None = None
    rank: tuple[int, int] | None = None
    owner: str | None = None
    due: str | None = None
    verdict: str | None = None
    support: Support = field(default_factory=Support, repr=False)

    def to_dict(self) -> dict[str, Any]:
        """The record as written out: its fields in their order, the verdict last.

        Returns
        -------
        dict
            Ready for JSON. Rank, discovery, owner and due date appear where they are set.
        """
        written = {each.name: getattr(self, each.name) for each in fields(self) if each.name != "support"}
        for name in _OCCASIONAL:
            if written[name] is None:
                del written[name]
        plain = {"parameters": dict(self.parameters), "by": dict(self.by)}
        ranked = {} if self.rank is None else {"rank": list(self.rank)}
        return written | plain | ranked


def records(estimates: Estimates, level: float | Iterable[float] = 0.95) -> list[Record]:
    """The public record of every value.

    Parameters
    ----------
    estimates : Estimates
        The values.
    level : float or iterable of float
        Confidence levels; several give a record for each, next to one another.

    Returns
    -------
    list of Record
        Contrasts have a verdict. Infinite and undefined numbers are None.

    Examples
    --------
    >>> from dueregard.estimates import Estimates, Label
    >>> [only] = records(Estimates([12.0], labels=(Label(measure="count"),)))
    >>> only.estimate, only.se, only.method
    (12.0, None, 'full count')
    """
    levels = [level] if isinstance(level, int | float) else list(level)
    limits = [estimates.interval(each) for each in levels]
    se, df, lone = estimates.se, estimates.df, rest_on_one_unit(estimates)
    se[lone] = np.nan
    return [
        _record(estimates, i, se=se[i], df=df[i], limits=_NO_LIMITS if lone[i] else limits[j][i], level=each)
        for i in range(len(estimates))
        for j, each in enumerate(levels)
    ]


def _record(estimates: Estimates, i: int, *, se: float, df: float, limits: Any, level: float) -> Record:
    label, support, counted = estimates.labels[i], estimates.supports[i], not estimates.sources
    estimate, low, high = _number(estimates.values[i]), _number(limits[0]), _number(limits[1])
    status, reason = estimates.statuses[i], estimates.reasons[i]
    if status == "ok" and not counted and estimate is not None and not np.isfinite(se):
        status, reason = "approximate", f"no standard error: {too_few(support.n)}"
    elif status == "ok" and not counted and estimate is not None and low is None and not df > 0:
        status, reason = "approximate", "no interval: there are no degrees of freedom"
    words = None
    if label.contrast is not None:
        words = verdict(
            estimate, low, high, contrast=label.contrast, status=status, reason=reason, counted=counted
        )
    return Record(
        measure=label.measure,
        parameters=label.parameters,
        outcome=label.outcome,
        by=label.by,
        contrast=label.contrast,
        reference=label.reference,
        estimate=estimate,
        se=_number(se),
        low=low,
        high=high,
        level=level,
        df=_number(df),
        n=support.n,
        n_eff=_number(support.n_effective),
        status=status,
        reason=reason,
        unit=label.unit,
        method=label.method or ("full count" if counted else None),
        source=label.source,
        verdict=words,
        support=support,
    )


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
