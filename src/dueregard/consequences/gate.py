"""What may be published of the consequences of options: the disclosure gate, for figures about changes.

The gate asks how many people a value rests on. Of a change that is not how many are in the group, but how
many of them it happens to, and how many not. So groups are first judged by those (:mod:`.affected`), with
company as the gate gives it, and all figures of one kind share the fate of their group. What is left goes
through the gate like any other estimates, and flags, notes and sums are made anew of what may be shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from dueregard.consequences.affected import Affected, Kind
from dueregard.consequences.asked import Run
from dueregard.consequences.findings import Consequences, Summary
from dueregard.consequences.flags import flags_of
from dueregard.disclosure import Policy, Table, release
from dueregard.disclosure.cells import cell_of
from dueregard.disclosure.release import WITHHELD, withheld_cells
from dueregard.estimates import Record, Support

__all__ = ["Behind", "behind_of", "through_gate"]

WHY = (
    "A value is withheld when it, or a result that could be worked out from it, is of few people, happens to "
    "few of them or to all but few, or is mostly of one person."
)
LEFT_OUT = "Notes that count people are left out of a release."

_POVERTY = frozenset(
    {
        *("moved_out_of_poverty", "moved_into_poverty", "anchored_poverty_rate_change"),
        *("poverty_rate", "poverty_gap", "poverty_rate_change", "poverty_gap_change"),
        *("fiscal_impoverishment", "fiscal_gains_of_the_poor", "cost_per_person_out_of_poverty"),
    }
)
_BEFORE = frozenset({"gap_before"})
_OF_ALL = frozenset(
    {
        *("total_cost", "benefit_per_pound_of_cost", "cost_per_person_out_of_poverty"),
        *("marginal_value_of_public_funds", "switching_elasticity"),
    }
)
_COUNTED = re.compile(r"For [\d,]+ people")

_Group = frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """The people in the table that an option's sums are of.

    Attributes
    ----------
    people, eligible, receiving : int
        All of them, and those among them.
    receiving_elsewhere : int
        Those whom it reaches outside the people whom figures are about.
    elsewhere : int
        All outside.
    """

    people: int
    eligible: int
    receiving: int
    receiving_elsewhere: int
    elsewhere: int

    def few_eligible(self, threshold: int) -> bool:
        """Say whether the number of eligible people could show something of few.

        Parameters
        ----------
        threshold : int
            Fewer than this are few.

        Returns
        -------
        bool
            True when few are eligible, or all but few, or all but few of them take it up.
        """
        without = self.eligible - self.receiving
        return _few((self.eligible, self.people - self.eligible, without), threshold)

    def few_elsewhere(self, threshold: int) -> bool:
        """Say whether sums over all show something of few beside those over some.

        Parameters
        ----------
        threshold : int
            Fewer than this are few.

        Returns
        -------
        bool
            True when few are outside, or few there get something.
        """
        return _few((self.receiving_elsewhere, self.elsewhere), threshold)


def _few(counts: Iterable[int], threshold: int) -> bool:
    return any(0 < count < threshold for count in counts)


def behind_of(run: Run, meant: NDArray[np.float64] | None) -> Behind:
    """Count the people that an option's sums are of.

    Parameters
    ----------
    run : Run
        The option as applied.
    meant : ndarray (n,), optional
        1 for those whom figures are about.

    Returns
    -------
    Behind
        Unweighted numbers.
    """
    got, eligible = run.applied.received > 0, run.applied.eligible
    outside = np.zeros(len(got), bool) if meant is None else ~(meant > 0)
    return Behind(
        people=len(got),
        eligible=int(eligible.sum()),
        receiving=int(got.sum()),
        receiving_elsewhere=int((got & outside).sum()),
        elsewhere=int(outside.sum()),
    )


def through_gate(
    found: Consequences,
    *,
    affected: Iterable[Affected],
    behind: Mapping[str, Behind],
    places: Sequence[str],
    count: Literal["sample", "full"],
    policy: Policy | None = None,
) -> Consequences:
    """Apply the disclosure gate to what was found of options.

    Parameters
    ----------
    found : Consequences
        Everything.
    affected : iterable of Affected
        How many people are behind each figure.
    behind : mapping of str to Behind
        And behind the sums of each option.
    places : sequence of str
        Which variables are places, for flags.
    count : {"sample", "full"}
        Whether the people are a full count.
    policy : Policy, optional
        The rules; by default those of :class:`~dueregard.disclosure.Policy`.

    Returns
    -------
    Consequences
        Records that may not be shown are withheld; sums of an option are None where few are behind them;
        flags rest on what is shown; notes that count people are left out.
    """
    rules = policy or Policy()
    elsewhere = {option for option, each in behind.items() if each.few_elsewhere(rules.threshold)}
    eligible = {option for option, each in behind.items() if each.few_eligible(rules.threshold)}
    fallen = _fallen(affected, found.records, rules)
    kept = [
        _withheld(record) if _falls(record, fallen, elsewhere=elsewhere) else record
        for record in found.records
    ]
    records = _plain_gate(kept, count=count, policy=rules)
    gone = {
        record.by["option"]
        for record in records
        if record.measure in ("total_cost", "recipients") and len(record.by) == 1 and record.estimate is None
    }
    notes = [note for note in found.notes if not re.search(r"\d", note)]
    notes += [LEFT_OUT] if len(notes) < len(found.notes) else []
    notes += [WHY] if any(record.status == "withheld" for record in records) else []
    return replace(
        found,
        records=tuple(records),
        options=tuple(
            _discreet(each, sums=each.name in gone, eligible=each.name in gone | eligible)
            for each in found.options
        ),
        flags=flags_of(records, places=places),
        notes=tuple(notes),
    )


def _fallen(
    affected: Iterable[Affected], records: Sequence[Record], policy: Policy
) -> set[tuple[str, Kind, _Group]]:
    """Judge groups by how many people effects happen to, each with its company."""
    dominant: dict[tuple[str, _Group], float] = {}
    for record in records:
        share = record.support.largest_share
        if record.measure in ("mean_change", "total_cost", "cost_for_these_people") and share is not None:
            place = (record.by["option"], _group(record))
            dominant[place] = max(share, dominant.get(place, 0.0))
    known: dict[object, tuple[str, Kind, _Group]] = {}
    rows: list[Record] = []
    for each in affected:
        group = frozenset(each.by.items())
        support = each.support
        if each.kind == "change":
            support = replace(support, largest_share=dominant.get((each.option, group)))
        # The option is the subject, not a variable: options are no parts of anything.
        row = Record(
            measure=each.kind, outcome=each.option, by=each.by, support=support, estimate=0.0, se=0.0
        )
        known[cell_of(row)] = (each.option, each.kind, group)
        rows.append(row)
    table = Table(name="affected", title="Affected", records=tuple(rows))
    return {known[cell] for cell in withheld_cells([table], policy=policy) if cell in known}


def _falls(record: Record, fallen: set[tuple[str, Kind, _Group]], *, elsewhere: set[str]) -> bool:
    option = record.by.get("option", "")
    if record.measure in _BEFORE:
        return False
    if option in elsewhere and len(record.by) == 1 and record.measure in _OF_ALL:
        return True
    groups = [_group(record), *_reference(record)]
    if any((option, "change", group) in fallen for group in groups):
        return True
    kind: Kind | None = (
        "poverty" if record.measure in _POVERTY else "bands" if record.measure == "share_in_band" else None
    )
    return kind is not None and (option, kind, groups[0]) in fallen


def _group(record: Record) -> _Group:
    return frozenset(item for item in record.by.items() if item[0] not in ("option", "band"))


def _reference(record: Record) -> Iterable[_Group]:
    """The group that a gap is measured from, where it is one of the levels."""
    to = record.parameters.get("gap_to") or record.reference
    return [frozenset({(name, str(to))}) for name, _ in _group(record)] if to else []


def _plain_gate(
    records: Sequence[Record], *, count: Literal["sample", "full"], policy: Policy
) -> list[Record]:
    open_ones = [record for record in records if record.status != "withheld"]
    table = Table(
        name="consequences", title="Consequences", records=tuple(open_ones), count=count, same_people=True
    )
    [passed] = release([table], policy=policy).tables
    rest = iter(passed.records)
    return [record if record.status == "withheld" else next(rest) for record in records]


def _withheld(record: Record) -> Record:
    return replace(
        record,
        estimate=None,
        se=None,
        low=None,
        high=None,
        df=None,
        n=None,
        n_eff=None,
        status="withheld",
        reason=WITHHELD,
        verdict=None,
        support=Support(),
    )


def _discreet(summary: Summary, *, sums: bool, eligible: bool) -> Summary:
    assumptions = [_COUNTED.sub("For some people", each) for each in summary.assumptions]
    if eligible:
        summary = replace(summary, eligible_people=None, non_take_up=None)
    if sums:
        # What is said of a cap gives the cost away.
        assumptions = [each for each in assumptions if not each.startswith("Without its cap")]
        summary = replace(
            summary,
            units=None,
            total_cost=None,
            uncapped_cost=None,
            paid_by_these_people=None,
            switching_elasticity=None,
            marginal_value_of_public_funds=None,
        )
    return replace(summary, assumptions=tuple(assumptions))
