"""Every figure of every option, from as few calls as can be: each call has one joint covariance."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import combinations

import numpy as np

from dueregard import measures
from dueregard.consequences.asked import Asked, Run, by_option, concept
from dueregard.consequences.effects import BANDS
from dueregard.consequences.figures import BEFORE, CROSSED, DIRECT, EVERYBODY, SHAPE, Direct, column
from dueregard.consequences.gaps import Gaps, gaps_of
from dueregard.consequences.labelled import labelled, named, settled, with_effect
from dueregard.consequences.welfare import GREEN_BOOK
from dueregard.engine import Grouping, Measure
from dueregard.engine.grammar import Column
from dueregard.estimates import Estimates, Label
from dueregard.options import Option
from dueregard.people import People

__all__ = ["AS_NOW", "figures_of", "gaps_by_option"]

AS_NOW = "as now"
"""What doing nothing is called among the options."""

Crossing = tuple[str | Grouping, ...]
EVERYONE: Crossing = ()

FEW_PEOPLE = 300_000
"""Beyond this many people the moments of intersections are summed in the database: measured as quicker."""


def figures_of(people: People, runs: Sequence[Run], asked: Asked) -> Iterator[Estimates]:
    """Estimate every figure of every option.

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
    Estimates
        One figure of one option each: everybody, tenths, groups and, of totals and means, intersections.
    """
    singles: list[Crossing] = [EVERYONE, (_decile(asked),), *((name,) for name in asked.by)]
    pairs: list[Crossing] = list(combinations(asked.by, 2)) if asked.depth > 1 else []
    # One crossing a call: its groups share one covariance, and memory holds no more than that.
    for crossing in singles:
        figures = DIRECT if crossing else (*DIRECT, *EVERYBODY, *_welfare())
        yield from _direct(people, runs, asked, figures, crossing)
        yield from _shapes(people, runs, asked, crossing)
    for crossing in pairs:
        yield from _direct(people, runs, asked, CROSSED, crossing)
    yield from _equivalents(people, runs, asked)
    yield from _bands(people, runs, asked)


def _decile(asked: Asked) -> Grouping:
    name = "decile" if "decile" not in asked.by else f"decile of {asked.outcome}"
    return Grouping(name=name, column="(decile)", labels={str(tenth): str(tenth) for tenth in range(1, 11)})


def _welfare() -> tuple[Direct, ...]:
    def weighted(eta: float) -> Direct:
        return Direct(
            name=f"welfare_{eta:g}",
            shown="weighted_total_change",
            parameters={"elasticity": eta},
            make=lambda of, name, unit: measures.total(of(f"welfare_{eta:g}"), name=name, unit=unit),
            compared=True,
        )

    return tuple(weighted(eta) for eta in GREEN_BOOK.sweep)


def _call(
    people: People,
    runs: Sequence[Run],
    asked: Asked,
    figures: Iterable[Direct],
    crossing: Crossing,
) -> Estimates:
    every: list[Measure] = []
    for run in runs:

        def of(effect: str, key: str = run.key) -> str:
            return asked.outcome if effect == BEFORE else column(effect, key)

        every += [figure.make(of, f"{figure.name}|{run.key}", asked.unit) for figure in figures]
    keep = len(crossing) < 2 or people.count <= FEW_PEOPLE
    return settled(people.estimate(*every, by=crossing, level=asked.level, keep_scores=keep))


def _direct(
    people: People,
    runs: Sequence[Run],
    asked: Asked,
    figures: Sequence[Direct],
    crossing: Crossing,
) -> Iterator[Estimates]:
    found = _call(people, runs, asked, figures, crossing)
    places: dict[str, list[int]] = {}
    for place, label in enumerate(found.labels):
        places.setdefault(str(label.outcome), []).append(place)
    known = {figure.name: figure for figure in figures}
    for option, keys in by_option(runs):

        def of_run(key: str) -> Estimates:
            return found.select([at for name in known for at in places[f"{name}|{key}"]])

        def label_of(label: Label, option: Option = option) -> Label:
            figure = known[str(label.outcome).split("|")[0]]
            return named(
                label,
                figure=figure.shown or figure.name,
                option=option.name,
                outcome=asked.outcome,
                compared=figure.compared,
                parameters={**figure.parameters, **concept(option, asked)},
            )

        yield labelled(with_effect(option, [of_run(key) for key in keys]), label_of)


def _shapes(people: People, runs: Sequence[Run], asked: Asked, crossing: Crossing) -> Iterator[Estimates]:
    every: list[Measure] = []
    for shape in SHAPE:
        every.append(shape.make(asked.outcome, BEFORE, asked.line, asked.unit))
        every += [shape.make(column("after", run.key), run.key, asked.line, asked.unit) for run in runs]
    found = people.estimate(*every, by=crossing, level=asked.level)
    figures = {shape.measure: shape.name for shape in SHAPE}

    def everybody(key: str) -> Estimates:
        return _where(found, lambda label: label.outcome == key and not label.by)

    def level_of(label: Label, *, option: str, parameters: Mapping[str, str], change: bool = False) -> Label:
        return named(
            label,
            figure=figures[label.measure] if change else label.measure,
            option=option,
            outcome=asked.outcome,
            compared=change,
            parameters=parameters,
        )

    now = {"income_concept": f"{asked.outcome} {asked.origin}"}
    if not crossing:
        yield labelled(settled(everybody(BEFORE)), partial(level_of, option=AS_NOW, parameters=now))
    for option, keys in by_option(runs):
        of = partial(level_of, option=option.name, parameters=concept(option, asked))
        if not crossing:
            yield labelled(with_effect(option, [everybody(key) for key in keys]), of)
        changes = [found.change(key, before=BEFORE) for key in keys]
        yield labelled(with_effect(option, changes), partial(of, change=True))


def _equivalents(people: People, runs: Sequence[Run], asked: Asked) -> Iterator[Estimates]:
    """Changes of equally distributed equivalents, of those who have something before and after."""
    for option, keys in by_option(runs):
        after = {key: column("after", key) for key in keys}
        positive = " and ".join(f"{Column(name)} > 0" for name in (asked.outcome, *after.values()))
        found = people.estimate(
            *(
                measures.equally_distributed_equivalent(
                    of, epsilon=epsilon, among=positive, name=name, unit=asked.unit
                )
                for epsilon in (1, 2)
                for name, of in {BEFORE: asked.outcome, **after}.items()
            ),
            level=asked.level,
        )
        changes = [found.change(key, before=BEFORE) for key in keys]
        yield labelled(
            with_effect(option, changes),
            partial(
                named,
                figure="equally_distributed_equivalent_change",
                option=option.name,
                outcome=asked.outcome,
                compared=True,
                parameters=concept(option, asked),
            ),
        )


def _bands(people: People, runs: Sequence[Run], asked: Asked) -> Iterator[Estimates]:
    for option, keys in by_option(runs):
        band = Column(column("band", keys[0]))
        every = [measures.proportion(f"{band} == {number}", name=name) for number, name in enumerate(BANDS)]
        found = people.estimate(*every, level=asked.level)

        def label_of(label: Label, option: Option = option) -> Label:
            return named(
                replace(label, by={"band": str(label.outcome)}),
                figure="share_in_band",
                option=option.name,
                outcome=asked.outcome,
                compared=False,
                parameters=concept(option, asked),
            )

        yield labelled(settled(found), label_of)


def gaps_by_option(people: People, runs: Sequence[Run], asked: Asked, grouping: str) -> dict[str, Gaps]:
    """Estimate the gaps of one variable under every option.

    Parameters
    ----------
    people : People
        With the columns of effects.
    runs : sequence of Run
        Options as applied.
    asked : Asked
        What was asked for.
    grouping : str
        The variable.

    Returns
    -------
    dict of str to Gaps
        By option.
    """
    found = gaps_of(
        people,
        grouping=grouping,
        reference=asked.references.get(grouping),
        outcome=asked.outcome,
        after={run.key: column("after", run.key) for run in runs},
        unit=asked.unit,
        level=asked.level,
    )
    return {
        option.name: Gaps(
            before=settled(found[keys[0]].before),
            after=with_effect(option, [found[key].after for key in keys]),
            change=with_effect(option, [found[key].change for key in keys]),
        )
        for option, keys in by_option(runs)
    }


def _where(found: Estimates, keep: Callable[[Label], bool]) -> Estimates:
    return found.select(np.array([keep(label) for label in found.labels], bool))
