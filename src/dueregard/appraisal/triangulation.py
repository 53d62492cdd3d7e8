"""Number held against voice, for every group: they agree, they conflict, or one of them is silent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from dueregard.appraisal.numbers import Number
from dueregard.casebook.characteristics import PROTECTED
from dueregard.casebook.objections import Cell, Objection
from dueregard.voices.resting import OR_NOT_SAID

if TYPE_CHECKING:
    from dueregard.casebook.voices_specification import About
    from dueregard.voices.triangulation import Saying

__all__ = [
    "RULES",
    "Agreement",
    "TriangulationCell",
    "TriangulationRule",
    "VoiceSays",
    "triangulate",
]

Agreement = Literal["agree", "conflict", "silent"]
NumberState = Literal["worse", "not worse", "too close to call", "not shown", "not measured"]
VoiceSays = Literal["raises", "denies", "divided", "does not raise", "not shown", "not heard"]

UNDECLARED = "(not declared)"


@dataclass(frozen=True, slots=True, kw_only=True)
class TriangulationRule:
    """How a figure and a voice are held against each other.

    Attributes
    ----------
    id : str
        What results name.
    number, voice : tuple of str
        What the figure says, and what people say.
    agreement : {"agree", "conflict", "silent"}
        What follows.
    silent : str
        Which of the two is silent: ``"number"``, ``"voice"`` or ``"both"``; empty for the others.
    reason : str
        Why.
    """

    id: str
    number: tuple[NumberState, ...]
    voice: tuple[VoiceSays, ...]
    agreement: Agreement
    silent: str = ""
    reason: str


_QUIET: tuple[VoiceSays, ...] = ("does not raise", "not shown", "not heard")
_BLIND: tuple[NumberState, ...] = ("too close to call", "not shown", "not measured")
_TOLD: tuple[VoiceSays, ...] = ("raises", "denies", "divided")

RULES: tuple[TriangulationRule, ...] = (
    TriangulationRule(
        id="both-worse",
        number=("worse",),
        voice=("raises",),
        agreement="agree",
        reason="The figures show it, and those whom it is about say it.",
    ),
    TriangulationRule(
        id="both-well",
        number=("not worse",),
        voice=("denies",),
        agreement="agree",
        reason="The figures show no disadvantage, and those whom it is about say that there is none.",
    ),
    TriangulationRule(
        id="only-voice",
        number=("not worse",),
        voice=("raises",),
        agreement="conflict",
        reason=(
            "An average can be good while what people tell is true of many of them: find out what the figure "
            "leaves out before relying on it."
        ),
    ),
    TriangulationRule(
        id="only-number",
        number=("worse",),
        voice=("denies",),
        agreement="conflict",
        reason="Those who were heard may be others than those who are behind: ask whom the figure is about.",
    ),
    TriangulationRule(
        id="divided",
        number=("worse", "not worse"),
        voice=("divided",),
        agreement="silent",
        silent="voice",
        reason="The group does not speak with one voice: ask who says what, and of whom the figure is true.",
    ),
    TriangulationRule(
        id="no-voice",
        number=("worse", "not worse"),
        voice=_QUIET,
        agreement="silent",
        silent="voice",
        reason="Not raising something is not saying that all is well: it may not have been asked.",
    ),
    TriangulationRule(
        id="no-number",
        number=_BLIND,
        voice=_TOLD,
        agreement="silent",
        silent="number",
        reason="Too close to call, withheld, not measured: no evidence of equality. What was said stands.",
    ),
    TriangulationRule(
        id="nothing",
        number=_BLIND,
        voice=_QUIET,
        agreement="silent",
        silent="both",
        reason="Nothing is known: a gap in the evidence, not a sign that nobody is behind.",
    ),
)
"""Every pair of what a figure and a voice can say is covered by exactly one rule."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TriangulationCell:
    """A group, and what figure and voice say of one outcome or one option for it.

    Attributes
    ----------
    characteristic : str
        The characteristic, place or generation.
    level : str or None
        The group; None for a characteristic of which no group has a figure.
    outcome, option : str or None
        What it is about: one of the two.
    number : str
        What the figure says: ``"worse"``, ``"not worse"``, ``"too close to call"``, ``"not shown"``, ``"not
        measured"``.
    voice : str
        What people of the group say: ``"raises"``, ``"denies"``, ``"divided"``, ``"does not raise"``, ``"not
        shown"``, ``"not heard"``.
    agreement : {"agree", "conflict", "silent"}
        What follows by the rules.
    silent : str
        Which is silent: ``"number"``, ``"voice"``, ``"both"``; empty where neither is.
    rule : str
        The id of the rule.
    said_by : tuple of str
        Where the voice is: themes, statements, objections.
    sharp_end : bool
        Whether the group is among those who are worst off in most outcomes.
    figure : Number or None
        The figure.
    """

    characteristic: str
    level: str | None
    outcome: str | None = None
    option: str | None = None
    number: NumberState
    voice: VoiceSays
    agreement: Agreement
    silent: str = ""
    rule: str
    said_by: tuple[str, ...] = ()
    sharp_end: bool = False
    figure: Number | None = field(default=None, repr=False)

    @property
    def cell(self) -> Cell:
        """Its place in the appraisal."""
        return Cell(
            option=self.option,
            outcome=self.outcome,
            characteristic=self.characteristic,
            level=self.level,
        )

    def to_dict(self) -> dict[str, Any]:
        """Give it ready for JSON.

        Returns
        -------
        dict
            With the fields as keys, but for the figure, which is among the estimates.
        """
        return {
            "characteristic": self.characteristic,
            "level": self.level,
            "outcome": self.outcome,
            "option": self.option,
            "number": self.number,
            "voice": self.voice,
            "agreement": self.agreement,
            "silent": self.silent,
            "rule": self.rule,
            "said_by": list(self.said_by),
            "sharp_end": self.sharp_end,
        }


