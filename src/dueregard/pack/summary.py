"""The summary in plain English, made from the released records and nothing else.

What changes sides at the same ages leads; then, outcome by outcome, the gaps that are clear and large; then
what is too close to call; then what is not known; then what was changed after the indicators were fixed.
Associations are described: nothing here says what brings a gap about.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dueregard.pack.numbers import count
from dueregard.pack.panels import Line, Panel
from dueregard.pack.readings import Directions, read, turns
from dueregard.pack.sections import Part, part_named
from dueregard.pack.sentences import (
    Sentence,
    aim_sentence,
    amendment_sentence,
    evidence_gap_sentence,
    gap_sentence,
    turn_sentence,
)
from dueregard.pack.titles import by_words, measure_with_unit, numbers_of
from dueregard.pack.words import heading, some_of

if TYPE_CHECKING:
    from dueregard.casebook import Outcome, Specification
    from dueregard.disclosure import Release
    from dueregard.gaps import EvidenceGap

__all__ = ["Block", "Headline", "headlines", "summary"]

MOST_TURNS = 6
MOST_NAMED = 6
GAPS_OF = {"characteristics": 3, "intersections": 1, "places": 1, "generations": 1}
"""How many gaps of each part of the page the summary names for one outcome."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A heading of the summary with its sentences."""

    title: str
    sentences: tuple[Sentence, ...]
    intro: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """One figure about everyone."""

    title: str
    value: str
    interval: str
    note: str = ""


def headlines(parts: Sequence[Part]) -> tuple[Headline, ...]:
    """Return each outcome's figure for everyone together."""
    everyone = part_named(parts, "everyone")
    panels = everyone.headlines().values() if everyone else ()
    return tuple(headline for panel in panels if (headline := _headline(panel)))


def _headline(panel: Panel) -> Headline | None:
    value = panel.lines[0].value
    if value is None or value.estimate is None:
        return None
    numbers = numbers_of(panel)
    has_interval = value.low is not None and value.high is not None
    return Headline(
        title=heading(panel.outcome or "people"),
        value=numbers.value(value.estimate),
        interval=numbers.interval(value.low, value.high) if has_interval else "",  # type: ignore[arg-type]
        note=measure_with_unit(panel),
    )


def _size(line: Line) -> float:
    return abs(line.gap.estimate or 0.0) if line.gap else 0.0


def widest(panel: Panel, directions: Directions) -> Iterator[Line]:
    """Yield a panel's clear gaps, the widest first; where one side is worse off, only that side.

    Approximate values are left to the tables, and so are gaps that do not survive the allowance for many
    comparisons (Benjamini and Hochberg 1995, J. R. Statist. Soc. B 57:289).
    """
    clear = [
        line
        for line in panel.headline()
        if line.gap and line.gap.status == "ok" and read(line.gap, directions).clear
    ]
    lines = [line for line in clear if read(line.gap, directions).sense != "better"]
    return iter(sorted(lines, key=_size, reverse=True))


def _clearest(part: Part | None, outcome: str, directions: Directions, *, most: int) -> list[Sentence]:
    if part is None:
        return []
    panels = [panel for (_, name), panel in part.headlines().items() if name == outcome]
    found = [(line, panel) for panel in panels for line in widest(panel, directions)]
    found.sort(key=lambda pair: _size(pair[0]), reverse=True)
    return [gap_sentence(line, panel, directions) for line, panel in found[:most]]


def _aim(outcome: Outcome, part: Part | None) -> list[Sentence]:
    panels = part.headlines().items() if part else ()
    found = [aim_sentence(outcome, panel) for (_, name), panel in panels if name == outcome.name]
    return [sentence for sentence in found if sentence]


def _outcome_block(outcome: Outcome, parts: Sequence[Part], directions: Directions) -> Block:
    sentences: list[Sentence] = []
    for name, most in GAPS_OF.items():
        sentences += _clearest(part_named(parts, name), outcome.name, directions, most=most)
    sentences += _aim(outcome, part_named(parts, "aims"))
    intro = "" if sentences else "No gap is clear enough to name."
    return Block(title=heading(outcome.name), sentences=tuple(sentences), intro=intro)


def _turns(parts: Sequence[Part], directions: Directions) -> tuple[Block, ...]:
    panels = [panel for part in parts for panel in part.headlines().values()]
    found = [turn for panel in panels for turn in turns(panel, directions)]
    titles = {
        "reverses": "Gaps that change sides at the same ages",
        "appears": "Gaps that are clear only at the same ages",
    }
    intro = {
        "reverses": "The ages of these groups differ. As things stand they are on one side of everyone else; "
        "compared at the same ages they are on the other. Both are shown; neither is the whole truth.",
        "appears": "Differences in age hide these gaps in a plain comparison.",
    }
    return tuple(
        Block(title=titles[kind], sentences=sentences[:MOST_TURNS], intro=intro[kind])
        for kind in titles
        if (sentences := tuple(turn_sentence(turn) for turn in found if turn.kind == kind))
    )


