"""Measures of people in order over the levels of a stretch: values, and everybody's influence on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dueregard.engine.gradients import gradient, value_of
from dueregard.engine.held_order import ValueTable, look_up
from dueregard.engine.many.answerable import is_smooth
from dueregard.engine.many.pairs import WithinLevels
from dueregard.engine.ordered import OrderedPeople
from dueregard.engine.protocols import Ordered, Outcome, Proxy, Smooth, one
from dueregard.engine.scored import Floats, Scored, Solution
from dueregard.engine.spread import Form, Part

__all__ = ["Answer", "solved"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Answer:
    """A measure over the levels of a stretch.

    Attributes
    ----------
    values : ndarray (d,)
        One a level.
    influence : ndarray (m,), optional
        Weighted, of the levels' own people; None without sampling error.
    base : Scored, optional
        The population's value that moves it too.
    moved : ndarray (d,)
        How much.
    limits, reasons, events, left_out
        As the engine's.
    """

    values: Floats
    influence: Floats | None = field(default=None, repr=False)
    base: Scored | None = None
    moved: Floats | None = None
    limits: Mapping[float, Floats] = field(default_factory=dict)
    reasons: Mapping[int, str] = field(default_factory=dict)
    events: Floats | None = None
    left_out: Floats | None = None


def solved(
    measures: Sequence[Any],
    people: OrderedPeople,
    population: OrderedPeople,
    within: WithinLevels | None,
    confidence: Sequence[float],
) -> list[Answer]:
    """Solve measures of one column over the levels of a stretch.

    Parameters
    ----------
    measures : sequence of Measure
        Ordered, smooth, or quantiles.
    people : OrderedPeople
        The people of the levels.
    population : OrderedPeople
        Everybody, as one level, ordered by the same column.
    within : WithinLevels, optional
        The same people, for their errors; None for a full count.
    confidence : sequence of float
        Confidence levels.

    Returns
    -------
    list of Answer
        One a measure.
    """
    answers: dict[int, Answer] = {}
    ranked: dict[Any, list[int]] = {}
    for index, measure in enumerate(measures):
        if is_smooth(measure):
            answers[index] = _smooth(measure, people)
        elif isinstance(measure, Ordered):
            own = population if measure.population is not None else None
            answers[index] = _ordered(measure.estimate(people, own), people)
        else:
            ranked.setdefault((type(measure), measure.batch), []).append(index)
    for indices in ranked.values():
        scan: Any = _Ranks(people=people, within=within, confidence=confidence)
        members = [measures[index] for index in indices]
        for index, linear in zip(indices, members[0].solve(scan, members), strict=True):
            influence = None
            if within is not None:
                factor = np.where(np.isfinite(linear.factor), linear.factor, np.nan)
                influence = scan.proxy_part(linear.proxy).spread * people.each(factor)
            answers[index] = Answer(
                values=linear.values, influence=influence, limits=linear.limits, reasons=linear.reasons
            )
    return [answers[index] for index in range(len(measures))]


def _ordered(found: Scored | Solution, people: OrderedPeople) -> Answer:
    solution = found if isinstance(found, Solution) else Solution(scored=found)
    scored = solution.scored
    through = scored.through_population() if people.scored else []
    if len(through) > 1:
        raise NotImplementedError("A measure of several values of the whole population.")
    return Answer(
        values=scored.values,
        influence=people.weight * scored.scores(people.starts) if people.scored else None,
        base=through[0].base if through else None,
        moved=through[0].coefficient if through else None,
        reasons=solution.reasons,
        events=solution.events,
        left_out=solution.left_out,
    )


def _smooth(measure: Smooth, people: OrderedPeople) -> Answer:
    form = _Solved.of(measure, people, {})
    yes = getattr(measure, "yes", None)
    events = None
    if yes is not None:
        some = _sums(people, _evaluated(yes, people, {}), weighted=False)
        events = np.minimum(some, people.count - some)
    return Answer(values=form.values, influence=form.influence, events=events)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Solved:
    """A smooth form of the people of a stretch, and everybody's weighted influence."""

    values: Floats
    influence: Floats | None

    @classmethod
    def of(cls, form: Form, people: OrderedPeople, constants: Mapping[str, Floats]) -> _Solved:
        known = getattr(form, "ordered", {})
        columns = {
            name: people.ones
            if build is one
            else known[name](people)
            if name in known
            else _evaluated(build, people, constants)
            for name, build in form.moments.items()
        }
        totals = {name: people.sums(column) for name, column in columns.items()}
        values = value_of(form, totals, people.count)
        if not people.scored:
            return cls(values=values, influence=None)
        slopes = gradient(form, totals, people.count, list(form.moments))
        influence = np.zeros(len(people))
        for slope, column in zip(slopes, columns.values(), strict=True):
            influence += people.each(slope) * column
        influence *= people.weight
        return cls(values=values, influence=influence)


