"""Estimates: values that carry what is needed for their joint uncertainty."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field
from typing import Any, Literal, final

import numpy as np
from scipy import sparse

from dueregard.estimates import contrasts, derivation, intervals, record
from dueregard.estimates.completion import completed
from dueregard.estimates.groups import check_level
from dueregard.estimates.label import Label
from dueregard.estimates.source import BoolArray, FloatArray, Function, IntArray, Source
from dueregard.estimates.standardisation import weighted_over
from dueregard.estimates.support import Status, Support

__all__ = ["Estimates"]


@final
@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Estimates:
    """Values and their spread: a sum of independent, identified sources of uncertainty.

    Parameters
    ----------
    values : array of float, shape (k,)
        The values; NaN where there is none.
    sources : tuple of Source
        Each describes all k values. None at all for a full count, which has no sampling error.
    labels : tuple of Label, length k
        What each value is.
    supports : tuple of Support, length k, optional
        Who each value rests on.
    statuses : tuple of {"ok", "approximate", "withheld", "not_estimable"}, length k, optional
        By default "ok", and "not_estimable" for NaN.
    reasons : tuple of str or None, length k, optional
        Why a status is not "ok".
    limits : mapping of float to array of shape (k, 2), optional
        Intervals computed beforehand, by level; NaN for values that have none.
    interval_methods : tuple of str, length k, optional
        "t" (default), "log" for ratios, "index" for indices from 0 to 1, "mean", "logit", "xlogit", "beta"
        or "wilson" for proportions, or "given" for limits computed beforehand.
    rest : callable, optional
        Maps a grouping variable to Estimates with the same labels, each of everyone but that level of it.

    Raises
    ------
    SpreadError
        When parts have different lengths.

    Examples
    --------
    >>> from dueregard.estimates import Covariance
    >>> women, men = (Label(measure="mean", by={"sex": level}) for level in ("female", "male"))
    >>> spread = Covariance(identity="survey", matrix=[[4.0, 1.0], [1.0, 9.0]], df=30)
    >>> pay = Estimates([480.0, 500.0], sources=(spread,), labels=(women, men))
    >>> gap = pay.difference("sex", reference="male")
    >>> gap.values, gap.se.round(4)
    (array([-20.]), array([3.3166]))
    """

    values: FloatArray
    _: KW_ONLY
    sources: tuple[Source, ...] = ()
    labels: tuple[Label, ...]
    supports: tuple[Support, ...] = ()
    statuses: tuple[Status, ...] = ()
    reasons: tuple[str | None, ...] = ()
    limits: Mapping[float, FloatArray] = field(default_factory=dict)
    interval_methods: tuple[str, ...] = ()
    rest: Callable[[str], Estimates] | None = None

    def __post_init__(self) -> None:
        for name, value in completed(self).items():
            object.__setattr__(self, name, value)

    def __len__(self) -> int:
        return len(self.values)

    def __repr__(self) -> str:
        lines = [f"Estimates of {len(self)}:"]
        for label, value, se in list(zip(self.labels, self.values, self.se, strict=True))[:8]:
            group = ", ".join(f"{name} {level}" for name, level in label.by.items()) or "everyone"
            lines.append(f"  {label.measure} {label.outcome or ''} ({group}): {value:.6g}, se {se:.4g}")
        return "\n".join([*lines, "  ..."] if len(self) > 8 else lines)

    @property
    def se(self) -> FloatArray:
        """Standard errors, shape (k,); NaN for a full count and for values that are not there."""
        if not self.sources:
            return np.full(len(self), np.nan)
        total = np.sum([source.variances() for source in self.sources], axis=0)
        return np.asarray(np.where(np.isfinite(self.values), np.sqrt(total), np.nan))

    @property
    def df(self) -> FloatArray:
        """Degrees of freedom, shape (k,): those of the source, or Satterthwaite's for a sum of several.

        (V1 + V2 + ...)² / (V1²/df1 + V2²/df2 + ...); Satterthwaite 1946, Biometrics Bulletin 2, 110-114.
        """
        return intervals.degrees_of_freedom(self.sources, size=len(self))

    def covariance(self) -> FloatArray:
        """Joint covariance of the values.

        Returns
        -------
        array of float, shape (k, k)
            Zeros for a full count.
        """
        total = np.zeros((len(self), len(self)))
        for source in self.sources:
            total += source.covariance()
        return total

    def interval(self, level: float = 0.95) -> FloatArray:
        """Confidence intervals, each by its value's method.

        Parameters
        ----------
        level : float
            Confidence level, between 0 and 1.

        Returns
        -------
        array of float, shape (k, 2)
            Lower and upper limits; NaN where there is no standard error. A proportion of 0 or 1, at which
            the other methods degenerate, has exact limits ("beta"); what is beyond or all but at the border
            of a scale has limits by t; values of which only draws vary have percentiles of the draws.

        Raises
        ------
        SpreadError
            When limits were computed beforehand, but not at this level.
        UsageError
            When the level is not between 0 and 1.
        """
        return intervals.interval(self, level)

    def test(self, null: float = 0.0) -> FloatArray:
        """Two-sided p-values of the hypothesis that each value equals `null`, by t.

        Parameters
        ----------
        null : float
            The value under the hypothesis; use 1 for ratios.

        Returns
        -------
        array of float, shape (k,)
            NaN where there is no standard error.
        """
        se = self.se
        ratio = np.divide(self.values - null, se, out=np.full(len(self), np.nan), where=se > 0)
        return np.asarray(2 * intervals.t_tail(-np.abs(ratio), self.df))

    def select(self, which: Sequence[int] | Sequence[bool] | IntArray | slice) -> Estimates:
        """Keep some of the values, with their joint uncertainty.

        Parameters
        ----------
        which : indices, mask or slice
            The values to keep; indices also set their order.

        Returns
        -------
        Estimates
            The chosen values.
        """
        index = np.arange(len(self))[which if isinstance(which, slice) else _indices_or_mask(which)]
        return type(self)(
            self.values[index],
            sources=tuple(source.select(index) for source in self.sources),
            labels=tuple(self.labels[i] for i in index),
            supports=tuple(self.supports[i] for i in index),
            statuses=tuple(self.statuses[i] for i in index),
            reasons=tuple(self.reasons[i] for i in index),
            limits={level: limits[index] for level, limits in self.limits.items()},
            interval_methods=tuple(self.interval_methods[i] for i in index),
            rest=self.rest,
        )

    def __getitem__(self, which: int | Sequence[int] | Sequence[bool] | IntArray | slice) -> Estimates:
        return self.select([which] if isinstance(which, int | np.integer) else which)

    def where(self, **by: str) -> Estimates:
        """Keep the values of some groups.

        Parameters
        ----------
        **by : str
            A level for each grouping variable named.

        Returns
        -------
        Estimates
            The values whose group has all these levels.

        Raises
        ------
        UsageError
            When there is no such variable or level.
        """
        for variable, level in by.items():
            check_level(self, variable, level)
        chosen = [all(label.by.get(name) == level for name, level in by.items()) for label in self.labels]
        return self.select(np.array(chosen, bool))

    def linear(self, matrix: Any, labels: Sequence[Label]) -> Estimates:
        """Linear combinations of the values.

        Parameters
        ----------
        matrix : array or sparse array, shape (m, k)
            A row of coefficients for each result.
        labels : sequence of Label, length m
            What the results are.

        Returns
        -------
        Estimates
            m values; one that rests on a value that is not there is not estimable either.
        """
        coefficients = sparse.csr_array(matrix, copy=True)
        coefficients.eliminate_zeros()  # or a value that is not there would spoil what does not use it
        return derivation.derive(
            self,
            coefficients @ self.values,
            sources=tuple(source.linear(coefficients.T.tocsr()) for source in self.sources),
            dependence=coefficients,
            labels=labels,
        )

    def apply(
        self, function: Function, gradient: Function | None = None, labels: Sequence[Label] | None = None
    ) -> Estimates:
        """Any function of the values.

        Scores and covariances go through by the delta method, replicates and draws one by one.

        Parameters
        ----------
        function : callable
            Maps an array of shape (k,) to a number or an array of shape (m,).
        gradient : callable, optional
            Maps an array of shape (k,) to the derivatives, shape (k,) or (m, k). It is checked against
            finite differences. By default derivatives are computed.
        labels : sequence of Label, length m, optional
            What the results are; by default they are named after the function.

        Returns
        -------
        Estimates
            m values.

        Raises
        ------
        UsageError
            When the gradient does not belong to the function.

        Examples
        --------
        >>> from dueregard.estimates import Covariance
        >>> spread = Covariance(identity="survey", matrix=[[1.0, 0.0], [0.0, 4.0]])
        >>> two = Estimates([10.0, 20.0], sources=(spread,), labels=(Label(measure="a"), Label(measure="b")))
        >>> two.apply(lambda t: t[0] * t[1]).se
        array([28.2842712])
        """
        return derivation.apply(self, function, gradient, labels)

    def difference(self, by: str | None = None, *, reference: str) -> Estimates:
        """Each level of a grouping variable minus the reference level.

        Parameters
        ----------
        by : str, optional
            The grouping variable; may be left out when there is only one.
        reference : str
            The level to compare with.

        Returns
        -------
        Estimates
            One value for every other level, for each measure and each combination of the other grouping
            variables. Differences of differences come from doing it twice.

        Raises
        ------
        UsageError
            When there is no such variable or level.
        """
        return contrasts.against_level(self, by, reference=reference, kind="difference")

    def ratio(self, by: str | None = None, *, reference: str) -> Estimates:
        """Each level of a grouping variable over the reference level; see :meth:`difference`.

        A ratio to a reference that is zero or negative is not estimable.
        """
        return contrasts.against_level(self, by, reference=reference, kind="ratio")

    def log_ratio(self, by: str | None = None, *, reference: str) -> Estimates:
        """Natural logarithm of :meth:`ratio`; not estimable unless both values are positive."""
        return contrasts.against_level(self, by, reference=reference, kind="log_ratio")

    def change(
        self, after: str, *, before: str, kind: Literal["difference", "ratio", "log_ratio"] = "difference"
    ) -> Estimates:
        """Each value of one outcome compared, paired, with the same measure of another of the same people.

        Parameters
        ----------
        after, before : str
            The outcome, such as income after a reform, and the one to compare it with.
        kind : {"difference", "ratio", "log_ratio"}

        Returns
        -------
        Estimates
            One value for each of `after`; of gaps it gives the change of gaps. See
            :func:`dueregard.estimates.contrasts.against_outcome`.
        """
        return contrasts.against_outcome(self, after, before=before, kind=kind)

    def compared_with(
        self,
        others: Estimates,
        *,
        reference: str,
        kind: Literal["difference", "ratio", "log_ratio"] = "difference",
    ) -> Estimates:
        """Each value compared with the one of the same measure and group elsewhere: two years, two places.

        Other people count as independent. `reference` is what the others are called, such as "2019". See
        :func:`dueregard.estimates.contrasts.against_others`.
        """
        return contrasts.against_others(self, others, reference=reference, kind=kind)

    def versus(
        self,
        which: Literal["rest", "average", "best"] = "rest",
        *,
        by: str | None = None,
        better: Literal["higher", "lower"] = "higher",
    ) -> Estimates:
        """Each level of a grouping variable minus everyone else, the average level or the best level.

        Parameters
        ----------
        which : {"rest", "average", "best"}
            Everyone else (pooled), the simple average of the levels, or the level with the best value. The
            best level is picked from the same data, which overstates its lead a little.
        by : str, optional
            The grouping variable; may be left out when there is only one.
        better : {"higher", "lower"}
            Which values are better.

        Returns
        -------
        Estimates
            One value for every level (but the best one, when comparing with it).

        Raises
        ------
        UsageError
            When an option or the variable is unknown.
        SpreadError
            When everyone else was not kept with these estimates.
        """
        return contrasts.versus(self, which, by=by, better=better)

    def weighted_over(self, variable: str, weights: Mapping[str, float]) -> Estimates:
        """Average over the levels of a variable with given weights: direct standardisation.

        See :func:`dueregard.estimates.weighted_over`.
        """
        return weighted_over(self, variable, weights)

    def to_dicts(self, level: float | Iterable[float] = 0.95) -> list[dict[str, Any]]:
        """The public record of every value.

        Parameters
        ----------
        level : float or iterable of float
            Confidence levels; several give a record for each, next to one another.

        Returns
        -------
        list of dict
            Ready for JSON.
        """
        return [each.to_dict() for each in record.records(self, level)]


def _indices_or_mask(which: Any) -> IntArray | BoolArray:
    given = np.asarray(which)
    return given if given.dtype == bool else given.astype(np.intp)
