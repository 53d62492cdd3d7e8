"""Reading the duties that come with the package: one TOML file for each."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING

from dueregard.casebook.duties.duty import Duty
from dueregard.errors import UsageError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["duties", "duty_named", "duty_names"]

_ORDER = (
    *("psed", "socio-economic", "well-being", "heat", "green-book"),
    *("northern-ireland-s75", "wales-specific", "scotland-specific", "fairer-scotland"),
)
"""The order in which they are told; a duty that is not among them comes after."""


@cache
def duties() -> Mapping[str, Duty]:
    """Read every duty.

    Returns
    -------
    mapping of str to Duty
        By name, in the order in which they are told.

    Examples
    --------
    >>> [aim.id for aim in duties()["psed"].aims]
    ['eliminate', 'advance', 'foster']
    """
    found = {}
    for each in files("dueregard.casebook.duties").joinpath("texts").iterdir():
        if each.name.endswith(".toml"):
            duty = Duty.model_validate(tomllib.loads(each.read_text(encoding="utf-8")))
            found[duty.name] = duty
    return MappingProxyType({name: found[name] for name in sorted(found, key=_place)})


def _place(name: str) -> tuple[int, str]:
    return (_ORDER.index(name) if name in _ORDER else len(_ORDER), name)


def duty_names() -> tuple[str, ...]:
    """Name every duty.

    Returns
    -------
    tuple of str
        As casebooks name them.

    Examples
    --------
    >>> duty_names()[:3]
    ('psed', 'socio-economic', 'well-being')
    """
    return tuple(duties())


def duty_named(name: str) -> Duty:
    """Find a duty.

    Parameters
    ----------
    name : str
        As casebooks name it.

    Returns
    -------
    Duty
        Its data.

    Raises
    ------
    UsageError
        When there is none of that name.

    Examples
    --------
    >>> duty_named("heat").kind
    'guidance'
    """
    try:
        return duties()[name]
    except KeyError:
        known = ", ".join(duty_names())
        raise UsageError(
            f"There is no duty {name!r}.",
            found=f"Duties are: {known}.",
            remedy=did_you_mean(name, duty_names()) or None,
        ) from None
