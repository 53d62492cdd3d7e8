"""What moved inequality from one period to another: the change of the mean log deviation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from dueregard.engine import Grouping, Outcome
from dueregard.errors import UsageError, did_you_mean
from dueregard.estimates import Estimates, Label, Support, concatenate
from dueregard.measures.catalogue import catalogued
from dueregard.measures.declared import CompositeMeasure
from dueregard.measures.decompositions.derived import Basis, derived
from dueregard.measures.decompositions.groups import Split, read_split
from dueregard.measures.decompositions.sums import positive_mean, positive_number
from dueregard.measures.generalised_entropy import mean_log_deviation

__all__ = ["mean_log_deviation_change"]

COMPONENTS = ("within", "shares within", "shares between", "means")
ABSENT = "a group has nobody with a positive value in one of the periods"
NO_PERIOD = "one of the periods is not there"


@dataclass(frozen=True, slots=True)
class _Change:
    """Components of the change from each group's people, mean and mean log deviation in both periods."""

    period: str
    before: str
    after: str
    split: Split

    def __call__(self, parts: Estimates, _: Estimates, label: Label) -> Estimates:
        variable = self.split.names[0]
        count = len(parts) // 3
        cells = {
            (each.by[self.period], each.by[variable]): at for at, each in enumerate(parts.labels[:count])
        }
        periods = list(dict.fromkeys(period for period, _ in cells))
        self._check(periods, label)
        groups = list(dict.fromkeys(group for _, group in cells))
        names = ("total", *COMPONENTS)
        labels = [replace(label, by={**label.by, "component": name}) for name in names]
        labels += [
            replace(label, by={**label.by, variable: group, "component": name})
            for name in COMPONENTS
            for group in groups
        ]
        if not count or self.before not in periods or self.after not in periods:
            nothing = np.full(len(labels), np.nan)
            return Estimates(nothing, labels=tuple(labels), reasons=(NO_PERIOD,) * len(labels))
        # A group that is absent in one period keeps its place, with nobody in it.
        absent = Estimates(np.array([0.0, np.nan, np.nan]), labels=parts.labels[:1] * 3)
        known = concatenate(parts, absent)
        cell = np.array(
            [[cells.get((when, group), -1) for group in groups] for when in (self.before, self.after)]
        )
        measure = np.arange(3)[:, None]
        positions = np.where(cell[:, None] < 0, 3 * count + measure, measure * count + cell[:, None])

        def components(values: NDArray[np.float64]) -> NDArray[np.float64]:
            return _components(values[..., positions])

        basis = self._basis(known, positions)
        return derived(known, components, labels, basis=basis)

    def _check(self, periods: Sequence[str], label: Label) -> None:
        for when in (self.before, self.after):
            if periods and when not in periods and not label.by:
                raise UsageError(
                    f"{self.period!r} has no level {when!r}.",
                    found=f"Its levels are: {', '.join(periods)}.",
                    remedy=did_you_mean(when, periods) or f"Choose one of them, such as {periods[0]}.",
                )

    def _basis(self, known: Estimates, positions: NDArray[np.int64]) -> list[Basis]:
        """Everybody of both periods; then each group of both periods."""
        found: list[Basis] = []
        for group in range(positions.shape[2]):
            both = positions[:, 2, group]
            support = Support.combine(known.supports[at] for at in both)
            reasons = [known.reasons[at] for at in both if known.statuses[at] == "approximate"]
            if np.isnan(known.values[positions[:, 1, group]]).any():
                found.append((support, "ok", ABSENT))
            else:
                found.append((support, "approximate" if reasons else "ok", next(iter(reasons), None)))
        together = Support.combine(support for support, _, _ in found)
        everybody = replace(together, least_n=together.n, least_n_effective=together.n_effective)
        absent = ABSENT if any(reason == ABSENT for _, _, reason in found) else None
        of_all: list[Basis] = [(everybody, "ok", None), *[(everybody, "ok", absent)] * len(COMPONENTS)]
        return [*of_all, *found * len(COMPONENTS)]