def _evaluated(build: Any, people: OrderedPeople, constants: Mapping[str, Floats]) -> Floats:
    """Evaluate a row expression of the ordered column, and of constants by level."""
    columns = {"_v": pa.array(people.y)}
    columns |= {name: pa.array(people.each(values)) for name, values in constants.items()}
    frame: Any = nw.from_native(pa.table(columns), eager_only=True)
    made = frame.select(_x=build(nw.col("_v")).cast(nw.Float64)).to_native()["_x"]
    return np.asarray(made.to_numpy(zero_copy_only=False), dtype=float)


def _sums(people: OrderedPeople, x: Floats, *, weighted: bool) -> Floats:
    if weighted:
        return people.sums(x)
    through = np.concatenate([[0.0], np.cumsum(x)])
    return np.diff(through[people.starts])


@dataclass(kw_only=True, eq=False)
class _Ranks:
    """What quantiles ask about the people of a stretch; as :class:`~dueregard.engine.ranked.RankScan`."""

    people: OrderedPeople
    within: WithinLevels | None
    confidence: Sequence[float]
    constants: dict[str, Floats] = field(default_factory=dict)
    parts: dict[int, tuple[Proxy, Part]] = field(default_factory=dict)

    @property
    def levels(self) -> range:
        """As many as there are levels."""
        return range(self.people.levels)

    @property
    def rows(self) -> Any:
        """These people: they have no replicate weights."""
        return self

    @property
    def replicates(self) -> tuple[str, ...]:
        """None."""
        return ()

    def weight(self, _: Outcome) -> Floats:
        """Sum of weights by level."""
        return self.people.size

    def constant(self, values: NDArray[np.float64]) -> str:
        """Name numbers by level for row expressions."""
        name = f"_q{len(self.constants)}"
        self.constants[name] = np.asarray(values, dtype=float)
        return name

    @cached_property
    def _tables(self) -> list[ValueTable | None]:
        people = self.people
        return [
            ValueTable.of(people.y[start:end], people.weight[start:end], heaviest=False)
            if end > start
            else None
            for start, end in zip(people.starts[:-1], people.starts[1:], strict=True)
        ]

    def values_at(
        self, _: Outcome, targets: Sequence[NDArray[np.float64]], *, tied: bool = False
    ) -> list[dict[str, Any]]:
        """Find where cumulated weights reach given sums."""
        if tied:
            return look_up(self._tables, targets)
        return [{"reached": self.people.reached_sum(target)} for target in targets]

    def solve_proxies(self, proxies: Sequence[Proxy]) -> list[Part]:
        """Solve the local smooth forms of quantiles."""
        for proxy in proxies:
            if id(proxy) not in self.parts:
                form = _Solved.of(proxy, self.people, self.constants)
                self.parts[id(proxy)] = (proxy, Part(values=form.values, spread=form.influence))
        return [self.parts[id(proxy)][1] for proxy in proxies]

    def proxy_part(self, proxy: Proxy) -> Part:
        """Give a proxy's values and influence."""
        return self.solve_proxies([proxy])[0]

    def standard_errors(self, part: Part) -> Floats:
        """Give the standard errors of a part; NaN for a full count."""
        if self.within is None:
            return np.full(len(part.values), np.nan)
        return np.sqrt(self.within.variances(part.spread))

    def domain_df(self, _: Outcome) -> Floats:
        """People less strata among the people of each level."""
        if self.within is None:
            return np.full(self.people.levels, np.nan)
        return self.within.units()
