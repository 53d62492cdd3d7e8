"""What the casebook says of data protection, with a visible blank wherever it says nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dueregard.casebook.data_protection import DataProtection
from dueregard.pack.numbers import day

if TYPE_CHECKING:
    from dueregard.casebook import Specification

__all__ = ["Footing", "data_protection_view", "unsaid"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Footing:
    """One thing that is to be said of data protection.

    Parameters
    ----------
    term : str
        What it is.
    text : str
        What the casebook says; empty where it says nothing.
    blank : str
        What is shown then.
    """

    term: str
    text: str
    blank: str


_ASKED = (
    ("controller", "Controller", "who decides why and how the data are used, and answers for it."),
    ("contact", "Whom to ask", "whom people may ask about their data."),
    ("purpose", "Purpose", "what the data are used for."),
    ("lawful_basis", "Lawful basis", "the lawful basis (UK GDPR Art. 6)."),
    (
        "special_category_condition",
        "Special-category condition",
        "why ethnic origin, health, religion or sexual orientation may be used (UK GDPR Art. 9).",
    ),
    ("minimisation", "Minimisation", "what was left out or coarsened because it is not needed."),
    ("retention", "Retention", "how long the data are kept, and what happens then."),
    ("shared_with", "Shared with", "who else gets data of persons."),
)
_DPIA = {"done": "Done", "not done": "Not done yet", "not needed": "Not needed"}


def data_protection_view(specification: Specification) -> tuple[Footing, ...]:
    """List what is said of data protection, and what is not.

    Parameters
    ----------
    specification : Specification
        The casebook.

    Returns
    -------
    tuple of Footing
        In the order in which it is read. Where there is no table of people only the controller and the
        purpose are asked for.
    """
    said = specification.data_protection or DataProtection()
    return tuple(_entries(said, persons=specification.people is not None))


def unsaid(specification: Specification) -> Iterator[str]:
    """Say what the casebook leaves out of data protection.

    Parameters
    ----------
    specification : Specification
        The casebook.

    Yields
    ------
    str
        One sentence, where something is left out.
    """
    blanks = [each.term.lower() for each in data_protection_view(specification) if not each.text]
    if blanks:
        yield f"[data_protection] does not say: {', '.join(blanks)}. The pack shows each as a blank."


def _entries(said: DataProtection, *, persons: bool) -> Iterator[Footing]:
    if not persons:
        text = "No data of persons were read: the figures rest on published tables."
        yield Footing(term="Persons", text=text, blank="")
    for name, term, blank in _ASKED:
        text = getattr(said, name) or ""
        if text or persons:
            yield Footing(term=term, text=text, blank=f"{blank[:1].upper()}{blank[1:]}")
    if persons or said.dpia:
        blank = "Whether one was made, or why none is needed (UK GDPR Art. 35)."
        yield Footing(term="Impact assessment (DPIA)", text=_assessed(said), blank=blank)


def _assessed(said: DataProtection) -> str:
    if said.dpia is None:
        return ""
    when = f", {day(said.dpia_on)}" if said.dpia_on else ""
    why = f". {said.dpia_why}" if said.dpia_why else "."
    return f"{_DPIA[said.dpia]}{when}{why}"
