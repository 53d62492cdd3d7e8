"""Characteristics that the grid has and an option was not tried on: whoever loses there would not be seen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dueregard.appraisal.evidence import Evidence
from dueregard.appraisal.finding import Finding, Principle, Unknown
from dueregard.appraisal.words import listed
from dueregard.casebook import characteristic_label

if TYPE_CHECKING:
    from dueregard.appraisal.instruments.effects import Effects

__all__ = ["EVERY", "left_out"]

EVERY = "every group"
"""The level that stands for all groups of a characteristic."""


def left_out(found: Effects, principle: Principle, evidence: Evidence) -> Iterator[Finding]:
    """Name the characteristics by which an option was not worked out.

    Parameters
    ----------
    found : Effects
        The option's figures.
    principle : str
        Whose. Places and generations are looked at in several ways, of which one is enough.
    evidence : Evidence
        What may be seen.

    Yields
    ------
    Finding
        One unknown for each characteristic: they count among what is asked and not known, so that an option
        is not called better because only those who gain were looked at. And the same said once, in words.
    """
    if principle != "outcome":
        return
    prefix = "characteristic-"
    asked = [table.name.removeprefix(prefix) for table in evidence.tables if table.name.startswith(prefix)]
    tried = {name for _, record in found.groups for name in record.by}
    missing = [name for name in asked if name not in tried and name != "age"]
    if not missing:
        return
    names = listed([_lower(characteristic_label(name)) for name in missing], most=6)
    words = f"It was not worked out by {names}."
    gap = Unknown(what=f"What {found.option} does by {names}: add them to [consequences] by.")
    yield found.finding(principle, "said", words, leads=2)
    for name in missing:
        yield found.finding(principle, "unknown", words, by={name: EVERY}, gap=gap)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
