"""What adds up in a release, as problems for the solver: people, yeses, noes and sums of amounts.

Of each sheet (:mod:`dueregard.disclosure.sheets`) several things add up over the same groups. Each is a
*space*. What is asked in each:

    people: of a group with fewer people than the threshold an outsider must find possible that it reaches the
    threshold, and as many different numbers; of others withheld for their own sake, more than one;
    yeses and noes of a full count: the same of groups where few said yes, or few said no;
    amounts: of a group that is withheld for its own sake, a range of at least the p-ratio below and above
    the sum together.

People are in a space of their own once more, shared by all sheets of the same people: a group whose number
is withheld beside one outcome and shown beside another is known.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from dueregard.disclosure.cells import Cell
from dueregard.disclosure.policy import Policy
from dueregard.disclosure.sheets import TOLERANCE, Sheet
from dueregard.disclosure.sums import EVERYBODY, Group, Sum

__all__ = ["Demand", "Row", "Space", "spaces_of", "with_shared"]

TOTAL = "(everybody)"

Kind = Literal["people", "yes", "no", "sum"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """How far an outsider's interval must reach.

    Parameters
    ----------
    below, above : float
        From the value.
    width : float
        From end to end.
    """

    below: float = 0.0
    above: float = 0.0
    width: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One sum in a space: the whole is its parts and the rest.

    Parameters
    ----------
    whole : group
        The whole.
    parts : tuple of group
        The parts.
    rest : group or None
        The rest; None where there is nobody in it.
    """

    whole: Group
    parts: tuple[Group, ...]
    rest: Group | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Space:
    """Numbers that add up, what is hidden of them, and what is asked of what is hidden.

    Parameters
    ----------
    kind : str
        What they count.
    sheets : tuple of Sheet
        Where they are shown: a group that is to be hidden is hidden in all of these.
    values : mapping of group to float
        The numbers, of rests too.
    rows : tuple of Row
        Which of them add up.
    hidden : frozenset of groups
        Those that are not shown anywhere.
    demands : mapping of group to Demand
        What is asked of those hidden for their own sake.
    given : frozenset of groups
        Those that cannot be hidden any more.
    upper : mapping of group to float
        What each can be at most: of yeses and noes the people.
    """

    kind: Kind
    sheets: tuple[Sheet, ...]
    values: Mapping[Group, float] = field(repr=False)
    rows: tuple[Row, ...] = field(repr=False)
    hidden: frozenset[Group]
    demands: Mapping[Group, Demand] = field(repr=False)
    given: frozenset[Group] = frozenset()
    upper: Mapping[Group, float] = field(repr=False, default_factory=dict)

    @property
    def key(self) -> tuple[object, ...]:
        """What the answer depends on."""
        numbers, asked = frozenset(self.values.items()), frozenset(self.demands.items())
        return numbers, asked, self.hidden, self.given, self.rows, frozenset(self.upper.items())

    def of(self, sheets: Sequence[Sheet]) -> Space:
        """Let it stand for further sheets.

        Parameters
        ----------
        sheets : sequence of Sheet
            Sheets in which the same numbers stand.

        Returns
        -------
        Space
            The same numbers.
        """
        return replace(self, sheets=tuple(dict.fromkeys((*self.sheets, *sheets))))


