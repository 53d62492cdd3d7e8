"""Records and tables for tests of the gate."""

from dueregard.disclosure import Table
from dueregard.estimates import Record, Support


def level(by, *, n, outcome="good health", measure="proportion", basis="crude", estimate=0.5, **support):
    """Make the record of a group's value."""
    return Record(
        measure=measure,
        parameters={"basis": basis},
        outcome=outcome,
        by=by,
        contrast=None,
        reference=None,
        estimate=estimate if n else None,
        se=0.123 if n else None,
        low=0.4 if n else None,
        high=0.6 if n else None,
        level=0.95,
        df=321.0 if n else None,
        n=n,
        n_eff=float(n),
        status="ok" if n else "not_estimable",
        reason=None if n else "nobody is in this group",
        unit=None,
        method=None,
        source=None,
        verdict=None,
        discovery=None,
        rank=(1, 2) if n else None,
        owner=None,
        due=None,
        support=Support(n=n, **{"n_effective": float(n), **support}),
    )


def contrast(by, reference, *, n, least=None, kind="difference", outcome="good health", basis="crude"):
    """Make the record of a gap."""
    least = n if least is None else least
    return Record(
        measure="proportion",
        parameters={"basis": basis},
        outcome=outcome,
        by=by,
        contrast=kind,
        reference=reference,
        estimate=0.111,
        se=0.222,
        low=-0.333,
        high=0.444,
        level=0.95,
        df=321.0,
        n=n,
        n_eff=float(n),
        status="ok",
        reason=None,
        unit=None,
        method=None,
        source=None,
        verdict="too close to call",
        discovery=False,
        rank=None,
        owner=None,
        due=None,
        support=Support(n=n, n_effective=float(n), least_n=least, least_n_effective=float(least)),
    )


def table(*records, name="characteristic-area", **options):
    """Make a table."""
    return Table(name=name, title="Areas", records=tuple(records), **options)


def areas(*sizes, **options):
    """Make a level for each area A, B, C ... with so many people."""
    return [level({"area": "ABCDEFGH"[i]}, n=n, **options) for i, n in enumerate(sizes)]


def statuses(released):
    """List the statuses of the first table."""
    return [record.status for record in released.tables[0].records]
