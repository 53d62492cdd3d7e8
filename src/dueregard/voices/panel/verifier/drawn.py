"""The draw once more: the same number from the same seed, the same panel from the same number."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from dueregard.voices.panel.verifier.checks import Check, compare, some
from dueregard.voices.panel.verifier.content import same_content_hash

__all__ = ["draw_checks", "expected_draw", "redrawn"]

Record = Mapping[str, Any]


def draw_checks(record: Record) -> Iterator[Check]:
    """Check the draw, what was replaced since, and the alternates.

    Parameters
    ----------
    record : mapping
        A published panel.

    Yields
    ------
    Check
    """
    draw = record["draw"]
    if draw is None:
        told = "Nothing has been drawn yet."
        wrong = (
            [] if record["panel"] is None and record["seed"] is None else ["There is a panel, and no draw."]
        )
        yield compare("draw", wrong, right=told) if wrong else Check(name="draw", passed=None, told=told)
        return
    content = record["lottery"]["content"]
    where = f"ticket {draw['number']}" if "tickets" in content else f"number {draw['number']:,}"
    how = f"The seed {draw['seed']!r} gives" if draw["seed"] is not None else "The number drawn in public is"
    yield compare(
        "draw", _faults_of_draw(record), right=f"{how} {where}, and that gives the panel that was drawn."
    )
    yield compare(
        "panel",
        _faults_of_panel(record),
        right=f"The panel is as drawn, with {len(record['replacements'])} replacements since."
        if record["replacements"]
        else "The panel is as drawn, and nobody was replaced.",
    )


def redrawn(content: Record, *, sha256: str, seed: str) -> tuple[int, list[str]]:
    """Draw again.

    Parameters
    ----------
    content : mapping
        The content of a lottery.
    sha256 : str
        Its hash.
    seed : str
        The seed, without blanks at its ends.

    Returns
    -------
    tuple of int and list of str
        The number, and the ids of the panel.
    """
    if "tickets" in content:
        number = next(_numbers("ticket", sha256, seed, [len(content["tickets"])]))
        return number, list(content["tickets"][number])
    number = left = next(_numbers("part", sha256, seed, [content["parts"]]))
    seats: dict[int, int] = {}
    for panel in content["panels"]:
        if left < panel["parts"]:
            seats = dict(panel["seats"])
            break
        left -= panel["parts"]
    return number, _people(content, seats, sha256, seed)


def _numbers(purpose: str, sha256: str, seed: str, limits: list[int]) -> Iterator[int]:
    """Yield a number below each limit; limits may be appended while this runs."""
    counter = place = 0
    while place < len(limits):
        block = int(
            hashlib.sha256(f"dueregard panel 1|{purpose}|{sha256}|{seed}|{counter}".encode()).hexdigest(), 16
        )
        counter += 1
        if block < 2**256 // limits[place] * limits[place]:
            yield block % limits[place]
            place += 1


def _people(content: Record, seats: Mapping[int, int], sha256: str, seed: str) -> list[str]:
    limits: list[int] = []
    numbers = _numbers("people", sha256, seed, limits)

    def below(limit: int) -> int:
        limits.append(limit)
        return next(numbers)

    panel = []
    for each in content["classes"]:
        wanted = [place for place, kind in enumerate(each["types"]) for _ in range(seats.get(kind, 0))]
        homes = list(each["homes"])
        if wanted:
            for last in reversed(range(1, len(homes))):
                other = below(last + 1)
                homes[last], homes[other] = homes[other], homes[last]
        for place, home in zip(wanted, homes, strict=False):
            people = home[place]
            panel.append(people[below(len(people))] if len(people) > 1 else people[0])
    return sorted(panel)


def _faults_of_draw(record: Record) -> Iterator[str]:
    draw, lottery = record["draw"], record["lottery"]
    content = lottery["content"]
    if record["seed"] != draw["seed"]:
        yield "The record tells two different seeds."
    if draw["seed"] is None:
        tickets = content.get("tickets", [])
        if not 0 <= draw["number"] < len(tickets):
            yield f"There is no ticket {draw['number']}."
        elif sorted(tickets[draw["number"]]) != sorted(draw["panel"]):
            yield f"Ticket {draw['number']} has other people than the panel that was drawn."
        return
    number, panel = redrawn(content, sha256=lottery["sha256"], seed=draw["seed"])
    if number != draw["number"]:
        yield f"The seed gives number {number}, not {draw['number']}."
    if sorted(panel) != sorted(draw["panel"]):
        yield "The seed gives another panel than the one that was drawn."


def _faults_of_panel(record: Record) -> Iterator[str]:
    panel = list(record["draw"]["panel"])
    for step in record["replacements"]:
        gone = set(step["left"])
        if len(step["joined"]) != len(gone & set(panel)) or set(step["joined"]) & set(panel):
            yield f"{some(step['joined'])} cannot take the seats of {some(step['left'])}."
        if step["from"] == "pool":
            yield from same_content_hash(step["content"], step["sha256"])
            _, again = redrawn(step["content"], sha256=step["sha256"], seed=step["seed"])
            if set(again) - set(panel) != set(step["joined"]):
                yield f"The seed of the replacement does not give {some(step['joined'])}."
        panel = [who for who in panel if who not in gone] + list(step["joined"])
    if sorted(panel) != sorted(record["panel"]):
        yield "The panel is not the one that was drawn, with its replacements."
    alternates = record["alternates"]
    if len(set(alternates)) != len(alternates) or set(alternates) & set(record["panel"]):
        yield "An alternate is on the panel, or comes twice."
    if not set(alternates) <= set(record["probabilities"]):
        yield "An alternate is not in the pool."


def expected_draw(record: Record, *, seed: str | None, ticket: int | None) -> Check:
    """Check a record against the seed or ticket that was drawn in public.

    Parameters
    ----------
    record : mapping
        A published panel.
    seed : str, optional
        The seed.
    ticket : int, optional
        The number of the ticket.

    Returns
    -------
    Check
        It tells the panel when the record has not been drawn yet.
    """
    lottery, draw = record["lottery"], record["draw"]
    content = lottery["content"]
    if seed is not None:
        number, people = redrawn(content, sha256=lottery["sha256"], seed=" ".join(seed.split()))
    elif "tickets" in content and 0 <= (ticket or 0) < len(content["tickets"]):
        number, people = int(ticket or 0), list(content["tickets"][ticket or 0])
    else:
        return Check(name="public draw", passed=False, told=f"There is no ticket {ticket}.")
    if draw is None:
        told = f"It gives number {number:,}, and the panel {' '.join(people)}."
        return Check(name="public draw", passed=None, told=told)
    same = number == draw["number"] and sorted(people) == sorted(draw["panel"])
    right, wrong = "The draw in the file is that of", "The draw in the file is not that of"
    what = f"the seed {seed!r}" if seed is not None else f"ticket {ticket}"
    return Check(name="public draw", passed=same, told=f"{right if same else wrong} {what}.")
