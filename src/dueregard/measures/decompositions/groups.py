"""The groups that people are split into, and what was estimated of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dueregard.engine import Grouping
from dueregard.errors import UsageError
from dueregard.estimates import Estimates, Label, Support, concatenate
from dueregard.measures.decompositions.derived import Basis, Function, derived, resting_on

__all__ = ["Groups", "Split", "read_split"]

NOBODY = "nobody is in a group"


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """What people are split by, coarsest first.

    Attributes
    ----------
    inner : tuple of (str or Grouping)
        One, or several nested ones.

    Examples
    --------
    >>> read_split("region > authority").names, read_split("sex").text
    (('region', 'authority'), 'sex')
    """

    inner: tuple[Grouping | str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """What the variables are called."""
        return tuple(each if isinstance(each, str) else each.name for each in self.inner)

    @property
    def text(self) -> str:
        """As results show it."""
        return " > ".join(self.names)


def read_split(given: str | Grouping | Sequence[str | Grouping], *, nested: bool = True) -> Split:
    """Read what people are to be split by.

    Parameters
    ----------
    given : str, Grouping or sequence of them
        A variable, or nested ones from the coarsest to the finest: ``region > authority > ward``.
    nested : bool
        Whether there may be several.

    Returns
    -------
    Split
        The variables.

    Raises
    ------
    UsageError
        When there is none, one twice, or several where one is wanted.
    """
    if isinstance(given, str):
        inner: tuple[Grouping | str, ...] = tuple(part.strip() for part in given.split(">"))
    else:
        inner = (given,) if isinstance(given, Grouping) else tuple(given)
    split = Split(inner=inner)
    if not all(split.names) or not split.names or len(set(split.names)) < len(split.names):
        raise UsageError(
            "within names the variable that makes the groups, or several nested ones.",
            found=f"It was {given!r}.",
            remedy="Write within=region, or within=region > authority > ward.",
        )
    if len(split.names) > 1 and not nested:
        raise UsageError(
            "This decomposition takes one variable that makes groups.",
            found=f"There are {len(split.names)}: {', '.join(split.names)}.",
            remedy=f"Write within={split.names[0]}.",
        )
    return split


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Groups:
    """Measures of every group, with those of everybody behind them.

    Attributes
    ----------
    estimates : Estimates
        The measures of the groups, measure by measure, then those of everybody.
    by : tuple of mapping
        The levels of each group, g of them.
    measures : int
        How many measures there are of each group.
    whole : int
        How many there are of everybody.
    label : Label
        What results are called.
    """

    estimates: Estimates
    by: tuple[Mapping[str, str], ...]
    measures: int
    whole: int
    label: Label

    @classmethod
    def of(cls, parts: Estimates, whole: Estimates, label: Label, *, measures: int, split: Split) -> Groups:
        """Bring together what was estimated of the groups of one level.

        Parameters
        ----------
        parts, whole : Estimates
            Of the groups, and of everybody.
        label : Label
            What results are called.
        measures : int
            How many measures there are of each group.
        split : Split
            What makes the groups.

        Returns
        -------
        Groups
            With their levels.
        """
        count = len(parts) // measures
        by = tuple({name: each.by[name] for name in split.names} for each in parts.labels[:count])
        together = [each for each in (parts, whole) if len(each)]
        return cls(
            estimates=concatenate(*together) if together else parts,
            by=by,
            measures=measures,
            whole=len(whole),
            label=label,
        )

    def __len__(self) -> int:
        """How many groups there are."""
        return len(self.by)

    def of_groups(self, values: NDArray[Any]) -> NDArray[Any]:
        """Take the measures of the groups out of values.

        Parameters
        ----------
        values : ndarray (..., k)
            Like those of the estimates.

        Returns
        -------
        ndarray (measures, ..., g)
            By measure.
        """
        shape = (*values.shape[:-1], self.measures, len(self))
        inside = values[..., : self.measures * len(self)].reshape(shape)
        return np.moveaxis(inside, -2, 0)

    def of_everybody(self, values: NDArray[Any], position: int = 0) -> NDArray[Any]:
        """Take a measure of everybody out of values.

        Parameters
        ----------
        values : ndarray (..., k)
            Like those of the estimates.
        position : int
            Which measure.

        Returns
        -------
        ndarray (..., 1)
            It.
        """
        at = self.measures * len(self) + position
        return np.asarray(values[..., at : at + 1])

    def named(self, component: str, **by: str) -> Label:
        """Label a component.

        Parameters
        ----------
        component : str
            What it is.
        **by : str
            The group it is of, if any.

        Returns
        -------
        Label
            With both in its ``by``.
        """
        return replace(self.label, by={**self.label.by, **by, "component": component})

    @property
    def supports(self) -> tuple[Support, ...]:
        """Whom the first measure of each group rests on."""
        return self.estimates.supports[: len(self)]

    @property
    def everybody(self) -> Basis:
        """Whom the components of the whole rest on: everybody who is in a group."""
        return resting_on(self.estimates, self.measures * len(self), among=self.supports)

    def inside(self, start: int, end: int) -> Basis:
        """Whom a component of several neighbouring groups rests on.

        Parameters
        ----------
        start, end : int
            From which group to before which.

        Returns
        -------
        Basis
            Of all their people; as reliable as what is said of everybody.
        """
        members = self.supports[start:end]
        support = Support.combine(members)
        together = replace(support, least_n=support.n, least_n_effective=support.n_effective)
        return (together, *self.everybody[1:])

    def group(self, position: int, *, measure: int | None = None) -> Basis:
        """Whom the component of a group rests on.

        Parameters
        ----------
        position : int
            Which group.
        measure : int, optional
            By which measure; the last by default.

        Returns
        -------
        Basis
            For :func:`derived`.
        """
        which = self.measures - 1 if measure is None else measure
        return resting_on(self.estimates, which * len(self) + position)

    def derived(
        self, function: Function, labels: Sequence[Label], *, basis: Sequence[Basis], slopes: Any = None
    ) -> Estimates:
        """Compute components from the measures of groups.

        Parameters
        ----------
        function : callable
            Maps values (..., k) to components (..., m).
        labels, basis, slopes
            As :func:`dueregard.measures.decompositions.derived.derived` takes them.

        Returns
        -------
        Estimates
            The components; none of them known where there are no groups.
        """
        if not len(self) or not self.whole:
            nothing = np.full(len(labels), np.nan)
            return Estimates(nothing, labels=tuple(labels), reasons=(NOBODY,) * len(labels))
        return derived(self.estimates, function, labels, basis=basis, slopes=slopes)