def spaces_of(sheet: Sheet, *, withheld: Collection[Cell], policy: Policy) -> Iterator[Space]:
    """Give what adds up in one sheet.

    Parameters
    ----------
    sheet : Sheet
        The sheet.
    withheld : collection of Cell
        All that is withheld.
    policy : Policy
        The rules.

    Yields
    ------
    Space
        Those in which anything is asked.
    """
    hidden, given = sheet.hidden(withheld), sheet.before()
    people = sheet.people()
    primary = {group for group, entry in sheet.entries.items() if entry.primary and group in hidden}
    demands = {
        group: _of_count(people[group], policy.threshold, sheet.entries[group].width) for group in primary
    }
    yield from _space("people", (sheet,), people, hidden, demands, policy=policy, people=people, given=given)
    if sheet.yes_no:
        yes = {group: _whole(_amount(sheet, group)) for group in sheet.entries}
        no = {group: None if value is None else people[group] - value for group, value in yes.items()}
        both: tuple[tuple[Kind, dict[Group, float | None]], ...] = ("yes", yes), ("no", no)
        for kind, counts in both:
            asked = {group: _of_count(counts[group] or 0.0, policy.threshold) for group in primary}
            yield from _space(
                kind, (sheet,), counts, hidden, asked, policy=policy, people=people, given=given
            )
    elif sheet.even:
        amounts = {group: _amount(sheet, group) for group in sheet.entries}
        wide = {group: Demand(width=2 * policy.p_ratio * abs(amounts[group] or 0.0)) for group in primary}
        yield from _space("sum", (sheet,), amounts, hidden, wide, policy=policy, people=people, given=given)


def _amount(sheet: Sheet, group: Group) -> float | None:
    entry = sheet.entries[group]
    return entry.amount if entry.people else 0.0


def _whole(amount: float | None) -> float | None:
    return None if amount is None else float(round(amount))


def _of_count(count: float, threshold: int, width: float = 1.0) -> Demand:
    if 0 < count < threshold:
        return Demand(above=threshold - count, width=float(threshold))
    return Demand(width=width) if count > 0 else Demand()


def _space(
    kind: Kind,
    sheets: tuple[Sheet, ...],
    amounts: Mapping[Group, float | None],
    hidden: frozenset[Group],
    demands: Mapping[Group, Demand],
    *,
    policy: Policy,
    people: Mapping[Group, float],
    given: frozenset[Group],
) -> Iterator[Space]:
    values = {group: value for group, value in amounts.items() if value is not None}
    upper = dict(people) if kind in ("yes", "no") else {}
    rows: list[Row] = []
    unseen, asked = set(hidden), dict(demands)
    for each in dict.fromkeys(found for sheet in sheets for found in sheet.sums):
        found = _row(each, values, people)
        if found is None:
            continue
        row, rest, of = found
        if row.whole not in values and unseen.issuperset(row.parts):
            # Nothing is shown that a total nobody published could be taken from.
            continue
        rows.append(row)
        values.setdefault(row.whole, rest + sum(values[part] for part in row.parts))
        if row.rest is not None:
            values[row.rest] = rest
            if upper:
                upper[row.rest] = of
            asked[row.rest] = _of_rest(kind, rest, of, policy)
            unseen.add(row.rest)
    asked = {group: each for group, each in asked.items() if group in values and each != Demand()}
    if asked:
        shown = frozenset(unseen.intersection(values))
        yield Space(
            kind=kind,
            sheets=sheets,
            values=values,
            rows=tuple(rows),
            hidden=shown,
            demands=asked,
            given=given,
            upper=upper,
        )


def _row(
    each: Sum, values: Mapping[Group, float], people: Mapping[Group, float]
) -> tuple[Row, float, float] | None:
    """Make a row of a sum, with its rest and the people in the rest; None where the parts do not add up."""
    if any(part not in values for part in each.parts):
        return None
    parts = sum(values[part] for part in each.parts)
    if each.whole not in people:
        # How many everybody are is known even if nobody says so.
        known: Group = frozenset({(TOTAL, ", ".join(sorted(name for name, _ in each.rest)))})
        return Row(whole=known, parts=each.parts, rest=None), 0.0, 0.0
    if each.whole not in values:
        return None
    rest = values[each.whole] - parts
    if abs(rest) < TOLERANCE * (1.0 + abs(values[each.whole])):
        rest = 0.0
    of = people[each.whole] - sum(people[part] for part in each.parts)
    if of < 0:
        return None
    if of == 0:
        return None if rest else (Row(whole=each.whole, parts=each.parts, rest=None), 0.0, 0.0)
    return Row(whole=each.whole, parts=each.parts, rest=each.rest), rest, of