def triangulate(
    numbers: Iterable[Number],
    *,
    sayings: Iterable[Saying] = (),
    about: Sequence[About] = (),
    objections: Iterable[Objection] = (),
    outcomes: Sequence[str] = (),
    options: Sequence[str] = (),
    worst_off: Iterable[Mapping[str, str]] = (),
) -> tuple[TriangulationCell, ...]:
    """Hold number against voice, for every group and every outcome and option.

    Parameters
    ----------
    numbers : iterable of Number
        What the figures say; see :func:`numbers_of`.
    sayings : iterable of Saying
        What each group says of each theme and statement.
    about : sequence of About
        Which outcomes and options those are about, as the casebook declares.
    objections : iterable of Objection
        An objection of a group raises what it is about.
    outcomes, options : sequence of str
        What figures and voices are about, by name.
    worst_off : iterable of mapping of str to str
        Groups at the sharp end, by characteristic.

    Returns
    -------
    tuple of TriangulationCell
        By group, then outcome, then option. The nine protected characteristics and socio-economic position
        are always there, each with every outcome and option, also where nothing is known.

    Examples
    --------
    >>> group = Cell(outcome="income", characteristic="disability", level="Disabled")
    >>> told = Objection(id="a", text="We go without.", raised_by="Forum", on=None, cell=group)
    >>> found = triangulate([Number(cell=group, says="worse")], objections=[told], outcomes=["income"])
    >>> [both] = [each for each in found if each.level == "Disabled"]
    >>> both.level, both.agreement, both.rule
    ('Disabled', 'agree', 'both-worse')
    """
    figures = {each.cell: each for each in numbers}
    voices = _voices(sayings, about)
    raised = [each for each in objections if each.cell.characteristic]
    sharp = [dict(each) for each in worst_off]
    return tuple(
        _cell(
            Cell(outcome=outcome, option=option, characteristic=name, level=level),
            figures,
            voices,
            raised,
            sharp,
        )
        for name, level in _groups(figures, voices, raised)
        for outcome, option in (*((each, None) for each in outcomes), *((None, each) for each in options))
    )


_Said = dict[tuple[str, str, str, str], list[tuple[VoiceSays, str]]]
"""By kind ("outcome" or "option"), its name, characteristic and level: what was said, and where."""


