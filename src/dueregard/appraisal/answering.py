"""You said, we did, we did not because: objections, negative findings, answers and actions put together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from dueregard.appraisal.negatives import Negative
from dueregard.appraisal.routes import RoutePrompt, route_prompts
from dueregard.casebook.objections import FINDING, Action, Answer, Cell, Dialogue, Objection, Reach

if TYPE_CHECKING:
    from dueregard.register.dialogue import Altered
    from dueregard.register.seen import Gone, Seen

__all__ = [
    "REACHES",
    "Answering",
    "Mix",
    "Said",
    "answering",
    "mix_of",
    "unfinished_dialogue",
]

REACHES: Mapping[Reach, str] = {
    "individual": "change wording or what people do themselves",
    "service": "change how a service works",
    "structural": "change who decides, who pays or who may have what",
}
WHY_REACH = (
    "Of 18 health equity impact assessments in Victoria, Australia, 17 recommended changes, most of them to "
    "wording for individuals; the one that changed a structure, who sits on decision panels, altered many "
    "later projects (doi:10.1186/s12939-024-02266-5)."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What somebody said or the figures show, what was done about it, and why no more.

    Attributes
    ----------
    id : str
        The id of the objection or finding.
    cell : Cell
        What it is about.
    objection : Objection or None
        None for a finding.
    finding : Negative or None
        None for an objection. Also None for a finding that is answered and not negative any longer.
    answers : tuple of Answer
        All of them, in the order of the file.
    actions : tuple of Action
        What will be done because of it.
    """

    id: str
    cell: Cell
    objection: Objection | None = None
    finding: Negative | None = None
    answers: tuple[Answer, ...] = ()
    actions: tuple[Action, ...] = ()

    @property
    def answered(self) -> bool:
        """Whether anybody has answered."""
        return bool(self.answers)

    def to_dict(self) -> dict[str, Any]:
        """Give it ready for JSON.

        Returns
        -------
        dict
            ``id``, what it is about, ``text``, ``raised_by``, ``on``, ``source``, ``negative``, ``answers``
            and ``actions``.
        """
        told = self.objection
        return {
            "id": self.id,
            **_about(self.cell),
            "text": told.text if told else None,
            "raised_by": told.raised_by if told else None,
            "on": told.on.isoformat() if told and told.on else None,
            "source": told.source if told else None,
            "negative": self.finding is not None,
            "answers": [_answer(each) for each in self.answers],
            "actions": [each.what for each in self.actions],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Mix:
    """At which level the actions act.

    Attributes
    ----------
    counts : mapping of str to int
        Actions that were not dropped, by level: individual, service, structural.
    words : str
        The same in a sentence.
    """

    counts: Mapping[Reach, int]
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answering:
    """Everything that was objected and found amiss, with answers and actions.

    Attributes
    ----------
    on : datetime.date
        The day for which it is judged whether actions are overdue.
    said : tuple of Said
        Every objection; then every finding that was answered.
    unanswered : tuple of Negative
        Negative findings that nobody has answered.
    actions : tuple of Action
        What will be done.
    mix : Mix
        At which level.
    prompts : tuple of RoutePrompt
        Actions for protected groups, and lawful routes to consider.
    altered : tuple of Altered
        Objections and answers that are no longer as they were filed.
    gone : tuple of Gone
        Options and groups that were assessed once.
    faded : tuple of (str, str)
        Ids of findings that were negative once and are not now, with the time when they were first found.
    """

    on: date
    said: tuple[Said, ...] = ()
    unanswered: tuple[Negative, ...] = ()
    actions: tuple[Action, ...] = ()
    mix: Mix
    prompts: tuple[RoutePrompt, ...] = ()
    altered: tuple[Altered, ...] = ()
    gone: tuple[Gone, ...] = ()
    faded: tuple[tuple[str, str], ...] = ()

    @property
    def objections(self) -> tuple[Said, ...]:
        """The objections, each with its answers."""
        return tuple(each for each in self.said if each.objection is not None)

    @property
    def open(self) -> tuple[Said, ...]:
        """Objections that nobody has answered yet."""
        return tuple(each for each in self.objections if not each.answered)

    def at(self, principle: str, option: str, *, kinds: Mapping[str, str] | None = None) -> tuple[Said, ...]:
        """Give the objections that belong to a cell of the profile.

        Parameters
        ----------
        principle, option : str
            The cell.
        kinds : mapping of str to str, optional
            Which names of characteristics are places ("place") or generations ("generations").

        Returns
        -------
        tuple of Said
            Those that name it. One that names an option and a group, and no principle, belongs to the
            principle that the group is about: place, generations, else equality of outcome. One that names an
            option alone belongs to equality of outcome, one that names a principle alone to every option.
        """
        return tuple(each for each in self.objections if _belongs(each.cell, principle, option, kinds or {}))

    def to_dict(self) -> dict[str, Any]:
        """Give it ready for JSON.

        Returns
        -------
        dict
            ``said``, ``unanswered``, ``actions``, ``mix``, ``altered``, ``gone`` and ``faded``.
        """
        return {
            "said": [each.to_dict() for each in self.said],
            "unanswered": [{"id": each.id, **_about(each.cell)} for each in self.unanswered],
            "actions": [_action(each, self.on) for each in self.actions],
            "mix": {**self.mix.counts, "words": self.mix.words},
            "altered": [each.words for each in self.altered],
            "gone": [
                {
                    "kind": each.kind,
                    "name": each.name,
                    "characteristic": each.characteristic,
                    "first_at": each.first_at,
                    "why": each.amendment and each.amendment["why"],
                }
                for each in self.gone
            ],
            "faded": [{"id": id, "first_at": at} for id, at in self.faded],
        }


def answering(
    dialogue: Dialogue,
    negatives: Sequence[Negative],
    *,
    on: date,
    altered: Sequence[Altered] = (),
    gone: Sequence[Gone] = (),
    seen: Seen | None = None,
) -> Answering:
    """Put objections and negative findings together with their answers and actions.

    Parameters
    ----------
    dialogue : Dialogue
        What was objected, answered and planned.
    negatives : sequence of Negative
        What is found amiss now.
    on : datetime.date
        The day for which it is judged whether actions are overdue.
    altered : sequence of Altered
        Objections and answers that are no longer as they were filed.
    gone : sequence of Gone
        Options and groups that were assessed once.
    seen : Seen, optional
        What earlier assessments found.

    Returns
    -------
    Answering
        Nothing that was objected or found is left out: it is answered, or told to be unanswered.
    """
    answers: dict[str, list[Answer]] = {}
    for each in dialogue.answers:
        answers.setdefault(each.to, []).append(each)
    actions = dialogue.actions
    found = {each.id: each for each in negatives}
    said = [
        Said(
            id=each.id,
            cell=each.cell,
            objection=each,
            answers=tuple(answers.get(each.id, ())),
            actions=_because(each.id, actions),
        )
        for each in dialogue.objections
    ]
    said += _answered(found, answers, actions)
    cells = {each.id: each.cell for each in said} | {each.id: each.cell for each in negatives}
    before = seen.negative if seen is not None else {}
    return Answering(
        on=on,
        said=tuple(said),
        unanswered=tuple(each for each in negatives if each.id not in answers),
        actions=actions,
        mix=mix_of(actions),
        prompts=route_prompts(actions, cells),
        altered=tuple(altered),
        gone=tuple(gone),
        faded=tuple((id, at) for id, at in before.items() if id not in found),
    )


def mix_of(actions: Iterable[Action]) -> Mix:
    """Say at which level actions act.

    Parameters
    ----------
    actions : iterable of Action
        Those that were dropped do not count.

    Returns
    -------
    Mix
        With a sentence.

    Examples
    --------
    >>> leaflet = Action(what="A leaflet", owner=None, due=None, measure=None, reach="individual")
    >>> mix_of([leaflet, leaflet]).words
    '2 of 2 actions change wording or what people do themselves. None is structural.'
    """
    standing = [each for each in actions if each.status != "dropped"]
    counted = Counter(each.reach for each in standing)
    counts: dict[Reach, int] = {reach: counted[reach] for reach in REACHES}
    if not standing:
        return Mix(counts=counts, words="No action is planned.")
    total = f"{len(standing)} action{'' if len(standing) == 1 else 's'}"
    told: list[str] = []
    for reach, what in REACHES.items():
        number = counts[reach]
        if number:
            words = what if number != 1 else what.replace("change ", "changes ", 1)
            told.append(f"{number} {f'of {total} ' if not told else ''}{words}")
    ending = "." if counts["structural"] else ". None is structural."
    return Mix(counts=counts, words="; ".join(told) + ending)


def _belongs(cell: Cell, principle: str, option: str, kinds: Mapping[str, str]) -> bool:
    if cell.principle is None and cell.option is None:
        return False
    meant = cell.principle or kinds.get(cell.characteristic or "", "outcome")
    return meant == principle and cell.option in (None, option)


def unfinished_dialogue(dialogue: Dialogue, *, on: date) -> Iterator[str]:
    """Say which objections nobody has answered, and what actions lack.

    Parameters
    ----------
    dialogue : Dialogue
        What was objected, answered and planned.
    on : datetime.date
        The day for which it is judged whether actions are overdue.

    Yields
    ------
    str
        A sentence for each; nobody's words are in it.
    """
    answered = {each.to for each in dialogue.answers}
    for each in dialogue.objections:
        if each.id not in answered:
            yield f"the objection {each.id!r} ({each.source}) is not answered yet."
    for number, action in enumerate(dialogue.actions, start=1):
        if action.status != "dropped" and action.lacking:
            yield f"actions.toml, action {number} lacks {' and '.join(action.lacking)}."
        if action.overdue(on):
            yield f"actions.toml, action {number} was due on {action.due}."
    standing = [each for each in dialogue.actions if each.status != "dropped"]
    if standing and not any(each.reach == "structural" for each in standing):
        yield "no action is structural: none changes who decides, who pays or who may have what."


def _answered(
    found: Mapping[str, Negative], answers: Mapping[str, Sequence[Answer]], actions: Sequence[Action]
) -> Iterator[Said]:
    for id, given in answers.items():
        if id.startswith(FINDING):
            negative = found.get(id)
            yield Said(
                id=id,
                cell=negative.cell if negative else Cell(),
                finding=negative,
                answers=tuple(given),
                actions=_because(id, actions),
            )


def _because(id: str, actions: Iterable[Action]) -> tuple[Action, ...]:
    return tuple(each for each in actions if id in each.because)


def _about(cell: Cell) -> dict[str, str | None]:
    return {
        "principle": cell.principle,
        "option": cell.option,
        "outcome": cell.outcome,
        "characteristic": cell.characteristic,
        "level": cell.level,
    }


def _answer(given: Answer) -> dict[str, Any]:
    return {
        "did": given.did,
        "text": given.text,
        "because": given.because or None,
        "by": given.by,
        "on": given.on.isoformat(),
    }


def _action(given: Action, on: date) -> dict[str, Any]:
    return {
        "what": given.what,
        "owner": given.owner,
        "due": given.due.isoformat() if given.due else None,
        "measure": given.measure,
        "level": given.reach,
        "because": list(given.because),
        "route": given.route,
        "status": given.status,
        "overdue": given.overdue(on),
        "lacking": list(given.lacking),
        "for": {"characteristic": given.who.characteristic, "level": given.who.level}
        if given.who.characteristic
        else None,
    }
