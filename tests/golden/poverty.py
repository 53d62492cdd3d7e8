"""Poverty and richness: R convey, laeken and ineq."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dueregard.engine import Measure
from dueregard.estimates import Estimates
from tests.golden.calculation import Calculation, Found
from tests.golden.deviations import CONVEY_SEN, REPLICATE_CONTRASTS, THRESHOLD_SHARE
from tests.golden.incomes import REPLICATED, income, overall_and_by_region
from tests.golden.peers import convey_sen, convey_sen_shorrocks_thon
from tests.golden.reading import by_covariance, contrasted, per_cent, values, with_contrasts
from tests.golden.rows import Row

LINES = {"relmedian60": "0.6*median", "relmean50": "0.5*mean", "absolute": "{line}"}
ABSOLUTE_GAP = "poverty_gap:{income},line={line}"
PLAIN = {
    "arpt": "poverty_threshold:{income}",
    "arpt_p50": "poverty_threshold:{income},line=0.5*median",
    "arpr": "poverty_rate:{income}",
    "arpr_p50": "poverty_rate:{income},line=0.5*median",
    "rmpg": "relative_median_poverty_gap:{income}",
    "poor_median": "poor_median:{income}",
    "watts_relmedian60": "watts:{income}",
    "watts_absolute": "watts:{income},line={line}",
    "sen_by_none": "poverty_rate:{income},line={line}",
    "richness_FGT1": "richness:{income},line=1.5*median,kind=concave,among={positive}",
    "richness_Cha": "richness:{income},line=1.5*median,kind=chakravarty,among={positive}",
    **{
        f"fgt{power}_{name}": f"fgt:{{income}},alpha={power},line={line}"
        for power in range(3)
        for name, line in LINES.items()
    },
}
GROUPED = {
    "arpt_by": "poverty_threshold:{income}",
    "arpr_by": "poverty_rate:{income}",
    "fgt1_by": "poverty_gap:{income}",
    "fgt2_by": "poverty_severity:{income}",
    "rmpg_by": "relative_median_poverty_gap:{income}",
}
JOINT = {
    "arpr_domain_vcov": "poverty_rate:{income}",
    "arpr_domain_vcov_state": "poverty_rate:{income}",
    "fgt1_rel_domain_vcov": "poverty_gap:{income}",
    "fgt1_abs_domain_vcov": ABSOLUTE_GAP,
    "rmpg_domain_vcov": "relative_median_poverty_gap:{income}",
}
UNWEIGHTED = (
    "watts:{income},line={line}",
    "sen:{income},line={line}",
    "sen_shorrocks_thon:{income},line={line}",
    # The parameter of ineq's Foster is one more than the power.
    "poverty_rate:{income},line={line}",
    "poverty_gap:{income},line={line}",
)
SHARES = ("0.4", "0.5", "0.6", "0.7")


def _whatever_the_share(_: Row, estimates: Estimates) -> Found:
    return {"estimate": estimates.values, "se": estimates.se * 0.6 / 0.5}


def _sen(known: Mapping[str, str]) -> list[Measure]:
    return [convey_sen(known["income"], line=float(known["line"]))]


def _sen_shorrocks_thon(known: Mapping[str, str]) -> list[Measure]:
    return [convey_sen_shorrocks_thon(known["income"], line=float(known["line"]))]


CALCULATIONS: dict[str | tuple[str, str], Calculation] = {
    **{name: income(text, together=PLAIN.values()) for name, text in PLAIN.items()},
    "rmir": income("relative_median_income_ratio:{income},age=age,limit=65"),
    **{name: income(text, by=True, together=GROUPED.values()) for name, text in GROUPED.items()},
    **{name: income(text, by=True, read=with_contrasts) for name, text in JOINT.items()},
    "fgt1abs_by_cov": income(ABSOLUTE_GAP, by=True),
    "fgt1abs_by_contrast_diff_first2": income(ABSOLUTE_GAP, by=True, read=contrasted("difference")),
    "fgt1abs_by_contrast_ratio_first2": income(
        ABSOLUTE_GAP, by=True, read=by_covariance(contrasted("ratio")), deviation=REPLICATE_CONTRASTS
    ),
    (REPLICATED, "arpt_p50"): income(PLAIN["arpt_p50"], read=_whatever_the_share, deviation=THRESHOLD_SHARE),
    "sen_absolute": income("sen:{income},line={line}", made=_sen, deviation=CONVEY_SEN),
    "sst_absolute": income(
        "sen_shorrocks_thon:{income},line={line}", made=_sen_shorrocks_thon, deviation=CONVEY_SEN
    ),
    "laeken_arpt": income("poverty_threshold:{income}", read=values),
    "laeken_arpr": overall_and_by_region("poverty_rate:{income}", scale=100),
    "laeken_rmpg": overall_and_by_region("relative_median_poverty_gap:{income}", scale=100),
    "laeken_prop_below_median60": replace(
        income(*(f"poverty_rate:{{income}},line={share}*median" for share in SHARES), read=per_cent),
        ours="poverty_rate:{income},line=...*median",
    ),
    "ineq_poverty_unweighted": income(*UNWEIGHTED, read=values, table="{data}_unweighted"),
}
