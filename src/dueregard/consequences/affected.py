"""How many of the people asked are behind each figure: what the disclosure gate needs to know.

That ten people are in a group does not say that ten of them win. So of each group it is counted how many of
the people in the table have each effect and have it not; the rarer answer is whom a figure could show.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from dueregard import measures
from dueregard.consequences.asked import Asked, Run
from dueregard.consequences.crossings import pairs_of, singles_of
from dueregard.consequences.domain import about
from dueregard.consequences.effects import BANDS
from dueregard.consequences.figures import column
from dueregard.engine import Measure
from dueregard.engine.grammar import Column
from dueregard.estimates import Support
from dueregard.people import People

__all__ = ["Affected", "Kind", "affected_of"]

Kind = Literal["change", "poverty", "bands"]

_CONDITIONS: Mapping[Kind, tuple[str, ...]] = {
    "change": ("{gain} == 1", "{loss} == 1", "{gain} + {loss} == 0", "{received} > 0"),
    "poverty": ("{out} == 1", "{into} == 1", "{impoverished} > 0", "{poor_gain} > 0"),
    "bands": tuple(f"{{band}} == {number}" for number in range(len(BANDS))),
}
_EFFECTS = ("gain", "loss", "received", "out", "into", "impoverished", "poor_gain", "band")


@dataclass(frozen=True, slots=True, kw_only=True)
class Affected:
    """The people behind one kind of figures of one option and group.

    Attributes
    ----------
    option : str
        The option.
    by : mapping of str to str
        The group.
    kind : {"change", "poverty", "bands"}
        Which figures.
    support : Support
        Of the group; its `n` is the smallest number of people who have, or have not, one of the effects,
        where somebody has and somebody has not.
    """

    option: str
    by: Mapping[str, str]
    kind: Kind
    support: Support


def affected_of(people: People, runs: Sequence[Run], asked: Asked) -> Iterator[Affected]:
    """Count the people behind every figure.

    Parameters
    ----------
    people : People
        With the columns of effects.
    runs : sequence of Run
        Options as applied.
    asked : Asked
        What was asked for.

    Yields
    ------
    Affected
        By option, group and kind of figure. Of several options, also who is affected differently by a later
        one than by an earlier: the difference between two options is as good as a figure.
    """
    written = [run for run in runs if run.as_written]
    for crossing in [*singles_of(asked), *pairs_of(asked)]:
        every = [measure for run in written for measure in _measures(run)]
        every += [
            measures.proportion(_differs(one, other), name=f"{other.option.name}|change|{one.key}")
            for one, other in combinations(written, 2)
        ]
        found = about(people, asked).estimate(*every, by=crossing, level=asked.level)
        smallest: dict[tuple[str, Kind, frozenset[tuple[str, str]]], Affected] = {}
        for label, support in zip(found.labels, found.supports, strict=True):
            option, kind, _ = str(label.outcome).rsplit("|", 2)
            each = Affected(option=option, by=dict(label.by), kind=_kind(kind), support=_narrowed(support))
            place = (option, each.kind, frozenset(label.by.items()))
            before = smallest.get(place)
            if before is None or each.support.n < before.support.n:
                smallest[place] = each
        yield from smallest.values()


def _measures(run: Run) -> Iterator[Measure]:
    columns = {effect: str(Column(column(effect, run.key))) for effect in _EFFECTS}
    for kind, conditions in _CONDITIONS.items():
        for number, condition in enumerate(conditions):
            yield measures.proportion(condition.format(**columns), name=f"{run.option.name}|{kind}|{number}")


def _differs(one: Run, other: Run) -> str:
    return f"{Column(column('change', one.key))} != {Column(column('change', other.key))}"


def _kind(text: str) -> Kind:
    [kind] = [each for each in _CONDITIONS if each == text]
    return kind


def _narrowed(support: Support) -> Support:
    few = support.events or support.n
    return Support(
        n=min(few, support.n),
        n_effective=support.n_effective,
        units=support.units,
        largest_share=support.largest_share,
    )
