"""Measures made of other measures: which scans they need, and their results put in place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from dueregard.engine.blocks import Block, joined, judged, modelled
from dueregard.engine.crossing import SCALES, label_of
from dueregard.engine.grouping import Grouping
from dueregard.engine.protocols import Composite, Measure, Modelled
from dueregard.engine.spread import FullCount, Part, Spread
from dueregard.engine.table import Table
from dueregard.errors import UsageError
from dueregard.estimates import Estimates, Label, concatenate

__all__ = ["Job", "assembled", "jobs_of"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Job:
    """Measures to be estimated over one crossing.

    Attributes
    ----------
    outer : int
        The position of the crossing that was asked for.
    crossing : tuple of Grouping
        The crossing, with a composite measure's inner grouping.
    measures : tuple of Measure
        None of them composite.
    composite : int, optional
        The position of the composite measure whose parts these are.
    """

    outer: int
    crossing: tuple[Grouping, ...]
    measures: tuple[Measure, ...]
    composite: int | None = None


def jobs_of(measures: Sequence[Measure], groupings: Sequence[Sequence[Grouping]]) -> list[Job]:
    """Break what was asked into jobs without composite measures.

    Parameters
    ----------
    measures : sequence of Measure
        What was asked.
    groupings : sequence of sequence of Grouping
        The crossings.

    Returns
    -------
    list of Job
        For each crossing: plain measures with the composites' wholes, then each composite's parts.

    Raises
    ------
    UsageError
        When a composite measure splits people by what they are grouped by already.
    """
    jobs = []
    for outer, crossing in enumerate(groupings):
        plain: list[Measure] = []
        for measure in measures:
            plain += measure.whole if isinstance(measure, Composite) else (measure,)
        if plain:
            jobs.append(Job(outer=outer, crossing=tuple(crossing), measures=tuple(plain)))
        for index, measure in enumerate(measures):
            if isinstance(measure, Composite) and measure.parts:
                inner = tuple(_grouping(each) for each in measure.inner)
                _refuse_twice(measure, crossing, inner)
                jobs.append(
                    Job(
                        outer=outer,
                        crossing=(*crossing, *inner),
                        measures=measure.parts,
                        composite=index,
                    )
                )
    return jobs


def assembled(
    table: Table,
    measures: Sequence[Measure],
    jobs: Sequence[Job],
    blocks: Sequence[Sequence[Block]],
    *,
    spread: Spread,
    levels: Sequence[float],
) -> Estimates:
    """Put the results of jobs where they were asked for.

    Parameters
    ----------
    table : Table
        The people.
    measures : sequence of Measure
        What was asked.
    jobs : sequence of Job
        From :func:`jobs_of`.
    blocks : sequence of sequence of Block
        What was found, job by job.
    spread : Spread
        The way to sampling error.
    levels : sequence of float
        Confidence levels asked for.

    Returns
    -------
    Estimates
        For each crossing in turn, for each measure, its results.
    """
    flat = [block for found in blocks for block in found]
    sampled = [block for block in flat if isinstance(block.part, Part)]
    everything = joined(sampled, spread, levels) if sampled else None
    if len(sampled) == len(flat) and not any(isinstance(measure, Composite) for measure in measures):
        assert everything is not None
        return everything
    positions = _positions(flat)
    at = 0
    places = []
    for found in blocks:
        places.append([(block, positions[at + index]) for index, block in enumerate(found)])
        at += len(found)
    pieces: list[Estimates] = []
    known: dict[str, Estimates] = {}
    for outer in dict.fromkeys(job.outer for job in jobs):
        mine = {job.composite: place for job, place in zip(jobs, places, strict=True) if job.outer == outer}
        plain = iter(mine.get(None, []))
        for index, measure in enumerate(measures):
            if isinstance(measure, Composite):
                whole = [next(plain)[1] for _ in measure.whole]
                parts = [place for _, place in mine.get(index, [])]
                assert everything is not None
                pieces += _combined(measure, everything, parts, whole, spread=spread, levels=levels)
                continue
            block, place = next(plain)
            if isinstance(block.part, Estimates | Modelled):
                pieces.append(_of_its_own(block, measure, table, known))
            else:
                assert everything is not None
                pieces.append(everything.select(place))
    return concatenate(*pieces)


def _of_its_own(block: Block, measure: Measure, table: Table, known: dict[str, Estimates]) -> Estimates:
    """Give values whose error is not the sample's; asked for twice, they are the same values."""
    found = block.part
    if not isinstance(found, Estimates):
        variables = tuple(block.labels[0].by) if block.labels else ()
        what = (measure.name, measure.outcome, dict(measure.parameters), variables)
        found = modelled(block, f"{table.identity}: {what}")
    name = found.sources[0].identity if found.sources else ""
    return known.setdefault(name, found) if name else found


