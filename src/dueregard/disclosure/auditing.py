"""The audit of a release: all that is shown is attacked, as an outsider would, before anybody sees it."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence

from dueregard.disclosure.audited import Derived, DisclosureAudit, DisclosureFinding
from dueregard.disclosure.cells import Cell, cell_of, is_level
from dueregard.disclosure.contrasts import Sides
from dueregard.disclosure.deciding import Case, Decision
from dueregard.disclosure.differences import subtractable
from dueregard.disclosure.linked import attacked
from dueregard.disclosure.spaces import Space
from dueregard.disclosure.sums import Group
from dueregard.disclosure.table import Table

__all__ = ["audit_of"]


def audit_of(
    before: Sequence[Table], after: Sequence[Table], *, decision: Decision, sides: Sides
) -> DisclosureAudit:
    """Attack what is shown.

    Parameters
    ----------
    before : sequence of Table
        The tables as they stood before the gate.
    after : sequence of Table
        The same as they may be published. What is hidden is read off these, not off the decision.
    decision : Decision
        What was known.
    sides : Sides
        What comparisons put together.

    Returns
    -------
    DisclosureAudit
        What can be derived, and what must be mended.
    """
    case, hidden = decision.case, _hidden(before, after)
    findings = [*_published_before(case), *_sides(after, hidden, sides)]
    findings += _subtracted(hidden, case)
    derived: list[Derived] = []
    for space in case.spaces(hidden):
        found = attacked(space)
        findings += _too_close(space, found.short, "too close")
        findings += _too_close(space, found.unknown, "not audited")
        derived += (
            _derived(space, group, found.low[group], found.high[group])
            for group in sorted(found.low, key=sorted)
        )
    return DisclosureAudit(
        findings=tuple(findings),
        audited=len(derived),
        refused=decision.refused,
        derived=tuple(derived),
    )


def _hidden(before: Sequence[Table], after: Sequence[Table]) -> frozenset[Cell]:
    """List the cells that no record shows."""
    shown: set[Cell] = set()
    every: set[Cell] = set()
    for table, released in zip(before, after, strict=True):
        if table.already_public:
            continue
        for record, as_shown in zip(table.records, released.records, strict=True):
            if is_level(record):
                cell = cell_of(record)
                every.add(cell)
                if as_shown.status != "withheld":
                    shown.add(cell)
    return frozenset(every - shown)


def _published_before(case: Case) -> Iterator[DisclosureFinding]:
    for sheet in case.sheets:
        for each in case.before.get((sheet.subject, sheet.apart), ()):
            for group, entry in sheet.entries.items():
                if entry.before and entry.primary and group in each.shown:
                    yield DisclosureFinding(
                        kind="published before",
                        sentence=f"Withheld now, shown in release {each.release}: withdraw that one.",
                        outcome=sheet.outcome,
                        measure=sheet.measure,
                        by=dict(sorted(group | sheet.apart)),
                        tables=sheet.tables,
                    )


def _sides(after: Sequence[Table], hidden: Collection[Cell], sides: Sides) -> Iterator[DisclosureFinding]:
    """Find comparisons that are shown although one of their sides is withheld."""
    for table in after:
        if table.already_public:
            continue
        for record in table.records:
            if record.contrast is None or record.estimate is None or is_level(record):
                continue
            if any(cell in hidden for cell in sides.find(record)):
                yield DisclosureFinding(
                    kind="derivable",
                    sentence="A comparison is shown although one of its sides is withheld.",
                    outcome=record.outcome or "",
                    measure=record.measure,
                    by=dict(record.by),
                    tables=(table.name,),
                )


def _subtracted(hidden: Collection[Cell], case: Case) -> Iterator[DisclosureFinding]:
    for cell in subtractable(case.results, withheld=hidden, threshold=case.policy.threshold):
        outcome, measure = cell.family.subject[:2]
        yield DisclosureFinding(
            kind="difference",
            sentence="Two results of one group are of nearly the same people.",
            outcome=outcome,
            measure=measure,
            by=dict(sorted(cell.levels)),
        )


WORDS = {
    "too close": "What is shown leaves too narrow a range for a withheld number.",
    "not audited": "It could not be worked out what is known of a withheld number.",
}


def _too_close(space: Space, groups: Collection[Group], kind: str) -> Iterator[DisclosureFinding]:
    sheet = space.sheets[0]
    for group in sorted(groups, key=sorted):
        yield DisclosureFinding(
            kind="not audited" if kind == "not audited" else "too close",
            sentence=WORDS[kind],
            outcome=sheet.outcome,
            measure=sheet.measure,
            by=dict(sorted(group | sheet.apart)),
            tables=sheet.tables,
        )


def _derived(space: Space, group: Group, low: float, high: float) -> Derived:
    sheet = space.sheets[0]
    return Derived(
        of=space.kind,
        outcome=sheet.outcome,
        measure=sheet.measure,
        by=dict(sorted(group | sheet.apart)),
        low=low if math.isfinite(low) else None,
        high=high if math.isfinite(high) else None,
        primary=group in space.demands,
    )
