"""The designs of the reference values, built from the data beside the repository or from code."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb
import numpy as np
import polars as pl

from dueregard.engine import Poststrata, ReplicateWeights, SurveyDesign, Table, table_from

MU284 = {
    "id1": [19, 45, 47, 50, 31] * 3,
    "n1": [50] * 15,
    "id2": [1] * 5 + [2] * 5 + [3] * 5,
    "y1": [41, 49, 31, 39, 49, 49, 49, 31, 41, 51, 49, 45, 35, 61, 33],
    "n2": [5, 8, 5, 9, 7] * 3,
}
FPC_STATA = {
    "stratid": [1, 1, 1, 1, 1, 2, 2, 2],
    "psuid": [1, 2, 3, 4, 5, 1, 2, 3],
    "weight": [3, 3, 3, 3, 3, 4, 4, 4],
    "Nh": [15, 15, 15, 15, 15, 12, 12, 12],
    # Single precision, as Stata keeps them.
    "x": np.array([2.8, 4.1, 6.8, 6.8, 9.2, 3.7, 6.6, 4.2], dtype=np.float32).astype(float).tolist(),
}
SCD = {
    "ESA": [1, 1, 2, 2, 3, 3],
    "ambulance": [1, 2, 1, 2, 1, 2],
    "arrests": [120, 78, 185, 228, 670, 530],
    "alive": [25, 24, 30, 49, 80, 70],
}
BRR = 2.0 * np.array([[1, 0, 1, 0, 1, 0], [1, 0, 0, 1, 0, 1], [0, 1, 1, 0, 0, 1], [0, 1, 0, 1, 1, 0]]).T
FAY = 1.0 + 0.7 * (BRR[[2, 3, 0, 1, 4, 5]] - 1.0)


def _with_replicates(frame: pl.DataFrame, weights: np.ndarray) -> tuple[pl.DataFrame, tuple[str, ...]]:
    names = tuple(f"replicate_{index}" for index in range(weights.shape[1]))
    return frame.with_columns(pl.from_numpy(weights, schema=names)), names


def _jackknife(stratum: np.ndarray, unit: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Multipliers, and (n - 1)/n of the stratum, of each delete-one-unit replicate."""
    columns, rscales = [], []
    for h in np.unique(stratum):
        units = np.unique(unit[stratum == h])
        for deleted in units:
            multiplier = np.where(stratum == h, len(units) / (len(units) - 1), 1.0)
            columns.append(np.where((stratum == h) & (unit == deleted), 0.0, multiplier))
            rscales.append((len(units) - 1) / len(units))
    return np.column_stack(columns), np.array(rscales)


def read(folder: Path, name: str) -> pl.DataFrame:
    path = folder / "data" / "measures" / f"{name}.csv.gz"
    return duckdb.sql(f"select * from read_csv('{path}', sample_size=-1, nullstr=['NA',''])").pl()


def table(frame: pl.DataFrame, **design: object) -> Table:
    # The default backend: DuckDB over Arrow.
    return table_from(frame.to_arrow(), design=SurveyDesign(**design))  # type: ignore[arg-type]


def apistrat(folder: Path) -> Table:
    return table(read(folder, "apistrat"), weight="pw", strata="stype", fpc=("fpc",))


def apistrat_jkn(folder: Path) -> Table:
    frame = read(folder, "apistrat")
    stratum, population = frame["stype"].to_numpy(), frame["fpc"].to_numpy()
    weights, rscales = _jackknife(stratum, np.arange(len(frame)))
    sizes = {h: (stratum == h).sum() for h in np.unique(stratum)}
    remaining = np.array(
        [1 - sizes[h] / population[stratum == h][0] for h in np.unique(stratum) for _ in range(sizes[h])]
    )
    frame, names = _with_replicates(frame, weights)
    replicates = ReplicateWeights(
        columns=names, method="jkn", rscales=tuple((rscales * remaining).tolist()), combined=False
    )
    return table(frame, weight="pw", replicates=replicates)


