"""What the summary says of voices: who is missing, what a group opposes, and from whom nothing was heard."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dueregard.pack.numbers import count
from dueregard.pack.sentences import Sentence
from dueregard.pack.titles import group_name
from dueregard.pack.voices_figures import TOOK_PART, Figures
from dueregard.pack.voices_objections import objection_views
from dueregard.pack.voices_rows import share
from dueregard.pack.words import some_of

if TYPE_CHECKING:
    from dueregard.estimates import Record
    from dueregard.voices import VoicesFindings

__all__ = ["heard_sentences", "objection_sentences"]

MOST_MISSING = 6
FEWER = "fewer"


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
        *_missing(figures, found),
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


def _missing(figures: Figures, found: VoicesFindings) -> Iterator[Sentence]:
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
            f"{found.population}.",
            href=f"{TOOK_PART}-{next(iter(by))}",
            sense="worse",
        )


def _bodies(figures: Figures, found: VoicesFindings) -> Iterator[Sentence]:
    for body in found.bodies:
        fewer = [group_name(tuple(record.by.items())) for record in _fewer(figures, body.table)]
        none = _likeliest_absence(figures, body.table)
        parts = [f"fewer than a fair draw would give: {some_of(fewer, limit=4)}"] if fewer else []
        parts += [none] if none else []
        if parts:
            yield Sentence(
                lead=f"{body.name}, which {'decides' if body.decides else 'advises'}",
                text=f"{'; '.join(parts)}.",
                href=body.table,
                sense="worse" if fewer else "",
            )


def _likeliest_absence(figures: Figures, table: str) -> str:
    """Name the groups with nobody on a body, and how often a fair draw would have nobody of the largest."""
    empty = [
        record
        for record in figures.tables.get(table, ())
        if record.measure == "share" and record.estimate == 0
    ]
    chances = [
        (record, none.estimate)
        for record in empty
        if (none := figures.find(table, "probability_of_none", by=dict(record.by), against="population"))
        is not None
        and none.estimate is not None
    ]
    if not chances:
        return ""
    chances.sort(key=lambda each: each[1])
    names = [group_name(tuple(record.by.items())) for record, _ in chances]
    rarest, chance = chances[0]
    return (
        f"nobody of {some_of(names, limit=3)}; a fair draw would have nobody "
        f"{group_name(tuple(rarest.by.items()))} in {share(chance)} of cases"
    )


def _unheard(found: VoicesFindings) -> Iterator[Sentence]:
    groups = [
        group_name(tuple(each.group.by.items()))
        for each in found.sharp_end
        if each.heard == "nobody or too few to show"
    ]
    if groups:
        yield Sentence(
            lead="Worst off, and not heard or too few to show",
            text=f"{some_of(groups, limit=5)}.",
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
