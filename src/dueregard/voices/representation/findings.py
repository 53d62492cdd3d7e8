"""What a representation audit finds: each characteristic, each group, against each comparator."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from dueregard.estimates import Record
from dueregard.voices.representation.exact import MultinomialTest

__all__ = ["Against", "AgainstFinding", "CharacteristicFinding", "GroupFinding", "Representation", "Verdict"]

Verdict = Literal[
    "fewer than a fair draw would give",
    "more than a fair draw would give",
    "too few people to tell",
    "a fair draw could give this",
    "cannot be compared",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Against:
    """Whom the body is held against.

    Attributes
    ----------
    name : str
        ``population`` or ``affected``.
    title : str
        The table it was read from.
    basis : str
        What it was read as, such as ``a table of counts``.
    kind : {"known", "sample"}
        Whether its shares are known (a census, a register) or carry sampling error.
    """

    name: str
    title: str
    basis: str
    kind: Literal["known", "sample"]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupFinding:
    """One group of a characteristic, held against one comparator.

    Attributes
    ----------
    level : str
        The group, as the comparator writes it where it has it.
    by : tuple of (str, str)
        Its level of each variable: one, or several for an intersection.
    count : int or None
        Its members in the body; None where that is withheld.
    share : float, optional
        Their share of the members that are compared.
    low, high : float, optional
        Clopper-Pearson limits of the share that the body is compatible with.
    wilson_low, wilson_high : float, optional
        Wilson's limits.
    least_share, most_share : float, optional
        The share if none, or all, of those who did not state it were of this group.
    population_share : float, optional
        The comparator's share.
    population_low, population_high : float, optional
        Its limits, for a sample.
    population_people : int, optional
        People of the group in that sample.
    ratio, ratio_low, ratio_high : float, optional
        Share of the body over share of the comparator, with limits.
    expected : float, optional
        Members that the comparator's share amounts to.
    seats_short : int, optional
        Seats of the body that are lacking to the expected number, rounded half up.
    floor_short : int, optional
        Seats lacking to the fair floor: the expected number, rounded down.
    so_few, so_many : float, optional
        Chance that a fair draw has at most, or at least, as many.
    p : float, optional
        Two-sided exact p-value of this group alone: outcomes no more probable than this one.
    adjusted_p : float, optional
        The same by Holm, for all groups held against this comparator.
    none : float, optional
        Chance that a fair draw has nobody of the group.
    power : float, optional
        Chance that a true share of `alternative` times the comparator's would be found.
    power_more : float, optional
        Chance that a true share as many times larger would be found, or one at which all others together
        have `alternative` times theirs, whichever is nearer.
    detectable : float, optional
        The largest true ratio below one that would be found in four bodies of five; None where even nobody
        would not be found.
    verdict : str
        In words; never that the group is represented.
    stands : bool, optional
        Whether a verdict of fewer or more would stand whatever the groups of those who did not state theirs.
    sentence : str
        The finding, said whole.
    reason : str, optional
        Why the group cannot be compared.
    """

    level: str
    by: tuple[tuple[str, str], ...]
    count: int | None
    share: float | None = None
    low: float | None = None
    high: float | None = None
    wilson_low: float | None = None
    wilson_high: float | None = None
    least_share: float | None = None
    most_share: float | None = None
    population_share: float | None = None
    population_low: float | None = None
    population_high: float | None = None
    population_people: int | None = None
    ratio: float | None = None
    ratio_low: float | None = None
    ratio_high: float | None = None
    expected: float | None = None
    seats_short: int | None = None
    floor_short: int | None = None
    so_few: float | None = None
    so_many: float | None = None
    p: float | None = None
    adjusted_p: float | None = None
    none: float | None = None
    power: float | None = None
    power_more: float | None = None
    detectable: float | None = None
    verdict: Verdict = "cannot be compared"
    stands: bool | None = None
    sentence: str = ""
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgainstFinding:
    """One characteristic of the body, held against one comparator.

    Attributes
    ----------
    against : str
        The comparator's name.
    groups : tuple of GroupFinding
        In the comparator's order; groups that it does not have come last.
    compared : int, optional
        Members of the body in groups that the comparator has; None where that is withheld.
    test : MultinomialTest, optional
        All groups at once; None where nothing can be tested.
    model : {"multinomial", "hypergeometric", "weighted"}
        What a fair draw is: from a population without end, from one that the body takes a good part of, or
        no exact draw because members have weights.
    rao_scott : float, optional
        P-value of the chi-square statistic where shares are estimates: members have weights, or the
        comparator is a sample.
    reach : str
        What a body of this size can show of this characteristic, and what not.
    reason : str, optional
        Why the characteristic cannot be compared; then there are no groups with figures.
    notes : tuple of str
        What was decided.
    """

    against: str
    groups: tuple[GroupFinding, ...]
    compared: int | None
    test: MultinomialTest | None = None
    model: Literal["multinomial", "hypergeometric", "weighted"] = "multinomial"
    rao_scott: float | None = None
    reach: str = ""
    reason: str | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CharacteristicFinding:
    """One characteristic, or an intersection of several, of the body.

    Attributes
    ----------
    name : str
        As asked for, such as ``sex`` or ``sex*ethnicity``.
    variables : tuple of str
        The variables that make it.
    stated : int, optional
        Members whose group is known; None where that is withheld.
    not_stated : int, optional
        Members whose group is not; likewise.
    against : tuple of AgainstFinding
        One for each comparator, in their order.
    """

    name: str
    variables: tuple[str, ...]
    stated: int | None
    not_stated: int | None
    against: tuple[AgainstFinding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Representation:
    """A body held against those it speaks for.

    Attributes
    ----------
    title : str
        The body's table.
    size : int
        Its members.
    seats : int
        Its seats: its members, unless more are to be filled.
    against : tuple of Against
        Whom it is held against.
    characteristics : tuple of CharacteristicFinding
        In the order asked for.
    alternative : float
        The ratio at which power is stated.
    level : float
        The confidence level of intervals, and of verdicts.
    notes : tuple of str
        What was decided, and what readers must know.
    """

    title: str
    size: int
    seats: int
    against: tuple[Against, ...]
    characteristics: tuple[CharacteristicFinding, ...]
    alternative: float = 0.5
    level: float = 0.95
    notes: tuple[str, ...] = ()

    def find(self, characteristic: str, against: str = "population") -> AgainstFinding:
        """Look one comparison up.

        Parameters
        ----------
        characteristic : str
            As asked for.
        against : str
            The comparator's name.

        Returns
        -------
        AgainstFinding
            Of that characteristic and comparator.

        Raises
        ------
        KeyError
            When it was not asked for.
        """
        for each in self.characteristics:
            for finding in each.against:
                if (each.name, finding.against) == (characteristic, against):
                    return finding
        raise KeyError(characteristic, against)

    def records(self) -> tuple[Record, ...]:
        """Give every figure as a record of the public contract.

        Returns
        -------
        tuple of Record
            See :func:`dueregard.voices.representation.records.records_of`. They carry their support, for
            the disclosure gate.
        """
        from dueregard.voices.representation.records import records_of

        return records_of(self)

    def tests(self) -> list[dict[str, Any]]:
        """Give each comparison whole, ready for JSON: what stands beside the records.

        Returns
        -------
        list of dict
            One for each characteristic and comparator. Not gated: never publish it as it is.
        """
        from dueregard.voices.representation.written import tests_of

        return tests_of(self)
