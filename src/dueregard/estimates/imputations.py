"""Multiple imputation: estimates from several completed tables, and what is uncertain because of the gaps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import KW_ONLY, dataclass, field, replace

import numpy as np

from dueregard.errors import SpreadError, UsageError
from dueregard.estimates.estimates import Estimates
from dueregard.estimates.label import Label
from dueregard.estimates.replicates import Replicates
from dueregard.estimates.source import FloatArray, Function, IntArray, Source, Sparse
from dueregard.estimates.support import Status

__all__ = ["Imputed", "combine_imputations"]


@dataclass(frozen=True, slots=True, eq=False)
class Imputed:
    """The spread of values whose gaps were filled in several times.

    The covariance is the mean of those of the completed tables, plus ``1 + 1/m`` times that of the values
    between them.

    Parameters
    ----------
    identity : str
        Names the people sampled.
    completed : tuple of Source, length m
        The spread in each completed table.
    between : Replicates
        The values of each completed table, so scaled that their spread is that between imputations.

    References
    ----------
    Rubin (1987), Multiple Imputation for Nonresponse in Surveys, equations 3.1.2 to 3.1.5. Barnard and Rubin
    (1999), Biometrika 86, 948-955, equation 3, for the degrees of freedom.
    """

    _: KW_ONLY
    identity: str
    completed: tuple[Source, ...] = field(repr=False)
    between: Replicates = field(repr=False)

    @property
    def size(self) -> int:
        """The number of values."""
        return self.between.size

    @property
    def df(self) -> FloatArray:
        """Degrees of freedom of each value, shape (k,)."""
        within, total = self._within(), self.variances()
        lost = np.divide(total - within, total, out=np.zeros_like(total), where=total > 0)
        sampled = np.broadcast_to(np.asarray(self.completed[0].df, float), total.shape)
        with np.errstate(divide="ignore", invalid="ignore"):
            of_imputations = (len(self.completed) - 1) / lost**2
            observed = np.where(
                np.isinf(sampled), np.inf, (sampled + 1) / (sampled + 3) * sampled * (1 - lost)
            )
            return np.asarray(1 / (1 / of_imputations + 1 / observed))

    @property
    def lost(self) -> FloatArray:
        """Share of each value's variance that comes from the gaps, shape (k,)."""
        total = self.variances()
        return np.divide(total - self._within(), total, out=np.zeros_like(total), where=total > 0)

    def covariance(self) -> FloatArray:
        """Joint covariance of the values, shape (k, k)."""
        within = np.mean([source.covariance() for source in self.completed], axis=0)
        return np.asarray(within + self.between.covariance())

    def variances(self) -> FloatArray:
        """Variance of each value, shape (k,)."""
        return self._within() + self.between.variances()

    def linear(self, matrix: Sparse) -> Imputed:
        """Carry over to ``values @ matrix``; the matrix is sparse, of shape (k, m)."""
        return self._mapped(lambda source: source.linear(matrix), self.between.linear(matrix))

    def transform(self, function: Function, jacobian: Sparse) -> Imputed:
        """Carry over to a function of the values, by the delta method at the combined values."""
        between = self.between.linear(jacobian.T)
        return self._mapped(lambda source: source.transform(function, jacobian), between)

    def select(self, index: IntArray) -> Imputed:
        """Keep the values at these positions, in this order."""
        return self._mapped(lambda source: source.select(index), self.between.select(index))

    def constant(self, values: FloatArray) -> Imputed:
        """Make a source of the same identity for values that do not depend on it."""
        return self._mapped(lambda source: source.constant(values), self.between.constant(values))

    def append(self, *others: Source) -> Imputed:
        """Join the values of other imputations of the same people after these.

        Raises
        ------
        SpreadError
            When others were not imputed, or another number of times.
        """
        same = [
            other
            for other in others
            if isinstance(other, Imputed) and len(other.completed) == len(self.completed)
        ]
        if len(same) < len(others):
            raise SpreadError(
                f"Values from {self.identity!r} rest on different numbers of imputations.",
                remedy="Combine all of them from the same completed tables.",
            )
        completed = [
            first.append(*rest)
            for first, *rest in zip(self.completed, *(other.completed for other in same), strict=True)
        ]
        between = self.between.append(*(other.between for other in same))
        return replace(self, completed=tuple(completed), between=between)

    def _within(self) -> FloatArray:
        return np.asarray(np.mean([source.variances() for source in self.completed], axis=0))

    def _mapped(self, change: Callable[[Source], Source], between: Replicates) -> Imputed:
        return replace(self, completed=tuple(change(source) for source in self.completed), between=between)


