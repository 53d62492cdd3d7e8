"""Gaps in pay between groups, as a share of what a named reference group has."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from dueregard.engine import Measure, Outcome
from dueregard.errors import UsageError, did_you_mean
from dueregard.estimates import Estimates, Label
from dueregard.measures import options
from dueregard.measures.catalogue import catalogued
from dueregard.measures.declared import CompositeMeasure
from dueregard.measures.means import mean
from dueregard.measures.quantiles import median

__all__ = ["STATISTICS", "pay_gap"]

_MAKERS: dict[str, Callable[..., Measure]] = {"mean": mean, "median": median}
STATISTICS = tuple(_MAKERS)
"""What may be compared."""


@dataclass(frozen=True, slots=True)
class _Shortfall:
    """What each group falls short of the reference group by, as a share of it."""

    by: str
    reference: str

    def __call__(self, parts: Estimates, _: Estimates, label: Label) -> Estimates:
        known = list(dict.fromkeys(part.by[self.by] for part in parts.labels))
        labels = [
            replace(label, by={**label.by, self.by: group}, reference=self.reference)
            for group in known
            if group != self.reference
        ]
        if not labels:
            return parts[:0]
        if self.reference not in known:
            if not label.by:
                raise self._unknown(known)
            absent = np.full(len(labels), np.nan)
            reasons = ("the reference group is not there",) * len(labels)
            return Estimates(absent, labels=tuple(labels), supports=parts.supports, reasons=reasons)
        ratios = parts.ratio(self.by, reference=self.reference)
        return ratios.apply(lambda ratio: 1 - ratio, lambda ratio: -np.eye(len(ratio)), labels)

    def _unknown(self, known: Sequence[str]) -> UsageError:
        return UsageError(
            f"{self.by!r} has no group {self.reference!r} to compare with.",
            found=f"Its groups are: {', '.join(known)}.",
            remedy=did_you_mean(self.reference, known) or f"Write reference={known[0]}, or another of them.",
        )


@catalogued(
    title="Pay gap",
    family="gaps between two groups",
    meaning="How much less one group has than a reference group, as a share of what the reference group has: "
    "0.15 means 15% less, a negative gap means more.",
    formula="(m(reference) − m(group)) / m(reference), m the mean or the median",
    range="up to 1 (the group has nothing); 0 is no gap; negative when the group has more",
    variance="linearised, with the covariance of the groups; medians with the error of Woodruff's interval",
    oracle="R convey 1.0.1 svygpg (after naming the reference group it uses) with linearisation and with "
    "replicate weights, and laeken 0.5.2 gpg for means and medians, to 1e-8",
    avoid="It compares whoever is in work, not like with like: different jobs, hours and ages are in it. Say "
    "pay by the hour if that is meant. Not where the reference group's mean may be zero or negative.",
    reference="Eurostat, Gender pay gap in unadjusted form (sdg_05_20); Equality Act 2010 (Gender Pay Gap "
    "Information) Regulations 2017, regulations 8 and 9",
    example="pay_gap:hourly_pay,by=sex,reference=male",
    convention="The reference group is always named: R convey and laeken take the order of the levels, which "
    'can turn the sign. Everybody with a value counts, zeros too: among="pay > 0" leaves them out.',
    properties=("scale invariant", "replication invariant"),
)
def pay_gap(
    column: str,
    *,
    by: str,
    reference: str,
    statistic: str = "mean",
    among: str | None = None,
    name: str | None = None,
    unit: str | None = None,
) -> CompositeMeasure:
    """Measure what groups fall short of a reference group by, as a share of it.

    Parameters
    ----------
    column : str
        A column or an expression, such as hourly pay.
    by : str
        The column, or a characteristic of the people, that makes the groups.
    reference : str
        The group to compare with.
    statistic : {"mean", "median"}
        What is compared.
    among : str, optional
        For whom the outcome applies, as a condition.
    name : str, optional
        What the outcome is called in results; by default the column.
    unit : str, optional
        By default ``proportion``.

    Returns
    -------
    CompositeMeasure
        One value for each group but the reference group.

    Raises
    ------
    UsageError
        For an unknown statistic; when it is estimated, for an unknown reference group.

    References
    ----------
    Eurostat, Gender pay gap in unadjusted form: metadata.

    Examples
    --------
    >>> import pyarrow as pa
    >>> from dueregard.engine import SurveyDesign, evaluate, table_from
    >>> staff = pa.table({"sex": ["f", "f", "m", "m"], "pay": [9.0, 15.0, 14.0, 18.0]})
    >>> gap = evaluate(table_from(staff, design=SurveyDesign()), [pay_gap("pay", by="sex", reference="m")])
    >>> gap.values, gap.labels[0].by, gap.labels[0].reference
    (array([0.25]), {'sex': 'f'}, 'm')
    """
    compared = options.choice(statistic, STATISTICS, option="statistic")
    return CompositeMeasure(
        name="pay_gap",
        outcome=Outcome(columns=(column,), among=among),
        inner=(by,),
        parts=(_MAKERS[compared](column, among=among),),
        form=_Shortfall(by, str(reference)),
        label=name or column,
        unit=unit or "proportion",
        method="median" if compared == "median" else None,
        parameters={"by": by, "reference": str(reference), "statistic": compared},
    )
