"""What a figure is of: figures of two bundles with one key are of one quantity."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dueregard.casebook import canonical_json
from dueregard.estimates import Record

__all__ = ["WORDS", "Quantity", "QuantityKey", "quantity_of", "table_words"]

QuantityKey = str
"""Canonical JSON of what tells quantities apart."""

WORDS = frozenset({"income_concept"})
"""Parameters that say in words what the outcome is. They do not tell quantities apart, but define them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """What a figure is of.

    Attributes
    ----------
    measure : str
        The measure.
    parameters : mapping
        Its options.
    outcome : str or None
        What was measured.
    by : mapping of str to str
        Of which group.
    contrast, reference : str or None
        What the group is compared with, and how.
    key : str
        The same for the same quantity.
    """

    measure: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    outcome: str | None = None
    by: Mapping[str, str] = field(default_factory=dict)
    contrast: str | None = None
    reference: str | None = None
    key: QuantityKey = ""

    @property
    def order(self) -> tuple[str, ...]:
        """Where it stands: tables together, and everybody before groups.

        Returns
        -------
        tuple of str
        """
        names = sorted(self.by)
        return (self.outcome or "", str(len(names)), *names, self.measure, self.contrast or "", self.key)

    @property
    def base(self) -> str:
        """The same for quantities that differ in parameters only.

        Returns
        -------
        str
        """
        return _key(self, {})


def quantity_of(record: Record) -> Quantity:
    """Say what a figure is of.

    Parameters
    ----------
    record : Record
        The figure.

    Returns
    -------
    Quantity

    Examples
    --------
    >>> quantity_of(Record(measure="mean", outcome="income", by={"sex": "f"})).by
    {'sex': 'f'}
    """
    parameters = {name: value for name, value in record.parameters.items() if name not in WORDS}
    plain = Quantity(
        measure=record.measure,
        parameters=parameters,
        outcome=record.outcome,
        by=dict(record.by),
        contrast=record.contrast,
        reference=record.reference,
    )
    return Quantity(
        measure=plain.measure,
        parameters=parameters,
        outcome=plain.outcome,
        by=plain.by,
        contrast=plain.contrast,
        reference=plain.reference,
        key=_key(plain, parameters),
    )


def table_words(record: Record | Quantity) -> str:
    """Name the table that a figure stands in, and no group of it.

    Parameters
    ----------
    record : Record or Quantity
        The figure, or what it is of.

    Returns
    -------
    str

    Examples
    --------
    >>> table_words(Record(measure="mean", outcome="income", by={"sex": "f"}))
    'mean of income by sex'
    """
    of = f" of {record.outcome}" if record.outcome else ""
    by = f" by {' and '.join(sorted(record.by))}" if record.by else ""
    return f"{record.measure}{of}{by}".replace("_", " ")


def _key(quantity: Quantity, parameters: Mapping[str, Any]) -> str:
    return canonical_json(
        [
            quantity.measure,
            dict(parameters),
            quantity.outcome,
            dict(quantity.by),
            quantity.contrast,
            quantity.reference,
        ]
    )
