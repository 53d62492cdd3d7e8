"""The draw: from a committed lottery and a public seed to a panel, without the pool."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dueregard.errors import UsageError
from dueregard.voices.panel.identifiers import by_number
from dueregard.voices.panel.seeds import Stream, content_hash, plain_seed

__all__ = ["Draw", "draw"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    """What was drawn.

    Attributes
    ----------
    panel : tuple of str
        The ids.
    number : int
        The number that was drawn: of the ticket, from 0; or of the part.
    seed : str, optional
        The seed; None when the number itself was drawn in public.
    """

    panel: tuple[str, ...]
    number: int
    seed: str | None

    @property
    def source(self) -> str:
        """What further random numbers, for reserves, are made from."""
        return f"ticket {self.number}" if self.seed is None else self.seed


def draw(content: Mapping[str, Any], *, seed: str | int | None = None, ticket: int | None = None) -> Draw:
    """Draw a panel.

    Parameters
    ----------
    content : mapping
        The content of a lottery, as :func:`~.lottery.make_lottery` makes it.
    seed : str or int, optional
        Text that nobody could foresee when the lottery was published.
    ticket : int, optional
        Instead of a seed: the number of a ticket, from 0, drawn with dice or balls.

    Returns
    -------
    Draw

    Raises
    ------
    UsageError
        When both or neither are given, or there is no such ticket.
    """
    if (seed is None) == (ticket is None):
        raise UsageError("A draw needs a seed or a ticket.", remedy="Give one of --seed and --ticket.")
    if ticket is not None:
        tickets = _tickets_of(content)
        if not 0 <= ticket < len(tickets):
            raise UsageError(
                f"There is no ticket {ticket}.",
                found=f"The tickets are numbered from 0 to {len(tickets) - 1}.",
            )
        return Draw(panel=tuple(tickets[ticket]), number=ticket, seed=None)
    text = plain_seed("" if seed is None else seed)
    if not text:
        raise UsageError("The seed is empty.", remedy="Give a number or text that was drawn in public.")
    lottery = content_hash(content)
    if "tickets" in content:
        number = Stream("ticket", lottery=lottery, seed=text).below(len(content["tickets"]))
        return Draw(panel=tuple(content["tickets"][number]), number=number, seed=text)
    number = Stream("part", lottery=lottery, seed=text).below(content["parts"])
    people = Stream("people", lottery=lottery, seed=text)
    return Draw(
        panel=tuple(_dealt(content, _panel_at(content["panels"], number), people)), number=number, seed=text
    )


def _tickets_of(content: Mapping[str, Any]) -> Sequence[Sequence[str]]:
    if "tickets" not in content:
        raise UsageError(
            "This lottery has no tickets to draw a number of.",
            remedy="Make one with --lottery 1000, or give a --seed.",
        )
    tickets: Sequence[Sequence[str]] = content["tickets"]
    return tickets


def _panel_at(panels: Sequence[Mapping[str, Any]], number: int) -> dict[int, int]:
    for panel in panels:
        number -= panel["parts"]
        if number < 0:
            break
    return dict(panel["seats"])


def _dealt(content: Mapping[str, Any], seats: Mapping[int, int], stream: Stream) -> list[str]:
    """Deal a panel of types to people: households in a random order, one seat each; see :mod:`.grouping`."""
    chosen = []
    for each in content["classes"]:
        wanted = [place for place, kind in enumerate(each["types"]) for _ in range(seats.get(kind, 0))]
        if not wanted:
            continue
        homes = stream.shuffled(range(len(each["homes"])))
        for place, home in zip(wanted, homes, strict=False):
            people = each["homes"][home][place]
            chosen.append(people[stream.below(len(people))] if len(people) > 1 else people[0])
    return sorted(chosen, key=by_number)
