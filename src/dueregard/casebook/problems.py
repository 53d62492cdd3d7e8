"""Everything that is wrong with a casebook, in sentences: pydantic finds, this room speaks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from dueregard.casebook.known_keys import known_keys
from dueregard.casebook.positions import KeyPath
from dueregard.casebook.specification import Specification
from dueregard.errors import did_you_mean

__all__ = ["Problem", "validate", "validate_part"]

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend.

    Parameters
    ----------
    path : tuple
        The path of the key.
    sentence : str
        What is wrong with it, with its place.
    """

    path: KeyPath
    sentence: str


def validate(content: dict[str, Any]) -> tuple[Specification | None, list[Problem]]:
    """Turn the content of a casebook into objects, or say everything that is wrong with it.

    Parameters
    ----------
    content : dict
        Tables and keys as they were read.

    Returns
    -------
    specification : Specification or None
        None when there are problems.
    problems : list of Problem
        Empty when there are none.
    """
    specification, errors = _attempt(content)
    unknown = [error for error in errors if error["type"] == "extra_forbidden"]
    if unknown:
        # A mistyped key hides the key that was meant: put it right and look again.
        content = _mended(content, unknown)
        errors = _attempt(content)[1]
    problems = [_unknown_key(error["loc"], content) for error in unknown]
    problems += [problem for error in errors for problem in _told(error, content)]
    return specification, problems


def validate_part(
    model: type[Model], content: Mapping[str, Any], *, repeat: bool = False
) -> tuple[Model | None, list[Problem]]:
    """Turn another file of the casebook into an object, or say everything that is wrong with it.

    Parameters
    ----------
    model : type
        What the file must hold.
    content : mapping
        Its keys, as they were read.
    repeat : bool
        Whether what was written is repeated; not where files hold people's words.

    Returns
    -------
    part : object or None
        None when there are problems.
    problems : list of Problem
        Empty when there are none.
    """
    try:
        return model.model_validate(content), []
    except ValidationError as error:
        found = error.errors(include_url=False)
        return None, [_problem_of_part(model, each, repeat=repeat) for each in found]


def _problem_of_part(model: type[BaseModel], error: Any, *, repeat: bool) -> Problem:
    path = tuple(step for step in error["loc"] if step != "[key]")
    if error["type"] == "extra_forbidden":
        *parents, key = path
        known = known_keys(tuple(parents), root=model)
        hint = did_you_mean(str(key), known) or f"It may have: {', '.join(known)}."
        return Problem(path, f"There is no key {str(key)!r} here. {hint}")
    explained = _explained(error, repeat=repeat)
    if not repeat:  # between fences nobody writes quotation marks
        explained = explained.replace(" in quotation marks", "")
    return Problem(path, _sentence(" ".join(_steps(path)), explained))


def _attempt(content: dict[str, Any]) -> tuple[Specification | None, list[Any]]:
    try:
        return Specification.model_validate(content), []
    except ValidationError as error:
        return None, list(error.errors(include_url=False))


def _mended(content: dict[str, Any], unknown: Iterable[Any]) -> dict[str, Any]:
    mended = _copy(content)
    for error in unknown:
        *parents, key = error["loc"]
        table = _within(mended, parents)
        value = table.pop(key, None)
        meant = _meant(str(key), known_keys(tuple(parents)))
        if meant and meant not in table:
            table[meant] = value
    return mended  # type: ignore[no-any-return]


def _copy(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copy(part) for key, part in value.items()}
    return [_copy(part) for part in value] if isinstance(value, list) else value


def _within(content: Any, path: Iterable[str | int]) -> Any:
    for step in path:
        content = content[step]
    return content


def _meant(key: str, known: Iterable[str]) -> str | None:
    names = list(known)
    return next((name for name in names if did_you_mean(key, names, limit=1).endswith(f"{name!r}?")), None)


