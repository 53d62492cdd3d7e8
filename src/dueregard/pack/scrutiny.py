"""Objections and answers, what will be done, and number held against voice, as the page shows them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dueregard.appraisal.answering import WHY_REACH
from dueregard.appraisal.routes import NO_ADVICE
from dueregard.pack.cells import cell_words
from dueregard.pack.numbers import count, day
from dueregard.pack.titles import group_name
from dueregard.pack.triangulation import TriangulationView, triangulation_views
from dueregard.pack.vanished import alerts_of, explained, faded_words
from dueregard.pack.words import anchor, some_of

if TYPE_CHECKING:
    from dueregard.appraisal.answering import Answering, Said
    from dueregard.appraisal.routes import RoutePrompt
    from dueregard.appraisal.scrutiny import Scrutiny
    from dueregard.casebook.objections import Action, Answer, Did

__all__ = [
    "ActionView",
    "AnswerView",
    "SaidView",
    "ScrutinyView",
    "objected_cells",
    "objections_to",
    "scrutiny_view",
]

DID = {"yes": "Done", "in part": "Done in part", "no": "Not done"}
DONE: Mapping[Did, str] = {"no": "answered and nothing done", "in part": "done in part", "yes": "done"}
SENSES = {"yes": "better", "in part": "close", "no": "close"}
UNANSWERED = "Not answered yet"
LEVELS = {"individual": "Individual", "service": "Service", "structural": "Structural"}


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerView:
    """An answer: what was done, and why no more."""

    did: str
    sense: str
    text: str
    because: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidView:
    """An objection or a finding, with its answers and what will be done."""

    id: str
    anchor: str
    lead: str
    text: str
    note: str
    answers: tuple[AnswerView, ...]
    actions: tuple[str, ...]
    untied: bool = False

    @property
    def short(self) -> str:
        """How it was answered, in few words."""
        return self.answers[-1].did.lower() if self.answers else UNANSWERED.lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionView:
    """An action with what it lacks."""

    what: str
    note: str
    owner: str
    due: str
    measure: str
    level: str
    marks: tuple[str, ...]
    route: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScrutinyView:
    """The sections on objections, actions, and number and voice.

    Attributes
    ----------
    alerts : tuple of str
        What was removed or changed since it was filed or assessed: printed where nobody can miss it.
    objections : tuple of SaidView
        Those that nobody has answered first.
    findings : tuple of SaidView
        Negative findings that were answered.
    tally : str
        How many objections are answered.
    linked : str
        How many themes and statements the casebook ties to outcomes and options.
    negative : str
        How many negative findings there are and how many are answered.
    example : str
        The id of a finding, to show how one is answered.
    faded : str
        Findings that were negative once and are not now.
    explained : tuple of str
        Options and groups that are gone, and whose going an amendment explains.
    actions : tuple of ActionView
        In the order of the file.
    mix, why : str
        At which level they act, and why that is said.
    advice : str
        What prompts about lawful routes are not.
    grids : tuple of TriangulationView
        Number and voice, by outcome and by option.
    unheard : str
        Groups at the sharp end of whom nothing was heard that bears on any figure.
    """

    alerts: tuple[str, ...]
    objections: tuple[SaidView, ...]
    findings: tuple[SaidView, ...]
    tally: str
    linked: str
    negative: str
    example: str
    faded: str
    explained: tuple[str, ...]
    actions: tuple[ActionView, ...]
    mix: str
    why: str
    advice: str
    grids: tuple[TriangulationView, ...]
    unheard: str


def scrutiny_view(found: Scrutiny | None) -> ScrutinyView | None:
    """Put objections, answers, actions, and number and voice into words.

    Parameters
    ----------
    found : Scrutiny or None
        What the stage found.

    Returns
    -------
    ScrutinyView or None
        None where nobody looked.
    """
    if found is None:
        return None
    told = found.answering
    objections = sorted((_said(each) for each in told.objections), key=lambda view: bool(view.answers))
    findings = tuple(_said(each) for each in told.said if each.objection is None)
    return ScrutinyView(
        alerts=tuple(alerts_of(found)),
        objections=tuple(objections),
        findings=findings,
        tally=_tally(told),
        linked=_linked(found),
        negative=_negative(told),
        example=next((each.id for each in told.unanswered if each.figure), ""),
        faded=faded_words(found),
        explained=tuple(explained(told)),
        actions=tuple(_action(each, told) for each in told.actions),
        mix=told.mix.words,
        why=WHY_REACH,
        advice=NO_ADVICE if told.prompts else "",
        grids=triangulation_views(found.grid),
        unheard=_unheard(found),
    )


def _said(each: Said) -> SaidView:
    told = each.objection
    where = "" if told is None or told.source == "objections.toml" else told.source
    when = day(told.on) if told is not None and told.on else ""
    note = ", ".join(part for part in (told.raised_by if told else "", when, where) if part)
    actions = tuple(action.what for action in each.actions if action.status != "dropped")
    return SaidView(
        id=each.id,
        anchor=anchor("objection", each.id),
        lead=cell_words(each.cell) or each.id,
        text=told.text if told else _finding(each),
        note=note,
        answers=tuple(_answer(answer) for answer in each.answers),
        actions=actions,
        untied=bool(each.answers) and each.answers[-1].did != "no" and not actions,
    )


def _finding(each: Said) -> str:
    if each.finding is None:
        return "This finding is not negative in the figures of today; the answer stays."
    if each.finding.words:
        return each.finding.words
    return "Clearly worse off than everyone else." if each.cell.outcome else "Clearly loses on average."


def _answer(given: Answer) -> AnswerView:
    return AnswerView(
        did=DID[given.did],
        sense=SENSES[given.did],
        text=given.text,
        because=given.because,
        note=f"{given.by}, {day(given.on)}",
    )


def _tally(told: Answering) -> str:
    number, unanswered = len(told.objections), len(told.open)
    if not number:
        return "No objection was filed."
    objections = f"{count(number)} objection{'' if number == 1 else 's'}"
    # An answer is words: what was done is told apart, so that "all are answered" hides nothing.
    did = Counter(each.answers[-1].did for each in told.objections if each.answers)
    parts = (
        [f"{count(unanswered)} {'is' if unanswered == 1 else 'are'} not answered yet"] if unanswered else []
    )
    parts += [f"{count(did[each])} {DONE[each]}" for each in DONE if did[each]]
    return f"{objections}: {', '.join(parts)}."


def _linked(found: Scrutiny) -> str:
    """Say of how much that was said the casebook tells what it is about: the rest is in no cell."""
    tied, all_of_them = found.linked
    if not all_of_them:
        return ""
    return (
        f"Of {count(all_of_them)} themes and statements the casebook says of {count(tied)} which outcome or "
        "option they are about; the others are under Who was heard."
    )


def _negative(told: Answering) -> str:
    answered = sum(each.finding is not None for each in told.said)
    number = answered + len(told.unanswered)
    if not number:
        return "No group is clearly behind and none clearly loses, as far as figures may be shown."
    live = {each for action in told.actions if action.status != "dropped" for each in action.because}
    negative = {each.id for each in told.said if each.finding is not None} | {
        each.id for each in told.unanswered
    }
    acted = len(live & negative)
    return (
        f"{count(number)} findings are negative: a group is clearly behind or clearly loses, or an option is "
        f"worse than doing nothing by a principle. {count(answered)} of them "
        f"{'is' if answered == 1 else 'are'} answered, and {count(acted)} "
        f"{'has' if acted == 1 else 'have'} an action. A finding can be answered; it cannot be taken out."
    )


def _action(given: Action, told: Answering) -> ActionView:
    marks = [f"No {each.partition(' ')[2]}" for each in given.lacking if given.status != "dropped"]
    if given.overdue(told.on):
        marks.append("Overdue")
    if given.status != "planned":
        marks.append(given.status.capitalize())
    return ActionView(
        what=given.what,
        note="; ".join(_reasons(given, told)),
        owner=given.owner or "",
        due=day(given.due) if given.due else "",
        measure=given.measure or "",
        level=LEVELS[given.reach],
        marks=tuple(marks),
        route=_route(told.prompts, given),
    )


def _reasons(given: Action, told: Answering) -> Iterator[str]:
    cells = {each.id: each.cell for each in told.said} | {each.id: each.cell for each in told.unanswered}
    objections = {each.id for each in told.objections}
    for each in given.because:
        if each in objections:
            yield f"because of the objection “{each}”"
        else:
            yield f"because of: {cell_words(cells[each]) if each in cells else each}"
    if given.who.characteristic:
        yield f"for {cell_words(given.who)}"


def _route(prompts: Sequence[RoutePrompt], given: Action) -> str:
    return " ".join(each.words for each in prompts if each.action is given)


def _unheard(found: Scrutiny) -> str:
    by: dict[tuple[str, str], bool] = {}
    for each in found.grid:
        if each.sharp_end and each.level is not None:
            key = (each.characteristic, each.level)
            by[key] = by.get(key, False) or each.voice not in ("not heard", "not shown")
    silent = [group_name((key,)) for key, heard in by.items() if not heard]
    return some_of(silent, limit=10) if silent else ""


def objected_cells(found: Scrutiny | None) -> Mapping[tuple[str, str], tuple[str, ...]]:
    """Say which objections belong to which cell of the evidence grid.

    Parameters
    ----------
    found : Scrutiny or None
        What the stage found.

    Returns
    -------
    mapping of (str, str) to tuple of str
        From characteristic and outcome to words.
    """
    told: dict[tuple[str, str], list[str]] = {}
    for each in found.answering.objections if found else ():
        if each.cell.characteristic and each.cell.outcome:
            view = _said(each)
            key = (each.cell.characteristic, each.cell.outcome)
            told.setdefault(key, []).append(f"objection “{view.id}”: {view.short}")
    return {key: tuple(words) for key, words in told.items()}


def said_views(found: Scrutiny | None, principle: str, option: str) -> tuple[SaidView, ...]:
    """Give the objections of a cell of the profile.

    Parameters
    ----------
    found : Scrutiny or None
        What the stage found.
    principle, option : str
        The cell.

    Returns
    -------
    tuple of SaidView
        Those that belong to it.
    """
    if found is None:
        return ()
    return tuple(_said(each) for each in found.answering.at(principle, option, kinds=found.kinds))


def objections_to(found: Scrutiny | None, option: str) -> tuple[SaidView, ...]:
    """Give the objections to an option.

    Parameters
    ----------
    found : Scrutiny or None
        What the stage found.
    option : str
        By name.

    Returns
    -------
    tuple of SaidView
        By whichever principle.
    """
    if found is None:
        return ()
    return tuple(_said(each) for each in found.answering.objections if each.cell.option == option)
