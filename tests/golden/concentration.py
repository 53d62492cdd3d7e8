"""Concentration indices by rank of income: R rineq and IC2."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from tests.golden.calculation import Calculation, Found
from tests.golden.deviations import RINEQ, RINEQ_WEIGHTED
from tests.golden.estimated import estimated
from tests.golden.reading import measured, values
from tests.golden.rows import Row
from tests.golden.scenarios import read

KINDS = {
    "CI": "standard",
    "CIg": "generalised",
    "CIc": "erreygers,lower=0,upper=1",
    "CIw": "wagstaff,lower=0,upper=1",
}
METHODS = ("linreg_delta", "cov_convenience")
NAMES = {
    "housing": {"ill": "high_bmi", "rank": "income"},
    "eusilc": {"ill": "pl030 == 3", "rank": "eqIncome"},
}


def names(row: Row) -> Mapping[str, str]:
    """The outcome and the rank of each data set."""
    return NAMES[row.data]


def _unweighted(kind: str) -> Calculation:
    return measured(
        f"concentration_index:{{ill}},rank={{rank}},kind={kind}",
        names=names,
        read=lambda _, estimates: {"estimate.ci": estimates.values},
        left_out=("estimate.se", "se"),
        deviation=RINEQ,
    )


def _weighted(kind: str) -> Calculation:
    def find(row: Row, folder: Path) -> Found:
        measure = f"concentration_index:pl030 == 3,rank=by_row,kind={kind}"
        weight = read(folder, "eusilc").drop_nulls("pl030")["rb050"].to_numpy()
        factor = (len(weight) - 1) / len(weight) / (1 - np.sum((weight / weight.sum()) ** 2))
        plain = estimated(row.scenario, [f"concentration_index:pl030 == 3,rank=eqIncome,kind={kind}"], folder)
        ours = factor * estimated(row.scenario, [measure], folder).values
        assert np.abs(plain.values / ours - 1).max() < 1e-4
        return {"estimate.ci": ours}

    return Calculation(
        ours=f"concentration_index:{{ill}},rank={{rank}},kind={kind}",
        find=find,
        names=names,
        left_out=("estimate.se", "se"),
        deviation=RINEQ_WEIGHTED,
    )


CALCULATIONS: dict[str | tuple[str, str], Calculation] = {
    **{
        f"concentration_{theirs}_{method}": _unweighted(kind)
        for theirs, kind in KINDS.items()
        for method in METHODS
    },
    **{
        ("eusilc_ci_unemployed", f"concentration_{theirs}_{method}"): _weighted(kind)
        for theirs, kind in KINDS.items()
        for method in METHODS
    },
    "IC2_conc": measured("concentration_index:hy050n,rank={rank}", names=names, read=values),
}
