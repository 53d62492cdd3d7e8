"""What is withheld: the rules, their company, and whatever an attack on all sums together still finds."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from dueregard.disclosure.cells import Cell
from dueregard.disclosure.differences import Results, subtractable
from dueregard.disclosure.earlier import (
    Before,
    EarlierRelease,
    Subject,
    before_of,
    marked,
    published_people,
)
from dueregard.disclosure.linked import repaired
from dueregard.disclosure.policy import Policy
from dueregard.disclosure.primary import disclosive, sizes
from dueregard.disclosure.secondary import with_company
from dueregard.disclosure.sheets import Entry, Sheet, few_rests, is_rest, sheets_of
from dueregard.disclosure.spaces import Space, spaces_of, with_shared
from dueregard.disclosure.sums import Group
from dueregard.disclosure.table import Table

__all__ = ["Case", "Decision", "case_of", "decided"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Case:
    """What the gate knows before it decides.

    Parameters
    ----------
    policy : Policy
        The rules.
    sheets : tuple of Sheet
        All that adds up.
    rests : mapping of Cell to int
        Groups of few people that stand in no table.
    sizes : mapping of Cell to int
        The people of every cell.
    results : Results
        What can be taken from one another.
    before : mapping
        What earlier releases said.
    known : tuple of mapping of group to int
        Numbers of people that are public already.
    """

    policy: Policy
    sheets: tuple[Sheet, ...]
    rests: Mapping[Cell, int]
    sizes: Mapping[Cell, int]
    results: Results
    before: Mapping[Subject, Sequence[Before]]
    known: tuple[Mapping[Group, int], ...]

    def spaces(self, withheld: Collection[Cell]) -> list[Space]:
        """List all that adds up, each once.

        Parameters
        ----------
        withheld : collection of Cell
            All that is withheld.

        Returns
        -------
        list of Space
            Those in which anything is asked; of several that are alike in numbers and in what is hidden and
            asked, one, which stands for the sheets of all.
        """
        rules = self.policy
        found: dict[tuple[object, ...], Space] = {}
        every = [
            space for sheet in self.sheets for space in spaces_of(sheet, withheld=withheld, policy=rules)
        ]
        every += with_shared(self.sheets, withheld=withheld, policy=rules, known=self.known)
        for space in every:
            known = found.get(space.key)
            found[space.key] = space if known is None else known.of(space.sheets)
        return list(found.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What is withheld of a release.

    Parameters
    ----------
    cells : frozenset of Cell
        The cells.
    refused : tuple of str
        Tables of which a sheet is withheld whole, because nobody knows what could be derived of it.
    case : Case
        What was known.
    """

    cells: frozenset[Cell]
    refused: tuple[str, ...] = ()
    case: Case


def decided(tables: Sequence[Table], *, policy: Policy, earlier: Sequence[EarlierRelease] = ()) -> Decision:
    """Decide what is withheld.

    Parameters
    ----------
    tables : sequence of Table
        All tables of a publication.
    policy : Policy
        The rules.
    earlier : sequence of EarlierRelease, optional
        What was published of the same people before.

    Returns
    -------
    Decision
        The cells that fail a rule, their company, and what the solver adds.
    """
    case = case_of(tables, policy=policy, earlier=earlier)
    few = {
        cell
        for sheet in case.sheets
        for entry in sheet.entries.values()
        if entry.primary or entry.kept
        for cell in entry.cells
    }
    found = with_company(
        {*disclosive(tables, policy=policy), *few, *case.rests},
        sizes=case.sizes,
        threshold=policy.threshold,
    )
    refused: dict[str, None] = {}
    while True:
        # What falls takes its company along, which may uncover more that can be subtracted.
        while more := subtractable(case.results, withheld=found, threshold=policy.threshold):
            found = with_company(found | more, sizes=case.sizes, threshold=policy.threshold)
        further = frozenset[Cell]()
        for space in case.spaces(found):
            repair = repaired(space)
            further |= _cells(space, None if repair.failed else repair.groups)
            if repair.failed:
                refused |= dict.fromkeys(name for sheet in space.sheets for name in sheet.tables)
        if further <= found:
            break
        found = with_company(found | further, sizes=case.sizes, threshold=policy.threshold)
    return Decision(
        cells=frozenset(cell for cell in found if not is_rest(cell)),
        refused=tuple(sorted(refused)),
        case=case,
    )


def case_of(tables: Sequence[Table], *, policy: Policy, earlier: Sequence[EarlierRelease] = ()) -> Case:
    """Put together what the gate knows before it decides.

    Parameters
    ----------
    tables : sequence of Table
        All tables of a publication.
    policy : Policy
        The rules.
    earlier : sequence of EarlierRelease, optional
        What was published of the same people before.

    Returns
    -------
    Case
        All that adds up, and what is public already.
    """
    before = before_of(earlier)
    sheets = marked(sheets_of(tables, policy=policy), before, threshold=policy.threshold)
    rests: dict[Cell, int] = {}
    for sheet in sheets:
        rests |= few_rests(sheet, threshold=policy.threshold)
    known = {tuple(each.people().items()): None for some in before.values() for each in some}
    return Case(
        policy=policy,
        sheets=sheets,
        rests=rests,
        sizes={**sizes(tables), **rests},
        results=Results.of(tables),
        before=before,
        known=(*published_people(tables), *(dict(people) for people in known if people)),
    )


def _cells(space: Space, groups: Collection[Group] | None) -> frozenset[Cell]:
    """Find the cells of some groups, or of all, in the sheets of a space."""
    return frozenset(
        cell
        for sheet in space.sheets
        for group, entry in sheet.entries.items()
        if groups is None or (group in groups and _is_of(space, group, entry))
        for cell in entry.cells
    )


def _is_of(space: Space, group: Group, entry: Entry) -> bool:
    """Whether an entry says the number of the space, and not one of nearly the same people."""
    return space.kind != "people" or entry.people == space.values[group]