def _components(known: NDArray[np.float64]) -> NDArray[np.float64]:
    """Known is (..., 2 periods, 3 measures, groups)."""
    number, centre, index = (known[..., measure, :] for measure in range(3))
    some = np.real(number) > 0
    v = np.where(some, number, 0.0)
    v = v / np.sum(v, axis=-1, keepdims=True)
    whole = np.sum(np.where(some, v * centre, 0.0), axis=-1, keepdims=True)
    logarithm = np.log(centre / whole)
    periods = np.sum(np.where(some, v * (index - logarithm), 0.0), axis=-1)

    def middle(each: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray((each[..., 0, :] + each[..., 1, :]) / 2)

    def change(each: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(each[..., 1, :] - each[..., 0, :])

    by_group = [
        middle(v) * change(index),
        middle(index) * change(v),
        -middle(logarithm) * change(v),
        -middle(v) * change(logarithm),
    ]
    sums = [np.sum(each, axis=-1, keepdims=True) for each in by_group]
    # Known even where a group is absent in one period and the parts are not.
    total = periods[..., 1:] - periods[..., :1]
    return np.concatenate([total, *sums, *by_group], axis=-1)


@catalogued(
    title="Change of inequality between two periods",
    family="decompositions",
    meaning="Why inequality rose or fell: because groups became more or less unequal inside, because more "
    "people are now in unequal groups or in groups far from the average, or because groups' averages moved "
    "apart. The parts add up to the change.",
    formula="ΔMLD = Σ v̄ ΔMLD_g + Σ avg(MLD_g) Δv − Σ avg(ln λ) Δv − Σ v̄ Δ ln λ; v share of people, λ = "
    "μ_g/μ, "
    "v̄ and avg the mean of both periods",
    range="any; 0 is no change",
    variance="linearised, jointly; people who are in both periods are taken into account",
    oracle="its definition, computed directly in numpy, and the difference of the two mean log deviations, "
    "to "
    "1e-12",
    avoid="It describes and does not explain: when composition and means move together, which is called what "
    "is a convention. Not when groups are defined differently in the two periods.",
    reference="Mookherjee and Shorrocks (1982), A decomposition analysis of the trend in UK income "
    "inequality, "
    "Economic Journal 92, 886-902, equation 9",
    example="mean_log_deviation_change:income,period=year,before=2008,after=2016,within=region",
    convention="Components: total, within, shares within, shares between, means; of everybody and of each "
    "group. "
    "The exact form, in relative means; the authors' approximation in absolute means is not used. People "
    "with "
    "values of zero or less are left out, unless nonpositive says otherwise.",
)
def mean_log_deviation_change(
    column: str,
    *,
    period: str | Grouping,
    before: object,
    after: object,
    within: str | Grouping,
    nonpositive: object = "drop",
    among: str | None = None,
    name: str | None = None,
    unit: str | None = None,
) -> CompositeMeasure:
    """Split the change of the mean log deviation between two periods.

    Parameters
    ----------
    column : str
        A column or an expression.
    period : str or Grouping
        The variable whose levels are periods, both in one table.
    before, after : str
        Its levels to compare.
    within : str or Grouping
        What makes the groups.
    nonpositive : {"drop", "refuse"} or float
        What to do with values of zero or less.
    among : str, optional
        For whom the outcome applies, as a condition.
    name : str, optional
        What the outcome is called in results; by default the column.
    unit : str, optional
        Unit of the index; it has none.

    Returns
    -------
    CompositeMeasure
        For :func:`dueregard.engine.evaluate`.

    Raises
    ------
    UsageError
        When an option is not one; when it is estimated, for a period that is not there.

    References
    ----------
    Mookherjee and Shorrocks (1982), Economic Journal 92, 886-902.

    Examples
    --------
    >>> import pyarrow as pa
    >>> from dueregard.engine import SurveyDesign, evaluate, table_from
    >>> people = pa.table(
    ...     {
    ...         "pay": [1.0, 3.0, 2.0, 6.0, 1.0, 3.0, 4.0, 12.0],
    ...         "site": ["a", "a", "b", "b"] * 2,
    ...         "year": [2001] * 4 + [2011] * 4,
    ...     }
    ... )
    >>> moved = mean_log_deviation_change("pay", period="year", before=2001, after=2011, within="site")
    >>> found = evaluate(table_from(people, design=SurveyDesign()), [moved])
    >>> [label.by["component"] for label in found.labels[:5]]
    ['total', 'within', 'shares within', 'shares between', 'means']
    >>> found.values[:5].round(6)
    array([0.164252, 0.      , 0.      , 0.      , 0.164252])
    """
    of_period = read_split(period, nested=False)
    split = read_split(within, nested=False)
    if of_period.names == split.names or str(before) == str(after):
        raise UsageError(
            "A change is from one period to another, and groups are made by something else than the period.",
            found=f"It was from {before} to {after}, within {split.text}.",
        )
    return CompositeMeasure(
        name="mean_log_deviation_change",
        outcome=Outcome(columns=(column,), among=among),
        inner=(*of_period.inner, *split.inner),
        parts=(
            positive_number(column, nonpositive=nonpositive, among=among),
            positive_mean(column, nonpositive=nonpositive, among=among),
            mean_log_deviation(column, nonpositive=nonpositive, among=among),
        ),
        form=_Change(of_period.names[0], str(before), str(after), split),
        label=name or column,
        unit=unit,
        parameters={
            "period": of_period.text,
            "before": str(before),
            "after": str(after),
            "within": split.text,
        },
    )
