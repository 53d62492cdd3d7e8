"""Which keys a table of the casebook may have, read from the specification's own types."""

from __future__ import annotations

from typing import Any, get_args, get_origin

from pydantic import BaseModel

from dueregard.casebook.positions import KeyPath
from dueregard.casebook.specification import Specification

__all__ = ["known_keys"]


def known_keys(path: KeyPath, *, root: type[BaseModel] = Specification) -> list[str]:
    """List the keys of the table at a path.

    Parameters
    ----------
    path : tuple
        The path of the table; empty for the casebook itself.
    root : type
        What the path begins at; a casebook, unless another file of it is meant.

    Returns
    -------
    list of str
        Its keys, in the order of the specification; empty when the table is free, such as labels.

    Examples
    --------
    >>> known_keys(("evidence_gaps", 0))
    ['characteristic', 'outcome', 'reason', 'owner', 'due']
    """
    kind: Any = root
    for step in path:
        kind = _step(kind, step)
    model = _model(kind)
    # By the name that is written, where that is a word of Python, such as `from`.
    return [field.alias or name for name, field in model.model_fields.items()] if model else []


def _step(kind: Any, step: str | int) -> Any:
    model = _model(kind)
    if model:
        field = model.model_fields.get(str(step))
        return field.annotation if field else None
    for part in _alternatives(kind):
        if get_origin(part) is dict:
            return get_args(part)[1]
        if get_origin(part) is tuple:
            return get_args(part)[0]
    return None


def _model(kind: Any) -> type[BaseModel] | None:
    models = [part for part in _alternatives(kind) if isinstance(part, type) and issubclass(part, BaseModel)]
    return models[0] if models else None


def _alternatives(kind: Any) -> list[Any]:
    """Look through ``Annotated`` and unions."""
    if hasattr(kind, "__metadata__"):
        return _alternatives(kind.__origin__)
    if kind is None or get_origin(kind) in (dict, tuple) or not get_args(kind):
        return [] if kind is None else [kind]
    return [part for choice in get_args(kind) for part in _alternatives(choice)]
