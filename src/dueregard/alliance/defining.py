"""Figures under one name that are of different things: they are shown, and not compared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from dueregard.alliance.bundles import Bundle, Origin
from dueregard.alliance.quantities import WORDS, Quantity, QuantityKey
from dueregard.estimates import Record

__all__ = ["differently_defined", "parameters_elsewhere"]

_WORDS_FOR = {
    "yes": "what counts as yes",
    "among": "among whom it is measured",
    "period": "the period",
    "better": "which way is better",
    "unit": "the unit",
}


class Figure(Protocol):
    """A figure of one bundle."""

    @property
    def bundle(self) -> str:
        """The bundle's id."""
        ...

    @property
    def record(self) -> Record:
        """The figure."""
        ...

    @property
    def origin(self) -> Origin:
        """What it rests on."""
        ...


def differently_defined(values: Sequence[Figure], bundles: Mapping[str, Bundle]) -> str:
    """Say how the definitions of one quantity differ between bundles.

    Parameters
    ----------
    values : sequence of Value
        Its figures.
    bundles : mapping of str to Bundle
        By id.

    Returns
    -------
    str
        What is defined differently, in words; empty where nothing is.
    """
    told = []
    if _several(value.record.unit for value in values):
        told.append("the unit")
    if any(_several(value.record.parameters.get(name) for value in values) for name in WORDS):
        told.append("what the outcome is")
    definitions = [bundles[value.bundle].definitions.get(value.record.outcome or "", {}) for value in values]
    if all(definitions):
        told += [
            word for name, word in _WORDS_FOR.items() if _several(each.get(name) for each in definitions)
        ]
    measured = [bundles[value.bundle] for value in values if value.origin.kind != "published"]
    if _several(each.population for each in measured):
        told.append("who the people are")
    told = list(dict.fromkeys(told))
    return f"defined differently: {', '.join(told)}" if told else ""


def parameters_elsewhere(
    values: Mapping[QuantityKey, tuple[Quantity, Sequence[Figure]]],
) -> dict[QuantityKey, str]:
    """Find quantities that only one bundle has, and another has with other parameters.

    Parameters
    ----------
    values : mapping of str to (Quantity, sequence of Value)
        All quantities with their figures.

    Returns
    -------
    dict of str to str
        By key: what is different elsewhere, in words.
    """
    only: dict[str, list[tuple[Quantity, str]]] = {}
    for quantity, figures in values.values():
        owners = {figure.bundle for figure in figures}
        if len(owners) == 1:
            only.setdefault(quantity.base, []).append((quantity, owners.pop()))
    found = {}
    for several in only.values():
        for quantity, owner in several:
            names = [
                name
                for other, holder in several
                if holder != owner
                for name in sorted({*quantity.parameters, *other.parameters})
                if quantity.parameters.get(name) != other.parameters.get(name)
            ]
            if names:
                found[quantity.key] = f"elsewhere with other parameters: {', '.join(sorted(set(names)))}"
    return found


def _several(values: Iterable[Any]) -> bool:
    return len({_folded(value) for value in values}) > 1


def _folded(value: Any) -> Any:
    return " ".join(value.casefold().split()) if isinstance(value, str) else repr(value)
