"""More linked cells than can be attacked: nothing is shown of those tables, and the audit says so."""

from __future__ import annotations

import numpy as np
import pytest

from dueregard.disclosure import Policy, Table, linked, release
from dueregard.estimates import Record, Support


def grid(name: str, counts: np.ndarray) -> Table:
    """A full count of rows by columns, with both margins."""

    def told(by: dict[str, str], n: int) -> Record:
        support = Support(n=n, n_effective=float(n))
        return Record(
            measure="count", outcome=name, by=by, estimate=float(n), n=n, status="ok", support=support
        )

    lines = [told({}, int(counts.sum()))]
    lines += [told({"row": f"r{i}"}, int(n)) for i, n in enumerate(counts.sum(axis=1))]
    lines += [told({"column": f"c{j}"}, int(n)) for j, n in enumerate(counts.sum(axis=0))]
    lines += [told({"row": f"r{i}", "column": f"c{j}"}, int(n)) for (i, j), n in np.ndenumerate(counts)]
    return Table(name=name, title="", records=tuple(lines), count="full")


def test_only_the_tables_above_the_limit_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    few = np.random.default_rng(1).integers(20, 90, (6, 7))
    few[[0, 1, 2, 3], [0, 1, 2, 3]] = 3, 4, 5, 6
    tables = [grid("few", few), grid("many", np.array([[31, 32], [33, 47]]))]
    assert release(tables, policy=Policy()).audit.safe
    for cached in (linked._intervals, linked._protection):
        cached.cache_clear()
    monkeypatch.setattr(linked, "LARGEST", 2)
    refused = release(tables, policy=Policy())
    withheld = {each.name: {record.status for record in each.records} for each in refused.tables}
    for cached in (linked._intervals, linked._protection):
        cached.cache_clear()
    assert withheld == {"few": {"withheld"}, "many": {"ok"}}
    assert refused.audit.refused == ("few",)
    assert {finding.kind for finding in refused.audit.findings} == {"not audited"}
    assert not refused.audit.safe
