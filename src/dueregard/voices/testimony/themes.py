"""Themes: how many testimonies raise each, from which groups, and which testimonies those are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from dueregard.casebook.code_frame import CodeFrame, Coding, ThemeCode
from dueregard.casebook.testimony import Testimony
from dueregard.estimates.record import Record
from dueregard.estimates.support import Support

__all__ = ["AGREED", "NOT_SAID", "Decided", "decided_codes", "theme_records", "trace"]

AGREED = "agreed"
"""The coder whose codes are what the coders agreed on afterwards."""

NOT_SAID = "(not declared)"
"""The level of those who did not say; without it a group could be found by subtraction."""

METHOD = "count of testimonies; they are not a sample of the population"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """The codes of one testimony, once coders have been heard.

    Attributes
    ----------
    codes : tuple of str
        In the order of the frame, broader codes included.
    settled : bool
        Whether the coders agree, or have agreed afterwards.
    """

    codes: tuple[str, ...]
    settled: bool


def decided_codes(codings: Iterable[Coding], frame: CodeFrame) -> dict[str, Decided]:
    """Decide which codes each coded testimony has.

    What the coders agreed on afterwards counts. Where they have not, a code counts that at least half of them
    gave: with two coders, what either saw.

    Parameters
    ----------
    codings : iterable of Coding
        Who gave what.
    frame : CodeFrame
        The frame.

    Returns
    -------
    dict of str to Decided
        By testimony.

    Examples
    --------
    >>> from datetime import date
    >>> frame = CodeFrame(
    ...     version="1",
    ...     date=date(2026, 11, 2),
    ...     codes=(ThemeCode(id="cost", label="Cost", definition="Fares."),),
    ... )
    >>> given = [
    ...     Coding(testimony="t1", coder="AB", codes=("cost",)),
    ...     Coding(testimony="t1", coder="CD", codes=()),
    ... ]
    >>> decided_codes(given, frame)
    {'t1': Decided(codes=('cost',), settled=False)}
    """
    by_testimony: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
    for coding in codings:
        by_testimony[coding.testimony][coding.coder] = frame.with_parents(coding.codes)
    return {testimony: _decided(readings, frame) for testimony, readings in by_testimony.items()}


def _decided(readings: Mapping[str, tuple[str, ...]], frame: CodeFrame) -> Decided:
    if AGREED in readings:
        return Decided(codes=readings[AGREED], settled=True)
    given = list(readings.values())
    codes = tuple(code.id for code in frame.codes if 2 * sum(code.id in each for each in given) >= len(given))
    return Decided(codes=codes, settled=all(each == given[0] for each in given))


def trace(testimonies: Iterable[Testimony], decided: Mapping[str, Decided]) -> dict[str, tuple[str, ...]]:
    """List the testimonies behind each theme. For those who assess only: it holds ids.

    Parameters
    ----------
    testimonies : iterable of Testimony
        Those that count.
    decided : mapping of str to Decided
        Their codes.

    Returns
    -------
    dict of str to tuple of str
        Ids by code.
    """
    found: dict[str, list[str]] = defaultdict(list)
    for testimony in testimonies:
        for code in decided[testimony.id].codes if testimony.id in decided else ():
            found[code].append(testimony.id)
    return {code: tuple(ids) for code, ids in sorted(found.items())}


def theme_records(
    testimonies: Sequence[Testimony],
    *,
    decided: Mapping[str, Decided],
    frame: CodeFrame,
    place: str = "place",
) -> tuple[Record, ...]:
    """Count testimonies by theme and by what their givers said of themselves.

    Parameters
    ----------
    testimonies : sequence of Testimony
        Those that count.
    decided : mapping of str to Decided
        Their codes; a testimony that nobody has coded is in no theme and not among those counted here.
    frame : CodeFrame
        The frame.
    place : str
        The name of the level of their places.

    Returns
    -------
    tuple of Record
        A ``count`` and a ``share`` for each theme and level: everybody; each characteristic and the place
        with those who did not say as a level of their own; the role. `outcome` is the theme's label,
        ``parameters`` holds the theme's id and who speaks: individuals and organisations are never added
        up, and of organisations there are totals only. They have not passed the disclosure gate, which
        withholds few (of a group, or of an equality sub-code) and few who did not.
    """
    coded = [each for each in testimonies if each.id in decided]
    individuals = [each for each in coded if each.kind == "individual"]
    organisations = [each for each in coded if each.kind == "organisation"]
    records: list[Record] = []
    for code in frame.codes:
        records += _records(individuals, decided, code, _groupings(individuals, place), "individuals")
        records += _records(organisations, decided, code, {}, "organisations")
    return tuple(records)


def _groupings(testimonies: Sequence[Testimony], place: str) -> dict[str, list[str]]:
    """Level of each testimony by variable; a variable of which nobody said anything is left out."""
    names = sorted({name for each in testimonies for name in each.characteristics})
    levels = {name: [each.characteristics.get(name, NOT_SAID) for each in testimonies] for name in names}
    levels[place] = [each.place or NOT_SAID for each in testimonies]
    levels["role"] = [each.role or NOT_SAID for each in testimonies]
    return {name: found for name, found in levels.items() if set(found) != {NOT_SAID}}


def _records(
    testimonies: Sequence[Testimony],
    decided: Mapping[str, Decided],
    code: ThemeCode,
    groupings: Mapping[str, Sequence[str]],
    given_by: Literal["individuals", "organisations"],
) -> list[Record]:
    if not testimonies:
        return []
    raised = [code.id in decided[each.id].codes for each in testimonies]
    found = _pair(code, {}, raised, given_by, guarded=code.characteristic is not None)
    for name, levels in groupings.items():
        for level in sorted(set(levels), key=lambda each: (each == NOT_SAID, each)):
            inside = [yes for yes, own in zip(raised, levels, strict=True) if own == level]
            found += _pair(code, {name: level}, inside, given_by, guarded=True)
    return found


def _pair(
    code: ThemeCode, by: Mapping[str, str], raised: Sequence[bool], given_by: str, *, guarded: bool
) -> list[Record]:
    people, yes = len(raised), sum(raised)
    # For a group, or an experience of one, the rarer answer counts at the gate: that 3 of 40 women raised a
    # theme says something of three people. The total of another theme says nothing of who they are.
    rarer = min(yes, people - yes) if guarded else None
    support = Support(n=people, n_effective=float(people), units=people, events=rarer)
    return [
        Record(
            measure=measure,
            parameters={"theme": code.id, "given_by": given_by},
            outcome=code.label,
            by=dict(by),
            estimate=value,
            n=people,
            n_eff=float(people),
            unit=unit,
            method=METHOD,
            source="testimony",
            support=support,
        )
        for measure, value, unit in (
            ("count", float(yes), "testimonies"),
            ("share", yes / people, None),
        )
    ]
