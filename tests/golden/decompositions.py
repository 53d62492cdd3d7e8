"""Inequality and poverty split by group and by dimension: R convey, IC2 and dineq."""

from __future__ import annotations

from pathlib import Path

from dueregard.estimates import Estimates
from tests.golden.calculation import Calculation, Found
from tests.golden.deviations import HELD_LINE, TIES
from tests.golden.estimated import estimated
from tests.golden.incomes import DATA, REPLICATED, income, names
from tests.golden.reading import Reading, everything, first
from tests.golden.rows import Row

ENTROPY = "generalised_entropy_decomposition:{{income}},alpha={},within={{group}}"
ATKINSON = "atkinson_decomposition:{{income}},epsilon={},within={{group}}"
GINI = "gini_decomposition:{{income}},within={{group}},convention={},among={{positive}}"


def part(*positions: int) -> Reading:
    """Values at these positions of ours: the package gives no standard errors."""
    return lambda _, estimates: {"estimate": estimates.values[list(positions)]}


def _cross(_: Row, estimates: Estimates) -> Found:
    # IC2 takes the product of the parts away, where ours adds its negative.
    return {"estimate": estimates.values[1:4] * [1, 1, -1]}


def _with_held_line(row: Row, folder: Path) -> Found:
    column = DATA[row.data]["income"]
    line = estimated(row.scenario, [f"poverty_threshold:{column}"], folder).values[0]
    held = estimated(row.scenario, [f"fgt_decomposition:{column},line={float(line)}"], folder)
    return everything(row, held)


CALCULATIONS: dict[str | tuple[str, str], Calculation] = {
    **{f"GE({alpha})_decomposition": income(ENTROPY.format(alpha), read=first(3)) for alpha in (0, 1, 2)},
    "jdiv_decomposition": income("j_divergence_decomposition:{income},within={group}", read=first(3)),
    "fgt2_decomposition": income("fgt_decomposition:{income}"),
    (REPLICATED, "fgt2_decomposition"): Calculation(
        ours="fgt_decomposition:{income},line=...", find=_with_held_line, names=names, deviation=HELD_LINE
    ),
    "watts_decomposition": income("watts_decomposition:{income}"),
    **{f"IC2_decompGEI_{alpha}": income(ENTROPY.format(alpha), read=part(1, 2)) for alpha in (0, 1, 2)},
    **{
        f"IC2_decompAtkinson_{epsilon}": income(ATKINSON.format(epsilon), read=_cross)
        for epsilon in ("0.5", "1", "2")
    },
    "IC2_decompSGini_BM": income(GINI.format("pyatt"), read=part(1, 2, 3)),
    "IC2_decompSGini_YL": income(GINI.format("yitzhaki"), read=part(1, 2, 3)),
    ("ilocos_points", "IC2_decompSGini_YL"): income(
        GINI.format("yitzhaki"), read=part(1, 2, 3), table="ilocos_by_row", deviation=TIES
    ),
    "dineq_gini_decomp": income(GINI.format("pyatt"), read=part(0, 1, 2, 3)),
    "dineq_mld_decomp": income(ENTROPY.format(0), read=part(0, 1, 2)),
}
