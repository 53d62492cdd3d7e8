"""What a user writes for an outcome or a covariate: a column, an expression, a power or a logarithm of one.

The engine's expressions have neither powers nor functions. Here ``experience**2``, ``log(pay)`` and
``sqrt(area)`` are read as an expression and steps that follow it; ``work = hours, hours**2`` puts several
under one name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from dueregard.errors import UsageError, did_you_mean
from dueregard.estimates.source import FloatArray

__all__ = ["Term", "read_term", "terms_named"]

_CALL = re.compile(r"\s*([A-Za-z_][A-Za-z_0-9]*)\s*\((.*)\)\s*\Z", re.DOTALL)
_POWER = re.compile(r"(.+?)\s*(?:\*\*|\^)\s*([0-9]+(?:\.[0-9]+)?)\s*\Z", re.DOTALL)
_NAMED = re.compile(r"\s*([^=<>!()'\"`\[\]]+?)\s*=(?!=)(.*)\Z", re.DOTALL)
_FUNCTIONS = ("log", "sqrt")
_MOST_STEPS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A number of each person: an expression of the engine, and what is then done to it.

    Attributes
    ----------
    text : str
        As the user wrote it.
    expression : str
        What the engine computes.
    steps : tuple of str or float
        ``log``, ``sqrt`` or a power, in the order they are done.

    Examples
    --------
    >>> term = read_term("log(pay)**2")
    >>> term.expression, term.steps
    ('pay', ('log', 2.0))
    >>> term.apply(np.array([1.0, np.e, -1.0]))
    array([ 0.,  1., nan])
    """

    text: str
    expression: str
    steps: tuple[str | float, ...] = ()

    def apply(self, values: FloatArray) -> FloatArray:
        """Do the steps.

        Parameters
        ----------
        values : ndarray (n,)
            What the engine computed.

        Returns
        -------
        ndarray (n,)
            NaN where a step is not defined, such as the logarithm of nought.
        """
        result = np.array(values, float)
        with np.errstate(all="ignore"):
            for step in self.steps:
                if step == "log":
                    result = np.where(result > 0, np.log(np.where(result > 0, result, 1.0)), np.nan)
                elif step == "sqrt":
                    result = np.where(result >= 0, np.sqrt(np.abs(result)), np.nan)
                else:
                    result = result ** float(step)
        return np.where(np.isfinite(result), result, np.nan)


def read_term(text: str) -> Term:
    """Read an outcome or a covariate.

    Parameters
    ----------
    text : str
        A column, an expression of the engine, or one of these within ``log(...)``, ``sqrt(...)``, or with
        ``**`` and a number.

    Returns
    -------
    Term

    Raises
    ------
    UsageError
        For other functions.

    Examples
    --------
    >>> read_term("experience ** 2").steps, read_term("`log(pay)`").expression
    ((2.0,), '`log(pay)`')
    >>> read_term("ln(pay)")
    Traceback (most recent call last):
        ...
    dueregard.errors.UsageError: There is no function 'ln'. Functions are: log, sqrt; powers are written x**2.
    """
    inner, steps = text.strip(), list[str | float]()
    for _ in range(_MOST_STEPS + 1):
        if power := _POWER.match(inner):
            inner = _bare(power[1])
            steps.append(float(power[2]))
        elif (call := _CALL.match(inner)) and _balanced(call[2]):
            if call[1].lower() in ("and", "or", "not", "in"):
                break
            inner = call[2].strip()
            steps.append(_function(call[1]))
        else:
            break
    else:
        raise UsageError(f"More than {_MOST_STEPS} steps are nested in {text[:80]!r}.")
    return Term(text=text.strip(), expression=inner, steps=tuple(reversed(steps)))


def terms_named(text: str) -> tuple[str, tuple[str, ...]]:
    """Split what is written for a covariate into the name it is told under and its terms.

    Parameters
    ----------
    text : str
        One term, or ``name = term, term``.

    Returns
    -------
    name : str
        The term itself where no name is given.
    terms : tuple of str
        At least one.

    Raises
    ------
    UsageError
        When nothing is written after the sign or between commas.

    Examples
    --------
    >>> terms_named("work = hours, hours**2"), terms_named("health == 'good'")
    (('work', ('hours', 'hours**2')), ("health == 'good'", ("health == 'good'",)))
    """
    named = _NAMED.match(text)
    if not named:
        if not text.strip():
            raise UsageError("A covariate is empty.", remedy="Name a column.")
        return text.strip(), (text.strip(),)
    terms = tuple(part.strip() for part in _parts(named[2]))
    if not all(terms):
        raise UsageError(f"A term is missing in the covariate {text[:80]!r}.", remedy="Write: name = a, b.")
    return named[1].strip(), terms


def _function(name: str) -> str:
    if name.lower() not in _FUNCTIONS:
        raise UsageError(
            f"There is no function {name[:40]!r}.",
            found=f"Functions are: {', '.join(_FUNCTIONS)}; powers are written x**2.",
            remedy=did_you_mean(name[:40], _FUNCTIONS) or None,
        )
    return name.lower()


def _bare(text: str) -> str:
    inside = text.strip()
    if inside.startswith("(") and inside.endswith(")") and _balanced(inside[1:-1]):
        return inside[1:-1].strip()
    return inside


def _balanced(text: str) -> bool:
    depth = 0
    for character in text:
        depth += (character == "(") - (character == ")")
        if depth < 0:
            return False
    return depth == 0


def _parts(text: str) -> list[str]:
    parts, depth = [""], 0
    for character in text:
        depth += (character in "([") - (character in ")]")
        if character == "," and not depth:
            parts.append("")
        else:
            parts[-1] += character
    return parts