def _unknown_key(path: KeyPath, content: Any) -> Problem:
    *parents, key = path
    known = known_keys(tuple(parents))
    hint = did_you_mean(str(key), known) or f"It may have: {', '.join(known)}."
    if not parents:
        return Problem(path, f"A casebook has no table [{key}]. {hint}")
    return Problem(path, f"{_place(tuple(parents), content)} has no key {str(key)!r}. {hint}")


def _told(error: Any, content: Any) -> list[Problem]:
    if error["type"] == "disagreements":
        found = error["ctx"]["problems"]
        return [Problem(path, _sentence(_place(path, content), what)) for path, what in found]
    path = tuple(step for step in error["loc"] if step != "[key]")
    return [Problem(path, _sentence(_place(path, content), _explained(error)))]


def _sentence(place: str, what: str) -> str:
    text = f"{place} {what}".strip()
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "?")) else f"{text}."


def _explained(error: Any, *, repeat: bool = True) -> str:
    kind, context = error["type"], error.get("ctx", {})
    found = f"; found {_shown(error['input'])}" if repeat else ""
    if kind in _BARE:
        return _BARE[kind]
    if kind in _PLAIN:
        return _PLAIN[kind] + found
    if kind in _LIMITS:
        return _LIMITS[kind](context) + found
    if kind == "literal_error":
        return f"must be {context['expected']}{found}"
    message = str(error["msg"])
    told = kind == "plain" and error["loc"] and not isinstance(error["input"], dict)
    return message + found if told else message


_BARE = {
    "missing": "is missing",
    "string_too_short": "must not be empty",
    "string_pattern_mismatch": "is not as it was written",
}

_PLAIN = {
    "string_type": "must be text in quotation marks",
    "int_type": "must be a whole number",
    "int_from_float": "must be a whole number",
    "float_type": "must be a number",
    "finite_number": "must be a finite number",
    "bool_type": "must be true or false",
    "tuple_type": "must be a list",
    "dict_type": "must be a table",
    "model_type": "must be a table",
    "model_attributes_type": "must be a table",
}

_LIMITS: dict[str, Callable[[Any], str]] = {
    "greater_than": lambda context: f"must be more than {context['gt']:g}",
    "greater_than_equal": lambda context: f"must be {context['ge']:g} or more",
    "less_than": lambda context: f"must be less than {context['lt']:g}",
    "less_than_equal": lambda context: f"must be {context['le']:g} or less",
    "too_short": lambda context: f"must have at least {context['min_length']} entries",
    "too_long": lambda context: f"must have at most {context['max_length']} entries",
}


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list | tuple):
        return "a list" if len(value) > 5 else f"[{', '.join(_shown(part) for part in value)}]"
    return repr(value) if isinstance(value, str) else str(value)


def _place(path: KeyPath, content: Any) -> str:
    """Name a key as it stands in the file: ``[people.characteristics] sex column``."""
    if not path:
        return ""
    table, *rest = path
    if rest and isinstance(rest[0], int):
        return " ".join([f"[[{table}]]", _entry(content.get(table), rest[0]), *_steps(rest[1:])])
    if len(rest) > 1 and isinstance(rest[1], int) and _is_table(content, path[:3]):
        entries = content[table][rest[0]]
        return " ".join([f"[[{table}.{rest[0]}]]", _entry(entries, rest[1]), *_steps(rest[2:])])
    if len(rest) > 1 and isinstance(rest[1], str):
        return " ".join([f"[{table}.{rest[0]}]", *_steps(rest[1:])])
    return " ".join([f"[{table}]", *_steps(rest)])


def _is_table(content: Any, path: KeyPath) -> bool:
    for step in path:
        try:
            content = content[step]
        except (KeyError, IndexError, TypeError):
            return False
    return isinstance(content, dict)


def _entry(entries: Any, position: int) -> str:
    entry = entries[position] if isinstance(entries, list) and position < len(entries) else None
    name = entry.get("name") if isinstance(entry, dict) else None
    return repr(name) if isinstance(name, str) and name.strip() else f"number {position + 1}"


def _steps(path: Iterable[str | int]) -> list[str]:
    return [f"entry {step + 1}" if isinstance(step, int) else str(step) for step in path]
