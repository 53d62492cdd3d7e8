"""The fields of a table of the casebook that fit into one cell each, read from the specification's types."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from types import NoneType
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel

__all__ = ["Leaf", "leaves"]

_KINDS = {str: "text", int: "whole number", float: "number", bool: "true or false", date: "date"}
_LISTS = {
    (int,): "list of numbers",
    (float,): "list of numbers",
    (str, float): "list of columns or numbers",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """A field that fits into one cell.

    Parameters
    ----------
    path : tuple of str
        Its name, or the names that lead to it, such as ("target", "gap").
    kind : str
        "text", "whole number", "number", "true or false", "date", "choice", "list",
        "list of numbers" or "list of columns or numbers".
    choices : tuple of str
        What it may be, when that is limited.
    meaning : str
        What it means.
    required : bool
        Whether it must be given.
    """

    path: tuple[str, ...]
    kind: str
    choices: tuple[str, ...] = ()
    meaning: str
    required: bool

    @property
    def name(self) -> str:
        """The name over its column or beside its cell.

        Returns
        -------
        str
            Such as "target.gap".
        """
        return ".".join(self.path)


def leaves(model: type[BaseModel], *, leave_out: tuple[str, ...] = ()) -> tuple[Leaf, ...]:
    """List the fields that fit into one cell, those of tables inside it included.

    Parameters
    ----------
    model : type
        A table of the specification.
    leave_out : tuple of str
        Fields that stand elsewhere.

    Returns
    -------
    tuple of Leaf
        In the specification's order. Tables of tables have sheets of their own and are left out.

    Examples
    --------
    >>> from dueregard.casebook.specification import Target
    >>> [(leaf.name, leaf.kind) for leaf in leaves(Target)]
    [('gap', 'text'), ('at_most', 'number'), ('by', 'text'), ('measure', 'text')]
    """
    return tuple(leaf for leaf in _walk(model, (), True) if leaf.path[-1] not in leave_out)


def _walk(model: type[BaseModel], path: tuple[str, ...], required: bool) -> Iterator[Leaf]:
    for name, field in model.model_fields.items():
        # By the name that is written, where that is a word of Python, such as `from`.
        here = (*path, field.alias or name)
        needed = required and field.is_required()
        kinds = _alternatives(field.annotation)
        table = next((kind for kind in kinds if isinstance(kind, type) and issubclass(kind, BaseModel)), None)
        if table:
            yield from _walk(table, here, needed)
        elif leaf := _cell(kinds):
            kind, choices = leaf
            meaning = field.description or ""
            yield Leaf(path=here, kind=kind, choices=choices, meaning=meaning, required=needed)


def _cell(kinds: list[Any]) -> tuple[str, tuple[str, ...]] | None:
    kind = kinds[0]
    if any(get_origin(each) is dict for each in kinds):
        return None
    if get_origin(kind) is Literal:
        choices = get_args(kind)
        return "choice" if isinstance(choices[0], str) else _KINDS[type(choices[0])], tuple(map(str, choices))
    if get_origin(kind) is tuple:
        inner = _alternatives(get_args(kind)[0])
        if isinstance(inner[0], type) and issubclass(inner[0], BaseModel):
            return None
        return _LISTS.get(tuple(inner), "list"), get_args(inner[0]) if get_origin(inner[0]) is Literal else ()
    return _KINDS[kind], ()


def _alternatives(kind: Any) -> list[Any]:
    """Look through ``Annotated`` and unions, leaving None out."""
    if hasattr(kind, "__metadata__"):
        return _alternatives(kind.__origin__)
    if get_origin(kind) in (dict, tuple, Literal) or not get_args(kind):
        return [] if kind is NoneType else [kind]
    return [part for choice in get_args(kind) for part in _alternatives(choice)]
