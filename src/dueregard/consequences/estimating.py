"""Every figure of every option, from as few calls as can be: each call has one joint covariance."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np

from dueregard import measures
from dueregard.consequences.asked import Asked, Run, by_option, concept
from dueregard.consequences.effects import BANDS
from dueregard.consequences.figures import BEFORE, DIRECT, EVERYBODY, SHAPE, Direct, column
from dueregard.consequences.gaps import Gaps, gaps_of
from dueregard.consequences.labelled import named, with_effect
from dueregard.consequences.welfare import GREEN_BOOK
from dueregard.engine import Grouping, Measure
from dueregard.estimates import Estimates, Label
from dueregard.people import People

__all__ = ["AS_NOW", "figures_of", "gaps_by_option"]

AS_NOW = "as now"
"""What doing nothing is called among the options."""

EVERYONE: tuple[str | Grouping, ...] = ()


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
    singles: list[tuple[str | Grouping, ...]] = [EVERYONE, (_decile(asked),), *((name,) for name in asked.by)]
    pairs = list(combinations(asked.by, 2)) if asked.depth > 1 else []
    direct = _call(people, runs, asked, DIRECT, [*singles, *pairs])
    yield from _direct(direct, runs, asked, DIRECT)
    more = (*EVERYBODY, *_welfare())
    yield from _direct(_call(people, runs, asked, more, [EVERYONE]), runs, asked, more)
    yield from _shapes(people, runs, asked, singles)
    yield from _equivalents(people, runs, asked)
    yield from _bands(people, runs, asked)


def _decile(asked: Asked) -> Grouping:
    name = "decile" if "decile" not in asked.by else f"decile of {asked.outcome}"
    return Grouping(name=name, column="(decile)", labels={str(tenth): str(tenth) for tenth in range(1, 11)})


def _welfare() -> tuple[Direct, ...]:
    def weighted(eta: float) -> Direct:
        return Direct(
            name=f"welfare_{eta:g}",
            make=lambda of, name, unit: measures.total(of(f"welfare_{eta:g}"), name=name, unit=unit),
            compared=True,
        )

    return tuple(weighted(eta) for eta in GREEN_BOOK.sweep)


def _call(
    people: People,
    runs: Sequence[Run],
    asked: Asked,
    figures: Iterable[Direct],
    groupings: Sequence[Sequence[str | Grouping]],
) -> Estimates:
    every: list[Measure] = []
    for run in runs:

        def of(effect: str, key: str = run.key) -> str:
            return asked.outcome if effect == BEFORE else column(effect, key)

        every += [figure.make(of, f"{figure.name}|{run.key}", asked.unit) for figure in figures]
    return people.estimate(*every, groupings=groupings, level=asked.level)


def _direct(
    found: Estimates, runs: Sequence[Run], asked: Asked, figures: Iterable[Direct]
) -> Iterator[Estimates]:
    places: dict[str, list[int]] = {}
    for place, label in enumerate(found.labels):
        places.setdefault(str(label.outcome), []).append(place)
    for figure in figures:
        name, parameters = figure.name, {}
        if name.startswith("welfare_"):
            eta = float(name.removeprefix("welfare_"))
            name, parameters = "weighted_total_change", {"elasticity": eta}
        for option, of_run in by_option(runs):
            parts = [found.select(places[f"{figure.name}|{key}"]) for key in of_run]
            one = _one(option, parts)
            yield named(
                one,
                figure=name,
                option=option.name,
                outcome=asked.outcome,
                compared=figure.compared,
                parameters={**parameters, **concept(option, asked)},
            )


def _shapes(
    people: People, runs: Sequence[Run], asked: Asked, groupings: Sequence[Sequence[str | Grouping]]
) -> Iterator[Estimates]:
    every: list[Measure] = []
    for shape in SHAPE:
        every.append(shape.make(asked.outcome, BEFORE, asked.line, asked.unit))
        every += [shape.make(column("after", run.key), run.key, asked.line, asked.unit) for run in runs]
    found = people.estimate(*every, groupings=groupings, level=asked.level)
    for shape in SHAPE:
        of_shape = _where(found, lambda label, name=shape.measure: label.measure == name)
        now = _where(of_shape, lambda label: label.outcome == BEFORE and not label.by)
        yield named(
            now,
            figure=shape.measure,
            option=AS_NOW,
            outcome=asked.outcome,
            compared=False,
            parameters={"income_concept": f"{asked.outcome} as in the table"},
        )
        for option, keys in by_option(runs):
            after = [
                _where(of_shape, lambda label, key=key: label.outcome == key and not label.by) for key in keys
            ]
            changes = [of_shape.change(key, before=BEFORE) for key in keys]
            for figure, parts in ((shape.measure, after), (shape.name, changes)):
                yield named(
                    _one(option, parts),
                    figure=figure,
                    option=option.name,
                    outcome=asked.outcome,
                    compared=figure == shape.name,
                    parameters=concept(option, asked),
                )


def _equivalents(people: People, runs: Sequence[Run], asked: Asked) -> Iterator[Estimates]:
    """Changes of equally distributed equivalents, at two aversions."""
    for epsilon in (1, 2):
        columns = {BEFORE: asked.outcome, **{run.key: column("after", run.key) for run in runs}}
        found = people.estimate(
            *(
                measures.equally_distributed_equivalent(of, epsilon=epsilon, name=name, unit=asked.unit)
                for name, of in columns.items()
            ),
            level=asked.level,
        )
        for option, keys in by_option(runs):
            yield named(
                _one(option, [found.change(key, before=BEFORE) for key in keys]),
                figure="equally_distributed_equivalent_change",
                option=option.name,
                outcome=asked.outcome,
                compared=True,
                parameters=concept(option, asked),
            )


def _bands(people: People, runs: Sequence[Run], asked: Asked) -> Iterator[Estimates]:
    for run in runs:
        if not run.as_written:
            continue
        labels = {str(number): band for number, band in enumerate(BANDS)}
        of_band = Grouping(name="band", column=column("band", run.key), labels=labels)
        every = [
            measures.proportion(f"`{column('band', run.key)}` == {number}", name=band)
            for number, band in labels.items()
        ]
        found = people.estimate(*every, level=asked.level)
        by_band = tuple(replace(label, by={of_band.name: str(label.outcome)}) for label in found.labels)
        yield named(
            replace(found, labels=by_band),
            figure="share_in_band",
            option=run.option.name,
            outcome=asked.outcome,
            compared=False,
            parameters=concept(run.option, asked),
        )


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
            before=found[keys[0]].before,
            after=_one(option, [found[key].after for key in keys]),
            change=_one(option, [found[key].change for key in keys]),
        )
        for option, keys in by_option(runs)
    }


def _one(option: Option, parts: Sequence[Estimates]) -> Estimates:
    return with_effect(option, *parts) if len(parts) == 3 else parts[0]


def _where(found: Estimates, keep: Callable[[Label], bool]) -> Estimates:
    return found.select(np.array([keep(label) for label in found.labels], bool))
