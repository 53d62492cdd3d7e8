"""From the ``[people]`` part of a casebook to people."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from dueregard.errors import CasebookError
from dueregard.people.people import People
from dueregard.people.read import read_people

if TYPE_CHECKING:
    from pydantic import BaseModel

    from dueregard.casebook import Casebook

__all__ = ["people_from"]


def people_from(casebook: Casebook, *, memory_limit: str | None = None, threads: int | None = None) -> People:
    """Read the people of a casebook as it describes them.

    Parameters
    ----------
    casebook : Casebook
        With a ``[people]`` part.
    memory_limit : str, optional
        Of the private database, such as ``"2GB"``.
    threads : int, optional
        Of the private database.

    Returns
    -------
    People
        With characteristics, places and generations; its domain is the casebook's ``where``.

    Raises
    ------
    CasebookError
        When the casebook has no people.
    PeopleError
        When the table cannot be read or used as declared.
    """
    declared = casebook.specification.people
    if declared is None:
        raise CasebookError(
            "The casebook has no people.", remedy="Add [people] with the source of the table."
        )
    return read_people(
        casebook.path_of(declared.source),
        weight=declared.weight,
        strata=declared.strata,
        cluster=declared.cluster,
        fpc=declared.fpc,
        replicate_weights=_plain(declared.replicate_weights) or None,
        count=declared.count,
        model=declared.model,
        lonely_psu=declared.lonely_psu,
        calibration=_known_totals(casebook, _plain(declared.calibration)) or None,
        characteristics={name: _plain(entry) for name, entry in declared.characteristics.items()},
        places={name: _plain(entry) for name, entry in declared.places.items()},
        generations=_generations(declared.generations, declared.collected),
        columns={name: _plain(entry) for name, entry in declared.columns.items()},
        where=declared.where,
        linked=[_linked(casebook, _plain(entry)) for entry in declared.linked],
        memory_limit=memory_limit,
        threads=threads,
    )


def _plain(entry: BaseModel | None) -> dict[str, Any]:
    if entry is None:
        return {}
    return {name: value for name, value in entry.model_dump().items() if value not in (None, (), {}, [])}


def _known_totals(casebook: Casebook, entry: dict[str, Any]) -> dict[str, Any]:
    return {**entry, "source": casebook.path_of(entry["source"])} if "source" in entry else entry


def _linked(casebook: Casebook, entry: Mapping[str, Any]) -> dict[str, Any]:
    return {**entry, "source": casebook.path_of(entry["source"])}


def _generations(declared: BaseModel | None, collected: str | None) -> dict[str, Any] | None:
    if declared is None:
        return None
    year = re.search(r"\b(?:18|19|20|21)\d\d\b", collected or "")
    return {**_plain(declared), "year": int(year.group())} if year else _plain(declared)
