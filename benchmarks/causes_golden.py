"""Birthright and strata beside published values: ours, the reference's and how far apart they are.

The references were computed with R: base R and partykit for inequality of opportunity, lme4 for strata.
They and their data are not part of this project; ``DUEREGARD_SHARED`` says where they lie. `--write` keeps
the table.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dueregard.causes import birthright, intersectional_strata
from dueregard.people import read_people

RESULTS = Path(__file__).parent / "results"
STRATA = ("Gender", "Race", "Education")
CARD = ("black", "reg", "smsa66", "momdad14", "fe", "me")
MADRID = ("sex", "ctrybirth", "munipop", "educF", "educM", "occF", "occstatM")
TABLES = {
    "Card": ("iop_card.json", "card_prepared.csv", "wage", "wt_", CARD, 50),
    "Madrid 2019": ("iop_madrid2019.json", "mad2019_ineqopp_MIT.csv", "Y", "weight", MADRID, 30),
}
MODELS = {
    "REML": ("health_gauss_REML", "BMI", {}, 1e-6),
    "ML": ("health_gauss_ML", "BMI", {"method": "ml"}, 1e-6),
    "REML, age held constant": ("health_gauss_REML_age", "BMI", {"adjust": ["Age"]}, 1e-6),
    "adaptive quadrature, 15 points": ("health_obese_agq15", "Obese", {"quadrature": 15}, 1e-5),
    "Laplace": ("health_obese_laplace", "Obese", {"quadrature": 1}, 2e-4),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One value beside its reference."""

    where: str
    what: str
    ours: float
    reference: float
    tolerance: float

    @property
    def apart(self) -> float:
        """How far apart they are; relative where the tolerance of models is."""
        return abs(self.ours - self.reference)

    @property
    def near(self) -> bool:
        """Whether that is within the tolerance."""
        return self.apart <= self.tolerance * max(1.0, abs(self.reference))


def of_birthright(shared: Path) -> Iterator[Row]:
    """Hold estimators of inequality of opportunity against base R's and partykit's."""
    for name, (known, table, outcome, weight, columns, least) in TABLES.items():
        golden = json.loads((shared / "golden/opportunity" / known).read_text())
        people = read_people(shared / "data/opportunity" / table, weight=weight)

        def found(**asked: Any) -> Mapping[tuple[str, str, str], float]:
            report = birthright(
                people,  # noqa: B023
                outcome=outcome,  # noqa: B023
                circumstances={each: [each] for each in columns},  # noqa: B023
                **({"replicates": 0, "null_draws": 0, "min_size": least} | asked),  # noqa: B023
            )
            told = {
                (each.by["estimator"], each.by["component"], each.measure): each.estimate
                for each in report.records
                if each.estimate is not None
            }
            return told | {("tree", "total", "types"): float(len(report.types))}

        own = found(estimators=["parametric", "nonparametric"])
        for key, reference in _of_regressions(golden, columns):
            yield Row(where=name, what=", ".join(key), ours=own[key], reference=reference, tolerance=1e-8)
        for case, asked, estimator in (
            ("ctree_0.95", {"estimators": "tree", "alpha": 0.05}, "tree"),
            ("ctree_0.99", {"estimators": "tree", "alpha": 0.01}, "tree"),
            ("ctree_log_0.99", {"estimators": "tree", "scale": "log"}, "tree"),
            ("expost_ctree0.99_minb100_deciles", {"estimators": "expost", "min_size": 100}, "expost"),
        ):
            told = found(**asked)
            yield Row(
                where=name,
                what=f"{case}: types",
                ours=told["tree", "total", "types"],
                reference=golden[case]["types"],
                tolerance=0,
            )
            for measure in ("gini", "mld"):
                ours = told[estimator, "total", measure]
                yield Row(
                    where=name,
                    what=f"{case}: {measure}",
                    ours=ours,
                    reference=golden[case][measure],
                    tolerance=1e-8,
                )


