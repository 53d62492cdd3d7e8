"""What the stage finds: tables for the disclosure gate, and what may be said beside them.

Nothing here but the tables counts people. Sentences name types, groups and strata, and whoever prints them
looks the figures up among those that have passed the gate (:mod:`dueregard.causes.released`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from dueregard.disclosure import Table

__all__ = [
    "BirthrightTold",
    "CausesFindings",
    "DecompositionTold",
    "EdgeTold",
    "NodeTold",
    "StrataTold",
    "TypeTold",
]

Kind = Literal["descriptive", "associational", "causal"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeTold:
    """People alike in what they were born into, in words.

    Attributes
    ----------
    label : str
        As in "born to a parent in routine work, in Harbour or Northside"; the level by which its figures are
        found.
    profile : mapping of str to tuple of str
        The levels of each circumstance that it is cut by.
    node : int
        Its leaf in the tree.
    """

    label: str
    profile: Mapping[str, tuple[str, ...]]
    node: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeTold:
    """A fork or an end of the opportunity tree, without figures.

    Attributes
    ----------
    id : int
        1 is the root.
    parent : int or None
        The fork above it.
    depth : int
        0 for the root.
    variable : str
        The circumstance by which it forks, in words; empty for an end.
    branch : tuple of str
        The levels of the circumstance above that lead here.
    label : str
        Of an end, the type's label; else empty.
    """

    id: int
    parent: int | None
    depth: int
    variable: str
    branch: tuple[str, ...]
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BirthrightTold:
    """How far an outcome goes with circumstances, in words: all its figures are in two tables.

    Attributes
    ----------
    outcome, unit : str
        As the casebook calls it, and its unit; the unit may be empty.
    better : {"higher", "lower"}
        Which value is better for the person.
    yes_no : bool
        Whether it is a yes/no outcome.
    table, types_table : str
        Names of the released tables; empty where there is none.
    share : str
        The measure that is the headline: the share of inequality that goes with circumstances
        (``mld_share``, ``gini_share``), or for yes/no outcomes ``dissimilarity``.
    estimators : tuple of str
        Those that were asked for, the headline first.
    components : tuple of str
        ``total`` and the groups of circumstances, in the casebook's order.
    circumstances : mapping of str to tuple of str
        The circumstances of each group, in words.
    scale : str
        ``level`` or ``log``.
    types : tuple of TypeTold
        From those who fare worst to those who fare best.
    nodes : tuple of NodeTold
        The opportunity tree, each fork before what is below it; empty where it does not fork.
    null_tests : tuple of str
        Which groups of circumstances go with the outcome beyond chance, in sentences.
    warnings, notes : tuple of str
        What readers must know.
    reason : str
        Why there is nothing, where there is nothing.
    """

    outcome: str
    unit: str = ""
    better: Literal["higher", "lower"] = "higher"
    yes_no: bool = False
    table: str = ""
    types_table: str = ""
    share: str = ""
    estimators: tuple[str, ...] = ()
    components: tuple[str, ...] = ("total",)
    circumstances: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    scale: str = "level"
    types: tuple[TypeTold, ...] = ()
    nodes: tuple[NodeTold, ...] = ()
    null_tests: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecompositionTold:
    """A gap told apart by what goes along with it, in words.

    Attributes
    ----------
    outcome : str
        The outcome.
    characteristic : str
        Whose groups are compared.
    group, reference : str
        The group behind, and the one it is compared with: gaps are the reference minus the group.
    method, coefficients : str
        How, and whose coefficients count as those without a disadvantage.
    covariates : tuple of str
        In words.
    why : str
        Why this gap and these covariates.
    table : str
        The released table; empty where there is none.
    notes : tuple of str
        What readers must know, such as levels that only one group has.
    reason : str
        Why there is nothing, where there is nothing.
    """

    outcome: str
    characteristic: str
    group: str
    reference: str
    method: str = "twofold"
    coefficients: str = "pooled"
    covariates: tuple[str, ...] = ()
    why: str = ""
    table: str = ""
    notes: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StrataTold:
    """Crossings of characteristics as strata of one outcome, in words.

    Attributes
    ----------
    outcome : str
        The outcome.
    of : tuple of str
        The characteristics.
    better : {"higher", "lower"}
        Which value is better for the person.
    table : str
        The released table; empty where there is none.
    family : str
        ``gaussian`` or ``binomial``.
    method : str
        How it was estimated: ML, REML, quadrature, weighting.
    notes : tuple of str
        What readers must know.
    reason : str
        Why there is nothing, where there is nothing.
    """

    outcome: str
    of: tuple[str, ...]
    better: Literal["higher", "lower"] = "higher"
    table: str = ""
    family: str = "gaussian"
    method: str = ""
    notes: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgeTold:
    """A line of the cause map.

    Attributes
    ----------
    before, after : str
        What comes before, and after.
    kind : {"descriptive", "associational", "causal"}
        How it is known.
    assumption, source : str
        What must hold, and where it is shown; may be empty unless it is causal.
    outcomes : tuple of str
        The outcomes that it is about.
    """

    before: str
    after: str
    kind: Kind
    assumption: str = ""
    source: str = ""
    outcomes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CausesFindings:
    """What gaps and inequality go with, before the disclosure gate.

    Attributes
    ----------
    tables : tuple of Table
        Named ``causes-...``.
    birthrights : tuple of BirthrightTold
        One for each outcome that was asked for.
    decompositions : tuple of DecompositionTold
        Of declared gaps, or of the widest.
    strata : tuple of StrataTold
        For each crossing and outcome.
    edges : tuple of EdgeTold
        The cause map.
    seed : int
        Of replicates and forests.
    notes : tuple of str
        What readers must know of all of it.
    reason : str
        Why nothing was looked at, where nothing was.
    """

    tables: tuple[Table, ...] = ()
    birthrights: tuple[BirthrightTold, ...] = ()
    decompositions: tuple[DecompositionTold, ...] = ()
    strata: tuple[StrataTold, ...] = ()
    edges: tuple[EdgeTold, ...] = ()
    seed: int = 1
    notes: tuple[str, ...] = ()
    reason: str = ""

    @property
    def any(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.birthrights or self.decompositions or self.strata or self.edges)
