"""Made people of two groups, whose outcome depends on a number and on a category."""

from __future__ import annotations

import numpy as np

from dueregard.causes.decompositions.comparison import Comparison
from dueregard.causes.decompositions.model_matrix import Contrasts, Covariate, model_matrix
from dueregard.causes.designs import design_of
from dueregard.causes.factors import Factor


def category(codes: np.ndarray, levels: str = "nsw", name: str = "region") -> Covariate:
    factor = Factor(name=name, label=name, codes=codes, levels=tuple(levels))
    return Covariate(name=name, values=factor, variable=name)


def number(values: np.ndarray, name: str = "years") -> Covariate:
    return Covariate(name=name, values=values, variable=name)


def made(
    count: int = 60,
    *,
    seed: int = 1,
    contrasts: Contrasts = "deviation",
    omitted: int = -1,
    designed: bool = False,
) -> Comparison:
    draw = np.random.default_rng(seed)
    group = np.arange(count) % 3 > 0
    years = draw.uniform(0, 10, count) + 2 * group
    region = (draw.uniform(size=count) * (3 - group)).astype(np.intp)
    region[:6] = [0, 0, 1, 2, 1, 2]
    pay = 5 + 0.4 * years + np.array([0.0, 1.0, -0.5])[region] + group * 1.5 + draw.normal(size=count)
    weight = draw.uniform(0.5, 2.0, count) if designed else np.ones(count)
    covariates = (number(years), category(region))
    return Comparison(
        outcome=pay,
        weight=weight,
        in_reference=group,
        matrix=model_matrix(covariates, size=count, contrasts=contrasts, omitted=omitted),
        covariates=covariates,
        design=design_of(
            count,
            weight=weight,
            strata=np.arange(count) % 2 if designed else None,
            clusters=np.arange(count) // 4 if designed else None,
        ),
    )