def _close_sentence(outcome: str, part: Part, directions: Directions) -> Sentence | None:
    panels = [panel for (_, name), panel in part.headlines().items() if name == outcome]
    close, total, said = 0, 0, []
    for panel in panels:
        lines = panel.headline()
        mine = [line.label for line in lines if read(line.gap, directions).sense == "close"]
        close, total = close + len(mine), total + len(lines)
        if mine:
            every = len(mine) == len(lines)
            said.append(
                f"by {by_words(panel)}, {'every group' if every else some_of(mine, limit=MOST_NAMED)}"
            )
    if not close:
        return None
    text = f"{count(close)} of {count(total)} groups: {'; '.join(said)}."
    return Sentence(lead=heading(outcome), text=text)


def _too_close(
    outcomes: Sequence[Outcome], parts: Sequence[Part], directions: Directions
) -> tuple[Block, ...]:
    part = part_named(parts, "characteristics")
    found = [_close_sentence(outcome.name, part, directions) for outcome in outcomes] if part else []
    sentences = tuple(sentence for sentence in found if sentence)
    if not sentences:
        return ()
    intro = (
        "The intervals of these gaps reach to both sides of no difference. That is not evidence of equality."
    )
    return (Block(title="Too close to call", sentences=sentences, intro=intro),)


def _merged(
    gaps: Sequence[EvidenceGap], *, every: Set[str]
) -> Iterator[tuple[EvidenceGap, list[str], list[str]]]:
    """Say once what is missing alike; outcomes are named only when it is not missing for all of them."""
    groups: dict[tuple[object, ...], dict[str | None, None]] = {}
    for gap in gaps:
        key = (gap.characteristic, gap.level, gap.reason, gap.owner, gap.due)
        groups.setdefault(key, {})[gap.outcome] = None
    alike: dict[tuple[object, ...], list[EvidenceGap]] = {}
    for gap in gaps:
        outcomes = groups[gap.characteristic, gap.level, gap.reason, gap.owner, gap.due]
        alike.setdefault((gap.characteristic, gap.reason, gap.owner, gap.due, *outcomes), []).append(gap)
    for same in alike.values():
        outcomes = dict.fromkeys(gap.outcome for gap in same)
        whole = None in outcomes or every <= outcomes.keys()
        levels = dict.fromkeys(gap.level for gap in same if gap.level)
        yield same[0], list(levels), [] if whole else [name for name in outcomes if name]


def _not_known(
    release: Release, evidence_gaps: Sequence[EvidenceGap], declared: Sequence[Outcome]
) -> tuple[Block, ...]:
    sentences = [
        evidence_gap_sentence(gap, levels=levels, outcomes=outcomes)
        for gap, levels, outcomes in _merged(evidence_gaps, every={outcome.name for outcome in declared})
    ]
    few = sum(record.status == "not_estimable" for table in release.tables for record in table.records)
    if release.withheld:
        number = f"{count(release.withheld)} number{'' if release.withheld == 1 else 's'}"
        text = f"{number} in the tables, so that nobody can be recognised."
        sentences.append(Sentence(lead="Withheld", text=text))
    if few:
        number = f"{count(few)} number{'' if few == 1 else 's'}"
        text = f"{number} in the tables, each marked [x] or [z]."
        sentences.append(Sentence(lead="Could not be estimated", text=text))
    intro = "Missing evidence about some groups is no reason to leave out the others."
    return (Block(title="What is not known", sentences=tuple(sentences), intro=intro),) if sentences else ()


def summary(
    release: Release,
    parts: Sequence[Part],
    *,
    specification: Specification,
    evidence_gaps: Sequence[EvidenceGap],
    directions: Directions,
) -> tuple[Block, ...]:
    """Compose the summary.

    Parameters
    ----------
    release : Release
        Everything that may be shown.
    parts : sequence of Part
        Its tables, sorted into the sections of the page.
    specification : Specification
        The casebook: outcomes, aims and amendments.
    evidence_gaps : sequence of EvidenceGap
        What is not known.
    directions : mapping of str to str
        For each outcome, which value is better.

    Returns
    -------
    tuple of Block
        In the order in which they are read.
    """
    blocks = list(_turns(parts, directions))
    blocks += [_outcome_block(outcome, parts, directions) for outcome in specification.outcomes]
    blocks += _too_close(specification.outcomes, parts, directions)
    blocks += _not_known(release, evidence_gaps, specification.outcomes)
    if specification.amendments:
        changes = tuple(amendment_sentence(amendment) for amendment in specification.amendments)
        blocks.append(Block(title="Changes to the indicators after they were fixed", sentences=changes))
    return tuple(blocks)