def _positions(blocks: Sequence[Block]) -> list[np.ndarray]:
    at, positions = 0, []
    for block in blocks:
        size = len(block.labels) if isinstance(block.part, Part) else 0
        positions.append(np.arange(at, at + size))
        at += size
    return positions


def _combined(
    measure: Composite,
    everything: Estimates,
    parts: Sequence[np.ndarray],
    whole: Sequence[np.ndarray],
    *,
    spread: Spread,
    levels: Sequence[float],
) -> list[Estimates]:
    """Compute a composite measure for each level of the crossing."""
    none = np.zeros(0, dtype=np.int64)
    of_parts, of_whole = np.concatenate([none, *parts]), np.concatenate([none, *whole])
    inner = {_grouping(each).name for each in measure.inner}
    by_level: dict[tuple[tuple[str, str], ...], tuple[list[int], list[int]]] = {}
    for place in of_whole:
        by_level.setdefault(_key(everything.labels[place].by, set()), ([], []))[1].append(int(place))
    for place in of_parts:
        by_level.setdefault(_key(everything.labels[place].by, inner), ([], []))[0].append(int(place))
    found = []
    for key, (part, entire) in by_level.items():
        label = label_of(measure, spread, dict(key))
        of_groups = everything.select(part)
        each = measure.combine(of_groups, everything.select(entire), label, levels=levels)
        each = _with_weakest(each, of_groups, inner)
        found.append(
            each if isinstance(spread, FullCount) else _with_intervals(measure, _judged(measure, each))
        )
    return found


def _with_weakest(found: Estimates, parts: Estimates, inner: set[str]) -> Estimates:
    """Say of each result how few people are in one of the inner groups that it is made of.

    What is of one inner group is made of that group; what is of all of them, of each.
    """
    peopled = [
        ({(name, level) for name, level in label.by.items() if name in inner}, support)
        for label, support in zip(parts.labels, parts.supports, strict=True)
        if support.n > 0
    ]
    if not inner or not peopled:
        return found
    supports = []
    for label, support in zip(found.labels, found.supports, strict=True):
        own = {(name, level) for name, level in label.by.items() if name in inner}
        some = [support, *(each for levels, each in peopled if own <= levels)]
        supports.append(
            replace(
                support,
                least_n=min(each.least_n for each in some),
                least_n_effective=min(each.least_n_effective for each in some),
            )
        )
    return replace(found, supports=tuple(supports))


def _judged(measure: Composite, estimates: Estimates) -> Estimates:
    """Mark what is sound by its parts but rests on too few people for intervals of this measure."""
    enough = getattr(measure, "enough", 0)
    found = [
        judged(support, None, enough) if status == "ok" else (status, reason)
        for support, status, reason in zip(
            estimates.supports, estimates.statuses, estimates.reasons, strict=True
        )
    ]
    return replace(
        estimates, statuses=tuple(status for status, _ in found), reasons=tuple(reason for _, reason in found)
    )


def _with_intervals(measure: Composite, estimates: Estimates) -> Estimates:
    """Make the interval of each component by its own method, or else by the measure's, and say so."""
    own: Mapping[str, str] = getattr(measure, "intervals", {})
    methods = tuple(
        own.get(label.by.get("component", ""), measure.interval if measure.interval != "t" else made)
        for label, made in zip(estimates.labels, estimates.interval_methods, strict=True)
    )
    labels = tuple(
        label if method == measure.interval else _said(label, method)
        for label, method in zip(estimates.labels, methods, strict=True)
    )
    return replace(estimates, interval_methods=methods, labels=labels)


def _said(label: Label, method: str) -> Label:
    return replace(label, method="; ".join(text for text in (SCALES.get(method), label.method) if text))


def _key(by: Mapping[str, str], inner: set[str]) -> tuple[tuple[str, str], ...]:
    return tuple((name, level) for name, level in by.items() if name not in inner)


def _grouping(given: Grouping | str) -> Grouping:
    return Grouping(name=given, column=given) if isinstance(given, str) else given


def _refuse_twice(measure: Measure, crossing: Sequence[Grouping], inner: Sequence[Grouping]) -> None:
    for grouping in inner:
        if any(grouping.name == other.name for other in crossing):
            raise UsageError(
                f"{measure.name} compares the groups of {grouping.name!r}, which also group its results.",
                remedy="Group the results by something else, or not at all.",
            )
