"""Where duties stand, told to a reader: what the law asks, what was recorded, and how to record the rest."""

from __future__ import annotations

import shlex
import shutil
import textwrap
from collections.abc import Iterator
from typing import Any

from dueregard.appraisal.duty_standing import AimStanding, DutyStanding, Missing, decided_on
from dueregard.appraisal.duty_words import (
    CHECK,
    aim_words,
    characteristics_words,
    day_words,
    force_words,
    standing_words,
)
from dueregard.casebook.duties import duties, duty_names
from dueregard.cli.screen import PLACEHOLDERS
from dueregard.screen import Screening

__all__ = ["print_recorded", "print_screening", "screening_json"]


def print_screening(found: Screening, *, casebook: str, duty: str | None) -> None:
    """Print where each duty stands.

    Parameters
    ----------
    found : Screening
        From :func:`dueregard.screen.screen`.
    casebook : str
        As it was given, for the commands.
    duty : str or None
        The only duty to be told of.
    """
    question = found.casebook.specification.question
    print(question.title)
    decided = decided_on(found.casebook.specification)
    where = f" in {question.territory}" if question.territory else ""
    print(f"Decision on {day_words(decided)}{where}." if decided else "The day of the decision is not said.")
    shown = [each for each in found.standings if duty in (None, each.duty.name)]
    for standing in shown:
        print()
        for line in _told(standing, casebook, question.territory):
            print(line)
    if not shown:
        print()
        for line in _unnamed(duty):
            print(line)


def _unnamed(duty: str | None) -> Iterator[str]:
    if duty is not None:
        known = duties()[duty]
        yield f"The casebook does not name {known.title}, and nobody has screened it."
        yield from _wrapped(known.asks, "  ")
        yield f'If it applies, add "{duty}" to duties under [question].'
        return
    yield "The casebook names no duty: add those that apply to duties under [question]. Duties are:"
    for name in duty_names():
        yield f"  {name}: {duties()[name].title}"


def _told(standing: DutyStanding, casebook: str, territory: str | None) -> Iterator[str]:
    duty = standing.duty
    yield f"{duty.title} ({duty.name})"
    check = "" if duty.verified else f" ({CHECK})"
    yield from _wrapped(f"{duty.law}{check}. {force_words(duty, territory=territory)}", "  ")
    yield from _wrapped(" ".join(standing_words(standing)), "  ")
    if standing.screened is not None:
        yield from _wrapped(f"Why: {standing.screened.why}", "    ")
    yield from _wrapped(f"It asks: {duty.asks}", "  ")
    for each in standing.aims if standing.relevant is not False else ():
        yield from _aim(each)
    if standing.screened is None:
        yield "  To screen it, answer:"
        for question in duty.questions:
            yield from _wrapped(f"- {question.asks}{f' ({question.law})' if question.law else ''}", "    ")
    if standing.missing:
        yield "  To do:"
        for one in standing.missing:
            yield from _wrapped(one.what, "    ")
            if one.flags:
                yield f"      {_command(casebook, one)}"


def _aim(each: AimStanding) -> Iterator[str]:
    yield from _wrapped(f"{each.aim.id}: {aim_words(each.aim)}", "    ")
    counted = characteristics_words(each.aim)
    if counted:
        yield from _wrapped(f"For: {counted}.", "      ")
    if each.regard is not None:
        late = " Late: given after the decision." if each.late else ""
        said = f"“{each.regard.text}” ({each.regard.by}, {day_words(each.regard.on)}).{late}"
        yield from _wrapped(f"Regard: {said}", "      ")


def _command(casebook: str, missing: Missing) -> str:
    flags = [f'"{flag}"' if flag in PLACEHOLDERS else shlex.quote(flag) for flag in missing.flags]
    return f"dueregard screen {shlex.quote(casebook)} {' '.join(flags)}"


def _wrapped(text: str, indent: str) -> list[str]:
    width = min(100, max(40, shutil.get_terminal_size((100, 24)).columns))
    plain = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    return textwrap.wrap(
        plain,
        width=width,
        initial_indent=indent,
        subsequent_indent=indent + "  ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def print_recorded(found: Screening, *, casebook: str, duty: str | None) -> None:
    """Print what a record came to, and what is still to be done.

    Parameters
    ----------
    found : Screening
        After the record was made.
    casebook : str
        As it was given, for the commands.
    duty : str or None
        The duty that the record is about.
    """
    print("Recorded in screening.toml and in the register." if found.recorded else "It says so already.")
    for standing in found.standings:
        if standing.duty.name == duty:
            for line in _wrapped(f"{standing.duty.title}: {' '.join(standing_words(standing))}", ""):
                print(line)
    if found.recorded and (found.casebook.out / "pack.html").exists():
        print(f"The pack shows it once it is made again: dueregard assess {shlex.quote(casebook)}")
    left = [(each.duty.name, one) for each in found.standings for one in each.missing]
    if left:
        print("Still to do:")
        for name, one in left:
            for line in _wrapped(f"{name}: {one.what}", "  "):
                print(line)
            if one.flags:
                print(f"    {_command(casebook, one)}")


def screening_json(found: Screening) -> dict[str, Any]:
    """Give the same as plain data.

    Parameters
    ----------
    found : Screening
        Where the duties stand.

    Returns
    -------
    dict
        ``estimates`` (none: nothing is estimated) and ``duties``.
    """
    specification = found.casebook.specification
    return {
        "estimates": [],
        "decision_on": decided_on(specification),
        "territory": specification.question.territory,
        "recorded": found.recorded,
        "duties": [_duty_json(each, specification.question.territory) for each in found.standings],
    }


def _duty_json(standing: DutyStanding, territory: str | None) -> dict[str, Any]:
    duty = standing.duty
    return {
        "duty": duty.name,
        "title": duty.title,
        "kind": duty.kind,
        "law": duty.law,
        "address": duty.address,
        "verified": duty.verified,
        "in_force": force_words(duty, territory=territory),
        "binds": standing.binds,
        "named": standing.named,
        "relevant": standing.relevant,
        "screened": None if standing.screened is None else standing.screened.model_dump(mode="json"),
        "earlier": [each.model_dump(mode="json") for each in standing.earlier],
        "late": standing.late,
        "entered_late": standing.entered_late,
        "altered": [{"name": each.name, "by": each.by, "on": each.on} for each in standing.altered],
        "aims": [_aim_json(each) for each in standing.aims],
        "questions": [each.asks for each in duty.questions],
        "missing": [{"what": each.what, "flags": list(each.flags)} for each in standing.missing],
    }


def _aim_json(each: AimStanding) -> dict[str, Any]:
    return {
        "aim": each.aim.id,
        "words": each.aim.words,
        "law": each.aim.law,
        "verified": each.aim.verified,
        "characteristics": list(each.aim.characteristics),
        "regard": None if each.regard is None else each.regard.model_dump(mode="json"),
        "earlier": [one.model_dump(mode="json") for one in each.earlier],
        "late": each.late,
    }
