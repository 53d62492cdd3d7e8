"""How a figure is written for a reader: as precisely as its standard error deserves, and no more."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

__all__ = ["Style", "in_percent", "style_of"]

_DIGITS = 4
_MOST_DECIMALS = 6


def in_percent(record: Mapping[str, Any]) -> bool:
    """Say whether a value is read as a percentage.

    Parameters
    ----------
    record : mapping
        A record of the public contract.

    Returns
    -------
    bool
        True for proportions, poverty rates and other shares, and for differences of them; ratios of them
        are plain numbers.
    """
    share = "proportion" in (record["measure"], record.get("unit"))
    return share and "ratio" not in (record["contrast"] or "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How the figures of one column block are written.

    Parameters
    ----------
    decimals : int
        Places after the point.
    percent : bool
        Whether values are shown times 100.

    Examples
    --------
    >>> Style(decimals=1, percent=True).write(0.8712)
    '87.1'
    >>> Style(decimals=0).write(19120.9)
    '19,121'
    >>> Style(decimals=0).write(None)
    '–'
    """

    decimals: int
    percent: bool = False

    def write(self, value: float | None) -> str:
        """Write one figure.

        Parameters
        ----------
        value : float, optional
            A value, standard error or limit.

        Returns
        -------
        str
            A dash when there is none.
        """
        if value is None or not math.isfinite(value):
            return "–"
        scaled = value * 100 if self.percent else value
        if abs(scaled) >= 1e15:
            return f"{scaled:.4g}"
        shown = f"{scaled:,.{self.decimals}f}"
        return shown.removeprefix("-") if not any(digit in shown for digit in "123456789") else shown


def style_of(records: Sequence[Mapping[str, Any]]) -> Style:
    """Choose how values that are read together are written.

    The typical standard error is shown with two digits; without one, the largest value with four.

    Parameters
    ----------
    records : sequence of mappings
        Values of one measure, all levels or all contrasts of one kind.

    Returns
    -------
    Style

    Examples
    --------
    >>> style_of([{"measure": "mean", "contrast": None, "estimate": 19120.9, "se": 146.9}])
    Style(decimals=0, percent=False)
    """
    percent = all(in_percent(record) for record in records)
    scale = 100.0 if percent else 1.0
    spreads = [scale * record["se"] for record in records if _matters(record)]
    sizes = [scale * abs(record["estimate"]) for record in records if record["estimate"]]
    if spreads:
        decimals = 1 - math.floor(math.log10(median(spreads)))
    elif sizes:
        decimals = _DIGITS - 1 - math.floor(math.log10(max(sizes)))
        if all(float(size).is_integer() for size in sizes):
            decimals = 0
    else:
        decimals = 0
    return Style(decimals=min(max(decimals, 0), _MOST_DECIMALS), percent=percent)


def _matters(record: Mapping[str, Any]) -> bool:
    # A standard error that is nothing but rounding says nothing about precision.
    return bool(record["se"]) and record["se"] > 1e-9 * abs(record["estimate"] or 0.0)
