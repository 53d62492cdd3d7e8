"""The summary in plain English, made from the released records and nothing else.

What changes sides at the same ages leads; then, outcome by outcome, the few gaps that are clearest; then how
much is too close to call; then what is not known; then what was changed after the indicators were fixed.
Associations are described: nothing here says what brings a gap about.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dueregard.listing import and_list
from dueregard.pack.clearest import clearest
from dueregard.pack.numbers import count
from dueregard.pack.options_summary import option_sentences
from dueregard.pack.panels import EVERYONE_ELSE, Panel
from dueregard.pack.readings import Directions, Turn, read, sides, turns
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
from dueregard.pack.voices_figures import figures_of
from dueregard.pack.voices_summary import heard_sentences, objection_sentences
from dueregard.pack.words import heading

if TYPE_CHECKING:
    from dueregard.casebook import Outcome, Specification
    from dueregard.consequences import ReleasedConsequences
    from dueregard.disclosure import Release
    from dueregard.gaps import EvidenceGap
    from dueregard.voices import VoicesFindings

__all__ = ["Block", "Headline", "headlines", "interval_words", "summary"]

MOST_TURNS = {"reverses": 6, "appears": 4}
"""How many gaps that look different at the same ages the summary names."""
OPTIONS_INTRO = (
    "Tried on the same people, on the day after; compared with doing nothing. No option has a score."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A heading of the summary with its sentences."""

    title: str
    sentences: tuple[Sentence, ...]
    intro: str = ""
    more: str = ""


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


def interval_words(release: Release) -> str:
    """Say what stands in brackets and after figures: the level of the intervals, if there are any."""
    records = (record for table in release.tables for record in table.records)
    levels = sorted({record.level for record in records if record.level and record.low is not None})
    if not levels:
        return ""
    return f"Brackets hold the {and_list([f'{level:.0%}' for level in levels])} interval."


def _aim(outcome: Outcome, part: Part | None) -> list[Sentence]:
    panels = part.headlines().items() if part else ()
    found = [aim_sentence(outcome, panel) for (_, name), panel in panels if name == outcome.name]
    return [sentence for sentence in found if sentence]


def _outcome_block(outcome: Outcome, parts: Sequence[Part], directions: Directions) -> Block:
    chosen = clearest(parts, outcome.name, directions)
    gaps = [gap_sentence(line, panel, directions) for line, panel in chosen.named]
    worse = bool(gaps) and all(sentence.sense == "worse" for sentence in gaps)
    side = sides(chosen.named[0][1].measure)["worse"] if chosen.named else ""
    more = ""
    if chosen.others:
        groups = f"{count(chosen.others)} more group{'' if chosen.others == 1 else 's'}"
        have = "has" if chosen.others == 1 else "have"
        more = f"{groups} {'is' if have == 'has' else 'are'} clearly {side}"
        more = more if worse else f"{groups} {have} a clear gap"
    return Block(
        title=f"{heading(outcome.name)}: who is {side}" if worse else heading(outcome.name),
        sentences=(*gaps, *_aim(outcome, part_named(parts, "aims"))),
        intro="" if gaps else "No gap is clear enough to name.",
        more=more,
    )


def _is_sure(turn: Turn) -> bool:
    """Whether neither of its gaps is approximate: those are left to the tables."""
    return all(line.gaps[turn.reference].status == "ok" for line in (turn.crude, turn.standard))


def _rank(turn: Turn) -> tuple[bool, bool, bool, float]:
    """Put turns in the order of the summary."""
    crude, standard = turn.crude.gaps[turn.reference], turn.standard.gaps[turn.reference]
    swing = abs((crude.estimate or 0.0) - (standard.estimate or 0.0))
    others = not turn.panel.table.startswith("characteristic")
    return others, turn.reference != EVERYONE_ELSE, turn.panel.measure != "proportion", -swing


