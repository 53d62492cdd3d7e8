"""What is estimated of every sample: each measure as the catalogue's example has it, and variants."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from dueregard import disparities
from dueregard.engine import Grouping, Measure, Table, evaluate
from dueregard.estimates import Estimates
from dueregard.measures import CATALOGUE, count, mean, parse_measure
from dueregard.measures.catalogue import Entry
from dueregard.measures.declared import CompositeMeasure

__all__ = [
    "DISPERSION",
    "INSTEAD",
    "NAMED",
    "NOT_YET",
    "TYPICAL",
    "Key",
    "Seen",
    "dispersion",
    "look",
    "texts",
]

INSTEAD = {"relative_index": "relative_index:ill,rank=deprivation"}
"""Where the catalogue's example supposes an outcome that these people have not."""

VARIANTS = (
    "mean:ill",
    "proportion:ill == 1",
    "quantile:income,p=0.1",
    "atkinson:income,epsilon=0.5",
    "atkinson:income,epsilon=2",
    "generalised_entropy:income,alpha=-1",
    "percentile_ratio:income,upper=0.9,lower=0.5",
    "percentile_ratio:income,upper=0.5,lower=0.1",
    "share:income,upper=0.4",
    "share:income,lower=0.99",
    "poverty_rate:income,line=10000",
    "poverty_gap:income,line=10000",
    "fgt:income,alpha=2,line=10000",
    "watts:income,line=10000",
    "concentration_index:ill,rank=income",
    "concentration_index:ill,rank=income,kind=erreygers,lower=0,upper=1",
    "slope_index:ill,rank=deprivation",
    "slope_index:ill,rank=deprivation,link=logit",
    "relative_index:ill,rank=deprivation,link=logit",
    "pay_gap:hourly_pay,by=sex,reference=male,statistic=median",
)
DISPERSION = "between_group_standard_deviation:ill,by=fifth"
"""How far apart five groups of areas are, corrected for the error of each."""

NAMED = {
    "mean:income": "mean",
    "median:income": "median",
    "gini:income": "Gini index",
    "mean_log_deviation:income": "mean log deviation",
    "atkinson:income,epsilon=1": "Atkinson index",
    "poverty_rate:income,line=0.6*median": "poverty rate",
    "relative_median_poverty_gap:income,line=0.6*median": "relative median poverty gap",
    "quintile_share_ratio:income": "quintile share ratio",
    "slope_index:ill,rank=deprivation": "slope index of inequality",
    "concentration_index:ill,rank=income": "concentration index",
    DISPERSION: "between-group dispersion",
}
"""Measures that are to cover 93 to 97% in samples of 2,000 people and more."""


Key = tuple[str, str]
"""A measure as users write it, and which of its results."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What one sample says.

    Attributes
    ----------
    keys : tuple of (str, str) (k,)
        Which measure, and which of its results.
    estimates : tuple of Estimates
        In the order of the keys; together k values.
    """

    keys: tuple[Key, ...]
    estimates: tuple[Estimates, ...]


OTHER_DENSITIES = (
    "poverty_threshold:income,line=0.6*median,bandwidth=n_eff",
    "poverty_rate:income,line=0.6*median,bandwidth=n_eff",
    "relative_median_poverty_gap:income,line=0.6*median,bandwidth=n_eff",
    "poor_median:income,line=0.6*median,bandwidth=n_eff",
    "relative_median_income_ratio:income,age=age,bandwidth=n_eff",
    "percentile_ratio:income,upper=0.9,lower=0.1,bandwidth=n_eff",
    "quintile_share_ratio:income,bandwidth=n_eff",
    "quintile_share_ratio:income,score=density_free",
    "palma_ratio:income,score=density_free",
)
"""The same measures with other ways to the density of incomes that their standard errors need."""

WITHOUT_TAIL = (
    "mean:hourly_pay",
    "total:hourly_pay",
    "variance:hourly_pay",
    "coefficient_of_variation:hourly_pay",
    "generalised_entropy:hourly_pay,alpha=2",
    "gini:hourly_pay",
    "quintile_share_ratio:hourly_pay",
)
"""Measures of an outcome that is skewed but has no heavy tail, and is each person's own."""

TYPICAL = {name: f"{name}:hourly_pay" for name in ("mean", "total", "variance")}
"""Survey statistics are asked of outcomes of all kinds: how many people they need is found of this one."""


NOT_YET = ("alkire_foster_decomposition", "esteban_gradin_ray", "esteban_ray_groups")
"""Measures of people that were added after the simulation."""


def _of_a_published_table(entry: Entry) -> bool:
    """Whether a measure is of counts or of groups' values with their errors, not of people."""
    return entry.family == "public health" or ",se=" in entry.example


@cache
def texts(kind: str = "all") -> tuple[str, ...]:
    """List measures as users write them.

    Parameters
    ----------
    kind : {"all", "plain", "composite", "named", "density", "pay"}
        Every measure of a table of people and variants; those of them that are (not) made of others; the
        named ones; those with other densities; or those of hourly pay.
    """
    if kind == "named":
        return tuple(text for text in NAMED if text != DISPERSION)
    if kind == "density":
        return OTHER_DENSITIES
    if kind == "pay":
        return WITHOUT_TAIL
    if kind in ("plain", "composite"):
        some = _measures(texts("all"))[kind == "composite"]
        return tuple(str(each.label) for each in some)
    examples = [
        INSTEAD.get(name, entry.example)
        for name, entry in CATALOGUE.items()
        if name not in NOT_YET and not _of_a_published_table(entry)
    ]
    return tuple(dict.fromkeys((*examples, *VARIANTS)))


def look(table: Table, chosen: tuple[str, ...], *, level: float = 0.95) -> Seen:
    """Estimate measures of a sample, and the dispersion between groups.

    Parameters
    ----------
    table : Table
        The people.
    chosen : tuple of str
        Measures as users write them; plain ones share the sorts, composite ones the rest.
    level : float
        Of their intervals.
    """
    plain, composite = _measures(chosen)
    parts = [evaluate(table, list(some), level=level) for some in (plain, composite) if some]
    keys = [(str(label.outcome), " ".join(label.by.values())) for part in parts for label in part.labels]
    return Seen(keys=(*keys, (DISPERSION, "")), estimates=(*parts, dispersion(table)))


@cache
def _measures(chosen: tuple[str, ...]) -> tuple[tuple[Measure, ...], tuple[Measure, ...]]:
    """Plain and composite ones, each labelled by its text."""
    made: list[Any] = [replace(parse_measure(text), label=text) for text in chosen]
    plain = tuple(each for each in made if not isinstance(each, CompositeMeasure))
    return plain, tuple(each for each in made if isinstance(each, CompositeMeasure))


def dispersion(table: Table) -> Estimates:
    """Standard deviation of illness between fifths of the areas, from the groups' rates and sizes."""
    found = evaluate(table, [mean("ill"), count()], groupings=[[Grouping(name="fifth", column="fifth")]])
    half = len(found) // 2
    groups = disparities.grouped(found.select(range(half)), found.select(range(half, 2 * half)), by="fifth")
    return disparities.between_group_standard_deviation(groups)
