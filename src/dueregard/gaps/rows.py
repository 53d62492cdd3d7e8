"""The rows of the grid: who is compared with whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from dueregard.casebook import PROTECTED, Specification, canonical_name, characteristic_label

if TYPE_CHECKING:
    from dueregard.people import Schema

__all__ = ["AGE", "EVERYONE", "Row", "rows_of"]

AGE = "age"
"""The grouping by age bands."""

AGES = frozenset({AGE, "life_stage", "cohort"})

Kind = Literal["everyone", "characteristic", "place", "generation", "intersection"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """People divided by one variable, or by several at once.

    Parameters
    ----------
    kind : str
        Which part of the grid it belongs to.
    variables : tuple of str
        Names of groupings; none for everyone.

    Examples
    --------
    >>> row = Row(kind="intersection", variables=("sex", "ethnic_group"))
    >>> row.name, row.title
    ('intersection-sex-ethnic_group', 'Sex, Ethnic group')
    """

    kind: Kind
    variables: tuple[str, ...]

    @property
    def name(self) -> str:
        """The name of its table."""
        return "-".join((self.kind, *self.variables))

    @property
    def title(self) -> str:
        """The title of its table."""
        return ", ".join(characteristic_label(name) for name in self.variables) or "Everyone"

    @property
    def standardisable(self) -> bool:
        """Whether age-standardising says anything: not for everyone, nor for groups made by age."""
        return bool(self.variables) and not AGES.intersection(self.variables)


EVERYONE = Row(kind="everyone", variables=())


def rows_of(specification: Specification, *, schema: Schema) -> tuple[Row, ...]:
    """List the rows that the people can fill.

    Parameters
    ----------
    specification : Specification
        The casebook, which chooses the intersections.
    schema : Schema
        The characteristics, places and generations that the people have.

    Returns
    -------
    tuple of Row
        Everyone; the protected characteristics in the order of the Act and then the declared others;
        places, the lowest level first; generations; intersections.
    """
    return tuple(_rows(specification, schema))


def _rows(specification: Specification, schema: Schema) -> Iterator[Row]:
    yield EVERYONE
    # Age is a protected characteristic; life stages and cohorts are generations.
    ages = [name for name in schema.generations if name == AGE]
    order = {name: position for position, name in enumerate(PROTECTED)}
    names = dict.fromkeys([*schema.characteristics, *ages])
    for name in sorted(names, key=lambda name: order.get(name, len(order))):
        yield Row(kind="characteristic", variables=(name,))
    for name in schema.places:
        yield Row(kind="place", variables=(name,))
    for name in schema.generations:
        if name not in names:
            yield Row(kind="generation", variables=(name,))
    for crossing in specification.intersections:
        variables = tuple(canonical_name(name) for name in crossing.of)
        if set(variables) <= set(schema.groupings):
            yield Row(kind="intersection", variables=variables)
