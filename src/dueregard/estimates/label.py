"""What a value is: the measure, the outcome, the group and the comparison."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

__all__ = ["Label"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What a value is.

    Parameters
    ----------
    measure : str
        Name of the measure, such as "mean".
    parameters : mapping
        Options of the measure.
    outcome : str, optional
        What was measured.
    by : mapping of str to str
        The group: a level of each variable that people were grouped by.
    contrast : str, optional
        "difference", "ratio", "log_ratio", or a contrast of contrasts such as "difference of differences".
    reference : str, optional
        What the group was compared with: a level, "everyone else", "average" or "best". The references of
        successive contrasts are joined by "; ".
    unit : str, optional
        Unit of the value.
    method : str, optional
        How value and uncertainty were computed.
    source : str, optional
        The data it comes from.

    Examples
    --------
    >>> label = Label(measure="mean", outcome="income", by={"sex": "female"}, unit="£ a week")
    >>> label.contrasted("difference", reference="male").contrast
    'difference'
    """

    measure: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    outcome: str | None = None
    by: Mapping[str, str] = field(default_factory=dict)
    contrast: str | None = None
    reference: str | None = None
    unit: str | None = None
    method: str | None = None
    source: str | None = None

    def __hash__(self) -> int:
        return hash(self.key())

    def key(self, *, without: str | None = None) -> Hashable:
        """Identify the value, apart from one grouping variable.

        Parameters
        ----------
        without : str, optional
            The grouping variable to leave out; labels that differ only in it get the same key.

        Returns
        -------
        hashable
            Equal for labels of the same measure, outcome, comparison and group.
        """
        group = tuple(sorted((name, level) for name, level in self.by.items() if name != without))
        options = tuple(sorted((name, repr(value)) for name, value in self.parameters.items()))
        return (self.measure, options, self.outcome, group, self.contrast, self.reference)

    def contrasted(self, contrast: str, *, reference: str) -> Label:
        """Label of this value compared with another.

        Parameters
        ----------
        contrast : str
            "difference", "ratio" or "log_ratio".
        reference : str
            What it was compared with.

        Returns
        -------
        Label
            A ratio loses the unit; a contrast of contrasts names both, and both references.
        """
        nested = self.contrast is not None
        return replace(
            self,
            contrast=f"{contrast} of {self.contrast}s" if nested else contrast,
            reference=f"{self.reference}; {reference}" if nested else reference,
            unit=self.unit if contrast == "difference" else None,
        )