def _of_rest(kind: Kind, rest: float, people: float, policy: Policy) -> Demand:
    """Say what is asked of a rest: of many people, nothing."""
    if kind == "sum":
        return Demand(width=2 * policy.p_ratio * abs(rest)) if people < policy.threshold else Demand()
    return _of_count(rest, policy.threshold) if 0 < rest < policy.threshold else Demand()


def with_shared(
    sheets: Sequence[Sheet],
    *,
    withheld: Collection[Cell],
    policy: Policy,
    known: Sequence[Mapping[Group, int]] = (),
) -> Iterator[Space]:
    """Give the numbers of people that sheets of the same people share.

    Parameters
    ----------
    sheets : sequence of Sheet
        All of a release.
    withheld : collection of Cell
        All that is withheld.
    policy : Policy
        The rules.
    known : sequence of mapping of group to int
        Numbers of people that are public already.

    Yields
    ------
    Space
        One for each set of sheets with the same numbers of people, in which a group is hidden only when it is
        hidden in all of them, and in all others of nearly the same people that say the same number of it.
    """
    pools = _pools(sheets)
    for pool in pools:
        near = [other for other in pools if _are_near(pool, other, policy.threshold)]
        seen = {
            group
            for other in near
            for sheet in other.sheets
            for group in sheet.entries.keys() - sheet.hidden(withheld)
            if sheet.entries[group].people == pool.people.get(group)
        }
        given = _published(pool, known, policy.threshold).union(*(sheet.before() for sheet in pool.sheets))
        hidden = frozenset(group for group in pool.people if group not in seen and group not in given)
        asked = {
            group: _of_count(pool.people[group], policy.threshold, entry.width)
            for sheet in pool.sheets
            for group, entry in sheet.entries.items()
            if entry.primary and group in hidden
        }
        touched = tuple(sheet for other in near for sheet in other.sheets)
        for space in _space(
            "people",
            tuple(pool.sheets),
            pool.people,
            hidden,
            asked,
            policy=policy,
            people=pool.people,
            given=given,
        ):
            yield replace(space, sheets=touched)


@dataclass(slots=True, kw_only=True, eq=False)
class _Pool:
    """Sheets of the same people."""

    people: dict[Group, float]
    sheets: list[Sheet]


def _pools(sheets: Sequence[Sheet]) -> list[_Pool]:
    pools: dict[float | None, list[_Pool]] = defaultdict(list)
    for sheet in sheets:
        people = sheet.people()
        alike = pools[people.get(EVERYBODY)]
        for pool in alike:
            common = people.keys() & pool.people.keys()
            if common and all(people[group] == pool.people[group] for group in common):
                pool.people.update(people)
                pool.sheets.append(sheet)
                break
        else:
            alike.append(_Pool(people=people, sheets=[sheet]))
    return [pool for alike in pools.values() for pool in alike]


def _are_near(one: _Pool, other: _Pool, threshold: int) -> bool:
    if one is other:
        return True
    first, second = one.people.get(EVERYBODY), other.people.get(EVERYBODY)
    return first is not None and second is not None and abs(first - second) < threshold


def _published(pool: _Pool, known: Sequence[Mapping[Group, int]], threshold: int) -> frozenset[Group]:
    """Find the groups of a pool whose number of people is public already."""
    found: set[Group] = set()
    for people in known:
        common = people.keys() & pool.people.keys()
        whole = people.get(EVERYBODY)
        same = (
            whole is None or EVERYBODY not in pool.people or abs(whole - pool.people[EVERYBODY]) < threshold
        )
        # A few groups may be of one size by chance; most are only when the people are the same.
        equal = {group for group in common if people[group] == pool.people[group]}
        if same and len(common) > 1 and 2 * len(equal) > len(common):
            found |= equal
    return frozenset(found)