def _groups(
    figures: Mapping[Cell, Number], voices: _Said, raised: Iterable[Objection]
) -> Iterator[tuple[str, str | None]]:
    """Go through all groups: those of protected characteristics first, then places and generations."""
    found: dict[tuple[str, str | None], None] = dict.fromkeys(
        (each.characteristic or "", each.level) for each in figures
    )
    found |= dict.fromkeys((name, level) for _, _, name, level in voices)
    found |= dict.fromkeys((each.cell.characteristic or "", each.cell.level) for each in raised)
    known = {name for name, level in found if level is not None}
    names = list(dict.fromkeys([*PROTECTED, *(name for name, _ in found)]))
    for name in names:
        if name not in known:
            yield name, None
        else:
            yield from ((name, level) for each, level in found if each == name and level is not None)


def _voices(sayings: Iterable[Saying], about: Sequence[About]) -> _Said:
    found: _Said = {}
    links: dict[tuple[str, str | None], list[About]] = {}
    for each in about:
        key = ("theme", each.theme) if each.theme else ("statement", each.statement)
        links.setdefault(key, []).append(each)
    for saying in sayings:
        for link in links.get((saying.about, saying.id), ()):
            if len(saying.by) != 1 or any(_is_a_rest(level) for level in saying.by.values()):
                continue
            [(name, level)] = saying.by.items()
            said = (_direction(saying.direction, link.agreeing), f"{saying.about}: {saying.label}")
            for outcome in link.outcomes:
                found.setdefault(("outcome", outcome, name, level), []).append(said)
            for option in link.options:
                found.setdefault(("option", option, name, level), []).append(said)
    return found


def _is_a_rest(level: str) -> bool:
    """Those who did not say who they are, alone or with small groups, are no group that speaks."""
    return level == UNDECLARED or level.endswith(OR_NOT_SAID)


def _direction(direction: str, agreeing: str) -> VoiceSays:
    told: dict[str, VoiceSays] = {
        "raises": "raises",
        "does not raise": "does not raise",
        "agrees": "raises" if agreeing == "raises" else "denies",
        "disagrees": "denies" if agreeing == "raises" else "raises",
        "divided": "divided",
    }
    return told.get(direction, "not shown")


def _cell(
    cell: Cell,
    figures: Mapping[Cell, Number],
    voices: _Said,
    raised: Iterable[Objection],
    sharp: Sequence[dict[str, str]],
) -> TriangulationCell:
    figure = figures.get(cell)
    number: NumberState = figure.says if figure else "not measured"
    kind, subject = ("outcome", cell.outcome) if cell.outcome else ("option", cell.option)
    said = list(voices.get((kind, subject or "", cell.characteristic or "", cell.level or ""), ()))
    said += [("raises", f"objection: {each.id}") for each in raised if _raises(each.cell, cell)]
    voice, told = _together(said)
    rule = next(each for each in RULES if number in each.number and voice in each.voice)
    return TriangulationCell(
        characteristic=cell.characteristic or "",
        level=cell.level,
        outcome=cell.outcome,
        option=cell.option,
        number=number,
        voice=voice,
        agreement=rule.agreement,
        silent=rule.silent,
        rule=rule.id,
        said_by=told,
        sharp_end={cell.characteristic: cell.level} in sharp,
        figure=figure,
    )


def _raises(objection: Cell, cell: Cell) -> bool:
    """Say whether an objection is about a group's outcome or option; others are not held against figures."""
    if objection.characteristic != cell.characteristic or objection.level not in (None, cell.level):
        return False
    if cell.outcome is not None:
        return objection.outcome == cell.outcome
    return objection.option == cell.option


def _together(said: Sequence[tuple[VoiceSays, str]]) -> tuple[VoiceSays, tuple[str, ...]]:
    """One who raises it is enough: what others do not raise, or deny, does not unsay it."""
    order: tuple[VoiceSays, ...] = ("raises", "divided", "denies", "does not raise", "not shown")
    for direction in order:
        told = tuple(dict.fromkeys(where for each, where in said if each == direction))
        if told:
            return direction, told
    return "not heard", ()
