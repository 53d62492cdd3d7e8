"""What may be shown of causes: released records, found by what they say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from dueregard.causes.findings import (
    BirthrightTold,
    CausesFindings,
    DecompositionTold,
    EdgeTold,
    StrataTold,
    TypeTold,
)
from dueregard.causes.sharp import SharpStratum, ranked, sharpest
from dueregard.causes.words import INTERACTION, PREFIX, TYPE, TYPE_MEAN, TYPE_SHARE
from dueregard.disclosure import Release, Table
from dueregard.estimates import Record

__all__ = [
    "ReleasedBirthright",
    "ReleasedCauses",
    "ReleasedDecomposition",
    "ReleasedStrata",
    "ReleasedStratum",
    "ReleasedType",
    "released_causes",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasedType:
    """People alike in what they were born into, with what may be shown of them.

    Attributes
    ----------
    told : TypeTold
        In words.
    share : Record or None
        Their share of everybody, rounded so that nobody can be counted; perhaps withheld.
    mean : Record or None
        How they fare, rounded; perhaps withheld.
    """

    told: TypeTold
    share: Record | None
    mean: Record | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ReleasedBirthright:
    """How far an outcome goes with circumstances, as it may be shown.

    Attributes
    ----------
    told : BirthrightTold
        In words.
    records : tuple of Record
        Of everybody: ``by`` holds ``estimator`` and ``component``.
    types : tuple of ReleasedType
        From those who fare worst to those who fare best.
    """

    told: BirthrightTold
    records: tuple[Record, ...] = field(repr=False, default=())
    types: tuple[ReleasedType, ...] = ()

    def get(self, measure: str, estimator: str, component: str = "total") -> Record | None:
        """Find a figure.

        Parameters
        ----------
        measure : str
            Its name, such as ``mld_share``.
        estimator : str
            Such as ``tree``.
        component : str
            ``total`` or a group of circumstances.

        Returns
        -------
        Record or None
            As released, so perhaps without a value; None where there is none.
        """
        wanted = {"estimator": estimator, "component": component}
        found = (record for record in self.records if record.measure == measure and record.by == wanted)
        return next(found, None)

    def headline(self, component: str = "total") -> Record | None:
        """Give the headline measure by the headline estimator.

        Parameters
        ----------
        component : str
            ``total`` or a group of circumstances.

        Returns
        -------
        Record or None
            None where there is nothing.
        """
        told = self.told
        return self.get(told.share, told.estimators[0], component) if told.estimators else None

    def spread(self) -> tuple[float, float] | None:
        """Give the lowest and the highest estimate of the headline measure, over the estimators.

        Returns
        -------
        (float, float) or None
            None where fewer than two estimators have a value.
        """
        records = (self.get(self.told.share, each) for each in self.told.estimators)
        values = [record.estimate for record in records if record and record.estimate is not None]
        return (min(values), max(values)) if len(values) > 1 else None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ReleasedDecomposition:
    """A gap told apart, as it may be shown.

    Attributes
    ----------
    told : DecompositionTold
        In words.
    records : tuple of Record
        Parts of the gap: their ``parameters`` hold ``component``, and ``variable`` for the part of one.
    """

    told: DecompositionTold
    records: tuple[Record, ...] = field(repr=False, default=())

    def get(self, component: str, variable: str | None = None) -> Record | None:
        """Find a part of the gap.

        Parameters
        ----------
        component : str
            ``gap``, ``explained``, ``unexplained``, ...
        variable : str, optional
            The covariate whose part it is.

        Returns
        -------
        Record or None
            As released; None where there is none.
        """
        for record in self.records:
            said = record.parameters
            if said.get("component") == component and said.get("variable") == variable:
                return record
        return None

    @property
    def variables(self) -> tuple[str, ...]:
        """The covariates that have parts of their own, in their order."""
        named = (record.parameters.get("variable") for record in self.records)
        return tuple(dict.fromkeys(str(name) for name in named if name))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasedStratum:
    """One crossing of characteristics, as it may be shown.

    Attributes
    ----------
    by : mapping of str to str
        Its levels.
    shrunken : Record
        How it fares: its own value drawn towards what its parts foretell, the more the fewer they are.
    interaction : Record or None
        What is left over of it when each of its parts is counted by itself.
    """

    by: Mapping[str, str]
    shrunken: Record
    interaction: Record | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ReleasedStrata:
    """Crossings as strata of one outcome, as they may be shown.

    Attributes
    ----------
    told : StrataTold
        In words.
    figures : mapping of str to Record
        ``vpc``, ``pcv``, ``mor``, ``auc``, ``stratum_variance`` and ``stratum_variance_main``, as far as
        there are.
    strata : tuple of ReleasedStratum
        From those who fare worst to those who fare best; those withheld come last.
    """

    told: StrataTold
    figures: Mapping[str, Record] = field(repr=False, default_factory=dict)
    strata: tuple[ReleasedStratum, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ReleasedCauses:
    """What gaps and inequality go with, as it may be shown.

    Attributes
    ----------
    findings : CausesFindings
        What may be said beside the figures; its own tables, which have not passed the gate, are left out.
    tables : tuple of Table
        Released tables.
    records : tuple of Record
        All their records.
    birthrights : tuple of ReleasedBirthright
        One for each outcome.
    decompositions : tuple of ReleasedDecomposition
        Of declared gaps, or of the widest.
    strata : tuple of ReleasedStrata
        For each crossing and outcome.
    edges : tuple of EdgeTold
        The cause map.
    sharp : tuple of SharpStratum
        The strata at the sharp end; who was heard of them is added by whoever knows
        (:func:`dueregard.causes.sharp.with_voices`).
    """

    findings: CausesFindings
    tables: tuple[Table, ...] = field(repr=False, default=())
    records: tuple[Record, ...] = field(repr=False, default=())
    birthrights: tuple[ReleasedBirthright, ...] = ()
    decompositions: tuple[ReleasedDecomposition, ...] = ()
    strata: tuple[ReleasedStrata, ...] = ()
    edges: tuple[EdgeTold, ...] = ()
    sharp: tuple[SharpStratum, ...] = ()

    @property
    def any(self) -> bool:
        """Whether there is anything to show."""
        return self.findings.any

    def beside(self) -> dict[str, Any]:
        """Give what stands beside the records in JSON.

        Returns
        -------
        dict
            ``birthrights``, ``decompositions``, ``strata``, ``cause_map``, ``sharp_end``, ``seed``, ``notes``
            and ``reason``.
        """
        found = self.findings
        return {
            "birthrights": [asdict(each) for each in found.birthrights],
            "decompositions": [asdict(each) for each in found.decompositions],
            "strata": [asdict(each) for each in found.strata],
            "cause_map": [asdict(each) for each in self.edges],
            "sharp_end": [each.to_dict() for each in self.sharp],
            "seed": found.seed,
            "notes": list(found.notes),
            "reason": found.reason,
        }


def released_causes(released: Release, findings: CausesFindings) -> ReleasedCauses:
    """Take what is about causes out of a release.

    Parameters
    ----------
    released : Release
        Everything that may be shown.
    findings : CausesFindings
        What the stage found.

    Returns
    -------
    ReleasedCauses
        Figures that are withheld stay withheld.
    """
    tables = {table.name: table for table in released.tables if table.name.startswith(f"{PREFIX}-")}
    strata = tuple(_strata(told, _records(tables, told.table)) for told in findings.strata)
    return ReleasedCauses(
        findings=replace(findings, tables=()),
        tables=tuple(tables.values()),
        records=tuple(record for table in tables.values() for record in table.records),
        birthrights=tuple(_birthright(told, tables) for told in findings.birthrights),
        decompositions=tuple(
            ReleasedDecomposition(
                told=told,
                records=tuple(each for each in _records(tables, told.table) if _is_of(each, told)),
            )
            for told in findings.decompositions
        ),
        strata=strata,
        edges=findings.edges,
        sharp=sharpest((each.told, [one.shrunken for one in each.strata]) for each in strata),
    )


def _records(tables: Mapping[str, Table], name: str) -> tuple[Record, ...]:
    return tables[name].records if name in tables else ()


def _birthright(told: BirthrightTold, tables: Mapping[str, Table]) -> ReleasedBirthright:
    of_types = {(each.measure, each.by.get(TYPE)): each for each in _records(tables, told.types_table)}
    return ReleasedBirthright(
        told=told,
        records=tuple(each for each in _records(tables, told.table) if each.outcome == told.outcome),
        types=tuple(
            ReleasedType(
                told=each,
                share=of_types.get((TYPE_SHARE, each.label)),
                mean=of_types.get((TYPE_MEAN, each.label)),
            )
            for each in told.types
        ),
    )


def _is_of(record: Record, told: DecompositionTold) -> bool:
    return (
        record.outcome == told.outcome
        and record.by == {told.characteristic: told.group}
        and record.reference == told.reference
    )


def _strata(told: StrataTold, records: Sequence[Record]) -> ReleasedStrata:
    own = [record for record in records if record.outcome == told.outcome]
    beyond = {
        tuple(record.by.items()): record for record in own if record.parameters.get("basis") == INTERACTION
    }
    return ReleasedStrata(
        told=told,
        figures={record.measure: record for record in own if not record.by},
        strata=tuple(
            ReleasedStratum(by=each.by, shrunken=each, interaction=beyond.get(tuple(each.by.items())))
            for each in ranked(told, own)
        ),
    )
