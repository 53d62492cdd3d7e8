"""One run of publishing or withdrawing: what was begun is finished first, what is written is whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from dueregard.alliance.publication import PublicationRefused, reasons_against
from dueregard.casebook import Casebook
from dueregard.errors import DueRegardError, UsageError
from dueregard.pack.numbers import day
from dueregard.pack.public.pages import Entrance
from dueregard.pack.public.reading import read_site
from dueregard.pack.public.settling import settle
from dueregard.pack.public.storing import PENDING, PUBLIC, apply_pending, prepare
from dueregard.pack.public.versions import Site
from dueregard.publish.gathering import Gathered, gather
from dueregard.register import Register

__all__ = ["Run", "Step", "begun", "entrance_of", "index_of", "insist_on_pack", "said", "write"]

Step = Callable[[str], None]
"""Told what is done next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What a run needs on its way.

    Parameters
    ----------
    casebook : Casebook
        The casebook.
    register : Register
        Its register.
    site : Site
        What was published before.
    found : Gathered
        What speaks for and against publishing.
    today : datetime.date
        The day for which consent is judged.
    step : callable
        Told what is done next.
    """

    casebook: Casebook
    register: Register
    site: Site
    found: Gathered
    today: date
    step: Step

    @property
    def out(self) -> Path:
        """The casebook's folder ``out``."""
        return self.casebook.out


def write(run: Run, files: Mapping[str, bytes], entries: Sequence[tuple[str, Mapping[str, Any]]]) -> None:
    """Change the site, and the register with it.

    Parameters
    ----------
    run : Run
        The run.
    files : mapping of str to bytes
        What each file is to hold, by its path under the site's folder.
    entries : sequence of (str, mapping)
        What is to be added to the register.
    """
    prepare(run.out, files=files, entries=entries, step=run.step)
    apply_pending(run.out, run.register, step=run.step)
    site = read_site(run.out, run.register.entries())
    settle(run.out, site, base_url=_base_url(run.casebook), step=run.step)


def begun(casebook: Casebook, today: date, step: Step | None) -> Run:
    """Finish what an earlier run was stopped in the middle of, then look at what there is.

    Parameters
    ----------
    casebook : Casebook
        The casebook.
    today : datetime.date
        The day for which consent is judged.
    step : callable, optional
        Told what is done next.

    Returns
    -------
    Run

    Raises
    ------
    PublicationRefused
        When the register is not as it was written.
    """
    go_on = step or _go_on
    register = Register(casebook.out / "register.jsonl")
    found = register.verify()
    if not found.intact:
        broken = [f"out/register.jsonl: {each.sentence}" for each in found.breaks]
        raise PublicationRefused(reasons_against(integrity=broken))
    apply_pending(casebook.out, register, step=go_on)
    site = read_site(casebook.out, register.entries())
    # Pages that a run was stopped before it had written.
    settle(casebook.out, site, base_url=_base_url(casebook), step=go_on)
    gathered = gather(casebook, site, today=today)
    return Run(casebook=casebook, register=register, site=site, found=gathered, today=today, step=go_on)


def entrance_of(casebook: Casebook) -> Entrance:
    """Say what the site's pages say of the assessment as a whole.

    Parameters
    ----------
    casebook : Casebook
        The casebook.

    Returns
    -------
    Entrance
    """
    specification = casebook.specification
    question, people = specification.question, specification.people
    return Entrance(
        title=question.title,
        owner=question.owner,
        decision_on=day(question.decision_on) if question.decision_on else None,
        summary=question.summary,
        synthetic=bool(people and people.synthetic),
    )


def _base_url(casebook: Casebook) -> str | None:
    publish = casebook.specification.publish
    return None if publish is None else publish.base_url


def said(flag: str, text: str | None) -> None:
    """Insist that something was said.

    Parameters
    ----------
    flag : str
        Where it is said.
    text : str or None
        What was said.

    Raises
    ------
    UsageError
        When it is nothing, or cannot be printed.
    """
    if text is None or not text.strip():
        raise UsageError(
            f"{flag} is needed, with words.",
            remedy='Write it as --correction "why" --by "who", or --withdraw "why" --by "who".',
        )
    if len(text) > 4000 or not all(letter.isprintable() or letter in "\n\t" for letter in text):
        raise UsageError(f"{flag} is too long, or holds signs that cannot be printed.")


def insist_on_pack(casebook: Casebook) -> None:
    """Refuse a casebook that was never assessed.

    Parameters
    ----------
    casebook : Casebook
        The casebook.

    Raises
    ------
    DueRegardError
        When it has no pack.
    """
    if not (casebook.out / "pack.html").is_file() and not (casebook.out / PENDING).is_dir():
        raise DueRegardError(
            "This casebook has no pack.", remedy="Run `dueregard assess` first: what it writes is published."
        )


def index_of(casebook: Casebook) -> Path:
    """Name the site's first page.

    Parameters
    ----------
    casebook : Casebook
        The casebook.

    Returns
    -------
    Path
    """
    return casebook.out / PUBLIC / "index.html"


def _go_on(_: str) -> None:
    return None
