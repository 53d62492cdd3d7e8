"""The gate: tables become a release, and renderers accept nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import final

from dueregard.disclosure.audited import DisclosureAudit
from dueregard.disclosure.auditing import audit_of
from dueregard.disclosure.cells import Cell, cell_of, is_level
from dueregard.disclosure.contrasts import Sides
from dueregard.disclosure.deciding import decided
from dueregard.disclosure.earlier import EarlierRelease
from dueregard.disclosure.policy import Policy
from dueregard.disclosure.primary import contrast_is_disclosive, is_full, levels
from dueregard.disclosure.rounded import rounded
from dueregard.disclosure.table import Table
from dueregard.errors import DisclosureRefused
from dueregard.estimates import Record, Support

__all__ = ["WITHHELD", "Release", "release", "withheld_cells"]

WITHHELD = "withheld: publishing it could show something about a person"
"""The one reason of every withheld value: a reason that said more would say something of the count."""

_PASS = object()
_NOBODY = Support()


@final
@dataclass(frozen=True, slots=True, init=False)
class Release:
    """Tables that have passed the disclosure gate.

    Only :func:`release` makes one, so a renderer that asks for a `Release` cannot be given anything
    that has not passed. ``copy.replace`` and ``dataclasses.replace`` are refused too.

    Parameters
    ----------
    tables : tuple of Table
        The tables as they may be published. Their records no longer carry their support.
    policy : Policy
        The rules that were applied.
    withheld : int
        How many records are withheld.
    audit : DisclosureAudit
        What an attack on all that is shown came to.

    Raises
    ------
    DisclosureRefused
        If it is constructed by anything but :func:`release`.

    Examples
    --------
    >>> Release(tables=(), policy=Policy(), withheld=0)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    dueregard.errors.DisclosureRefused: A release cannot be constructed directly. ...
    """

    tables: tuple[Table, ...]
    policy: Policy
    withheld: int
    audit: DisclosureAudit = field(repr=False)

    def __init__(
        self,
        *,
        tables: tuple[Table, ...],
        policy: Policy,
        withheld: int,
        audit: DisclosureAudit | None = None,
        _pass: object = None,
    ) -> None:
        if _pass is not _PASS:
            raise DisclosureRefused(
                "A release cannot be constructed directly.",
                remedy="Give the tables and the policy to dueregard.disclosure.release().",
            )
        object.__setattr__(self, "tables", tables)
        object.__setattr__(self, "policy", policy)
        object.__setattr__(self, "withheld", withheld)
        object.__setattr__(self, "audit", audit or DisclosureAudit())

    def __init_subclass__(cls) -> None:
        raise DisclosureRefused("A release cannot be subclassed.")


def release(
    tables: Iterable[Table], *, policy: Policy | None = None, earlier: Sequence[EarlierRelease] = ()
) -> Release:
    """Apply the policy to all tables together.

    A value is withheld when it rests on too few people (or too few effective people), when one person
    dominates it, when it is of a thin slice of a group (:mod:`dueregard.disclosure.slices`), when a full
    count shows too few yeses or noes, or when it could be found by subtraction
    (:mod:`dueregard.disclosure.secondary`, :mod:`dueregard.disclosure.differences`,
    :mod:`dueregard.disclosure.linked`) from this release or an earlier one. A contrast is withheld
    when either side is, and a value made of several groups when one of them is too small. The crude and the
    age-standardised value of a group share their fate, in every table. In a withheld record the estimate,
    se, low, high, df, n, n_eff, verdict, discovery and rank are null, and the reason is the same for all.

    Ranks are dropped wherever one of the ranked levels is withheld, since they would place it; a stage that
    leaves such levels out of its ranking (see :func:`withheld_cells`) keeps the ranks of the others. Values
    of one model of several groups are withheld together (:class:`Table`, ``one_model``).

    Empty cells stay ``not_estimable`` as long as nothing is withheld beside them. Beside a withheld
    cell they are withheld too, so that nobody can tell which of the two is empty.

    Parameters
    ----------
    tables : iterable of Table
        All tables of a publication: what is shown in one must not undo what is withheld in another.
    policy : Policy, optional
        The rules; by default the defaults of :class:`Policy`.
    earlier : sequence of EarlierRelease, optional
        What was published of the same people before.

    Returns
    -------
    Release
        What renderers accept. Its ``audit`` says what an attack on all of it found; nothing with findings may
        be published.

    Raises
    ------
    DisclosureRefused
        If two tables have one name.

    Examples
    --------
    >>> release([]).withheld
    0
    """
    policy = policy or Policy()
    tables = tuple(tables)
    _check_names(tables)
    decision = decided(tables, policy=policy, earlier=earlier)
    cells = decision.cells
    sides = Sides.of(record for _, record in levels(tables))
    shown = tuple(_apply(table, cells=cells, sides=sides, policy=policy) for table in tables)
    count = sum(record.status == "withheld" for table in shown for record in table.records)
    audit = audit_of(tables, shown, decision=decision, sides=sides)
    return Release(tables=shown, policy=policy, withheld=count, audit=audit, _pass=_PASS)


def withheld_cells(
    tables: Iterable[Table], *, policy: Policy, earlier: Sequence[EarlierRelease] = ()
) -> frozenset[Cell]:
    """Find the cells that a release of the tables would withhold.

    Parameters
    ----------
    tables : iterable of Table
        All tables of a publication.
    policy : Policy
        The rules.
    earlier : sequence of EarlierRelease, optional
        What was published of the same people before.

    Returns
    -------
    frozenset of Cell
        The cells that fail a rule and those that keep them company. Stages use it to leave such
        cells out of ranks and of adjustments for many comparisons.
    """
    return decided(tuple(tables), policy=policy, earlier=earlier).cells


def _apply(table: Table, *, cells: frozenset[Cell], sides: Sides, policy: Policy) -> Table:
    if table.already_public:
        return replace(table, records=tuple(replace(record, support=_NOBODY) for record in table.records))
    records = [_decide(record, cells=cells, sides=sides, policy=policy) for record in table.records]
    if table.one_model:
        records = _together(records)
    if policy.rounding:
        records = [
            rounded(after, base=policy.rounding) if is_full(table, before) else after
            for before, after in zip(table.records, records, strict=True)
        ]
    dropped = {
        _ranking(before)
        for before, after in zip(table.records, records, strict=True)
        if before.rank is not None and after.status == "withheld"
    }
    if not dropped:
        return replace(table, records=tuple(records))
    return replace(
        table,
        records=tuple(
            replace(record, rank=None) if _ranking(record) in dropped else record for record in records
        ),
    )


def _decide(record: Record, *, cells: frozenset[Cell], sides: Sides, policy: Policy) -> Record:
    if is_level(record):
        falls = cell_of(record) in cells
    else:
        falls = contrast_is_disclosive(record, policy=policy) or not cells.isdisjoint(sides.find(record))
        falls = falls or sides.lacks_few(record, threshold=policy.threshold)
    if falls:
        return _withhold(record)
    return replace(_grade(record, policy=policy), support=_NOBODY)


def _together(records: Sequence[Record]) -> list[Record]:
    """Withhold all values of a model in which a group takes part that may not be shown.

    Variances and the values of other groups are made of it too: with their numbers of people they are
    equations that can be solved for it.
    """
    fallen = {record.outcome for record in records if record.status == "withheld"}
    return [_withhold(record) if record.outcome in fallen else record for record in records]


def _withhold(record: Record) -> Record:
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
        discovery=None,
        rank=None,
        support=_NOBODY,
    )


def _grade(record: Record, *, policy: Policy) -> Record:
    """Mark a value with few effective people as approximate."""
    support = record.support
    few = support.n_effective if record.contrast is None else support.least_n_effective
    if record.status not in ("ok", "approximate") or support.n <= 0 or few >= policy.approximate:
        return record
    why = f"fewer than {policy.approximate:g} effective people"
    reason = (
        why if not record.reason else record.reason if why in record.reason else f"{record.reason}; {why}"
    )
    return replace(record, status="approximate", reason=reason)


def _ranking(record: Record) -> tuple[object, ...]:
    """Name the ranking that a record takes part in."""
    return (
        record.measure,
        record.outcome,
        repr(sorted(record.parameters.items())),
        tuple(sorted(record.by)),
    )


def _check_names(tables: tuple[Table, ...]) -> None:
    repeated = [name for name, count in Counter(table.name for table in tables).items() if count > 1]
    if repeated:
        raise DisclosureRefused(
            "Two tables of a release have one name.",
            found=f"Repeated: {', '.join(map(repr, repeated))}.",
            remedy="Give every table its own name: it names the table's file.",
        )
