"""The section "Who was heard", from the released figures and what the stage found beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from dueregard.casebook.characteristics import PROTECTED, characteristic_label
from dueregard.pack.numbers import count
from dueregard.pack.voices_figures import STATEMENTS, TOOK_PART, Figures, figures_of
from dueregard.pack.voices_objections import ObjectionView, objection_views
from dueregard.pack.voices_rows import (
    ComparedTable,
    Matrix,
    StatementRow,
    compared_tables,
    matrices,
    share,
    statement_rows,
)
from dueregard.pack.voices_summary import body_words
from dueregard.pack.voices_told import StandardView, TestimonyView, standard_views, testimony_view

if TYPE_CHECKING:
    from dueregard.disclosure import Release
    from dueregard.voices import BodyHeard, Consulted, Lottery, SharpEnd, StatementText, VoicesFindings

__all__ = ["BodyView", "ConsultationView", "VoicesView", "voices_view"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CampsView:
    """The camps, and the map of opinions."""

    lead: str
    note: str
    camps: tuple[tuple[str, str, tuple[str, ...]], ...]
    picture: Markup
    numbered: tuple[StatementText, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationView:
    """The consultation as the template needs it."""

    lead: str
    took_part: tuple[ComparedTable, ...]
    statements: tuple[StatementRow, ...]
    weighted: bool
    weighting: str
    notes: tuple[str, ...]
    objections: tuple[ObjectionView, ...]
    camps: CampsView | None
    matrices: tuple[Matrix, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyView:
    """A body as the template needs it."""

    id: str
    name: str
    lead: str
    words: tuple[str, ...]
    tables: tuple[ComparedTable, ...]
    reach: str
    public: str
    csv: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VoicesView:
    """The whole section."""

    population: str
    silences: tuple[tuple[str, str], ...]
    consultation: ConsultationView | None
    bodies: tuple[BodyView, ...]
    lottery: Lottery | None
    testimony: TestimonyView | None
    standards: tuple[StandardView, ...]
    unheard: tuple[tuple[str, str], ...]
    designed: tuple[str, ...]
    designers: tuple[tuple[str, str, str], ...]
    unsigned: str
    any_options: bool
    files: tuple[str, ...]


def voices_view(release: Release, found: VoicesFindings | None) -> VoicesView | None:
    """Put who was heard into words and marks.

    Parameters
    ----------
    release : Release
        Everything that may be shown: figures come from nowhere else.
    found : VoicesFindings or None
        What the stage found.

    Returns
    -------
    VoicesView or None
        None when there was no such stage.
    """
    if found is None:
        return None
    figures = figures_of(release)
    return VoicesView(
        population=found.population,
        silences=tuple((each.reason, each.remedy) for each in found.silences),
        consultation=None
        if found.consultation is None
        else _consultation(figures, found.consultation, population=found.population),
        bodies=tuple(_body(figures, each) for each in found.bodies if each.table in figures.tables),
        lottery=found.lottery,
        testimony=testimony_view(figures, found),
        standards=standard_views(found),
        unheard=tuple(_unheard(found.sharp_end)),
        designed=found.designed.words,
        designers=tuple(_designers(found)),
        unsigned=", ".join(
            (*found.designed.unsigned, *(f"the option “{name}”" for name in found.designed.unsigned_options))
        ),
        any_options=any(each.options for each in found.designed.designers),
        files=tuple(f"{name}.csv" for name in figures.tables),
    )


def _unheard(found: Sequence[SharpEnd]) -> Iterator[tuple[str, str]]:
    """Say what is to be done for whom; what was not asked is said once for each characteristic."""
    asked: dict[str, None] = {}
    for each in found:
        if each.heard == "not asked":
            asked[each.action.partition(" They are worse off")[0]] = None
        elif each.action:
            yield each.words, each.action
    for action in asked:
        yield "Groups that are worse off cannot be looked for, because it was not asked.", action


def _consultation(figures: Figures, found: Consulted, *, population: str) -> ConsultationView:
    marks: dict[str, list[str]] = {}
    for statement in found.chosen:
        marks.setdefault(statement, []).append("chosen")
    for agreed in found.agreed:
        words = "agreed" if agreed.direction == "agree" else "rejected"
        marks.setdefault(agreed.statement, []).append(f"firmly {words}")
    statements = statement_rows(figures, found.statements, marks=marks)
    return ConsultationView(
        lead=_lead(figures, found),
        took_part=compared_tables(figures, TOOK_PART, names=_in_order(figures, TOOK_PART)),
        statements=statements,
        weighted=any(row.weighted for row in statements),
        weighting=found.weighting,
        notes=tuple(note for note in (found.chosen_words, *found.notes) if note),
        objections=objection_views(figures, found),
        camps=_camps(found),
        matrices=matrices(figures, found.statements),
    )


def _camps(found: Consulted) -> CampsView | None:
    if found.camps is None:
        return None
    texts = {each.id: each.text for each in found.statements}
    if not found.camps.stable:
        lead = "No groups of opinion could be found that another such consultation would find again."
    elif found.camps.apart:
        lead = "Those who took part fall into camps that another such consultation would find again."
    else:
        lead = (
            "Opinion differs by degrees and not in camps. Cut where it divides most, these are its sides, "
            "and another such consultation would find them again."
        )
    listed = tuple(
        (
            f"Group {chr(ord('A') + place)}",
            share(size),
            tuple(
                f"{'for' if direction == 'agree' else 'against'}: {texts[statement]}"
                for statement, direction in says
                if statement in texts
            ),
        )
        for place, (size, says) in enumerate(zip(found.camps.shares, found.camps.says, strict=True))
    )
    # The stage escapes whatever people wrote into the picture.
    return CampsView(
        lead=lead,
        note=found.camps.words,
        camps=listed,
        picture=Markup(found.picture),
        numbered=tuple(each for each in found.statements if each.id in found.pictured),
    )


def _lead(figures: Figures, found: Consulted) -> str:
    voted = [
        record.n
        for record in figures.tables.get(STATEMENTS, ())
        if not record.by and record.n is not None and record.parameters["weighting"] == "none"
    ]
    words = f"{len(found.statements)} statements were voted on"
    if voted:
        low, high = count(min(voted)), count(max(voted))
        words += f", each by {low} people" if low == high else f", each by {low} to {high} people"
    if found.rejected:
        plural = "statement was" if found.rejected == 1 else "statements were"
        words += f"; {count(found.rejected)} {plural} taken down by moderation"
    return f"{words}."


def _in_order(figures: Figures, table: str) -> list[str]:
    """Put the protected characteristics first, in the order of the Act."""
    names = list(figures.groups(table))
    order = {name: place for place, name in enumerate(PROTECTED)}
    return sorted(names, key=lambda name: order.get(name, len(order)))


def _body(figures: Figures, found: BodyHeard) -> BodyView:
    members = next(
        (
            record.n
            for record in figures.tables[found.table]
            if record.measure == "share" and record.n is not None
        ),
        None,
    )
    verb = "decides" if found.decides else "advises"
    lead = f"It {verb}." if members is None else f"It has {count(members)} members and {verb}."
    return BodyView(
        id=found.table,
        name=found.name,
        lead=lead,
        words=body_words(figures, found.table),
        tables=compared_tables(figures, found.table, names=_in_order(figures, found.table), body=True),
        reach=found.reach,
        public=_public(found),
        csv=f"{found.table}.csv",
    )


def _public(found: BodyHeard) -> str:
    return f"Shown in full, because it is public already: {found.public}" if found.public else ""


def _designers(found: VoicesFindings) -> Iterator[tuple[str, str, str]]:
    for each in found.designed.designers:
        options = [f"the option “{option}”" for option in each.options]
        parts = ", ".join((*each.parts, *options)) or "nothing yet"
        told = [f"{characteristic_label(name)}: {level}" for name, level in each.characteristics.items()]
        yield each.name, parts, "; ".join(told) or "shared nothing of themselves"
