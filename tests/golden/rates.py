"""Rates, proportions, funnels, life expectancy and slopes of areas: R PHEindicatormethods."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import polars as pl

from dueregard import rates
from tests.golden.calculation import SIMULATED, Calculation, Found
from tests.golden.health_equity import no_names
from tests.golden.rows import Row

WORDS = ("area", "confidence", "statistic")
LEVELS = {0.95: "95_0cl", 0.998: "99_8cl"}


@cache
def _table(folder: Path, name: str) -> pl.DataFrame:
    path = folder / "data" / "measures" / name
    return duckdb.sql(f"select * from read_csv('{path}', sample_size=-1, nullstr=['NA',''])").pl()


def _given(row: Row, name: str) -> np.ndarray[Any, Any]:
    """What the reference repeats of its input."""
    return np.array([record[name] for record in row.estimate])


def _limits(found: Any, order: Any = slice(None), levels: Mapping[float, str] = LEVELS) -> Found:
    return {
        f"estimate.{side}{name}": found.limits[level][order][:, end]
        for level, name in levels.items()
        for end, side in enumerate(("lower", "upper"))
    }


def _at(groups: Sequence[Any], row: Row, *names: str) -> list[int]:
    """Positions in our results of the groups of the row's records."""
    labels = [str(group) for group in groups]
    wanted = [
        record[names[0]] if len(names) == 1 else tuple(record[n] for n in names) for record in row.estimate
    ]
    return [labels.index(str(each)) for each in wanted]


def _of(
    ours: str, find: Callable[[Row, Path], Found], *inputs: str, looser: Mapping[str, Any] | None = None
) -> Calculation:
    repeated = tuple(f"estimate.{name}" for name in (*WORDS, *inputs))
    return Calculation(ours=ours, find=find, names=no_names, inputs=repeated, looser=looser or {})


def _proportion(row: Row, _: Path) -> Found:
    found = rates.proportion(_given(row, "x"), population=_given(row, "n"), multiplier=100)
    return {"estimate.value": found.values, "estimate.method": _named(found), **_limits(found)}


def _rate(row: Row, _: Path) -> Found:
    found = rates.crude_rate(_given(row, "x"), population=_given(row, "n"))
    return {"estimate.value": found.values, "estimate.method": _named(found), **_limits(found)}


def _named(found: Any) -> list[str]:
    words = {"exact Poisson": "Exact", "Byar's": "Byars", "Wilson": "Wilson"}
    return [words[method] for method in found.methods]


def _mean(row: Row, folder: Path) -> Found:
    data = _table(folder, "phe_means_dev.csv")
    found = rates.mean(data["v"].to_numpy(), by=data["area"].to_list())
    order = _at(found.groups, row, "area")
    return {
        "estimate.value": found.values[order],
        "estimate.value_sum": found.sums[order],
        "estimate.value_count": found.counts[order],
        "estimate.stdev": found.deviations[order],
        **_limits(found, order, {0.95: "cl"}),
    }


def _direct(row: Row, folder: Path) -> Found:
    data = _table(folder, "phe_agesex_dev.csv")
    standard = rates.EUROPEAN_STANDARD_POPULATION_2013.for_ages(data["ageband"].to_numpy().astype(float))
    found = rates.directly_standardised_rate(
        data["deaths"].to_numpy(),
        population=data["pop"].to_numpy(),
        standard=standard,
        by=data["area"].to_list(),
        band=data["ageband"].to_list(),
    )
    order = _at(found.groups, row, "area")
    return {
        "estimate.value": found.values[order],
        "estimate.total_count": found.events[order],
        "estimate.total_pop": found.populations[order],
        **_limits(found, order),
    }


