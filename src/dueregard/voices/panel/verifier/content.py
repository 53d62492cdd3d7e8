"""What a lottery says by itself: its hash, its panels, and the chances that follow from them."""

from __future__ import annotations

import hashlib
import json
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dueregard.voices.panel.verifier.checks import Check, compare, some
from dueregard.voices.panel.verifier.summary import faults_of_estimates

__all__ = ["chances", "content_checks", "same_content_hash"]

NEAR = 1e-8
CERTIFIED = 1e-6
Record = Mapping[str, Any]


def content_checks(record: Record) -> Iterator[Check]:
    """Check what needs no other file.

    Parameters
    ----------
    record : mapping
        A published panel.

    Yields
    ------
    Check
    """
    lottery, content = record["lottery"], record["lottery"]["content"]
    ids = list(record["probabilities"])
    yield compare(
        "hash",
        same_content_hash(content, lottery["sha256"]),
        right=f"The lottery has the hash that was committed to, {lottery['sha256'][:12]}…",
    )
    tickets = content.get("tickets")
    many = (
        f"{len(tickets):,} tickets have" if tickets is not None else f"{len(content['panels'])} panels have"
    )
    yield compare(
        "panels",
        _faults_of_panels(content, record["size"], ids),
        right=f"All {many} {record['size']} different people of the pool.",
    )
    yield compare("chances", _faults_of_chances(record), right=_right_chances(record))
    yield compare(
        "certificate",
        _faults_of_certificate(record),
        right="The certificate agrees with itself and with the chances.",
    )
    yield compare(
        "estimates", faults_of_estimates(record), right="The summary of the chances follows from them."
    )


def same_content_hash(content: Any, told: str) -> list[str]:
    """Compare the hash of a content with the one that is told.

    Parameters
    ----------
    content : object
        Texts, whole numbers, lists and mappings.
    told : str
        64 hexadecimal digits.

    Returns
    -------
    list of str
        What is wrong.
    """
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    found = hashlib.sha256(text.encode("utf-8")).hexdigest()
    if found == told:
        return []
    return [f"The content of the lottery has the hash {found[:12]}…, not {str(told)[:12]}…: it was altered."]


def chances(content: Record) -> dict[str, float]:
    """Work out everybody's chance from the content of a lottery.

    Parameters
    ----------
    content : mapping
        With tickets, or with panels, parts and classes.

    Returns
    -------
    dict of str to float
        By id; people on no ticket are absent.
    """
    if "tickets" in content:
        counts = Counter(person for ticket in content["tickets"] for person in ticket)
        return {person: count / len(content["tickets"]) for person, count in counts.items()}
    seats: Counter[int] = Counter()
    for panel in content["panels"]:
        for kind, count in panel["seats"]:
            seats[kind] += panel["parts"] * count
    people = _people_of_types(content)
    return {
        person: seats[kind] / (len(members) * content["parts"])
        for kind, members in people.items()
        for person in members
    }


def _people_of_types(content: Record) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for each in content["classes"]:
        for home in each["homes"]:
            for kind, people in zip(each["types"], home, strict=True):
                found.setdefault(kind, []).extend(people)
    return found


def _faults_of_panels(content: Record, size: int, ids: list[str]) -> Iterator[str]:
    known = set(ids)
    if content["size"] != size:
        yield f"The record says {size} seats, the lottery {content['size']}."
    if "tickets" in content:
        bad = [
            number
            for number, ticket in enumerate(content["tickets"])
            if len(ticket) != size or len(set(ticket)) != size or not known.issuperset(ticket)
        ]
        if bad:
            yield f"Tickets {some(bad)} do not have {size} different people of the pool."
        return
    people = [person for members in _people_of_types(content).values() for person in members]
    if sorted(people) != sorted(ids):
        yield "The people of the lottery are not those who have chances."
    if sum(panel["parts"] for panel in content["panels"]) != content["parts"]:
        yield f"The shares of the panels do not add up to {content['parts']:,} parts."
    for number, panel in enumerate(content["panels"]):
        seats = dict(map(tuple, panel["seats"]))
        if sum(seats.values()) != size or min(seats.values()) < 0 or panel["parts"] < 1:
            yield f"Panel {number} does not have {size} seats."
        for each in content["classes"]:
            if sum(seats.get(kind, 0) for kind in each["types"]) > len(each["homes"]):
                yield f"Panel {number} has more people of some households than there are households."


def _faults_of_chances(record: Record) -> Iterator[str]:
    told, lottery, size = record["probabilities"], record["lottery"], record["size"]
    found = chances(lottery["content"])
    if abs(sum(told.values()) - size) > NEAR * len(told):
        yield f"The chances add up to {sum(told.values()):.6f}, not to {size}."
    if any(not -NEAR <= value <= 1 + NEAR for value in told.values()):
        yield "A chance is below 0 or above 1."
    if "tickets" not in lottery["content"]:
        if lottery["tickets"] is not None:
            yield "The record tells of tickets, and the lottery has none."
        yield from _apart(found, told, "the panels and their shares")
        return
    yield from _apart(found, lottery["ticket_probabilities"], "the tickets")
    change = max(abs(found.get(person, 0.0) - value) for person, value in told.items())
    loss = min(told.values()) - min(found.get(person, 0.0) for person in told)
    if abs(change - lottery["largest_change"]) > NEAR:
        yield f"Tickets change a chance by {change:.6f} at most, not by {lottery['largest_change']:.6f}."
    if abs(loss - lottery["loss_of_smallest"]) > NEAR:
        yield f"Tickets lower the smallest chance by {loss:.6f}, not by {lottery['loss_of_smallest']:.6f}."
    if lottery["tickets"] != len(lottery["content"]["tickets"]):
        yield f"There are {len(lottery['content']['tickets'])} tickets, not {lottery['tickets']}."


def _apart(found: Mapping[str, float], told: Mapping[str, float], what: str) -> Iterator[str]:
    people = {*found, *told}
    wrong = [who for who in sorted(people) if abs(found.get(who, 0.0) - told.get(who, 0.0)) > NEAR]
    if wrong:
        yield f"The chances of {some(wrong)} do not follow from {what}."


def _right_chances(record: Record) -> str:
    tickets = record["lottery"]["tickets"]
    of = "the panels and their shares" if tickets is None else f"the {tickets:,} tickets"
    return f"Everybody's chance follows from {of}; the chances add up to {record['size']}."


def _faults_of_certificate(record: Record) -> Iterator[str]:
    gap, told = record["gap"], record["probabilities"]
    if gap < 0 or record["certified"] != (gap <= CERTIFIED):
        yield f"A gap of {gap:g} and certified = {record['certified']} do not go together."
    if record["algorithm"] != "leximin" and abs(abs(record["bound"] - record["objective"]) - gap) > NEAR:
        yield "The gap is not the distance between the objective and its bound."
    out = set(record["excluded"])
    if {who for each in record["exclusions"] for who in each["ids"]} != out:
        yield "The people whose exclusion is explained are not those who are excluded."
    some_chance = [who for who in record["excluded"] if told.get(who, 1.0) > NEAR]
    if some_chance:
        yield f"{some(some_chance)} are called excluded and have a chance."
    counted = [value for who, value in told.items() if who not in out]
    smallest = record["smallest_chance"]["of_those_not_excluded"]
    if counted and abs(min(counted) - smallest) > NEAR:
        yield f"The smallest chance is {min(counted):.6f}, not {smallest:.6f}."
    yield from _faults_of_witness(record["witness"], counted, out)
    found = _objective(record["algorithm"], counted, record["size"] / len(told))
    if found is not None and abs(found - record["objective"]) > NEAR * max(1.0, abs(found)):
        yield f"The objective is {found:.6f}, not {record['objective']:.6f}."


def _objective(algorithm: str, counted: Sequence[float], even: float) -> float | None:
    """What the algorithm is judged by; None for leximin, which has no one number."""
    if not counted or algorithm == "leximin":
        return None
    smallest, largest = max(min(counted), 1e-7), max(counted)
    return {
        "maximin": min(counted),
        "minimax": largest,
        "nash": sum(math.log(max(value, 1e-7)) for value in counted) / len(counted),
        "goldilocks": largest / even + even / smallest,
    }[algorithm]


def _faults_of_witness(witness: Record | None, counted: Sequence[float], out: set[str]) -> Iterator[str]:
    if witness is None:
        return
    weights = witness["weights"]
    if witness["of"] not in ("smallest", "largest"):
        yield "The proof is of neither the smallest nor the largest chance."
    if abs(sum(weights.values()) - 1) > NEAR or min(weights.values()) < 0 or out & set(weights):
        yield "The weights of the proof are not shares of people who can be drawn."
    low, high = (min(counted), witness["bound"])
    if witness["of"] == "largest":
        low, high = witness["bound"], max(counted)
    if low > high + NEAR:
        yield f"The bound of the proof does not fit the {witness['of']} chance."
