"""Voice: who decides, who took part, who designed each option, and which small groups oppose it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dueregard.appraisal.evidence import Evidence
from dueregard.appraisal.finding import Finding, Signal, Unknown
from dueregard.appraisal.instruments.opposing import opposed
from dueregard.appraisal.instruments.taking_part import fewer_than_fair
from dueregard.appraisal.reading import is_known
from dueregard.appraisal.words import listed, opening, who
from dueregard.gaps import worst_off
from dueregard.options import DO_NOTHING
from dueregard.voices.findings import Designer

__all__ = ["who_was_heard"]

RATIO = "representation_ratio"

NOT_HEARD = {
    "not asked": "nobody was asked whether they are of them",
    "nobody or too few to show": "nobody heard, or too few to show",
}


def who_was_heard(evidence: Evidence) -> Iterator[Finding]:
    """Find whose voice each option carries.

    Parameters
    ----------
    evidence : Evidence
        What may be seen.

    Yields
    ------
    Finding
        Of doing nothing: who decides and who took part against a fair draw, what people told of, whether
        the worst off were heard. Of options: who designed them, and groups that oppose what they need.
    """
    voices = evidence.voices
    if voices is None:
        what = "Nobody was asked: the casebook has no voices."
        yield Finding(
            principle="voice", option=None, signal="unknown", words=what, gap=evidence.owned(what, "voice")
        )
        return
    yield from _decides(evidence)
    yield from _took_part(evidence)
    yield from _told(evidence)
    yield from _sharp_end(evidence)
    for silence in voices.silences:
        yield _said(
            f"{silence.reason}.", gap=Unknown(what=f"{silence.reason}. {silence.remedy}."), option=DO_NOTHING
        )
    for option in evidence.options:
        yield from _designed(evidence, option.name)
        yield from opposed(evidence, option.name)


def _decides(evidence: Evidence) -> Iterator[Finding]:
    voices = evidence.voices
    assert voices is not None
    for body in voices.bodies:
        records = [record for _, record in evidence.records(body.table) if record.measure == RATIO]
        few = fewer_than_fair(records)
        deed = "decides" if body.decides else "advises"
        if few:
            words = f"{body.name}, which {deed}, has fewer than a fair draw would give of {few}."
        else:
            absent = [who(each.by) for each in records if is_known(each) and each.estimate == 0]
            nobody = list(dict.fromkeys(absent))
            words = f"{body.name}, which {deed}, is too small to tell from a fair draw."
            if nobody:
                words += f" It has nobody who is {listed(nobody, most=6)}."
        signal: Signal = "loss" if few else "close" if any(map(is_known, records)) else "unknown"
        yield Finding(
            principle="voice",
            option=DO_NOTHING,
            signal=signal,
            words=words,
            basis="number",
            source=body.table,
            said_by=(f"table: {body.table}",),
        )


def _took_part(evidence: Evidence) -> Iterator[Finding]:
    records = [record for _, record in evidence.records("voices-took-part") if record.measure == RATIO]
    if not any(map(is_known, records)):
        return
    few = fewer_than_fair(records)
    words = (
        f"Fewer took part in the consultation than a fair draw would give: {few}."
        if few
        else "No group clearly took part less than a fair draw would give."
    )
    for option in (DO_NOTHING, *(each.name for each in evidence.options)):
        own = option == DO_NOTHING
        yield Finding(
            principle="voice",
            option=option,
            signal=("loss" if few else "close") if own else "said",
            words=words if own else f"Whatever is decided: {words[0].lower()}{words[1:]}",
            basis="voice" if own else None,
            source="voices-took-part",
            said_by=("table: voices-took-part",) if own else (),
            leads=1 if own else 2,
            short=f"too few took part: {few}" if own and few else "",
        )


def _told(evidence: Evidence) -> Iterator[Finding]:
    """Name the themes that most people told of, as far as their number may be shown."""
    found = [
        record
        for _, record in evidence.records("voices-themes")
        if record.measure == "count"
        and record.parameters.get("given_by") == "individuals"
        and not record.by
        and is_known(record)
        and record.estimate
    ]
    found.sort(key=lambda record: (-(record.estimate or 0.0), record.outcome or ""))
    if found:
        names = [f"{record.outcome} ({record.estimate:.0f} people)" for record in found]
        yield Finding(
            principle="voice",
            option=DO_NOTHING,
            signal="said",
            words=f"People told of: {listed(names, most=3)}.",
            basis="voice",
            source="voices-themes",
            said_by=tuple(f"testimony theme: {record.outcome}" for record in found),
        )


def _sharp_end(evidence: Evidence) -> Iterator[Finding]:
    voices = evidence.voices
    assert voices is not None
    for end in voices.sharp_end:
        if end.heard != "heard":
            name = who(end.group.by)
            yield Finding(
                principle="voice",
                option=DO_NOTHING,
                signal="unknown",
                words=f"{opening(name)}: {NOT_HEARD[end.heard]}.",
                by=end.group.by,
                gap=Unknown(what=f"What {name} would say. {end.action}"),
            )


def _designed(evidence: Evidence, option: str) -> Iterator[Finding]:
    """Say who designed the option, and whether they are of those who are worst off and were heard."""
    voices = evidence.voices
    assert voices is not None
    designers = [each for each in voices.designed.designers if option in each.options]
    if not designers:
        what = f"Who designed {option} is not said."
        yield Finding(principle="voice", option=option, signal="unknown", words=what, gap=Unknown(what=what))
        return
    names = listed([each.name for each in designers])
    worst = [each.by for each in worst_off(evidence.tables, evidence.specification)]
    heard = [end.group.by for end in voices.sharp_end if end.heard == "heard"]
    of_them = [by for by in worst if any(_is_of(each, by) for each in designers)]
    said_by = tuple(f"author: {each.name}" for each in designers)
    if any(dict(by) in [dict(each) for each in heard] for by in of_them):
        yield _said(
            f"Designed by {names}, among them people who are {who(of_them[0])}, who are worst off and were "
            f"heard.",
            option=option,
            signal="gain",
            said_by=said_by,
            basis="voice",
            short=f"designed with people who are {who(of_them[0])}",
        )
    elif all(not each.characteristics for each in designers):
        what = (
            f"Designed by {names}, who said nothing of themselves: whether anybody who is worst off "
            f"designed it is not known."
        )
        yield _said(
            what,
            option=option,
            signal="unknown",
            said_by=said_by,
            gap=Unknown(what=what),
            short="whether the worst off designed it is not known",
        )
    else:
        yield _said(
            f"Designed by {names}, with nobody known to be of the groups that are worst off and were heard.",
            option=option,
            signal="close",
            said_by=said_by,
            basis="voice",
            short="nobody known to be worst off designed it",
        )


def _is_of(designer: Designer, by: Mapping[str, str]) -> bool:
    return all(designer.characteristics.get(name) == level for name, level in by.items())


def _said(
    words: str,
    *,
    option: str,
    signal: Signal = "said",
    said_by: tuple[str, ...] = (),
    basis: str | None = None,
    gap: Unknown | None = None,
    short: str = "",
) -> Finding:
    return Finding(
        principle="voice",
        option=option,
        signal=signal,
        words=words,
        said_by=said_by,
        basis="voice" if basis == "voice" else None,
        gap=gap,
        short=short,
    )
