"""A birthright report: how much of inequality goes with circumstances at birth, by estimator and group."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from dueregard.causes.birthright.null import NullTest
from dueregard.estimates import Estimates, Record

if TYPE_CHECKING:
    from dueregard.causes.trees import Tree

__all__ = ["Birthright", "TypeOfBirth"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeOfBirth:
    """People born to the same circumstances, as far as an estimator tells them apart.

    Attributes
    ----------
    label : str
        In words: "born to ... in ...".
    profile : mapping of str to tuple of str
        Levels of each circumstance that sets the type apart.
    n : int or None
        People; None, as all numbers, where the disclosure gate withholds it.
    share : float or None
        Their share of all weights, 0 to 1.
    mean : float or None
        Their mean outcome (of a yes/no outcome: the share of yes; of lives: years).
    se, low, high : float or None
        Its standard error and interval, given the types.
    """

    label: str
    profile: Mapping[str, tuple[str, ...]]
    n: int | None
    share: float | None
    mean: float | None
    se: float | None
    low: float | None
    high: float | None

    def to_dict(self) -> dict[str, Any]:
        """Give the type as plain data.

        Returns
        -------
        dict
            Ready for JSON.
        """
        return {
            "label": self.label,
            "profile": {name: list(levels) for name, levels in self.profile.items()},
            "n": self.n,
            "share": self.share,
            "mean": self.mean,
            "se": self.se,
            "low": self.low,
            "high": self.high,
        }


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Birthright:
    """How much of inequality in an outcome goes with circumstances at birth.

    Attributes
    ----------
    outcome : str
        Column or expression.
    circumstances : mapping of str to tuple of str
        Columns by group.
    estimates : Estimates
        Every value with its joint uncertainty. Indices are those of the smoothed distribution; ``gini_share``
        and the like are their shares of the outcome's own index, and ``r2`` is a share of variance.
    records : tuple of Record
        The same, ready to be shown, with those that could not be estimated.
    types : tuple of TypeOfBirth
        Of the tree (or, without one, distinct profiles where they are few), from the lowest mean.
    type_records : tuple of Record
        Means of types as records, for the disclosure gate.
    tree : Tree or None
        The tree behind the types.
    headline : str
        The answer in a sentence.
    warnings, notes : tuple of str
        What to doubt; and what was decided.
    null_tests : tuple of NullTest
        Whether each group matters at all, given the others.
    estimators : tuple of str
        That were used.
    scale : str
        On which scale each estimator works, in words.
    seed : int
        Of everything drawn.
    level : float
        Confidence level.
    fewest : int or None
        The fewest people of one profile of circumstances, where profiles are few: several indices of few
        means are equations for these. None where there are many.
    """

    outcome: str
    circumstances: Mapping[str, tuple[str, ...]]
    estimates: Estimates = field(repr=False)
    records: tuple[Record, ...] = field(repr=False)
    types: tuple[TypeOfBirth, ...] = field(repr=False)
    type_records: tuple[Record, ...] = field(default=(), repr=False)
    tree: Tree | None = field(default=None, repr=False)
    headline: str
    warnings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    null_tests: tuple[NullTest, ...] = ()
    estimators: tuple[str, ...]
    scale: str
    seed: int
    level: float = 0.95
    fewest: int | None = None

    def value(self, measure: str, *, estimator: str, component: str = "total") -> Record | None:
        """Look a value up.

        Parameters
        ----------
        measure, estimator, component : str
            As in records.

        Returns
        -------
        Record or None
            None where there is none.
        """
        asked = {"estimator": estimator, "component": component}
        return next((r for r in self.records if r.measure == measure and dict(r.by) == asked), None)

    def to_dict(self) -> dict[str, Any]:
        """Give the whole report as plain data.

        Returns
        -------
        dict
            ``estimates``, ``types``, ``tree``, ``headline``, ``warnings``, ``notes``, ``null_tests``,
            ``seed``.
        """
        return {
            "estimates": [record.to_dict() for record in self.records],
            "outcome": self.outcome,
            "circumstances": {name: list(columns) for name, columns in self.circumstances.items()},
            "estimators": list(self.estimators),
            "scale": self.scale,
            "headline": self.headline,
            "types": [each.to_dict() for each in self.types],
            "tree": None if self.tree is None else self.tree.to_dict(),
            "null_tests": [asdict(each) for each in self.null_tests],
            "warnings": list(self.warnings),
            "notes": list(self.notes),
            "seed": self.seed,
        }
