"""Evidence: how much of what was asked is known, and what each option's effect rests on."""

from __future__ import annotations

from collections.abc import Iterator

from dueregard.appraisal.evidence import Evidence
from dueregard.appraisal.finding import Finding, Principle, Unknown
from dueregard.appraisal.instruments.effects import unsourced
from dueregard.appraisal.instruments.grouping import GRID
from dueregard.appraisal.reading import is_known
from dueregard.appraisal.signals import MOST
from dueregard.appraisal.words import listed
from dueregard.casebook import characteristic_label
from dueregard.gaps.labels import CRUDE
from dueregard.options import DO_NOTHING

__all__ = ["what_is_known"]

OF_EFFECTS: tuple[Principle, ...] = ("outcome", "place", "generations")
"""The principles that look at what an option does to people."""


def what_is_known(evidence: Evidence) -> Iterator[Finding]:
    """Find what the decision would rest on.

    Parameters
    ----------
    evidence : Evidence
        What may be seen.

    Yields
    ------
    Finding
        Of doing nothing: the share of the grid that has figures, and what is missing, with owner and date.
        Of options: whether their effect names its source, was evaluated, and may be shown.
    """
    yield from _grid(evidence)
    yield from _missing(evidence)
    yield from _unheard(evidence)
    for option in evidence.options:
        yield from _effect(evidence, option.name)
    tried = evidence.consequences
    for failure in tried.findings.failures if tried else ():
        what = f"{failure.option}: {failure.reason}"
        yield Finding(
            principle="evidence", option=failure.option, signal="unknown", words=what, gap=Unknown(what=what)
        )
        for principle in OF_EFFECTS:
            yield Finding(
                principle=principle,
                option=failure.option,
                signal="unknown",
                words="It could not be worked out on these people.",
            )


def _grid(evidence: Evidence) -> Iterator[Finding]:
    shown = hidden = 0
    for prefix in GRID:
        for _, record in evidence.records(prefix):
            if record.contrast is None and record.parameters.get("basis", CRUDE) == CRUDE:
                if is_known(record):
                    shown += 1
                else:
                    hidden += 1
    if not shown + hidden:
        published = [table.title for table in evidence.tables if table.name.startswith("published-")]
        words = (
            f"There are no figures of people here, only published tables: {listed(published)}."
            if published
            else "There are no figures at all."
        )
        yield Finding(
            principle="evidence",
            option=DO_NOTHING,
            signal="close" if published else "unknown",
            words=words,
            basis="number" if published else None,
            said_by=tuple(f"table: {title}" for title in published),
            gap=Unknown(what="Figures of people, by group, for the outcomes of the casebook."),
        )
        return
    share = shown / (shown + hidden)
    yield Finding(
        principle="evidence",
        option=DO_NOTHING,
        signal="close" if share >= MOST else "unknown",
        words=(
            f"Of all figures by group that were asked for, {share:.0%} may be shown and rest on enough "
            f"people."
        ),
        basis="number",
        said_by=("table: the grid",),
    )


def _missing(evidence: Evidence) -> Iterator[Finding]:
    """Name the characteristics that nothing is known by, once each."""
    by_name: dict[str, Unknown] = {}
    for gap in evidence.gaps:
        label = characteristic_label(gap.characteristic)
        if gap.level is not None:
            continue
        told = Unknown(what=f"{label}: {gap.reason.rstrip('.')}.", owner=gap.owner, due=gap.due)
        if label not in by_name or (told.due is not None and by_name[label].due is None):
            by_name[label] = told
    for unknown in by_name.values():
        yield Finding(
            principle="evidence",
            option=DO_NOTHING,
            signal="said",
            words=f"{unknown.what}{_owned(unknown)}",
            gap=unknown,
            leads=2,
        )


def _owned(unknown: Unknown) -> str:
    if unknown.owner is None:
        return " Nobody has taken it on."
    return f" {unknown.owner} will see to it{f' by {unknown.due.isoformat()}' if unknown.due else ''}."


def _unheard(evidence: Evidence) -> Iterator[Finding]:
    voices = evidence.voices
    ends = voices.sharp_end if voices else ()
    silent = sum(end.heard != "heard" for end in ends)
    if silent:
        yield Finding(
            principle="evidence",
            option=DO_NOTHING,
            signal="said",
            words=f"From {silent} of the {len(ends)} groups that are worst off nothing was heard.",
            said_by=("sharp end",),
            leads=2,
            short=f"nothing heard from {silent} of {len(ends)} groups that are worst off",
        )


def _effect(evidence: Evidence, name: str) -> Iterator[Finding]:
    tried = evidence.consequences
    told = {each.name for each in tried.findings.options} if tried else set()
    if name not in told:
        return
    option = next(each for each in evidence.options if each.name == name)
    lacking = unsourced(option)
    if name in evidence.evaluated:
        signal, words, short = "gain", "Its effect was found by an evaluation.", "evaluated"
    elif lacking:
        signal, words, short = (
            "loss",
            f"Its effect rests on something that nobody gives a source for: {listed(lacking)}.",
            "assumed, without a source",
        )
    else:
        signal, words, short = (
            "close",
            "Its effect is worked out from what is declared, with a source; it was not evaluated.",
            "effect assumed from a source, not evaluated",
        )
    what = f"What {name} really does: an evaluation, or the outturn when it is reviewed."
    yield Finding(
        principle="evidence",
        option=name,
        signal=signal,  # type: ignore[arg-type]
        words=words,
        basis=None if lacking else "number",
        said_by=() if lacking else (f"option: {option.evidence or 'sources of its parts'}",),
        gap=None if name in evidence.evaluated else Unknown(what=what),
        short=short,
    )
    if option.uncertainty is None and name not in evidence.evaluated:
        yield Finding(
            principle="evidence",
            option=name,
            signal="said",
            words="Its intervals hold the chance of the sample, and no doubt about what it is assumed to do.",
            leads=2,
        )
    yield from _withheld(evidence, name, known=not lacking)


def _withheld(evidence: Evidence, name: str, *, known: bool) -> Iterator[Finding]:
    records = [
        record
        for _, record in evidence.records("consequences-")
        if record.measure == "mean_change" and record.by.get("option") == name
    ]
    shown = sum(map(is_known, records))
    if records and shown < len(records):
        yield Finding(
            principle="evidence",
            option=name,
            signal="said" if shown >= MOST * len(records) else "unknown",
            words=f"Of {len(records)} groups that it was worked out for, {shown} may be shown.",
            basis="number" if known and shown else None,
            gap=Unknown(what=f"What {name} does to groups too small to be shown: ask them."),
            leads=2,
        )
