"""Inequality and polarisation: R convey, laeken, IC2, dineq and ineq."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dueregard.engine import Measure
from tests.golden.calculation import Calculation
from tests.golden.deviations import AMATO, CONVEY_GINI, PAY_GAP, REPLICATE_CONTRASTS, TIES
from tests.golden.incomes import REPLICATED, contrasts, income, overall_and_by_region
from tests.golden.peers import convey_amato, convey_gini
from tests.golden.reading import by_covariance, contrasted, values

GINI = "gini:{income}"
PLAIN = {
    **{
        f"GE({alpha})": f"generalised_entropy:{{income}},alpha={alpha}"
        for alpha in ("-1", "0", "0.5", "1", "2")
    },
    **{f"atkinson({epsilon})": f"atkinson:{{income}},epsilon={epsilon}" for epsilon in ("0.5", "1", "2")},
    "jdiv": "j_divergence:{income}",
    "quintile_share_ratio_S80S20": "quintile_share_ratio:{income}",
    "palma_ratio_S90S40": "palma_ratio:{income}",
    "zenga": "zenga:{income}",
    "isq_lower_total_0.2": "lower_total:{income},p=0.2",
    "isq_lower_total_0.8": "lower_total:{income},p=0.8",
    **{f"quantile_linearised_{p}": f"quantile:{{income}},p={p},interval=linearised" for p in (0.2, 0.5, 0.8)},
}
GROUPED = {
    **{f"GE{alpha}_by": f"generalised_entropy:{{income}},alpha={alpha}" for alpha in (0, 1, 2)},
    **{f"atkinson{epsilon}_by": f"atkinson:{{income}},epsilon={epsilon}" for epsilon in ("0.5", "1")},
    "qsr_by": "quintile_share_ratio:{income}",
    "palma_by": "palma_ratio:{income}",
    "zenga_by": "zenga:{income}",
}
COMPARED = {
    "qsr_by": "quintile_share_ratio:{income}",
    "GE1_by": "generalised_entropy:{income},alpha=1",
    "atkinson1_by": "atkinson:{income},epsilon=1",
}
UNWEIGHTED = (
    "gini:{income}",
    "hoover:{income}",
    "kolm:relative,alpha=1",
    "coefficient_of_variation:{income}",
    "lorenz_asymmetry:{income}",
)


def _gini(known: Mapping[str, str]) -> list[Measure]:
    return [convey_gini(known["income"])]


def _amato(known: Mapping[str, str]) -> list[Measure]:
    return [convey_amato(known["income"])]


def _lorenz() -> Calculation:
    texts = (f"lorenz:{{income}},p={tenth / 10}" for tenth in range(11))
    return replace(income(*texts), ours="lorenz:{income},p=0, 0.1, ... 1")


def _pay_gap(statistic: str) -> Calculation:
    text = f"pay_gap:py010n,by=rb090,reference=female,statistic={statistic},among=py010n > 0"
    return income(text, read=values, deviation=PAY_GAP)


def _gini_row(*, by: bool = False, **more) -> Calculation:
    return income(GINI, by=by, made=_gini, deviation=CONVEY_GINI, **more)


BY_ROW = {"ilocos_iid_weights": "ilocos_by_row", "eusilc_strat_person": "eusilc_persons_by_row"}
"""Tables in which no two people are tied, where ties would come in the order of rows."""

CALCULATIONS: dict[str | tuple[str, str], Calculation] = {
    "gini": _gini_row(),
    "gini_by": _gini_row(by=True),
    **contrasts("gini_by", GINI, made=_gini, deviation=CONVEY_GINI),
    (REPLICATED, "gini_by_contrast_ratio_first2"): _gini_row(
        by=True, read=by_covariance(contrasted("ratio"))
    ),
    **{name: income(text, together=PLAIN.values()) for name, text in PLAIN.items()},
    "renyi1": income("renyi:{income},alpha=1"),
    "renyi.5": income("renyi:{income},alpha=0.5"),
    # This row was computed with the one person whose income is zero.
    ("ilocos_iid_weights", "renyi.5"): income("renyi:{income},alpha=0.5,nonpositive=keep_zeros"),
    **{name: income(text, by=True, together=GROUPED.values()) for name, text in GROUPED.items()},
    **{
        (scenario, f"zenga{suffix}"): income(
            "zenga:{income}", by=bool(suffix), table=in_order_of_rows, deviation=TIES
        )
        for scenario, in_order_of_rows in BY_ROW.items()
        for suffix in ("", "_by")
    },
    **{
        name: calculation
        for prefix, text in COMPARED.items()
        for name, calculation in contrasts(prefix, text, together=GROUPED.values()).items()
    },
    **{
        (REPLICATED, f"{prefix}_contrast_ratio_first2"): income(
            text,
            by=True,
            read=by_covariance(contrasted("ratio")),
            together=GROUPED.values(),
            deviation=REPLICATE_CONTRASTS,
        )
        for prefix, text in COMPARED.items()
    },
    "lorenz_deciles": _lorenz(),
    "lorenz_deciles_empirical": _lorenz(),
    "gender_pay_gap": income("pay_gap:{income},by=rb090,reference=female", deviation=PAY_GAP),
    "amato": income("amato:{income}", made=_amato, deviation=AMATO),
    "laeken_gini": overall_and_by_region(GINI, scale=100),
    "laeken_qsr": overall_and_by_region("quintile_share_ratio:{income}"),
    **{
        f"laeken_weightedQuantile_{p}": income(f"quantile:{{income}},p={p}", read=values)
        for p in (0.2, 0.5, 0.8)
    },
    "laeken_gpg_mean": _pay_gap("mean"),
    "laeken_gpg_median": _pay_gap("median"),
    **{
        f"IC2_SGini_{nu}": income(f"s_gini:{{income}},nu={nu},among={{positive}}", read=values)
        for nu in ("1.5", "2", "3")
    },
    "dineq_polarization_wolfson": income("wolfson:{income},among={positive}", read=values),
    "ineq_unweighted": income(*UNWEIGHTED, read=values, table="{data}_unweighted"),
}
