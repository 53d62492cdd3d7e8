"""Means, totals, proportions, ratios, quantiles and contrasts: R survey."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from dueregard.engine import evaluate
from dueregard.measures import design_effect, mean
from tests.golden.calculation import Calculation, Found
from tests.golden.deviations import REPLICATE_CONTRASTS
from tests.golden.estimated import table_of
from tests.golden.reading import (
    Reading,
    against_average,
    by_covariance,
    contrasted,
    degrees_of_freedom,
    everything,
    interval,
    measured,
)
from tests.golden.rows import Row
from tests.golden.scenarios import scd_brr

SCHOOLS = {"y": "api00", "yes": "api00 > 700", "x": "api.stu", "over": "enroll", "group": "stype"}
PERSONS = {"y": "eqIncome", "yes": "eqIncome > 20000", "x": "hy050n", "over": "eqSS", "group": "rb090"}
NAMES: dict[str, dict[str, str]] = {
    "apistrat": SCHOOLS,
    "apiclus1": SCHOOLS,
    "apisrs": SCHOOLS,
    "eusilc": PERSONS,
    "eusilc3": PERSONS,
    "fpc": {"y": "x", "group": "stratid"},
    "mu284": {"y": "y1"},
    "scd": {"y": "alive", "x": "alive", "over": "arrests"},
}
REPLICATED = ("apistrat_JKn", "apistrat_bootstrap100", "apiclus1_JK1")
SHARES = (0.1, 0.25, 0.5, 0.75, 0.9)


def names(row: Row) -> Mapping[str, str]:
    """What the measures below leave open; R says which column a total is of."""
    known = NAMES[row.data]
    if row.measure in ("mean", "total", "total_by"):
        return known | {"y": row.found_in_call(r"\(~([\w.]+)")[0]}
    return known


QUANTILES = {rule: tuple(f"quantile:{{y}},p={p},rule={rule}" for p in SHARES) for rule in ("math", "hf7")}
INTERVALS = tuple(f"proportion:{{yes}},interval={how}" for how in ("mean", "logit", "xlogit", "beta"))
WHOLE = (
    "mean:{y}",
    "total:{y}",
    "ratio:{x},denominator={over}",
    "proportion:{yes}",
    "variance:{y}",
    "median:{y}",
    "median:{y},scale=xlogit",
    *INTERVALS,
    *QUANTILES["math"],
    *QUANTILES["hf7"],
)
GROUPED = (
    "mean:{y}",
    "total:{y}",
    "proportion:{yes}",
    "ratio:{x},denominator={over}",
    "median:{y}",
)


def _whole(*texts: str, read: Reading = everything) -> Calculation:
    return measured(*texts, names=names, read=read, together=WHOLE)


def _alone(text: str, *, by: str | None = None) -> Calculation:
    return measured(text, names=names, read=everything, by=by)


def _grouped(text: str, *, read: Reading = everything, **more: Any) -> Calculation:
    return measured(text, names=names, read=read, by="{group}", together=GROUPED, **more)


def _quantiles(rule: str) -> Calculation:
    return replace(_whole(*QUANTILES[rule]), ours=f"quantile:{{y}},p=...,rule={rule}")


def _effect(row: Row, folder: Path) -> Found:
    return {"estimate": design_effect(table_of(row.scenario, folder), names(row)["y"])[0]}


def _centred_on_the_whole(row: Row, _: Path) -> Found:
    return everything(row, evaluate(scd_brr(mse=True), [mean("alive")]))


MEAN = "mean:{y}"
CONTRASTS = {"difference": "difference", "ratio": "ratio", "logratio": "log_ratio"}
SMALL = ("fpc_stata_withfpc", "fpc_stata_nofpc", "mu284_2stage", "scd_BRR_given_weights", "scd_Fay_rho0.3")

CALCULATIONS: dict[str | tuple[str, str], Calculation] = {
    "mean": _whole(MEAN),
    "total": _whole("total:{y}"),
    "ratio": _whole("ratio:{x},denominator={over}"),
    "proportion": _whole("proportion:{yes}"),
    "variance": _whole("variance:{y}"),
    "mean_deff": _whole(MEAN),
    "mean_deff_value": Calculation(ours="design_effect(table, '{y}')", find=_effect, names=names),
    "mean_mse": Calculation(ours=MEAN, find=_centred_on_the_whole, names=names),
    "degf": _whole(MEAN, read=degrees_of_freedom),
    "mean_ci95_t": _whole(MEAN, read=interval),
    "median_ci": _whole("median:{y}", read=interval),
    "median_ci_xlogit": _whole("median:{y},scale=xlogit", read=interval),
    **{f"proportion_ci_{text.rsplit('=')[-1]}": _whole(text, read=interval) for text in INTERVALS},
    "quantiles_woodruff": _quantiles("math"),
    "quantiles_woodruff_hf7": _quantiles("hf7"),
    **{f"{text.split(':')[0]}_by": _grouped(text) for text in GROUPED},
    "contrast_first_vs_simple_average": _grouped(MEAN, read=against_average),
    **{
        f"contrast_{theirs}_first2_domains": _grouped(MEAN, read=contrasted(ours))
        for theirs, ours in CONTRASTS.items()
    },
    **{
        (scenario, f"contrast_{theirs}_first2_domains"): _grouped(
            MEAN, read=by_covariance(contrasted(CONTRASTS[theirs])), deviation=REPLICATE_CONTRASTS
        )
        for scenario in REPLICATED
        for theirs in ("ratio", "logratio")
    },
    # The tables written in code have a few columns only.
    **{(scenario, "mean"): _alone(MEAN) for scenario in SMALL},
    **{(scenario, "total"): _alone("total:{y}") for scenario in SMALL},
    ("mu284_2stage", "degf"): measured(MEAN, names=names, read=degrees_of_freedom),
    ("fpc_stata_withfpc", "mean_by"): _alone(MEAN, by="{group}"),
    **{(scenario, "ratio"): _alone("ratio:{x},denominator={over}") for scenario in SMALL[3:]},
}
