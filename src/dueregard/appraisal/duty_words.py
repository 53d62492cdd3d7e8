"""What is said of a duty and of where it stands, in sentences that every renderer shares."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from dueregard.appraisal.duty_standing import DutyStanding
from dueregard.casebook.characteristics import characteristic_label
from dueregard.casebook.duties import Aim, Duty, InForce

__all__ = [
    "CHECK",
    "against_words",
    "aim_words",
    "characteristics_words",
    "day_words",
    "force_words",
    "standing_words",
]

CHECK = "check before relying on it"
"""What is printed with everything that was not read at its source."""

_OWN = {"political_opinion": "Political opinion", "dependants": "Having dependants"}


def day_words(day: date) -> str:
    """Write a day.

    Parameters
    ----------
    day : datetime.date
        The day.

    Returns
    -------
    str
        As people say it.

    Examples
    --------
    >>> day_words(date(2027, 3, 31))
    '31 March 2027'
    """
    return f"{day.day} {day:%B %Y}"


def force_words(duty: Duty, *, territory: str | None) -> str:
    """Say where a duty is in force and since when.

    Parameters
    ----------
    duty : Duty
        The duty.
    territory : str or None
        Where the decision is taken, where that is said.

    Returns
    -------
    str
        A sentence or two.

    Examples
    --------
    >>> from dueregard.casebook.duties import duty_named
    >>> force_words(duty_named("psed"), territory="England")
    'In force in England since 5 April 2011.'
    """
    found = duty.within(territory)
    if not found:
        return f"It does not reach {territory}."
    if duty.kind == "guidance":
        return "Guidance, not law."
    if territory is not None:
        return " ".join(
            _force(each.territory, each) + (f" {each.note}" if each.note else "") for each in found
        )
    alike: dict[tuple[date | None, bool], list[InForce]] = {}
    for each in found:
        alike.setdefault((each.since, each.verified), []).append(each)
    told = " ".join(_force(_and([each.territory for each in same]), same[0]) for same in alike.values())
    only = len(duty.in_force) == 1
    return told if only else f"{told} Where the decision is taken is not said: add territory to [question]."


def _force(where: str, found: InForce) -> str:
    check = "" if found.verified else f" ({CHECK})"
    if found.since is None:
        return f"Not in force in {where}{check}."
    return f"In force in {where} since {day_words(found.since)}{check}."


def _and(names: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def aim_words(aim: Aim) -> str:
    """Say an aim with where the law has it.

    Parameters
    ----------
    aim : Aim
        The aim.

    Returns
    -------
    str
        A sentence.
    """
    check = "" if aim.verified else f"; {CHECK}"
    return f"{aim.words[:1].upper()}{aim.words[1:]} ({aim.law}{check})."


def characteristics_words(aim: Aim) -> str:
    """Say which characteristics count for an aim.

    Parameters
    ----------
    aim : Aim
        The aim.

    Returns
    -------
    str
        A list; empty where the law names none.

    Examples
    --------
    >>> from dueregard.casebook.duties import duty_named
    >>> characteristics_words(duty_named("northern-ireland-s75").aims[1])
    'Religion or belief, political opinion, ethnic group'
    """
    told = ", ".join((_OWN.get(name) or characteristic_label(name)).lower() for name in aim.characteristics)
    check = "" if aim.characteristics_verified else f" ({CHECK.replace('check', 'check the list')})"
    return told[:1].upper() + told[1:] + check


def against_words(relevant: bool | None, worse: int) -> str:
    """Say where what was found speaks against what was screened.

    Parameters
    ----------
    relevant : bool or None
        Whether the decision was screened as relevant; None where it was not screened.
    worse : int
        How many findings are of groups who are worse off.

    Returns
    -------
    str
        A sentence; empty where nothing speaks against it.

    Examples
    --------
    >>> against_words(False, 3)
    'It was screened as not relevant, and 3 findings of this assessment are of groups who are worse off.'
    >>> against_words(True, 3), against_words(False, 0)
    ('', '')
    """
    if relevant is not False or not worse:
        return ""
    are = "1 finding of this assessment is" if worse == 1 else f"{worse:,} findings of this assessment are"
    return f"It was screened as not relevant, and {are} of groups who are worse off."


def standing_words(standing: DutyStanding) -> Iterator[str]:
    """Say where a duty stands.

    Parameters
    ----------
    standing : DutyStanding
        Where it stands.

    Yields
    ------
    str
        Sentences, the verdict first.
    """
    screened = standing.screened
    if screened is None:
        yield "Not screened."
    else:
        relevant = "Relevant" if screened.relevant else "Not relevant"
        yield f"{relevant}, recorded by {screened.by} on {day_words(screened.on)}."
    if standing.late:
        yield "Late: it was screened after the decision."
    elif standing.entered_late:
        yield "It bears a date before the decision and was entered in the register after it."
    if standing.earlier:
        yield (
            f"It takes the place of {len(standing.earlier)} earlier "
            f"{'record' if len(standing.earlier) == 1 else 'records'}, which screening.toml keeps."
        )
    for each in standing.altered:
        yield each.sentence
