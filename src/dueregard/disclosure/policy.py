"""The rules that say who may not be shown, as one declared policy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dueregard.errors import DisclosureRefused

if TYPE_CHECKING:
    from dueregard.casebook import Specification

__all__ = ["Policy"]

DEFAULT_THRESHOLD = 10
DEFAULT_EFFECTIVE = 10.0
DEFAULT_APPROXIMATE = 30.0
DEFAULT_SHARE = 0.5
DEFAULT_TWO = 0.9
DEFAULT_RATIO = 0.1
BASES = (0, 5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Which values may be published, and which only as approximate.

    The defaults are the ONS threshold of 10 for counts together with the rules for estimates from
    surveys. A policy may be made stricter freely. It may be made looser only for data that is
    already public (office-holders, for instance), with a reason, which every pack prints.

    Parameters
    ----------
    threshold : int
        The fewest people a published value may rest on.
    n_effective : float
        The smallest effective number of people, Kish's (Σw)²/Σw².
    approximate : float
        Below this effective number a value is published as ``approximate``.
    largest_share : float
        The largest share of a magnitude that one person may contribute.
    two_largest : float
        The largest share that the two who contribute most may have together: the n-k rule for n = 2.
    p_ratio : float
        All but the two who contribute most must have at least this share of the largest contribution, or the
        second could estimate the first too closely: the p% rule.
    rounding : {0, 5}
        To which multiple numbers of people are rounded in full counts; 0 for not at all.
    already_public : bool
        Whether the data has been published before, person by person.
    reason : str
        Why a looser policy is lawful; printed in the pack.

    Raises
    ------
    DisclosureRefused
        If a rule is looser than the default and ``already_public`` or ``reason`` is missing, or if a
        number makes no sense.

    References
    ----------
    Kish, L. (1965), Survey Sampling, section 11.7 (effective sample size). Office for National
    Statistics, policy on disclosure control for tables: counts below 10 are suppressed, others rounded to 5.
    Hundepool, A. et al. (2012), Statistical Disclosure Control, section 4.2 (dominance, p% rule).

    Examples
    --------
    >>> Policy(threshold=20).threshold
    20
    >>> Policy(threshold=5)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    dueregard.errors.DisclosureRefused: The disclosure threshold 5 is looser than the default 10. ...
    """

    threshold: int = DEFAULT_THRESHOLD
    n_effective: float = DEFAULT_EFFECTIVE
    approximate: float = DEFAULT_APPROXIMATE
    largest_share: float = DEFAULT_SHARE
    two_largest: float = DEFAULT_TWO
    p_ratio: float = DEFAULT_RATIO
    rounding: int = 0
    already_public: bool = False
    reason: str = ""

    def __post_init__(self) -> None:
        self._check_sense()
        for name, value, default, looser in self._rules():
            if looser and not (self.already_public and self.reason.strip()):
                raise DisclosureRefused(
                    f"The disclosure {name} {value:g} is looser than the default {default:g}.",
                    found=f"already_public is {self.already_public}; the reason is {self.reason!r}.",
                    remedy="Keep the default, or declare already_public = true with a reason that can be "
                    "printed in the pack.",
                )

    @classmethod
    def of(cls, specification: Specification) -> Policy:
        """Give the policy that a casebook declares.

        Parameters
        ----------
        specification : Specification
            The casebook's.

        Returns
        -------
        Policy
        """
        return cls(**specification.disclosure.model_dump())

    @property
    def looser(self) -> bool:
        """Whether any rule is looser than its default."""
        return any(looser for *_, looser in self._rules())

    def words(self) -> str:
        """Say the policy in one paragraph, for readers of the pack.

        Returns
        -------
        str
            The rules and, where they are looser than the defaults, the reason.

        Examples
        --------
        >>> Policy().words()[:62]
        'Values that rest on fewer than 10 people are withheld, and so '
        """
        text = (
            f"Values that rest on fewer than {self.threshold} people are withheld, and so are those with an "
            f"effective number of people below {self.n_effective:g}, those to which one person contributes "
            f"more than {self.largest_share:.0%} or two more than {self.two_largest:.0%}, those in which "
            f"all others have less than {self.p_ratio:.0%} of what the largest has, those of an end or "
            f"slice of a group with fewer than {self.threshold} people in it, and values from which these "
            "could be worked out. "
            f"Values with an effective number of people below {self.approximate:g} are approximate."
        )
        if self.rounding:
            text += f" In full counts numbers of people are rounded to multiples of {self.rounding}."
        if self.looser:
            text += (
                f" These rules are looser than the default, because the data is already public: {self.reason}"
            )
        return text

    def _rules(self) -> tuple[tuple[str, float, float, bool], ...]:
        return (
            ("threshold", self.threshold, DEFAULT_THRESHOLD, self.threshold < DEFAULT_THRESHOLD),
            ("n_effective", self.n_effective, DEFAULT_EFFECTIVE, self.n_effective < DEFAULT_EFFECTIVE),
            ("approximate", self.approximate, DEFAULT_APPROXIMATE, self.approximate < DEFAULT_APPROXIMATE),
            ("largest_share", self.largest_share, DEFAULT_SHARE, self.largest_share > DEFAULT_SHARE),
            ("two_largest", self.two_largest, DEFAULT_TWO, self.two_largest > DEFAULT_TWO),
            ("p_ratio", self.p_ratio, DEFAULT_RATIO, self.p_ratio < DEFAULT_RATIO),
        )

    def _check_sense(self) -> None:
        if (
            self.threshold < 1
            or self.n_effective < 0
            or self.approximate < 0
            or not 0 < self.largest_share <= 1
            or not 0 < self.two_largest <= 1
            or not 0 <= self.p_ratio <= 1
            or self.rounding not in BASES
        ):
            raise DisclosureRefused(
                "The disclosure policy makes no sense.",
                found=f"threshold {self.threshold:g}, n_effective {self.n_effective:g}, "
                f"approximate {self.approximate:g}, largest_share {self.largest_share:g}, "
                f"two_largest {self.two_largest:g}, p_ratio {self.p_ratio:g}, rounding {self.rounding:g}.",
                remedy="The threshold is 1 or more, the effective numbers 0 or more, the shares and the "
                "ratio from 0 to 1, rounding 0 or 5.",
            )
