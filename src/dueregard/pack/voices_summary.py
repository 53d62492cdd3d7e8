"""What the summary says of voices: who is missing, what a group opposes, and from whom nothing was heard."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dueregard.casebook.characteristics import characteristic_label
from dueregard.pack.numbers import count
from dueregard.pack.sentences import Sentence
from dueregard.pack.titles import group_name
from dueregard.pack.voices_figures import TOOK_PART, Figures
from dueregard.pack.voices_objections import objection_views
from dueregard.pack.voices_rows import share
from dueregard.pack.words import phrase, some_of

if TYPE_CHECKING:
    from dueregard.estimates import Record
    from dueregard.voices import VoicesFindings

__all__ = ["body_words", "heard_sentences", "missing_sentences", "objection_sentences"]

MOST_MISSING = 6
FEWER = "fewer"
UNEVEN = 0.05
"""A chance that a fair draw is as uneven, below which it is told."""


def heard_sentences(figures: Figures, found: VoicesFindings) -> tuple[Sentence, ...]:
    """Say who is missing among those who took part and those who decide, and from whom nothing was heard.

    Parameters
    ----------
    figures : Figures
        The released figures.
    found : VoicesFindings
        What the stage found.

    Returns
    -------
    tuple of Sentence
        The widest shortfalls first, then bodies, silences, and the worst off who were not heard.
    """
    return (
        *missing_sentences(figures, found.population),
        *_bodies(figures, found),
        *(
            Sentence(lead=each.reason, text=f"{each.remedy}.", href="voices", sense="worse")
            for each in found.silences
        ),
        *_unheard(found),
    )


def _fewer(figures: Figures, table: str) -> list[Record]:
    """List the groups that are fewer than a fair draw would give, the least heard first."""
    records = [
        record
        for record in figures.tables.get(table, ())
        if record.measure == "representation_ratio"
        and record.parameters.get("against") == "population"
        and record.estimate is not None
        and (record.verdict or "").startswith(FEWER)
    ]
    return sorted(records, key=lambda record: record.estimate or 0.0)


def missing_sentences(figures: Figures, population: str) -> Iterator[Sentence]:
    """Say which groups are fewer among those who took part than a fair draw would give.

    Parameters
    ----------
    figures : Figures
        The released figures.
    population : str
        Those they are compared with, in words.

    Yields
    ------
    Sentence
        The widest shortfalls first.
    """
    for ratio in _fewer(figures, TOOK_PART)[:MOST_MISSING]:
        by = dict(ratio.by)
        own = figures.find(TOOK_PART, "share", by=by)
        whole = figures.find(TOOK_PART, "population_share", by=by, against="population")
        if own is None or own.estimate is None or whole is None or whole.estimate is None:
            continue
        took = count(round(own.estimate * own.n)) if own.n else ""
        of = f"{took} of the {count(own.n)} who said, " if own.n else ""
        yield Sentence(
            lead=group_name(tuple(by.items())),
            text=f"{of}{share(own.estimate)} of those who took part against {share(whole.estimate)} of "
            f"{population}.",
            href=f"{TOOK_PART}-{next(iter(by))}",
            sense="worse",
        )


def _bodies(figures: Figures, found: VoicesFindings) -> Iterator[Sentence]:
    for body in found.bodies:
        parts = body_words(figures, body.table)
        if parts:
            yield Sentence(
                lead=f"{body.name}, which {'decides' if body.decides else 'advises'}",
                text=" ".join(parts),
                href=body.table,
                sense="worse",
            )


def body_words(figures: Figures, table: str) -> tuple[str, ...]:
    """Say what the members of a body show, as sentences.

    Parameters
    ----------
    figures : Figures
        The released figures.
    table : str
        The body's table.

    Returns
    -------
    tuple of str
        Groups that are clearly too few; characteristics by which a fair draw would hardly ever look so;
        groups with nobody, and how often a fair draw would have nobody of the largest of them. Never that a
        body is like those it decides for: failing to find a difference does not show that there is none.
    """
    fewer = [group_name(tuple(record.by.items())) for record in _fewer(figures, table)]
    said = [f"Fewer than a fair draw would give: {some_of(fewer, limit=4)}."] if fewer else []
    return (*said, *_uneven(figures, table), *_absent(figures, table))


def _uneven(figures: Figures, table: str) -> Iterator[str]:
    for record in figures.tables.get(table, ()):
        options = record.parameters
        if record.measure != "multinomial_p" or options.get("ordering") != "probability":
            continue
        if options.get("against") == "population" and record.estimate is not None:
            chance = record.estimate
            if chance <= UNEVEN:
                name = phrase(characteristic_label(str(options["characteristic"])).lower())
                yield f"By {name}, a fair draw would be as uneven in {_percent(chance)} of cases."


def _percent(chance: float) -> str:
    return "fewer than 0.1%" if chance < 0.001 else f"{100 * chance:.1f}%"


def _absent(figures: Figures, table: str) -> Iterator[str]:
    """Name the groups with nobody on a body, and how often a fair draw would have nobody of the largest."""
    chances = []
    for record in figures.tables.get(table, ()):
        if record.measure == "share" and record.estimate == 0:
            by = dict(record.by)
            none = figures.find(table, "probability_of_none", by=by, against="population")
            if none is not None and none.estimate is not None:
                chances.append((none.estimate, group_name(tuple(by.items()))))
    if chances:
        chances.sort()
        names = some_of([name for _, name in chances], limit=3)
        whom = "" if len(chances) == 1 else " of the first"
        chance = _percent(chances[0][0])
        yield f"Nobody: {names}. A fair draw would have nobody{whom} in {chance} of cases."


def _unheard(found: VoicesFindings) -> Iterator[Sentence]:
    groups = [
        group_name(tuple(each.group.by.items()))
        for each in found.sharp_end
        if each.heard == "nobody or too few to show"
    ]
    if groups:
        yield Sentence(
            lead="Worst off, and not heard or too few to show",
            text=f"{'; '.join(groups[:MOST_MISSING])}.",
            href="voices-silence",
            sense="worse",
        )


def objection_sentences(figures: Figures, found: VoicesFindings) -> tuple[Sentence, ...]:
    """Say what groups oppose, each that is large enough to be shown, however small its share of all.

    Parameters
    ----------
    figures : Figures
        The released figures.
    found : VoicesFindings
        What the stage found.

    Returns
    -------
    tuple of Sentence
        First what most of all agree to, group by group; then, statement by statement, what most oppose too.
    """
    if found.consultation is None:
        return ()
    sentences = []
    for view in objection_views(figures, found.consultation):
        if view.against_the_whole:
            text = f"{'; '.join(view.groups)}. {view.lead}"
        else:
            text = f"three in five or more are against: {'; '.join(view.names)}. {view.lead}"
        sentences.append(
            Sentence(
                lead=f"“{view.text}”",
                text=text.strip(),
                href="voices-objections",
                sense="worse" if view.against_the_whole else "",
            )
        )
    return tuple(sentences)