def _of_regressions(
    golden: Mapping[str, Any], columns: tuple[str, ...]
) -> Iterator[tuple[tuple[str, str, str], float]]:
    told = golden["param"]
    yield ("observed", "total", "gini"), golden["gini_y"]
    yield ("observed", "total", "mld"), golden["mld_y"]
    yield ("observed", "total", "variance_of_logs"), golden["varlog_y"]
    for measure in ("gini", "mld", "gini_share", "mld_share"):
        yield ("nonparametric", "total", measure), golden["nonparam"][measure]
    yield ("parametric", "total", "mld"), told["mld_smoothed"]
    yield ("parametric", "total", "gini"), told["gini_smoothed"]
    yield ("parametric", "total", "mld_share"), told["mld_share_direct"]
    yield ("parametric_residual", "total", "mld_share"), told["mld_share_residual"]
    yield ("parametric", "total", "variance_of_logs_share"), told["varlog_R2"]
    yield ("parametric", "total", "r2"), golden["ols_R2"]
    for name in columns:
        yield ("parametric", name, "mld"), golden["shapley_mld_param"][name]


def of_strata(shared: Path) -> Iterator[Row]:
    """Hold models of strata against lme4's."""
    known = json.loads((shared / "golden/opportunity/maihda_nhanes_lme4.json").read_text())
    people = read_people(shared / "data/opportunity/maihda_health_nhanes_MIT.csv")
    for name, (case, outcome, options, tolerance) in MODELS.items():
        found = intersectional_strata(people, outcome=outcome, strata=STRATA, **options)
        for model, fit in (("null", found.null), ("main", found.main)):
            wanted = known[case][model]
            pairs = {"variance between strata": (fit.variance, wanted["var_stratum"])}
            if "var_resid" in wanted:
                pairs["residual variance"] = (fit.residual, wanted["var_resid"])
                pairs["log-likelihood"] = (fit.log_likelihood, wanted["logLik"])
            for what, (ours, reference) in pairs.items():
                yield Row(
                    where=f"NHANES, {name}",
                    what=f"{model}: {what}",
                    ours=ours,
                    reference=reference,
                    tolerance=tolerance,
                )
            effects = {
                ".".join(each.levels.values()): each.deviation if model == "null" else each.interaction
                for each in found.strata
            }
            worst = max(wanted["ranef"], key=lambda each: abs(effects[each] - wanted["ranef"][each]))
            yield Row(
                where=f"NHANES, {name}",
                what=f"{model}: the stratum furthest apart, of {len(effects)}",
                ours=effects[worst],
                reference=wanted["ranef"][worst],
                tolerance=5 * tolerance,
            )


def page(rows: list[Row]) -> str:
    """Write the table."""
    beyond = sum(not each.near for each in rows)
    lines = [
        "# Causes beside published values",
        "",
        f"{len(rows)} values; {beyond} beyond tolerance: 1e-8 for inequality of opportunity; for strata, of",
        "the value, 1e-6 (normal), 1e-5 (15 points) and 2e-4 (Laplace, where lme4's optimiser stops early),",
        "and five times that for strata. Made by `python benchmarks/causes_golden.py --write`.",
        "",
        "| of | value | ours | reference | apart |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| {each.where} | {each.what} | {each.ours:.10g} | {each.reference:.10g} | {each.apart:.1e} |"
        for each in rows
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    shared = Path(os.environ.get("DUEREGARD_SHARED", Path(__file__).resolve().parents[2] / "shared"))
    if not (shared / "golden" / "opportunity").is_dir():
        sys.exit("The published values are not here: say in DUEREGARD_SHARED where they lie.")
    told = page([*of_birthright(shared), *of_strata(shared)])
    print(told)
    if "--write" in sys.argv:
        (RESULTS / "causes_golden.md").write_text(told)


if __name__ == "__main__":
    main()
