"""From files, figures and voices to objections with their answers, and number held against voice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from dueregard.appraisal.answering import Answering, answering
from dueregard.appraisal.negatives import negatives_of
from dueregard.appraisal.numbers import Number, numbers_of
from dueregard.appraisal.triangulation import RULES, TriangulationCell, triangulate
from dueregard.casebook import Voices
from dueregard.casebook.objections import Dialogue, Objection
from dueregard.casebook.objections_files import has_dialogue, read_dialogue
from dueregard.casebook.objections_places import known_cells
from dueregard.register.dialogue import Altered, altered_since
from dueregard.register.seen import Seen, gone_since, seen_before, seen_now

if TYPE_CHECKING:
    from dueregard.appraisal.profile import Appraisal
    from dueregard.casebook import Casebook, Specification
    from dueregard.consequences import ReleasedConsequences
    from dueregard.disclosure import Release
    from dueregard.options import DeclaredOption
    from dueregard.people import People
    from dueregard.register import Entry
    from dueregard.voices import VoicesFindings

__all__ = ["Scrutiny", "altered_dialogue", "hear_dialogue", "scrutinise"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scrutiny:
    """What was objected, answered and planned; and number held against voice.

    Attributes
    ----------
    answering : Answering
        Objections, negative findings, answers and actions.
    grid : tuple of TriangulationCell
        Number against voice, for every group.
    numbers : tuple of Number
        What the figures say of every group.
    options : tuple of str
        The options that were assessed.
    kinds : mapping of str to str
        Which characteristics are places ("place") or generations ("generations").
    linked : tuple of (int, int)
        How many themes and statements are tied to outcomes and options, and of how many.
    """

    answering: Answering
    grid: tuple[TriangulationCell, ...] = ()
    numbers: tuple[Number, ...] = ()
    options: tuple[str, ...] = ()
    kinds: Mapping[str, str] = field(default_factory=dict)
    linked: tuple[int, int] = (0, 0)

    def beside(self) -> dict[str, Any]:
        """Give what stands beside the records in JSON.

        Returns
        -------
        dict
            ``dialogue`` (objections, answers, actions, what was altered), ``triangulation`` and
            ``triangulation_rules``.
        """
        return {
            "dialogue": self.answering.to_dict(),
            "triangulation": [each.to_dict() for each in self.grid],
            "triangulation_rules": [asdict(rule) for rule in RULES],
        }

    def attached_to(self, appraisal: Appraisal) -> Appraisal:
        """Attach objections, with their answers, to the cells of the profile.

        Parameters
        ----------
        appraisal : Appraisal
            The profile.

        Returns
        -------
        Appraisal
            The same findings, with the objections beside them.
        """
        told = {
            cell.id: self.answering.at(cell.principle, cell.option, kinds=self.kinds)
            for cell in appraisal.cells
        }
        return appraisal.with_objections(told)

    def seen(self) -> dict[str, Any]:
        """Give what the register is to remember of this assessment.

        Returns
        -------
        dict
            See :func:`dueregard.register.seen.seen_now`.
        """
        negative = [each.id for each in self.answering.unanswered]
        negative += [each.id for each in self.answering.said if each.finding is not None]
        return seen_now(options=self.options, groups=_groups(self.numbers), negative=negative)


def hear_dialogue(
    casebook: Casebook,
    people: People | None,
    options: Iterable[DeclaredOption] = (),
    *,
    seen: Seen | None = None,
    also: Sequence[Objection] = (),
) -> Dialogue:
    """Read what was objected, answered and planned, and check that each is about something that is there.

    Parameters
    ----------
    casebook : Casebook
        With its files.
    people : People or None
        The people's table, which says which groups there are.
    options : iterable of DeclaredOption
        Of the casebook.
    seen : Seen, optional
        What earlier assessments looked at: that can still be objected to.
    also : sequence of Objection
        Objections from elsewhere, such as reviews.

    Returns
    -------
    Dialogue
        Everything that was written.

    Raises
    ------
    CasebookError
        When a file is not valid, or names what is not there; all problems are listed at once.
    """
    if not has_dialogue(casebook):
        return Dialogue(objections=tuple(also))
    names = [each.option.name for each in options if each.option is not None]
    known = known_cells(casebook.specification, options=names, measured=_levels(people))
    return read_dialogue(casebook, known=known if seen is None else known.also(seen.known), also=also)


def altered_dialogue(
    casebook: Casebook,
    options: Iterable[DeclaredOption],
    entries: Sequence[Entry],
    *,
    also: Sequence[Objection] = (),
) -> tuple[Altered, ...]:
    """Name objections and answers that were filed and are gone or changed, without reading the people.

    Parameters
    ----------
    casebook : Casebook
        With its files.
    options : iterable of DeclaredOption
        Of the casebook.
    entries : sequence of Entry
        Of its register.
    also : sequence of Objection
        Objections from elsewhere, such as reviews.

    Returns
    -------
    tuple of Altered
        Each with a sentence.

    Raises
    ------
    CasebookError
        When a file is not valid.
    """
    dialogue = hear_dialogue(casebook, None, options, seen=seen_before(entries), also=also)
    return altered_since(entries, dialogue)


def scrutinise(
    released: Release,
    casebook: Casebook,
    dialogue: Dialogue,
    *,
    on: date,
    consequences: ReleasedConsequences | None = None,
    voices: VoicesFindings | None = None,
    entries: Sequence[Entry] = (),
    appraisal: Appraisal | None = None,
) -> Scrutiny:
    """Hold number against voice, and put objections and findings together with answers and actions.

    Parameters
    ----------
    released : Release
        Everything that may be shown.
    casebook : Casebook
        What was asked.
    dialogue : Dialogue
        What was objected, answered and planned.
    on : datetime.date
        The day for which it is judged whether actions are overdue.
    consequences : ReleasedConsequences, optional
        What may be shown of options.
    voices : VoicesFindings, optional
        Who was heard.
    entries : sequence of Entry
        Of the register, as it was before this assessment.
    appraisal : Appraisal, optional
        The five principles: what is worse by one of them can be answered too.

    Returns
    -------
    Scrutiny
        All of it from what has passed the gate.
    """
    specification, options = casebook.specification, _options(consequences)
    numbers = numbers_of(released.tables, specification, consequences=consequences)
    seen = seen_before(entries)
    told = answering(
        dialogue,
        negatives_of(numbers, _worse(appraisal)),
        on=on,
        altered=altered_since(entries, dialogue),
        gone=gone_since(seen, options=options, groups=_groups(numbers), amendments=specification.amendments),
        seen=seen,
    )
    said, about = _sayings(released, voices), (specification.voices or Voices()).about
    grid = triangulate(
        numbers,
        sayings=said,
        about=about,
        objections=dialogue.objections,
        outcomes=[outcome.name for outcome in specification.outcomes],
        options=options,
        worst_off=[each.group.by for each in voices.sharp_end] if voices else (),
    )
    there = {(each.about, each.id) for each in said}
    tied = {("theme", each.theme) if each.theme else ("statement", each.statement) for each in about}
    return Scrutiny(
        answering=told,
        grid=grid,
        numbers=numbers,
        options=options,
        kinds=_kinds(specification),
        linked=(len(there & tied), len(there)),
    )


def _kinds(specification: Specification) -> dict[str, str]:
    people = specification.people
    if people is None:
        return {}
    named = set(people.groupings) - set(people.characteristics)
    generations = {"age", "life_stage", "cohort"} & named
    return {name: "generations" if name in generations else "place" for name in named}


def _worse(appraisal: Appraisal | None) -> tuple[tuple[str, str, str], ...]:
    cells = () if appraisal is None else appraisal.cells
    return tuple((each.principle, each.option, each.finding) for each in cells if each.direction == "worse")


def _sayings(released: Release, voices: VoicesFindings | None) -> tuple[Any, ...]:
    if voices is None:
        return ()
    from dueregard.voices import sayings

    return sayings(released.tables, voices)


def _options(consequences: ReleasedConsequences | None) -> tuple[str, ...]:
    if consequences is None:
        return ()
    found = consequences.findings
    return (*(each.name for each in found.options), *(each.option for each in found.failures))


def _groups(numbers: Iterable[Number]) -> tuple[tuple[str, str], ...]:
    return tuple(dict.fromkeys((each.cell.characteristic or "", each.cell.level or "") for each in numbers))


def _levels(people: People | None) -> Mapping[str, tuple[str, ...]]:
    """Find the groups that the people have where the casebook does not say which there are."""
    if people is None:
        return {}
    from dueregard.gaps.catalogue import ask
    from dueregard.gaps.columns import PEOPLE

    found: dict[str, tuple[str, ...]] = {}
    for name, grouping in people.schema.groupings.items():
        found[name] = grouping.declared or tuple(
            label.by[name] for label in ask(people, [PEOPLE], (name,)).estimates.labels
        )
    return found
