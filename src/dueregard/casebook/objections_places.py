"""Which cells there are to object to, and whether what a file names is one of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dueregard.casebook.characteristics import PROTECTED
from dueregard.casebook.objections import FINDING, PRINCIPLES, Cell
from dueregard.errors import did_you_mean

if TYPE_CHECKING:
    from dueregard.casebook.objections_fields import CellPart, GroupPart
    from dueregard.casebook.specification import Specification

__all__ = ["KnownCells", "known_cells"]

AS_NOW = "as now"
_SAME_AS_NOW = {"do nothing", "doing nothing", "as now"}
_LONGEST = 60
"""Longer names are not repeated in messages: they may be somebody's own words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownCells:
    """The names that a cell may have.

    Attributes
    ----------
    options, outcomes : tuple of str
        By name. Doing nothing is an option too.
    levels : mapping of str to tuple of str
        The groups of each characteristic, place and generation; none where only the people's table says
        which there are.
    """

    options: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    levels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def place(self, part: CellPart | GroupPart) -> tuple[Cell, tuple[tuple[str, str], ...]]:
        """Find the cell that is meant.

        Parameters
        ----------
        part : CellPart or GroupPart
            As it was written.

        Returns
        -------
        cell : Cell
            With the casebook's own names, where they were found.
        problems : tuple of (str, str)
            The key and the end of a sentence about it, for each name that is not there.
        """
        told: list[tuple[str, str]] = []

        def find(key: str, known: Sequence[str], kind: str) -> str | None:
            name = getattr(part, key, None)
            if name is None:
                return None
            found = _find(name, known)
            if found is None:
                told.append((key, _unknown(name, known, kind)))
            return found

        option = getattr(part, "option", None)
        cell = Cell(
            principle=getattr(part, "principle", None),
            option=AS_NOW
            if option and option.casefold() in _SAME_AS_NOW
            else find("option", (*self.options, AS_NOW), "option"),
            outcome=find("outcome", self.outcomes, "outcome"),
            characteristic=find("characteristic", tuple(self.levels), "characteristic"),
            level=part.level,
        )
        groups = self.levels.get(cell.characteristic or "", ())
        if part.level and groups:
            level = find("level", groups, "group")
            cell = Cell(
                principle=cell.principle,
                option=cell.option,
                outcome=cell.outcome,
                characteristic=cell.characteristic,
                level=level,
            )
        return cell, tuple(told)

    def also(self, others: KnownCells) -> KnownCells:
        """Add names, such as those that an earlier assessment had: what is gone can still be objected to.

        Parameters
        ----------
        others : KnownCells
            More names.

        Returns
        -------
        KnownCells
            With both, each once.
        """
        levels = dict(self.levels)
        for name, groups in others.levels.items():
            # Where groups are not known beforehand, those of an earlier time do not close the list.
            if groups and (levels.get(name) or name not in levels):
                levels[name] = tuple(dict.fromkeys((*levels.get(name, ()), *groups)))
        return KnownCells(
            options=tuple(dict.fromkeys((*self.options, *others.options))),
            outcomes=tuple(dict.fromkeys((*self.outcomes, *others.outcomes))),
            levels=levels,
        )

    def finding_problem(self, id: str) -> str | None:
        """Say why an id is that of no finding.

        Parameters
        ----------
        id : str
            An id that begins with ``finding:``.

        Returns
        -------
        str or None
            The end of a sentence; None where such a finding can be, or groups are not known beforehand.
        """
        known = set(self.finding_ids())
        if id in known or (any(not each for each in self.levels.values()) and self._may_be(id, known)):
            return None
        hint = did_you_mean(id, known) or "The pack prints the id of each finding that can be answered."
        return f"names no finding of this casebook. {hint}"

    def finding_ids(self) -> Iterator[str]:
        """Give the id of every finding that there can be, as far as groups are known.

        Yields
        ------
        str
            Of principles with and without an option, then of groups by outcome and by option.
        """
        options = (*self.options, AS_NOW)
        yield from (Cell(principle=each).id for each in PRINCIPLES)
        yield from (Cell(principle=each, option=option).id for each in PRINCIPLES for option in options)
        for characteristic, levels in self.levels.items():
            for level in levels:
                for outcome in self.outcomes:
                    yield Cell(outcome=outcome, characteristic=characteristic, level=level).id
                for option in self.options:
                    yield Cell(option=option, characteristic=characteristic, level=level).id

    def _may_be(self, id: str, known: Iterable[str]) -> bool:
        """Say whether only the group is not known beforehand."""
        before, _, level = id.rpartition("/")
        open_ended = {
            Cell(outcome=outcome, characteristic=name).id
            for name, levels in self.levels.items()
            if not levels
            for outcome in self.outcomes
        } | {
            Cell(option=option, characteristic=name).id
            for name, levels in self.levels.items()
            if not levels
            for option in self.options
        }
        return bool(level) and before in open_ended


def known_cells(
    specification: Specification,
    *,
    options: Iterable[str] = (),
    measured: Mapping[str, Iterable[str]] | None = None,
) -> KnownCells:
    """List the names that a cell of a casebook may have.

    Parameters
    ----------
    specification : Specification
        The casebook.
    options : iterable of str
        The names of its options.
    measured : mapping of str to iterable of str, optional
        Groups that the people's table was found to have, by characteristic.

    Returns
    -------
    KnownCells
        The nine protected characteristics and socio-economic position are always there: that nothing is
        known of them can be objected to.
    """
    levels: dict[str, tuple[str, ...]] = dict.fromkeys(PROTECTED, ())
    levels |= {table.characteristic: () for table in specification.published if table.characteristic}
    people = specification.people
    if people is not None:
        levels |= dict.fromkeys(people.groupings, ())
        declared = {**people.characteristics, **people.places}
        levels |= {name: tuple(dict.fromkeys(each.labels.values())) for name, each in declared.items()}
        if people.generations and people.generations.life_stages:
            levels["life_stage"] = tuple(people.generations.life_stages)
    for name, found in (measured or {}).items():
        levels[name] = tuple(dict.fromkeys((*levels.get(name, ()), *found)))
    levels |= {gap.characteristic: levels.get(gap.characteristic, ()) for gap in specification.evidence_gaps}
    return KnownCells(
        options=tuple(options), outcomes=tuple(each.name for each in specification.outcomes), levels=levels
    )


def is_finding(id: str) -> bool:
    """Say whether an id is one of a finding."""
    return id.startswith(FINDING)


def _find(name: str, known: Iterable[str]) -> str | None:
    folded = " ".join(name.casefold().split())
    return next((each for each in known if " ".join(each.casefold().split()) == folded), None)


def _unknown(name: str, known: Sequence[str], kind: str) -> str:
    shown = repr(name) if len(name) <= _LONGEST else "a long name"
    listed = f"There are: {', '.join(known[:12])}{', ...' if len(known) > 12 else ''}." if known else ""
    return f"names the {kind} {shown}, which is not there. {did_you_mean(name, known) or listed}".strip()
