"""Finding a parameter in an engine's tree, and saying what was meant when it is not there."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from dueregard.errors import UsageError
from dueregard.options.engines.rules_engine import Change

__all__ = ["check_values", "find"]

_OWN_COPY = "baseline"
"""A branch at the root in which an engine keeps the law as it was; changing it would change nothing."""

_SHOWN = 8


def find(tree: Any, path: str) -> Any:
    """Walk to a parameter.

    Parameters
    ----------
    tree : object
        A node of the engine, whose `children` are nodes by name; a scale has `brackets` instead, and a
        parameter has neither.
    path : str
        Names between dots; a bracket of a scale by its number from 0, as in `rates.uk[0].rate`.

    Returns
    -------
    object
        The parameter.

    Raises
    ------
    UsageError
        When there is none, with what is near.
    """
    node, walked = tree, ""
    for step in path.split("."):
        name, bracket, rest = step.partition("[")
        children = _children(node)
        if node is tree:
            children = {each: child for each, child in children.items() if each != _OWN_COPY}
        if name not in children:
            raise _unknown(path, name, walked, children, tree)
        node = children[name]
        if bracket:
            node = _bracket(node, rest, path)
        walked = f"{walked}.{step}" if walked else step
    if brackets := getattr(node, "brackets", None):
        last, inside = len(brackets) - 1, next(iter(_children(brackets[0])), "rate")
        raise UsageError(
            f"{path!r} is a scale of {len(brackets)} brackets, not one parameter.",
            remedy=f"Name a bracket from 0 to {last}, as in {path}[0].{inside}.",
        )
    if group := _children(node):
        raise UsageError(f"{path!r} is a group of parameters, not one.", found=f"In it are: {_some(group)}.")
    return node


def check_values(changes: Iterable[Change]) -> None:
    """Refuse changes whose values cannot be meant, before anything is built.

    Parameters
    ----------
    changes : iterable of Change
        At least one, each path once.

    Raises
    ------
    UsageError
        When there is none, a path comes twice, or a value is no number.
    """
    seen: set[str] = set()
    for change in changes:
        if change.path in seen:
            raise UsageError(f"The parameter {change.path!r} is changed twice.")
        seen.add(change.path)
        value: object = change.value
        if not isinstance(value, (bool, int, float)) or math.isnan(value):
            raise UsageError(
                f"The new value of {change.path!r} must be a number, or True or False.",
                found=f"It is {change.value!r}.",
            )
    if not seen:
        raise UsageError("A reform needs at least one change.", remedy="Use baseline() for the law as it is.")


def _children(node: Any) -> Mapping[str, Any]:
    found: Mapping[str, Any] | None = getattr(node, "children", None)
    return found or {}


def _below(node: Any) -> Iterator[Any]:
    for name, child in _children(node).items():
        if name != _OWN_COPY:
            yield child
            yield from _below(child)


def _bracket(node: Any, rest: str, path: str) -> Any:
    brackets = getattr(node, "brackets", None) or []
    number = rest.removesuffix("]")
    if not number.isdecimal() or int(number) >= len(brackets):
        raise UsageError(
            f"There is no bracket [{rest} in {path!r}.",
            found=f"Its brackets are 0 to {len(brackets) - 1}." if brackets else "It is not a scale.",
        )
    return brackets[int(number)]


def _unknown(path: str, name: str, walked: str, children: Mapping[str, Any], tree: Any) -> UsageError:
    near = get_close_matches(name, list(children), n=1)
    if near:
        near = [path.replace(f"{walked}.{name}" if walked else name, f"{walked}.{near[0]}".lstrip("."), 1)]
    else:
        end = f".{path.rsplit('.', 1)[-1]}"
        near = get_close_matches(
            path, {each.name for each in _below(tree) if each.name.endswith(end)}, n=2, cutoff=0.3
        )
    inside = f"{walked!r} holds: {_some(children)}." if children else f"{walked!r} is a parameter itself."
    return UsageError(
        f"The engine has no parameter {path!r}.",
        found=f"The law's tree begins with: {_some(children)}." if not walked else inside,
        remedy=f"Did you mean {' or '.join(map(repr, near))}?" if near else None,
    )


def _some(names: Iterable[str]) -> str:
    every = list(names)
    return ", ".join(every[:_SHOWN]) + (f" and {len(every) - _SHOWN} more" if len(every) > _SHOWN else "")