def _turns(parts: Sequence[Part], directions: Directions) -> Iterator[Block]:
    """Tell groups of one characteristic against everyone else first, and the widest swings of shares."""
    titles = {
        "reverses": "Gaps that change sides at the same ages",
        "appears": "Gaps that are clear only at the same ages",
    }
    intro = {
        "reverses": "The ages of these groups differ. As things stand they are on one side; compared at the "
        "same ages they are on the other. Both are shown; neither is the whole truth.",
        "appears": "Differences in age hide these gaps in a plain comparison.",
    }
    panels = [panel for part in parts for panel in part.headlines().values()]
    found = [turn for panel in panels for turn in turns(panel, directions) if _is_sure(turn)]
    found.sort(key=_rank)
    for kind, title in titles.items():
        mine = [turn for turn in found if turn.kind == kind]
        single = [turn for turn in mine if turn.panel.table.startswith("characteristic")]
        named = (single or mine)[: MOST_TURNS[kind]]
        if mine:
            left = len(mine) - len(named)
            yield Block(
                title=title,
                sentences=tuple(turn_sentence(turn) for turn in named),
                intro=intro[kind],
                more=f"And {count(left)} more" if left > 0 else "",
            )


def _close_sentence(outcome: str, part: Part, directions: Directions) -> Sentence | None:
    panels = [panel for (_, name), panel in part.headlines().items() if name == outcome]
    close, total, whole = 0, 0, []
    for panel in panels:
        senses = [read(line.gap, directions).sense for line in panel.headline()]
        close, total = close + senses.count("close"), total + len(senses)
        if set(senses) == {"close"}:
            whole.append(by_words(panel))
    if not close:
        return None
    every = f", among them every group by {and_list(whole)}" if whole else ""
    return Sentence(lead=heading(outcome), text=f"{count(close)} of {count(total)} groups{every}.")


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
    sentences += _left_out(release)
    intro = "Missing evidence about some groups is no reason to leave out the others."
    return (Block(title="What is not known", sentences=tuple(sentences), intro=intro),) if sentences else ()


def _left_out(release: Release) -> Iterator[Sentence]:
    """Count what the tables leave out, in figures: a group's value and each of its gaps."""
    records = [record for table in release.tables for record in table.records]
    empty = sum(record.status == "not_estimable" for record in records)
    if release.withheld:
        text = f"{_figures(release.withheld)} of {count(len(records))}, so that nobody can be recognised. "
        yield Sentence(lead="Kept back", text=f"{text}They are marked [c].")
    if empty:
        text = f"{_figures(empty)}: the outcome does not apply to the group, or nobody in it answered. "
        yield Sentence(lead="Nothing to work out", text=f"{text}They are marked [z] or [x].")


def _voices(release: Release, voices: VoicesFindings | None) -> Iterator[Block]:
    if voices is None:
        return
    figures = figures_of(release)
    heard, opposed = heard_sentences(figures, voices), objection_sentences(figures, voices)
    if heard:
        yield Block(title="Who was not heard", sentences=heard)
    if opposed:
        intro = (
            "What a group large enough to be shown opposes, three in five or more of those who voted, "
            "however small its share of all."
        )
        yield Block(title="Objections", sentences=opposed, intro=intro)


def _figures(number: int) -> str:
    return f"{count(number)} figure{'' if number == 1 else 's'}"


def summary(
    release: Release,
    parts: Sequence[Part],
    *,
    specification: Specification,
    evidence_gaps: Sequence[EvidenceGap],
    directions: Directions,
    voices: VoicesFindings | None = None,
    consequences: ReleasedConsequences | None = None,
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
    voices : VoicesFindings or None
        Who was heard; None where nobody looked.
    consequences : ReleasedConsequences or None
        What each option would do; None where there are none.

    Returns
    -------
    tuple of Block
        In the order in which they are read.
    """
    blocks = [*_turns(parts, directions), *_voices(release, voices)]
    blocks += [_outcome_block(outcome, parts, directions) for outcome in specification.outcomes]
    if consequences is not None:
        sentences = option_sentences(consequences)
        blocks.append(Block(title="What each option would do", sentences=sentences, intro=OPTIONS_INTRO))
    blocks += _too_close(specification.outcomes, parts, directions)
    blocks += _not_known(release, evidence_gaps, specification.outcomes)
    if specification.amendments:
        changes = tuple(amendment_sentence(amendment) for amendment in specification.amendments)
        blocks.append(Block(title="Changes to the indicators after they were fixed", sentences=changes))
    return tuple(blocks)