def _indirect(row: Row, folder: Path, *, rate: bool) -> Found:
    data = _table(folder, "phe_agesex_dev.csv")
    whole = data.with_columns(pl.col("deaths", "pop").sum().over("ageband").name.prefix("all_"))
    columns = {
        "population": data["pop"].to_numpy(),
        "reference_count": whole["all_deaths"].to_numpy(),
        "reference_population": whole["all_pop"].to_numpy(),
        "by": data["area"].to_list(),
    }
    deaths = data["deaths"].to_numpy()
    if rate:
        found = rates.indirectly_standardised_rate(deaths, **columns)
        more: dict[str, Any] = {"estimate.ref_rate": found.reference}
    else:
        found = rates.indirectly_standardised_ratio(deaths, reference_value=100, **columns)
        more = {}
    order = _at(found.groups, row, "area")
    more = {name: numbers[order] for name, numbers in more.items()}
    return {
        "estimate.value": found.values[order],
        "estimate.observed": found.events[order],
        "estimate.expected": found.expected[order],
        **more,
        **_limits(found, order, {0.95: "cl"}),
    }


def _life_expectancy(row: Row, folder: Path) -> Found:
    data = _table(folder, "phe_lifeexp_dev.csv")
    found = rates.life_expectancy(
        data["deaths"].to_numpy(),
        population=data["pop"].to_numpy(),
        start_age=data["startage"].to_numpy().astype(float),
        by=data["area"].to_list(),
        at=[0, 65],
    )
    where = _at(found.groups, row, "area"), [found.ages.index(record["startage"]) for record in row.estimate]
    return {
        "estimate.value": found.values[where],
        "estimate.pops_used": found.populations[where],
        "estimate.dths_used": found.deaths[where],
        **_limits(found, where, {0.95: "cl"}),
    }


SIGMAS = {0.95: "2s", 0.998: "3s"}


def _proportion_funnel(_: Row, folder: Path) -> Found:
    data = _table(folder, "phe_counts_dev.csv")
    found = rates.proportion_funnel(data["x"].to_numpy(), population=data["n"].to_numpy())
    return {
        "estimate.Population": found.at,
        "estimate.baseline": np.full(len(found.at), found.baseline),
        **_funnel(found.limits, "limit"),
    }


def _ratio_funnel(_: Row, folder: Path) -> Found:
    data = _table(folder, "phe_counts_dev.csv")
    found = rates.ratio_funnel(data["x"].to_numpy(), expected=data["n"].to_numpy(), ratio_type="count")
    events = _funnel(found.expected, "exp_events")
    return {"estimate.Observed_events": found.at, **_funnel(found.limits, "limit"), **events}


def _funnel(lines: Mapping[float, Any], what: str) -> Found:
    return {
        f"estimate.{side}_{sigma}_{what}": lines[level][:, end]
        for level, sigma in SIGMAS.items()
        for end, side in enumerate(("lower", "upper"))
    }


def _significance(row: Row, _: Path) -> Found:
    found = rates.proportion_significance(_given(row, "x"), population=_given(row, "n"))
    return {"estimate.significance": found.words}


def _ratio_significance(row: Row, _: Path) -> Found:
    found = rates.ratio_significance(_given(row, "x"), expected=_given(row, "n"))
    return {"estimate.significance": found.words}


def _quantiles(row: Row, _: Path) -> Found:
    found = rates.assign_quantiles(_given(row, "x"), number=3, first="highest")
    return {
        "estimate.quantile": found.quantiles,
        "estimate.nquantiles": np.full(len(row.estimate), found.number),
    }


def _slopes(found: rates.AreaSlopes, row: Row, *names: str) -> Found:
    order = _at(found.groups, row, *names)
    return {
        "estimate.sii": found.slope[order],
        "estimate.rii": found.relative[order],
        "estimate.sii_*cl": found.slope_limits[0.95][order].T,
        "estimate.rii_*cl": found.relative_limits[0.95][order].T,
    }


DISADVANTAGED = "most disadvantaged"


def _slopes_of_rates(row: Row, folder: Path) -> Found:
    data = _table(folder, "phe_DSR_data.csv.gz")
    found = rates.area_slope_index(
        data["value"].to_numpy(),
        quantile=data["Quintile"].to_numpy().astype(float),
        population=data["total_pop"].to_numpy(),
        first=DISADVANTAGED,
        lower=data["lowercl"].to_numpy(),
        upper=data["uppercl"].to_numpy(),
        by=data["Period"].to_list(),
    )
    return _slopes(found, row, "Period")


