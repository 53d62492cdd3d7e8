"""What an intake audit found: frozen facts, sentences that single nobody out, and tables for the gate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from dueregard.estimates import Record

__all__ = ["AuditTable", "Coverage", "Finding", "Identifier", "IntakeAudit", "Sparseness", "WeightSanity"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that whoever uses the data should know.

    Attributes
    ----------
    kind : str
        ``coverage``, ``intersection``, ``weights``, ``design``, ``identifier``, ``meaning``,
        ``duplicates``, ``dates`` or ``reading``.
    level : {"warning", "note"}
        Whether something should be done about it.
    subject : str
        The column or characteristic.
    sentence : str
        What was found. Counts of people below the threshold are never told.
    """

    kind: str
    level: Literal["warning", "note"]
    subject: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How well a characteristic is known, for everybody or one group. For private use: counts are exact.

    Attributes
    ----------
    subject : str
        The characteristic.
    by : mapping of str to str
        The group; empty for everybody.
    n : int
        People in the group.
    missing : int
        Of them, people whose value is not known.
    not_applicable : int
        Of them, people to whom the question does not apply.
    """

    subject: str
    by: Mapping[str, str]
    n: int
    missing: int
    not_applicable: int

    @property
    def share_missing(self) -> float | None:
        """The share not known among those to whom the question applies."""
        applicable = self.n - self.not_applicable
        return self.missing / applicable if applicable else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sparseness:
    """How many combinations of characteristics have too few people to be shown.

    Attributes
    ----------
    of : tuple of str
        The characteristics.
    combinations, empty, few : int
        All combinations; those with nobody; those with somebody, but fewer than ``threshold``.
    threshold : int
        The fewest people that may be shown.
    """

    of: tuple[str, ...]
    combinations: int
    empty: int
    few: int
    threshold: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightSanity:
    """What the weights look like.

    Attributes
    ----------
    column : str
        Their column.
    n, missing, zero, huge : int
        Rows; without a weight; with weight zero; with more than ten times the median.
    total : float
        Their sum: the people they stand for.
    design_effect : float
        Kish's, ``n sum(w^2) / sum(w)^2`` over positive weights (Kish 1965, Survey Sampling, section 11.7).
    """

    column: str
    n: int
    missing: int
    zero: int
    huge: int
    total: float
    design_effect: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifier:
    """A column that may identify people; its values are never told.

    Attributes
    ----------
    column : str
        The column.
    kind : str
        What it seems to hold.
    share : float
        The share of the rows looked at that hold it.
    """

    column: str
    kind: str
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditTable:
    """Records that must pass the disclosure gate before anyone else sees them.

    Attributes
    ----------
    name, title, note : str
        As of the gate's own tables.
    records : tuple of Record
        Shares not known, with the people that they rest on.
    count : {"sample", "full"}
        Always ``full``: who is missing from a table is counted, not sampled.
    already_public : bool
        Always False.
    """

    name: str
    title: str
    records: tuple[Record, ...]
    note: str = ""
    count: Literal["sample", "full"] = "full"
    already_public: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeAudit:
    """Everything that was found when the people were read.

    Attributes
    ----------
    rows, people : int
        In the table; of them, those whom estimates are about.
    findings : tuple of Finding
        In words, safe to publish.
    coverage : tuple of Coverage
        Every characteristic overall and by every other. Exact: for the holder of the data only.
    sparseness : tuple of Sparseness
        Per intersection.
    weights : WeightSanity, optional
        When there are weights.
    design : mapping of str to int
        Strata, sampling units and strata with one unit, when they are declared.
    identifiers : tuple of Identifier
        Columns that may identify people.
    duplicated_rows : int
        Rows that repeat an earlier row in every column.
    tables : tuple of AuditTable
        Coverage as records for the disclosure gate.
    """

    rows: int
    people: int
    findings: tuple[Finding, ...]
    coverage: tuple[Coverage, ...]
    sparseness: tuple[Sparseness, ...]
    weights: WeightSanity | None
    design: Mapping[str, int]
    identifiers: tuple[Identifier, ...]
    duplicated_rows: int
    tables: tuple[AuditTable, ...]

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """The findings that something should be done about."""
        return tuple(finding for finding in self.findings if finding.level == "warning")

    def to_dict(self) -> dict[str, Any]:
        """The part that is safe to publish.

        Returns
        -------
        dict
            Ready for JSON.
        """
        found = [
            {"kind": f.kind, "level": f.level, "subject": f.subject, "finding": f.sentence}
            for f in self.findings
        ]
        return {"rows": self.rows, "findings": found}
