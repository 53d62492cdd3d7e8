"""What an option that changes the law may say: parameters, and nothing that the law itself decides."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

if TYPE_CHECKING:
    from dueregard.options.specification import Option

__all__ = ["DEFAULT_ENGINE", "TIMES_A_YEAR", "Assumed", "EngineName", "Months", "Parameters", "problem_of"]

EngineName: TypeAlias = Literal["policyengine-uk"]
"""Engines by the names of their packages."""

DEFAULT_ENGINE: EngineName = "policyengine-uk"

Months: TypeAlias = Literal["year", "month", "week"]
"""What amounts of money are for."""

TIMES_A_YEAR: Mapping[str, float] = {"year": 1.0, "month": 12.0, "week": 52.0}

_OF_THE_LAW = ("engine", "year", "parameters", "inputs", "assume", "period")
_DECIDED = {
    **dict.fromkeys(("unit_column", "eligible", "take_up"), "who is entitled"),
    **dict.fromkeys(("amount", "at_most", "floor", "earnings", "hours", "withdraw", "parts"), "what is paid"),
    **dict.fromkeys(("cost", "cost_cap"), "what it costs"),
    "amounts_below_zero": "who pays more",
    **dict.fromkeys(("phase_in", "starts", "ends", "later"), "what is in force in the year"),
    "uncertainty": "the amounts to a penny",
    "counts_as_income": "what counts as income",
}
_INSTEAD = {
    "take_up": "; give columns such as would_claim_uc under [inputs]",
    **dict.fromkeys(("phase_in", "starts", "ends", "later"), "; write one option for each year"),
}


def _flat(content: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in content.items():
        path = f"{before}.{name}" if before else str(name)
        if isinstance(value, Mapping):
            yield from _flat(value, path)
        else:
            yield path, value


def _parameters(content: Any) -> Any:
    """Take paths in quotes, and those without, which TOML reads as tables in tables."""
    if not isinstance(content, Mapping):
        raise PydanticCustomError("plain", 'must be a table of paths, such as "gov.hmrc..." = 0.5')
    found = dict(_flat(content))
    for path, value in found.items():
        if not isinstance(value, (bool, int, float)) or math.isnan(value):
            raise PydanticCustomError("plain", f"{path} must be a number, inf, true or false")
    return found


def _values(content: Any) -> Any:
    if not isinstance(content, Mapping) or not all(
        isinstance(value, (bool, int, float, str)) for value in content.values()
    ):
        raise PydanticCustomError("plain", 'must be inputs with one value each, such as region = "WALES"')
    return dict(content)


Parameters = Annotated[dict[str, Any], BeforeValidator(_parameters), Field(default_factory=dict)]
"""New values by path."""

Assumed = Annotated[dict[str, Any], BeforeValidator(_values), Field(default_factory=dict)]
"""Values for everybody by input."""


def problem_of(option: Option) -> str | None:
    """Say what an option that changes the law still needs or must not have, or that another has of it.

    Parameters
    ----------
    option : Option
        As written.

    Returns
    -------
    str or None
        A sentence's end.

    Examples
    --------
    >>> from dueregard.options import option_from
    >>> law = {"name": "Taper", "kind": "parameter", "parameters": {"gov": {"taper": 0.5}}}
    >>> option_from(law).parameters
    {'gov.taper': 0.5}
    """
    given = option.model_fields_set
    if option.kind != "parameter":
        extra = [name for name in _OF_THE_LAW if name in given]
        return f'only an option of kind = "parameter" has `{extra[0]}`' if extra else None
    for name, decided in _DECIDED.items():
        if name in given:
            return (
                f"an option that changes the law has no `{name}`: the rules engine decides {decided}"
                f"{_INSTEAD.get(name, '')}"
            )
    if option.unit not in ("person", "household"):
        return "an option that changes the law has no `unit`: the engine works for whole households"
    if not option.parameters:
        return 'an option that changes the law needs [parameters]: a path and its value, as in "gov..." = 0.5'
    both = sorted(set(option.inputs) & set(option.assume))
    return f"`{both[0]}` is both under [inputs] and under [assume]" if both else None
