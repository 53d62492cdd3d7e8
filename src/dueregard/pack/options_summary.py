"""Options in the summary and on the command line: a sentence for each, true to its intervals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from dueregard.listing import and_list
from dueregard.pack.options_closing import closing
from dueregard.pack.options_compare import compared, judged_of
from dueregard.pack.options_figures import OFF, change_cell, format_of, level_cell, people_cell
from dueregard.pack.options_gaps import LEVELLED
from dueregard.pack.options_groups import name_of, worst_affected
from dueregard.pack.options_later import later_words
from dueregard.pack.sentences import Sentence
from dueregard.pack.views import GapView

if TYPE_CHECKING:
    from dueregard.consequences import OptionTold, ReleasedConsequences
    from dueregard.estimates import Record

__all__ = ["aims_words", "consequences_lines", "cost_words", "option_sentences"]

MINUS = "−-\u2060"
"""What a sum below nought begins with."""


def option_sentences(found: ReleasedConsequences) -> tuple[Sentence, ...]:
    """Say of each option what it costs, who gains, who loses, whom it does worst by and which gaps it closes.

    Parameters
    ----------
    found : ReleasedConsequences
        The options, as they may be shown.

    Returns
    -------
    tuple of Sentence
        In their order; what could not be worked out last.
    """
    gaps = _gaps(found)
    told = [
        Sentence(
            lead=option.name,
            text=" ".join(part for part in (*_parts(found, option), gaps.get(option.name, "")) if part),
            href="options",
        )
        for option in found.findings.options
    ]
    told += [
        Sentence(lead=failure.option, text=f"could not be worked out: {failure.reason}", href="options")
        for failure in found.findings.failures
    ]
    return tuple(told)


def _parts(found: ReleasedConsequences, option: OptionTold) -> Iterator[str]:
    better, _ = judged_of(found, option.name)

    def of(measure: str) -> object:
        return found.get(measure, option.name)

    cost = found.get("total_cost", option.name)
    if cost is not None and cost.estimate is not None:
        yield cost_words(cost)
    gain, lose = (
        people_cell(
            found.get(side, option.name),
            found.get(f"{side}_share", option.name),
            found.get(size, option.name),
            nobody="nobody",
        ).words
        for side, size in (("winners", "mean_gain_of_winners"), ("losers", "mean_loss_of_losers"))
    )
    yield f"Gain: {gain}. Lose: {lose}."
    worst = worst_affected(found, option.name, better=better, most=1)
    for record in worst:
        cell = change_cell(record, format_of([record]), names=OFF, better=better)
        yield f"It does worst by {name_of(record)}: {_cell_words(cell)}."
    for each in option.later:
        yield f"Later, {each}."
    if any(flag.kind == "future_pays" and flag.option == option.name for flag in found.flags):
        yield f"The future pays: {later_words(found, option.name)}."


def cost_words(cost: Record) -> str:
    """Say what an option costs or saves.

    Parameters
    ----------
    cost : Record
        Its cost on balance, below nought where it saves.

    Returns
    -------
    str
        Where its interval reaches to both sides of nought, that it does clearly neither.
    """
    cell = level_cell(cost, format_of([cost]))
    low, high = cost.low, cost.high
    if low is not None and high is not None and low < 0 < high:
        return (
            f"costs neither clearly more nor clearly less than doing nothing: {cell.words} ({cell.interval})."
        )
    if cost.estimate is not None and cost.estimate < 0:
        return f"saves {cell.words.lstrip(MINUS)}."
    return f"costs {cell.words}."


def _cell_words(cell: GapView) -> str:
    verdict = cell.verdict[:1].lower() + cell.verdict[1:]
    said = ", ".join(part for part in (verdict, cell.words) if part)
    return f"{said} ({cell.interval})" if cell.interval else said


def _gaps(found: ReleasedConsequences) -> dict[str, str]:
    """Say how many of the gaps of stated aims each option closes, narrows or widens."""
    told: dict[str, str] = {}
    for table in closing(found):
        first = len(table.columns) - len(table.options)
        for place, option in enumerate(table.options, start=first):
            shown = [row for row in table.rows if row.cells[place].verdict]
            if table.csv and shown:
                told.setdefault(option, aims_words([(row.name, row.cells[place]) for row in shown]))
    return told


def aims_words(gaps: Sequence[tuple[str, GapView]]) -> str:
    """Say what becomes of the gaps of stated aims.

    Parameters
    ----------
    gaps : sequence of (str, GapView)
        Whose gap it is, and what is shown of it under an option.

    Returns
    -------
    str
        A sentence. One gap is named; several are counted.

    Examples
    --------
    >>> cell = GapView(sense="better", verdict="Narrows", words="by £4; £60 remains; by levelling down")
    >>> aims_words([("Disabled", cell)])
    'The gap that is aimed at, Disabled: narrows by levelling down; £60 remains.'
    """
    if len(gaps) == 1:
        [(name, cell)] = gaps
        # That it narrows says nothing of how much is left.
        left = "".join(f"; {part}" for part in cell.words.split("; ") if part.endswith("remains"))
        return f"The gap that is aimed at, {name}: {_becomes(cell)}{left}."
    verdicts = Counter(_becomes(cell) for _, cell in gaps)
    said = and_list([f"{number} {verdict}" for verdict, number in verdicts.items()])
    return f"Of {len(gaps)} gaps that are aimed at: {said}."


def _becomes(cell: GapView) -> str:
    """Say what becomes of a gap: where the better-off lose, not only that it narrows."""
    verdict = cell.verdict.lower()
    return f"{verdict} {LEVELLED}" if LEVELLED in cell.words else verdict


def consequences_lines(found: ReleasedConsequences) -> Iterator[str]:
    """Say what options do, for the command line.

    Parameters
    ----------
    found : ReleasedConsequences
        The options, as they may be shown.

    Yields
    ------
    str
        Lines of text.
    """
    if not found.findings.any:
        yield "There are no options: a TOML file for each goes into the folder options/."
        return
    yield from _compared_lines(found)
    yield from _closing_lines(found)
    for failure in found.findings.failures:
        yield f"{failure.option} could not be worked out: {failure.reason}"
    yield from found.findings.notes
    yield "Brackets hold the 95% interval of the change, before and after on the same people."


def _compared_lines(found: ReleasedConsequences) -> Iterator[str]:
    for table in compared(found):
        for place, option in enumerate(table.options, start=1):
            yield f"{option.name} ({table.outcome})"
            for row in table.rows:
                said = _cell_words(row.cells[place])
                if said:
                    yield f"  {row.title}: {said}"


def _closing_lines(found: ReleasedConsequences) -> Iterator[str]:
    for gaps in closing(found):
        yield gaps.title
        if gaps.nobody:
            yield f"  {gaps.nobody}"
        for line in gaps.rows:
            yield f"  {line.name}"
            for column, cell in zip(gaps.columns, line.cells, strict=True):
                yield f"    {column}: {_cell_words(cell)}"
