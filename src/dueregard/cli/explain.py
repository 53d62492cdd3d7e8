"""What ``dueregard estimate`` says of its measures: the list, and one explained."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

from dueregard.errors import UsageError, did_you_mean

if TYPE_CHECKING:
    from dueregard.measures.catalogue import Entry

__all__ = ["entry_of", "explanation", "listing"]

WIDTH = 96
FIRST = ("mean", "proportion", "median", "gini", "poverty_rate", "between_group_standard_deviation")


def listing() -> str:
    """List the measures by family.

    Returns
    -------
    str
        A line each.
    """
    from dueregard.measures.catalogue import CATALOGUE, FAMILIES

    lines = []
    for family in FAMILIES:
        lines += [family.capitalize(), ""]
        entries = [entry for entry in CATALOGUE.values() if entry.family == family]
        wide = max((len(entry.name) for entry in entries), default=0)
        lines += [
            f"  {entry.name:<{wide}}  {entry.title}{' *' if _is_of_rows(entry) else ''}" for entry in entries
        ]
        lines.append("")
    lines += [
        "* takes a table with a row a group or area, not a person; with the option across=, where there is",
        "  one, it takes a table of people",
        "Explain one with: dueregard estimate --explain gini",
        f"New here? Begin with: {', '.join(FIRST)}",
    ]
    return "\n".join(lines)


def _is_of_rows(entry: Entry) -> bool:
    from dueregard.engine import Gathered, Tallied
    from dueregard.measures import parse_measure

    return isinstance(parse_measure(entry.example), Gathered | Tallied)


def entry_of(name: str) -> dict[str, Any]:
    """Give a measure's entry for machines.

    Parameters
    ----------
    name : str
        The measure.

    Returns
    -------
    dict
        Its name, title, family, meaning, facts and source.

    Raises
    ------
    UsageError
        When there is none of that name.
    """
    from dueregard.measures.catalogue import CATALOGUE

    name = {known.casefold(): known for known in CATALOGUE}.get(name.strip().casefold(), name)
    if name not in CATALOGUE:
        raise UsageError(
            f"There is no measure {name!r}.",
            remedy=did_you_mean(name, CATALOGUE) or "`dueregard estimate --list` names them all.",
        )
    entry = CATALOGUE[name]
    told = {"name": entry.name, "title": entry.title, "family": entry.family, "meaning": entry.meaning}
    return {**told, "facts": dict(entry.facts()), "source": entry.reference}


def explanation(name: str) -> str:
    """Explain a measure to a reader.

    Parameters
    ----------
    name : str
        The measure.

    Returns
    -------
    str
        What it says, its definition, convention and source, and when not to use it.
    """
    from dueregard.measures.catalogue import STATISTICAL

    entry = entry_of(name)
    lines = [f"{entry['title']} ({entry['name']}; {entry['family']})", "", _filled(entry["meaning"]), ""]
    facts = {**entry["facts"], "Source": entry["source"]}
    wide = max(len(heading) for heading in facts)
    for heading, text in facts.items():
        if heading == STATISTICAL[0]:
            lines += ["", "For statisticians", ""]
        lines.append(_filled(text.replace("`", ""), first=f"{heading:<{wide}}  ", rest=" " * (wide + 2)))
    return "\n".join(lines)


def _filled(text: str, *, first: str = "", rest: str = "") -> str:
    # An example is there to be copied: it may be longer than a line.
    return textwrap.fill(
        text,
        WIDTH,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )
