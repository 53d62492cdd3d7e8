"""Patterns that averages hide, as findings of the principle they belong to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from dueregard.appraisal.evidence import Evidence
from dueregard.appraisal.finding import Finding, Principle, Signal
from dueregard.appraisal.instruments.effects import unsourced
from dueregard.appraisal.instruments.grouping import home_of, places_of
from dueregard.appraisal.words import listed, who
from dueregard.consequences.findings import Flag

__all__ = ["flagged"]

SIGNALS_OF_FLAGS: dict[str, tuple[Signal, Signal]] = {
    "levelling_down": ("levelling down", "possible loss"),
    "average_up_most_lose": ("said", "said"),
    "place_up_people_down": ("loss", "possible loss"),
    "future_pays": ("loss", "possible loss"),
    "rate_decides": ("possible loss", "possible loss"),
}
"""What a flag means when it is certain, and when it is not."""

SHORT = {
    "levelling_down": "a gap closes by harm",
    "place_up_people_down": "a place gains while people in it lose",
    "future_pays": "those not yet born pay",
    "rate_decides": "who gains depends on the discount rate",
}
"""A pattern in a few words, for the page's first table."""

OF_THE_FUTURE = ("future_pays", "rate_decides")


def flagged(evidence: Evidence, principle: Principle) -> Iterator[Finding]:
    """Turn flags into findings.

    Parameters
    ----------
    evidence : Evidence
        What may be seen.
    principle : str
        Whose.

    Yields
    ------
    Finding
        One for each flag; groups of which more lose than win while the average rises are named together.
    """
    tried = evidence.consequences
    if tried is None:
        return
    declared = {option.name: option for option in evidence.options}
    together: dict[str, list[str]] = defaultdict(list)
    for flag in tried.flags:
        if _home(flag, evidence) != principle:
            continue
        if flag.kind == "average_up_most_lose":
            together[flag.option].append(who(_own(flag)))
            continue
        certain, uncertain = SIGNALS_OF_FLAGS.get(flag.kind, ("possible loss", "possible loss"))
        yield Finding(
            principle=principle,
            option=flag.option,
            signal=certain if flag.certain else uncertain,
            words=flag.text,
            by=_own(flag),
            basis=None if unsourced(declared.get(flag.option)) else "number",
            said_by=("flag: " + flag.kind.replace("_", " "),),
            short=SHORT.get(flag.kind, ""),
        )
    for option, groups in together.items():
        yield Finding(
            principle=principle,
            option=option,
            signal="said",
            words=f"On average up, while more people lose than win: {listed(sorted(groups))}.",
            said_by=("flag: average up most lose",),
        )


def _home(flag: Flag, evidence: Evidence) -> Principle:
    if flag.kind in OF_THE_FUTURE:
        return "generations"
    return home_of(_own(flag), places=places_of(evidence))


def _own(flag: Flag) -> dict[str, str]:
    return {name: level for name, level in flag.by.items() if name != "option"}
