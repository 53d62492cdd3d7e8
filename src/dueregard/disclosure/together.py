"""Earlier releases and the present one as one problem: all their numbers, and how they hang together.

What was shown before is known; what was withheld then is an unknown number that must stay as unknown as it
was. Where the people are the same (all numbers that both show agree), a group of both is one number. Where
all numbers have grown, or all have shrunk, an outsider may take it that people were only added, or only left:
then the number of then and the change make the number of now, and the change is not below nought. Where some
grew and others shrank he knows nothing of the kind, and the releases are not linked.

The gate does not know what was withheld then: only figures that were published are kept. It takes numbers
that agree with all that is known; which these are makes no difference to what can be derived.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np
from scipy import sparse

from dueregard.disclosure.earlier import Before
from dueregard.disclosure.linked import attacked
from dueregard.disclosure.sheets import OF_THE_WHOLE, Sheet, amount_of
from dueregard.disclosure.spaces import Demand, Kind, Row, Space
from dueregard.disclosure.sums import EVERYBODY, REST, Group, Nesting, Sum, sums_of
from dueregard.estimates import Record

__all__ = ["Old", "is_of", "olds_of", "together"]

RELEASE, CHANGE = "(release)", "(change)"
"""Marks of a group in an earlier release, and of its change until the next."""
NEAR = 1e-9
ROOM = 1 - 1e-6
"""All that there is but a trifle, for the solver's sake."""
DRAWS = 3
"""Numbers that agree with what is known are the middle of twice as many extreme ones."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Old:
    """What an earlier release says of the numbers of a space.

    Parameters
    ----------
    name : str
        Which release.
    shown : mapping of group to float
        The numbers that it showed.
    hidden : frozenset of groups
        The groups whose number it withheld.
    people : mapping of group to float
        The numbers of people that it showed.
    """

    name: str
    shown: Mapping[Group, float]
    hidden: frozenset[Group]
    people: Mapping[Group, float] = field(default_factory=dict)

    @property
    def groups(self) -> frozenset[Group]:
        """All groups that it had."""
        return frozenset(self.shown) | self.hidden


def olds_of(kind: Kind, before: Sequence[Before]) -> list[Old]:
    """Give what earlier releases said of the numbers of one kind.

    Parameters
    ----------
    kind : {"people", "yes", "no", "sum"}
        Which numbers.
    before : sequence of Before
        What they said of one measure or several of the same people, in the order of the releases.

    Returns
    -------
    list of Old
        One for each release. Of measures that contradict each other the later are left out.
    """
    found: dict[str, Old] = {}
    for each in before:
        shown = {
            group: number
            for group, record in each.shown.items()
            if (number := _number(kind, record)) is not None
        }
        hidden = frozenset((*each.hidden, *each.shown)).difference(shown)
        known = found.get(each.release)
        if known is None:
            found[each.release] = Old(name=each.release, shown=shown, hidden=hidden, people=each.people())
            continue
        common = known.shown.keys() & shown.keys()
        if common and all(known.shown[group] == shown[group] for group in common):
            shown = {**known.shown, **shown}
            hidden = (known.hidden | hidden).difference(shown)
            people = {**each.people(), **known.people}
            found[each.release] = Old(name=each.release, shown=shown, hidden=hidden, people=people)
    return list(found.values())


def _number(kind: Kind, record: Record) -> float | None:
    # A share of the whole has the whole's number beside it: how many are in the group was not told.
    if (
        record.n is None
        or record.measure in OF_THE_WHOLE
        or record.parameters.get("basis", "crude") != "crude"
    ):
        return None
    if kind == "people":
        return float(record.n)
    amount = amount_of(record, record.n)
    if amount is None or kind == "sum":
        return amount
    return float(round(amount)) if kind == "yes" else float(record.n - round(amount))


def is_of(sheet: Sheet, space: Space) -> bool:
    """Say whether a sheet's people are those of a space, and not nearly the same.

    Parameters
    ----------
    sheet : Sheet
        One of those that the space touches.
    space : Space
        The space.

    Returns
    -------
    bool
        True for what counts no people.
    """
    if space.kind != "people":
        return True
    return all(
        space.values.get(group, entry.people) == entry.people for group, entry in sheet.entries.items()
    )


@dataclass(slots=True, kw_only=True, eq=False)
class _Stage:
    """One state of the people: what is known of it, its unknown groups, and the mark of its groups."""

    mark: str
    known: dict[Group, float]
    hidden: set[Group] = field(default_factory=set)
    sums: dict[Sum, None] = field(default_factory=dict)
    public: set[Group] = field(default_factory=set)

    def named(self, group: Group) -> Group:
        return group | {(RELEASE, self.mark)} if self.mark else group


_Parts = tuple[Group, frozenset[Group]]


@dataclass(slots=True, kw_only=True, eq=False)
class _Joint:
    """A space with the numbers of earlier releases, while it grows."""

    space: Space
    values: dict[Group, float]
    rows: list[Row]
    unknown: dict[Group, None] = field(default_factory=dict)
    changes: set[Group] = field(default_factory=set)
    rests: dict[_Parts, Group | None] = field(default_factory=dict)

    def holds(self, group: Group) -> bool:
        return group in self.values or group in self.unknown


def together(space: Space, olds: Sequence[Old], *, nesting: Nesting, threshold: int, p_ratio: float) -> Space:
    """Put what earlier releases say into a space.

    Parameters
    ----------
    space : Space
        What adds up now.
    olds : sequence of Old
        Earlier releases, the oldest first.
    nesting : tuple of pairs of (str, str)
        Levels inside other levels.
    threshold : int
        The fewest people: what was withheld stays as wide as this, if it was.
    p_ratio : float
        The same of sums, as a share of half the range.

    Returns
    -------
    Space
        The same where nothing can be added: no release is linked, or what it says contradicts what is known,
        as rounded numbers do.
    """
    stages = [_Stage(mark="", known=_now(space))]
    for old in reversed(olds):
        tried = _with(stages, old, nesting, others=_are_others(space, old))
        if tried is None:
            continue
        found = _joint(space, tried)
        if found is not None:
            stages = tried
    if len(stages) == 1 and not stages[0].sums:
        return space
    made = _joint(space, stages)
    if made is None:
        return space
    public = frozenset(stages[0].public)
    known = replace(space, hidden=space.hidden - public, given=space.given | public)
    return _asked(made, known, threshold=threshold, p_ratio=p_ratio)


def _now(space: Space) -> dict[Group, float]:
    standing = {group for sheet in space.sheets for group in sheet.entries}
    return {group: value for group, value in space.values.items() if group in standing}


def _are_others(space: Space, old: Old) -> bool:
    """Whether people came or left, though the number of yeses, say, may be the same by chance."""
    if space.kind == "people":
        return False
    now = {group: entry.people for sheet in space.sheets for group, entry in sheet.entries.items()}
    return any(now.get(group, n) != n for group, n in old.people.items())


def _with(stages: Sequence[_Stage], old: Old, nesting: Nesting, *, others: bool) -> list[_Stage] | None:
    """Add a release to the stages: to one of the same people, or as one before them all."""
    sums = dict.fromkeys(sums_of(old.groups, nesting))
    for at, stage in enumerate(stages):
        if _are_same(old.shown, stage.known) and not (others and not stage.mark):
            grown = _Stage(
                mark=stage.mark,
                known={**stage.known, **old.shown},
                hidden=(stage.hidden | old.hidden) - stage.known.keys() - old.shown.keys(),
                sums={**stage.sums, **sums},
                public=stage.public | old.shown.keys(),
            )
            return [*stages[:at], grown, *stages[at + 1 :]]
    if _direction(old.shown, stages[-1].known) == 0:
        return None
    return [*stages, _Stage(mark=old.name, known=dict(old.shown), hidden=set(old.hidden), sums=sums)]


def _are_same(one: Mapping[Group, float], other: Mapping[Group, float]) -> bool:
    common = one.keys() & other.keys()
    return EVERYBODY in common and all(math.isclose(one[each], other[each], rel_tol=NEAR) for each in common)


def _direction(then: Mapping[Group, float], now: Mapping[Group, float]) -> int:
    """Say whether numbers only grew (1), only shrank (-1), or neither (0), as far as both are known."""
    changes = [now[group] - then[group] for group in then.keys() & now.keys()]
    if not changes or any(value < 0 for value in (*then.values(), *now.values())):
        return 0
    slack = NEAR * max(1.0, *(abs(value) for value in now.values()))
    if min(changes) >= -slack:
        return 1
    return -1 if max(changes) <= slack else 0


def _joint(space: Space, stages: Sequence[_Stage]) -> _Joint | None:
    """Write all stages as one space; None where what is known cannot be true together."""
    made = _Joint(space=space, values=dict(space.values), rows=list(space.rows))
    made.rests.update({(row.whole, frozenset(row.parts)): row.rest for row in space.rows})
    closed = _closed(space, stages)
    for stage in stages:
        for group, value in stage.known.items():
            made.values.setdefault(stage.named(group), value)
        made.unknown.update(dict.fromkeys(stage.named(group) for group in sorted(stage.hidden, key=sorted)))
        for each in stage.sums:
            _add_sum(made, each, stage, closed)
    for later, stage in pairwise(stages):
        _link(made, stage, later)
    return made if _filled(made) else None


def _closed(space: Space, stages: Sequence[_Stage]) -> frozenset[frozenset[str]]:
    """Find the variables of rests in which nobody ever is: everybody knows that wards are all there is."""
    loose = {_names(row.rest) for row in space.rows if row.rest is not None}
    seen = {_names(each.rest) for sheet in space.sheets for each in sheet.sums}
    for stage in stages:
        for each in stage.sums:
            if each.whole in stage.known and all(part in stage.known for part in each.parts):
                left = stage.known[each.whole] - sum(stage.known[part] for part in each.parts)
                seen.add(_names(each.rest))
                if left > NEAR * (1.0 + abs(stage.known[each.whole])):
                    loose.add(_names(each.rest))
    return frozenset(seen - loose)


def _names(group: Group) -> frozenset[str]:
    return frozenset(f"{name}:{level == REST}" for name, level in group)


def _add_sum(made: _Joint, each: Sum, stage: _Stage, closed: frozenset[frozenset[str]]) -> None:
    whole, parts = stage.named(each.whole), tuple(stage.named(part) for part in each.parts)
    if (whole, frozenset(parts)) in made.rests or not all(made.holds(group) for group in (whole, *parts)):
        return
    is_closed = _names(each.rest) in closed
    if whole in made.values and all(part in made.values for part in parts):
        left = made.values[whole] - sum(made.values[part] for part in parts)
        slack = NEAR * (1.0 + abs(made.values[whole]))
        if left < -slack or (is_closed and left > slack):
            return
    rest = None if is_closed else stage.named(each.rest)
    while rest is not None and made.holds(rest):
        # The rest of other parts of the same whole is another rest.
        rest |= {(f"{REST} {len(made.rests)}", "")}
    if rest is not None:
        made.unknown[rest] = None
    made.rests[whole, frozenset(parts)] = rest
    made.rows.append(Row(whole=whole, parts=parts, rest=rest))


def _link(made: _Joint, stage: _Stage, later: _Stage) -> None:
    """Make each number of the later stage that of then and the change, or the other way round."""
    grown = _direction(stage.known, later.known) > 0
    pairs = [
        (stage.named(each), later.named(each))
        for each in sorted(stage.known.keys() | stage.hidden, key=sorted)
    ]
    for each in stage.sums:
        then = made.rests.get((stage.named(each.whole), frozenset(stage.named(part) for part in each.parts)))
        now = made.rests.get((later.named(each.whole), frozenset(later.named(part) for part in each.parts)))
        if then is not None and now is not None:
            pairs.append((then, now))
    for then, now in pairs:
        if made.holds(then) and made.holds(now):
            change = then | {(CHANGE, "")}
            made.unknown[change] = None
            made.changes.add(change)
            more, less = (now, then) if grown else (then, now)
            made.rows.append(Row(whole=more, parts=(less,), rest=change))


def _filled(made: _Joint) -> bool:
    """Give every unknown number a value that agrees with what is known."""
    from scipy.optimize import linprog

    names = list(made.unknown)
    if not names:
        return True
    place = {group: i for i, group in enumerate(names)}
    lines: list[tuple[int, int, float]] = []
    known: list[float] = []
    for row in made.rows:
        signed = [(row.whole, 1.0), *((part, -1.0) for part in row.parts)]
        signed += [] if row.rest is None else [(row.rest, -1.0)]
        if not any(group in place for group, _ in signed):
            continue
        lines += [(len(known), place[group], sign) for group, sign in signed if group in place]
        known.append(-sum(sign * made.values[group] for group, sign in signed if group not in place))
    if not known:
        made.values.update(dict.fromkeys(names, 0.0))
        return True
    at, columns, signs = zip(*lines, strict=True)
    matrix = sparse.csr_matrix((signs, (at, columns)), shape=(len(known), len(names)))
    most = 2.0 * max(1.0, *(abs(value) for value in made.values.values()))
    least = -most if any(value < 0 for value in made.values.values()) else 0.0
    random = np.random.Generator(np.random.PCG64(len(names)))
    points = []
    for _ in range(DRAWS):
        wanted = random.uniform(0.5, 1.5, len(names))
        for sign in (1.0, -1.0):
            found = linprog(sign * wanted, A_eq=matrix, b_eq=known, bounds=(least, most), method="highs-ds")
            if found.status != 0:
                return False
            points.append(found.x)
    middle = np.mean(points, axis=0)
    made.values.update(zip(names, np.where(np.abs(middle) < 1e-7, 0.0, middle).tolist(), strict=True))
    return True


def _asked(made: _Joint, space: Space, *, threshold: int, p_ratio: float) -> Space:
    """Ask of what was withheld then, and of few who came or left, what earlier releases alone leave."""
    hidden = space.hidden.union(made.unknown)
    joint = replace(
        space,
        values=made.values,
        rows=tuple(made.rows),
        hidden=hidden,
        demands={**space.demands, **dict.fromkeys(made.unknown, Demand(width=NEAR))},
    )
    standing = {group for sheet in space.sheets for group in sheet.entries}
    free = attacked(replace(joint, hidden=hidden | (standing & made.values.keys()) - space.given))
    asked = dict(space.demands)
    for group in made.unknown:
        low, high = free.low.get(group, 0.0), free.high.get(group, math.inf)
        value = made.values[group]
        if space.kind == "sum":
            width = 2 * p_ratio * abs(value)
            is_asked = group not in made.changes and width < high - low
            want = _wide(value, low, high, width) if is_asked else Demand()
        else:
            want = _of_unknown(value, low, high, threshold, change=group in made.changes)
        if want != Demand():
            asked[group] = want
    return replace(joint, demands=asked)


def _of_unknown(value: float, low: float, high: float, threshold: int, *, change: bool) -> Demand:
    """Ask for the threshold where earlier releases alone leave as much."""
    if change:
        few = 0 < value < threshold and high - low >= 1.0
        return _wide(value, low, high, 1.0) if few else Demand()
    if high - low < threshold or low >= threshold:
        return Demand()
    return _wide(value, low, high, float(threshold), above=max(threshold - value, 0.0))


def _wide(value: float, low: float, high: float, width: float, *, above: float = 0.0) -> Demand:
    """Ask for a width on the sides where there is room, as the number itself is only one that may be."""
    room_above, room_below = max(high - value, 0.0) * ROOM, max(value - low, 0.0) * ROOM
    above = min(max(above, min(width, room_above)), room_above)
    below = min(max(width - above, 0.0), room_below)
    return Demand(above=above, below=below, width=min(width, above + below))