def combine_imputations(estimates: Sequence[Estimates], *, outcome: str | None = None) -> Estimates:
    """Combine estimates of tables whose gaps were filled in several times.

    Parameters
    ----------
    estimates : sequence of Estimates, length m
        The same values from each completed column or table, at least two.
    outcome : str, optional
        What the outcome is called in the result, when the completed columns have names of their own.

    Returns
    -------
    Estimates
        The mean values; their spread is that within the completed tables and between them.

    Raises
    ------
    UsageError
        When there are fewer than two, or they are not the same values.
    SpreadError
        When some have no spread, or several sources of it.

    References
    ----------
    Rubin (1987), Multiple Imputation for Nonresponse in Surveys, section 3.1.

    Examples
    --------
    >>> from dueregard.estimates import Covariance, Label
    >>> completed = [
    ...     Estimates(
    ...         [value],
    ...         sources=(Covariance(identity="survey", matrix=[[4.0]], df=100),),
    ...         labels=(Label(measure="mean", outcome=f"income_{number}"),),
    ...     )
    ...     for number, value in enumerate([10.0, 12.0, 11.0])
    ... ]
    >>> combined = combine_imputations(completed, outcome="income")
    >>> combined.values, combined.se.round(4), combined.df.round(1)
    (array([11.]), array([2.3094]), array([22.3]))
    """
    first = _checked(estimates, outcome)
    values = np.array([each.values for each in estimates])
    count = len(estimates)
    combined = values.mean(axis=0)
    identities = tuple(dict.fromkeys(each.sources[0].identity for each in estimates))
    identity = identities[0] if len(identities) == 1 else f"imputations: {'; '.join(identities)}"
    between = Replicates(
        identity=identity, values=values, full=combined, scale=(1 + 1 / count) / (count - 1), df=count - 1.0
    )
    source = Imputed(
        identity=identity, completed=tuple(each.sources[0] for each in estimates), between=between
    )
    rests = [each.rest for each in estimates if each.rest is not None]
    return Estimates(
        combined,
        sources=(source,),
        labels=tuple(_named(label, outcome) for label in first.labels),
        supports=first.supports,
        statuses=tuple(
            _least(statuses) for statuses in zip(*(each.statuses for each in estimates), strict=True)
        ),
        reasons=tuple(
            next((reason for reason in reasons if reason), None)
            for reasons in zip(*(each.reasons for each in estimates), strict=True)
        ),
        interval_methods=tuple("t" if each == "given" else each for each in first.interval_methods),
        rest=None
        if len(rests) < count
        else lambda variable: combine_imputations([rest(variable) for rest in rests], outcome=outcome),
    )


_WORST: tuple[Status, ...] = ("not_estimable", "withheld", "approximate", "ok")


def _least(statuses: tuple[Status, ...]) -> Status:
    return min(statuses, key=_WORST.index)


def _named(label: Label, outcome: str | None) -> Label:
    method = "; ".join(text for text in (label.method, "multiple imputation (Rubin)") if text)
    return replace(label, outcome=label.outcome if outcome is None else outcome, method=method)


def _checked(estimates: Sequence[Estimates], outcome: str | None) -> Estimates:
    """Refuse what are not estimates of the same values, each with one source of spread."""
    if len(estimates) < 2:
        raise UsageError(
            "Imputations are combined from two completed tables or more.",
            found=f"There are {len(estimates)}.",
        )
    keys = [
        [replace(label, outcome=label.outcome if outcome is None else outcome).key() for label in each.labels]
        for each in estimates
    ]
    if any(key != keys[0] for key in keys):
        raise UsageError(
            "Imputations are combined from estimates of the same values.",
            remedy="Ask for the same measures and groups of each completed table; when completed columns "
            "have names of their own, say what the outcome is called: outcome='income'.",
        )
    if any(len(each.sources) != 1 for each in estimates):
        raise SpreadError("Imputations are combined from estimates that each have one source of spread.")
    return estimates[0]