def apistrat_bootstrap(folder: Path) -> Table:
    weights = read(folder, "repw_apistrat_boot100").to_numpy().astype(float)
    frame, names = _with_replicates(read(folder, "apistrat"), weights)
    return table(frame, weight="pw", replicates=ReplicateWeights(columns=names, method="bootstrap"))


def apiclus1(folder: Path) -> Table:
    return table(read(folder, "apiclus1"), weight="pw", clusters=("dnum",), fpc=("fpc",))


def apiclus1_jk1(folder: Path) -> Table:
    frame = read(folder, "apiclus1")
    weights, _ = _jackknife(np.zeros(len(frame)), frame["dnum"].to_numpy())
    frame, names = _with_replicates(frame, weights)
    return table(frame, weight="pw", replicates=ReplicateWeights(columns=names, method="jk1", combined=False))


def eusilc_households(folder: Path) -> Table:
    return table(read(folder, "eusilc"), weight="rb050", strata="db040", clusters=("db030",))


def eusilc_persons(folder: Path) -> Table:
    return table(read(folder, "eusilc"), weight="rb050", strata="db040", clusters=("rb030",))


def eusilc_bootstrap(folder: Path) -> Table:
    weights = read(folder, "repw_eusilc3_boot50").to_numpy().astype(float)
    frame, names = _with_replicates(read(folder, "eusilc_3states"), weights)
    return table(frame, weight="rb050", replicates=ReplicateWeights(columns=names, method="bootstrap"))


def ilocos(folder: Path) -> Table:
    return table(read(folder, "ilocos"), weight="AP.weight")


def fpc_stata(_: Path | None = None) -> Table:
    return table(pl.DataFrame(FPC_STATA), weight="weight", strata="stratid", clusters=("psuid",), fpc=("Nh",))


def fpc_stata_without(_: Path | None = None) -> Table:
    return table(pl.DataFrame(FPC_STATA), weight="weight", strata="stratid", clusters=("psuid",))


def mu284(_: Path | None = None) -> Table:
    return table(pl.DataFrame(MU284), clusters=("id1", "id2"), fpc=("n1", "n2"))


def scd_brr(_: Path | None = None, *, mse: bool = False) -> Table:
    frame, names = _with_replicates(pl.DataFrame(SCD), BRR)
    return table(frame, replicates=ReplicateWeights(columns=names, method="brr", combined=False, mse=mse))


def scd_fay(_: Path | None = None) -> Table:
    frame, names = _with_replicates(pl.DataFrame(SCD), FAY)
    return table(frame, replicates=ReplicateWeights(columns=names, method="fay", fay_rho=0.3, combined=False))


def apisrs(folder: Path) -> Table:
    known = Poststrata(column="stype", totals={"E": 4421, "H": 755, "M": 1018})
    return table(read(folder, "apisrs"), weight="pw", fpc=("fpc",), poststrata=known)


SCENARIOS: dict[str, Callable[[Path], Table]] = {
    "apistrat_strat_fpc": apistrat,
    "apistrat_JKn": apistrat_jkn,
    "apistrat_bootstrap100": apistrat_bootstrap,
    "apiclus1_cluster_fpc": apiclus1,
    "apiclus1_JK1": apiclus1_jk1,
    "eusilc_strat_hhcluster": eusilc_households,
    "eusilc_strat_person": eusilc_persons,
    "eusilc3_JKn_boot50": eusilc_bootstrap,
    "ilocos_iid_weights": ilocos,
    "fpc_stata_withfpc": fpc_stata,
    "fpc_stata_nofpc": fpc_stata_without,
    "mu284_2stage": mu284,
    "scd_BRR_given_weights": scd_brr,
    "scd_Fay_rho0.3": scd_fay,
    "apisrs_poststratified": apisrs,
}
