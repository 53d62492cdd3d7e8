"""Guessing how people were chosen, and what could tell who they are."""

from __future__ import annotations

from dueregard.new.draft import Draft
from dueregard.new.profile import Column
from dueregard.new.roles import Roles
from dueregard.new.toml_text import value_text

__all__ = ["guess_design", "quoted", "warn_of_identifiers"]


def guess_design(draft: Draft, roles: Roles) -> None:
    """Guess weights, strata and clusters.

    Parameters
    ----------
    draft : Draft
        The draft, which is added to.
    roles : Roles
        The parts that columns play.
    """
    if roles.weights:
        why = "Guessed from its name. Confirm that it is a survey weight, and for persons."
        draft.put("people", "weight", value=roles.weights[0].name, why=why + _others(roles.weights))
    for stem, family in roles.replicates.items():
        looks = f"# {len(family)} columns {stem}... look like replicate weights."
        draft.offer("people", line=f"{looks} The survey's guide names the method:")
        draft.offer("people", line=f'replicate_weights = {{columns = {value_text(stem + "*")}, method = ""}}')
    if roles.strata:
        why = "Guessed from its name: the strata of the sample. Confirm."
        draft.put("people", "strata", value=roles.strata[0].name, why=why + _others(roles.strata))
    if roles.clusters:
        why = "Guessed from its name: people of one cluster were chosen together. Confirm."
        draft.put("people", "cluster", value=roles.clusters[0].name, why=why + _others(roles.clusters))
    if roles.weights and not roles.strata:
        draft.offer("people", line="# No column of strata was recognised. If the sample was stratified:")
        places = list(roles.places.values())
        draft.offer("people", line=f"strata = {value_text(places[0].name if places else '')}")
    if not roles.weights:
        draft.offer("people", line="# No weights were recognised. If everyone is in the table, say so:")
        draft.offer("people", line='count = "full"')
    bases = [
        column for column in roles.others if "population base" in column.words or "residence" in column.words
    ]
    for column in bases:
        shown = ", ".join(code.code for code in column.codes)
        draft.offer(
            "people", line=f"# {column.name!r} ({shown}) may say who is to be counted. To leave people out:"
        )
        draft.offer("people", line=f"where = {value_text(quoted(column) + ' == ...')}")


def warn_of_identifiers(draft: Draft, roles: Roles) -> None:
    """Name the columns that could tell who somebody is.

    Parameters
    ----------
    draft : Draft
        The draft, which is added to.
    roles : Roles
        The parts that columns play.
    """
    if roles.direct:
        names = ", ".join(repr(column.name) for column in roles.direct)
        draft.offer(
            "people",
            line=f"# WARNING: {names} may say who a person is. Nothing here needs it: take it out of the "
            "file before you share the folder, keeping an area or an age in its place where one is needed.",
        )
    unique = [column for column in roles.identifiers if column.different > 0.9 * column.rows]
    if unique:
        names = ", ".join(repr(column.name) for column in unique)
        line = f"# WARNING: {names}: nearly every row has its own, as identifiers do. Not used."
        draft.offer("people", line=line)
    shared = [column for column in roles.identifiers if column.different < column.rows]
    for column in shared if not roles.clusters else []:
        line = f"# {column.name!r} looks like an identifier that people share. If they were chosen together:"
        draft.offer("people", line=line)
        draft.offer("people", line=f"cluster = {value_text(column.name)}")
    if roles.constant:
        names = ", ".join(repr(column.name) for column in roles.constant)
        draft.offer("people", line=f"# Not used, as everyone has the same value or none: {names}.")


def quoted(column: Column) -> str:
    """Write a column's name as expressions need it.

    Parameters
    ----------
    column : Column
        The column.

    Returns
    -------
    str
        Between back-quotes when it holds spaces or signs.
    """
    name = column.name
    plain = name.isidentifier() and name.isascii()
    return name if plain else "`" + name.replace("`", "``") + "`"


def _others(columns: list[Column]) -> str:
    names = ", ".join(repr(column.name) for column in columns[1:])
    return f" Others that look like it: {names}." if names else ""
