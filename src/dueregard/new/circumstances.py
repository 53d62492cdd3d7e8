"""Guessing where people live, how old they are, and the family they come from."""

from __future__ import annotations

from dueregard.new.codes import describe_codes
from dueregard.new.draft import Draft
from dueregard.new.roles import Roles

__all__ = ["guess_circumstances", "guess_generations", "guess_places"]

_BANDS = [0, 16, 25, 35, 45, 55, 65, 75]


def guess_places(draft: Draft, roles: Roles) -> None:
    """Guess the levels of geography.

    Parameters
    ----------
    draft : Draft
        The draft, which is added to.
    roles : Roles
        The parts that columns play.
    """
    if not roles.places:
        return
    draft.put("people", "places", value={})
    draft.note(
        "people", "places", sentence="Where people live, the lowest level first. Guessed from names: confirm."
    )
    for name, column in roles.places.items():
        path = ("people", "places", name)
        draft.put(*path, "column", value=column.name)
        if column.coded:
            describe_codes(draft, path, column)


def guess_generations(draft: Draft, roles: Roles) -> None:
    """Guess age.

    Parameters
    ----------
    draft : Draft
        The draft, which is added to.
    roles : Roles
        The parts that columns play.
    """
    path = ("people", "generations")
    if roles.age:
        why = "Guessed from its name and its whole numbers: age in years. Confirm."
        below = " Some values are below 0: say in [people.columns] which mean that age is not known."
        draft.put(*path, "age", value=roles.age.name, why=why + (below if (roles.age.low or 0) < 0 else ""))
        draft.put(*path, "bands", value=_BANDS, why="Where age bands start. Usual ones: change them to fit.")
    elif roles.age_band:
        draft.put(*path, "age_band", value={})
        why = "Guessed from its name and its few values: age in bands. Confirm."
        draft.put(*path, "age_band", "column", value=roles.age_band.name, why=why)
        describe_codes(draft, (*path, "age_band"), roles.age_band)
    if roles.birth_year:
        why = "Guessed from its name: the year of birth. Confirm."
        draft.put(*path, "birth_year", value=roles.birth_year.name, why=why)
        if not (roles.age or roles.age_band):
            draft.put(
                *path, "bands", value=_BANDS, why="Where age bands start. Usual ones: change them to fit."
            )


def guess_circumstances(draft: Draft, roles: Roles) -> None:
    """Guess what nobody chooses: family, ethnic origin, place.

    Parameters
    ----------
    draft : Draft
        The draft, which is added to.
    roles : Roles
        The parts that columns play.
    """
    path = ("people", "circumstances")
    if not roles.family:
        return
    names = [column.name for column in roles.family]
    draft.put(*path, "family", value=names, why="Guessed from names: about parents. Confirm.")
    if "ethnic_group" in roles.characteristics:
        draft.put(*path, "ethnic_origin", value=["ethnic_group"])
    if roles.places:
        why = "Where people live now; if it is known where they grew up, use that."
        draft.put(*path, "place", value=[next(iter(roles.places))], why=why)
