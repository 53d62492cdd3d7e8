"""Row expressions whose products are summed together, and what they sum to."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from dueregard.engine.many.values import Values
from dueregard.engine.scored import Floats
from dueregard.engine.spread import Form

__all__ = ["Family", "Products", "columns_of", "family_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """Row expressions whose products are summed together.

    Attributes
    ----------
    counted : hashable
        Who has a value.
    base : hashable
        What the others are taken a multiple of less.
    others : tuple of hashable
        The others.
    """

    counted: Hashable
    base: Hashable
    others: tuple[Hashable, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Products:
    """A family's sums by cell.

    Attributes
    ----------
    multiple : ndarray (m, c)
        Of the base, by which each other is less.
    own : ndarray (m, m, c)
        Products of what is left of the others.
    cross : ndarray (m, c)
        Products of what is left with the base.
    base : ndarray (c,)
        Squares of the base.
    """

    multiple: Floats
    own: Floats
    cross: Floats
    base: Floats


def family_of(values: Values, form: Form) -> tuple[Family, list[int]]:
    """Say which products a form needs.

    Parameters
    ----------
    values : Values
        Of the people.
    form : Form
        Smooth.

    Returns
    -------
    Family
        Its base is one, or of two expressions without one the last.
    list of int
        For each moment its place among the others, -1 for the base.
    """
    mark, _ = values.counted(form.outcome)
    keys = [values.moment(form.outcome, build)[0] for build in form.moments.values()]
    base: Hashable = "one"
    if "one" not in keys and len(set(keys)) == 2:
        base = keys[-1]
    others = tuple(dict.fromkeys(key for key in keys if key != base))
    places = [-1 if key == base else others.index(key) for key in keys]
    return Family(counted=mark, base=base, others=others), places


def columns_of(values: Values, forms: Sequence[Form]) -> dict[Hashable, Floats | None]:
    """Give the row expressions of forms by their keys.

    Parameters
    ----------
    values : Values
        Of the people.
    forms : sequence of Form
        Smooth.

    Returns
    -------
    dict of hashable to ndarray (n,) or None
        None for ones.
    """
    return {"one": None} | {
        key: column
        for form in forms
        for build in form.moments.values()
        for key, column in [values.moment(form.outcome, build)]
    }
