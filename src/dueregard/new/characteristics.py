"""Guessing who people are: characteristics, their crossings, and what the table cannot say."""

from __future__ import annotations

from dueregard.casebook import PROTECTED, characteristic_label
from dueregard.new.codes import describe_codes
from dueregard.new.draft import Draft
from dueregard.new.profile import Column
from dueregard.new.roles import Roles
from dueregard.new.toml_text import value_text

__all__ = ["guess_characteristics", "guess_gaps", "guess_intersections"]

_UNGUESSED = ("sex", "gender", "gender_reassignment")


def guess_characteristics(draft: Draft, roles: Roles) -> None:
    """Guess the columns of characteristics, and ask what those of sex and gender measure.

    Parameters
    ----------
    draft : Draft
        The draft, which is added to.
    roles : Roles
        The parts that columns play.
    """
    draft.put("people", "characteristics", value={})
    draft.note(
        "people",
        "characteristics",
        sentence="Who people are. Each was guessed from the column's name: confirm it, and say what was "
        "asked. Write what each code means on the right of its equals sign: codes with 10 people or more "
        "are listed. The protected characteristics that are not here are evidence gaps, below.",
    )
    order = [name for name in (*PROTECTED, *roles.characteristics) if name in roles.characteristics]
    for name in dict.fromkeys(order):
        column = roles.characteristics[name]
        path = ("people", "characteristics", name)
        draft.put(*path, "column", value=column.name, why=f"Guessed from the name {column.name!r}. Confirm.")
        if column.title:
            draft.note(*path, "column", sentence=f"The file calls it {column.title!r}.")
        _ask_meaning(draft, path, name, column)
        describe_codes(draft, path, column)
        for spare in roles.spare.get(name, []):
            draft.offer(*path, line=f"# {spare.name!r} looks like it too.")


def _ask_meaning(draft: Draft, path: tuple[str, ...], name: str, column: Column) -> None:
    if name in _UNGUESSED:
        draft.offer(
            *path,
            line=f"# QUESTION: what does {column.name!r} measure: sex recorded at birth, legal sex, gender "
            "identity, or what a person answered when asked, and in which words? This was not guessed.",
        )
        if name == "gender":
            draft.offer(
                *path,
                line="# If it is the person's sex, rename this table to [people.characteristics.sex] and "
                "take the evidence gap for sex out.",
            )
    draft.offer(*path, line='meaning = ""  # what was asked, or the record that it comes from')
    draft.offer(*path, line='reference = ""  # the label of the group to compare with; else the largest')


def guess_intersections(draft: Draft, roles: Roles) -> None:
    """Propose characteristics to be looked at together.

    Parameters
    ----------
    draft : Draft
        The draft, which is added to.
    roles : Roles
        The parts that columns play.
    """
    found = [
        name for name in ("sex", "gender", "ethnic_group", "disability") if name in roles.characteristics
    ]
    if len(found) < 2:
        return
    draft.put("intersections", value=[{"of": found[:2]}])
    draft.note(
        "intersections", sentence="Characteristics to be looked at together. Add those that matter here."
    )
    age = bool(roles.age or roles.age_band or roles.birth_year)
    further = [[*found[:2], "age"]] if age else []
    further += [
        [found[0], third]
        for third in (*found[2:], "socio_economic_position")
        if third in roles.characteristics
    ]
    for crossing in further:
        draft.offer("intersections", line="")
        draft.offer("intersections", line="[[intersections]]")
        draft.offer("intersections", line=f"of = {value_text(crossing)}")


def guess_gaps(draft: Draft, roles: Roles, *, title: str) -> None:
    """Make the absence of a protected characteristic a gap with an owner.

    Parameters
    ----------
    draft : Draft
        The draft, which is added to.
    roles : Roles
        The parts that columns play.
    title : str
        The table's name.
    """
    present = set(roles.characteristics)
    present |= {"age"} if roles.age or roles.age_band or roles.birth_year else set()
    absent = [name for name in PROTECTED if name not in present]
    draft.note(
        "evidence_gaps",
        sentence="What the table cannot say. Missing evidence on one group is no reason to leave out the "
        "others: say who will see to each gap, and by when.",
    )
    entries = []
    for position, name in enumerate(absent):
        reason = f"No column of {title} was recognised as {characteristic_label(name).lower()}."
        if name == "sex" and "gender" in roles.characteristics:
            column = roles.characteristics["gender"]
            reason = f"{title} has {column.name!r}, which is named gender; what it measures is not said."
        entries.append({"characteristic": name, "reason": reason, "owner": ""})
        draft.note("evidence_gaps", position, "owner", sentence="Fill in: who will see to it.")
        draft.offer("evidence_gaps", position, line="due = 2027-12-31  # by when")
    if entries:
        draft.put("evidence_gaps", value=entries)
