"""Who a value rests on, and whether it may be relied on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

__all__ = ["Status", "Support"]

Status = Literal["ok", "approximate", "withheld", "not_estimable"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """Who a value rests on.

    Parameters
    ----------
    n : int
        People of the group with a valid value.
    n_effective : float
        Their effective number, (sum of weights)² over the sum of squared weights (Kish 1965, Survey
        Sampling, section 11.7).
    units : int
        Primary sampling units with at least one of them.
    largest_share : float, optional
        The largest single share in the sum of absolute weighted values, for magnitudes such as incomes.
    two_largest : float, optional
        The same of the two largest together, or an upper limit for it.
    events : int, optional
        For a yes/no outcome, the number of people with the rarer answer.
    least_n : int, optional
        `n` of the weakest part of a contrast; `n` itself when there are no parts.
    least_n_effective : float, optional
        `n_effective` of the weakest part.
    left_out : int
        People with a value for which the measure is not defined, such as an income of nought where it needs
        logarithms.

    Examples
    --------
    >>> Support(n=40, n_effective=31.5).least_n
    40
    """

    n: int = 0
    n_effective: float = 0.0
    units: int = 0
    largest_share: float | None = None
    events: int | None = None
    least_n: int = -1
    least_n_effective: float = -1.0
    left_out: int = 0
    two_largest: float | None = None

    def __post_init__(self) -> None:
        if self.least_n < 0:
            object.__setattr__(self, "least_n", self.n)
        if self.least_n_effective < 0:
            object.__setattr__(self, "least_n_effective", self.n_effective)

    @classmethod
    def combine(cls, parts: Iterable[Support]) -> Support:
        """Support of a value computed from several others.

        Parameters
        ----------
        parts : iterable of Support
            The support of each. People in several parts count in each.

        Returns
        -------
        Support
            Numbers of people are added; sampling units are those of the widest part (parts share units);
            the largest share, the rarest answer and the weakest part are the worst of any part.

        Examples
        --------
        >>> both = Support.combine([Support(n=40, n_effective=30.0), Support(n=5, n_effective=4.0)])
        >>> both.n, both.least_n
        (45, 5)
        """
        known = list(parts)
        shares = [part.largest_share for part in known if part.largest_share is not None]
        pairs = [part.two_largest for part in known if part.two_largest is not None]
        events = [part.events for part in known if part.events is not None]
        return cls(
            n=sum(part.n for part in known),
            n_effective=sum(part.n_effective for part in known),
            units=max((part.units for part in known), default=0),
            largest_share=max(shares, default=None),
            two_largest=max(pairs, default=None),
            events=min(events, default=None),
            least_n=min((part.least_n for part in known), default=0),
            least_n_effective=min((part.least_n_effective for part in known), default=0.0),
            left_out=sum(part.left_out for part in known),
        )