def _slopes_of_proportions(row: Row, folder: Path) -> Found:
    data = _table(folder, "phe_prevalence_data.csv.gz")
    found = rates.area_slope_index(
        data["Count"].to_numpy() / data["Measured"].to_numpy(),
        quantile=data["Decile"].to_numpy().astype(float),
        population=data["Measured"].to_numpy(),
        first=DISADVANTAGED,
        value_type="proportion",
        se=data["SE"].to_numpy() / 100,
        se_scale="transformed",
        multiplier=100,
        by=data["Period"].to_list(),
    )
    return _slopes(found, row, "Period")


def _slopes_of_lives(row: Row, folder: Path) -> Found:
    data = _table(folder, "phe_LE_data.csv.gz")
    found = rates.area_slope_index(
        data["LifeExp"].to_numpy(),
        quantile=data["Decile"].to_numpy().astype(float),
        population=data["Pop"].to_numpy(),
        first=DISADVANTAGED,
        se=data["SE"].to_numpy(),
        by=list(zip(data["Sex"].to_list(), data["GeoCode"].to_list(), strict=True)),
    )
    return _slopes(found, row, "Sex", "GeoCode")


def _slope_row(find: Callable[[Row, Path], Found], more: str = "") -> Calculation:
    repeated = ("Period", "Sex", "GeoCode", "indicator_type", "multiplier", "transform", "CI_*")
    loose = {"estimate.sii_*cl": SIMULATED, "estimate.rii_*cl": SIMULATED}
    ours = f"area_slope_index(value, quantile=..., population=..., first='{DISADVANTAGED}'{more}, by=...)"
    return _of(ours, find, *repeated, looser=loose)


CALCULATIONS: dict[str | tuple[str, str], Calculation] = {
    "phe_proportion_wilson_95_998": _of("proportion(x, population=n, multiplier=100)", _proportion, "x", "n"),
    "phe_rate_byars_95_998": _of("crude_rate(x, population=n)", _rate, "x", "n"),
    "phe_mean": _of("mean(v, by=area)", _mean, "method"),
    "phe_dsr": _of(
        "directly_standardised_rate(deaths, population=pop, standard=esp2013, by=area)", _direct, "method"
    ),
    "phe_isratio_smr": _of(
        "indirectly_standardised_ratio(deaths, population=pop, reference_value=100, by=area)",
        lambda row, folder: _indirect(row, folder, rate=False),
        "method",
    ),
    "phe_israte": _of(
        "indirectly_standardised_rate(deaths, population=pop, by=area)",
        lambda row, folder: _indirect(row, folder, rate=True),
        "method",
    ),
    "phe_life_expectancy": _of(
        "life_expectancy(deaths, population=pop, start_age=startage, by=area, at=[0, 65])",
        _life_expectancy,
        "startage",
        "method",
    ),
    "phe_funnel_limits_prop": _of("proportion_funnel(x, population=n)", _proportion_funnel, "method"),
    "phe_funnel_limits_ratio_count": _of(
        "ratio_funnel(x, expected=n, ratio_type='count')", _ratio_funnel, "method"
    ),
    "phe_funnel_significance": _of("proportion_significance(x, population=n)", _significance, "x", "n"),
    "phe_funnel_significance_ratio": _of("ratio_significance(x, expected=n)", _ratio_significance, "x", "n"),
    "phe_quantile5": _of(
        "assign_quantiles(x, number=3, first='highest')", _quantiles, "x", "n", "groupvars", "qinverted"
    ),
    ("phe_sii_dsr_2010_2011", "phe_sii"): _slope_row(_slopes_of_rates, ", lower=..., upper=..."),
    ("phe_sii_prevalence_R", "phe_sii"): _slope_row(
        _slopes_of_proportions, ", value_type='proportion', se=..., se_scale='transformed', multiplier=100"
    ),
    ("phe_sii_le_first3areas", "phe_sii"): _slope_row(_slopes_of_lives, ", se=..."),
}
