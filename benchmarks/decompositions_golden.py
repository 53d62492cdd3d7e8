"""Decompositions beside R oaxaca's and R survey's, value by value.

Run with ``python benchmarks/decompositions_golden.py SHARED``, where SHARED is the folder of reference data:
it prints ours, theirs and the difference; ``--write`` stores them for ``docs/decompositions.md``.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dueregard.causes import decompose
from dueregard.causes.decompositions.comparison import Options
from dueregard.causes.decompositions.groups import Groups, read_groups
from dueregard.causes.decompositions.oaxaca import decompose_threefold, decompose_twofold
from dueregard.people import read_people

HERE = Path(__file__).parent
RESULTS = HERE / "results" / "decompositions_golden.json"
SURVEY = HERE.parent / "tests" / "golden" / "decompositions_survey.json"
SCHOOLING = ("LTHS", "high.school", "some.college", "college", "advanced.degree")
OF_WEIGHT = {0: "group", 1: "reference", 0.5: "reimers", -1: "neumark", -2: "pooled"}
CPS_NAMES = {
    "reference": "two_ref0",
    "group": "two_ref1",
    "reimers": "reimers",
    "cotton": "cotton",
    "neumark": "neumark_pooled",
    "pooled": "jann_pooled_with_group",
}
TERMS = {
    "education": "education",
    "experience": "experience",
    "experience**2": "I(experience^2)",
    "smsa": "smsayes",
    "parttime": "parttimeyes",
}


@dataclass(frozen=True)
class Row:
    """One value beside the reference's."""

    data: str
    what: str
    ours: float
    theirs: float
    tolerance: float = 1e-8

    @property
    def difference(self) -> float:
        return abs(self.ours - self.theirs)


def chicago(shared: Path) -> Iterator[Row]:
    """Wages of the native and the foreign born, with schooling as one category."""
    with (shared / "data" / "opportunity" / "oaxaca_chicago_GPL2.csv").open() as file:
        rows = list(csv.DictReader(file))
    table: dict[str, list[Any]] = {
        name: [None if row[name] == "NA" else float(row[name]) for row in rows]
        for name in ("age", "female", "ln.real.wage", "foreign.born")
    }
    table["schooling"] = [next(level for level in SCHOOLING if row[level] == "1") for row in rows]
    compared = read_groups(
        read_people(table),
        outcome="ln.real.wage",
        group="foreign.born",
        reference="0",
        covariates=["age", "female", "schooling"],
    ).compare()
    known = _known(shared, "oaxaca_chicago_R")
    three = decompose_threefold(compared, Options())
    for part in ("endowments", "coefficients", "interaction"):
        yield Row("Chicago", f"three-fold: {part}", three.value(part), known["threefold"][f"coef({part})"])
    for total, variables in zip(known["twofold"], known["twofold_vars"], strict=True):
        name = OF_WEIGHT.get(total["group.weight"], "cotton")
        two = decompose_twofold(compared, Options(coefficients=name))
        for part in ("explained", "unexplained"):
            yield Row("Chicago", f"{name}: {part}", two.value(part), total[f"coef({part})"])
            of = {row["_row"]: row[f"coef({part})"] for row in variables}
            for variable in ("age", "female"):
                yield Row(
                    "Chicago", f"{name}: {part}, {variable}", two.value(part, variable=variable), of[variable]
                )
            levels = {each: each for each in SCHOOLING} | {"high.school": "(Base)"}
            theirs = sum(of[level] for level in levels.values())
            yield Row("Chicago", f"{name}: {part}, schooling", two.value(part, variable="schooling"), theirs)
            if name != "pooled":
                for level, row in levels.items():
                    ours = two.value(part, variable="schooling", level=level)
                    yield Row("Chicago", f"{name}: {part}, schooling {level}", ours, of[row])


def cps(shared: Path) -> Iterator[Row]:
    """Wages in the Current Population Survey of 1988 by ethnicity."""
    people = read_people(shared / "data" / "opportunity" / "CPS1988_AER_GPL.csv")
    covariates = ["education", "experience", "experience**2", "smsa", "region", "parttime"]
    groups: Groups = read_groups(
        people, outcome="log(wage)", group="ethnicity", reference="cauc", covariates=covariates
    )
    compared, known = groups.compare(), _known(shared, "oaxaca_cps1988_ethnicity")
    three = decompose_threefold(compared, Options())
    yield Row("CPS 1988", "gap", three.value("gap"), known["gap"])
    for letter, part in zip("ECI", ("endowments", "coefficients", "interaction"), strict=True):
        yield Row("CPS 1988", f"three-fold: {part}", three.value(part), known["threefold"][letter])
        yield Row("CPS 1988", f"three-fold: {part}, se", three.se(part), known["threefold_se"][letter])
    for name, key in CPS_NAMES.items():
        two = decompose_twofold(compared, Options(coefficients=name))
        for part in ("explained", "unexplained"):
            yield Row("CPS 1988", f"{name}: {part}", two.value(part), known[key][part])
        detail = known[key]["explained_detail"]
        for ours, theirs in TERMS.items():
            yield Row(
                "CPS 1988",
                f"{name}: explained, {ours}",
                two.value("explained", variable=ours),
                detail[theirs],
            )
        region = sum(value for term, value in detail.items() if term.startswith("region"))
        yield Row("CPS 1988", f"{name}: explained, region", two.value("explained", variable="region"), region)
        if name == "reference":
            for part in ("explained", "unexplained"):
                yield Row("CPS 1988", f"{name}: {part}, se", two.se(part), known[f"se_{part}_ref0"])


def silc(shared: Path) -> Iterator[Row]:
    """Incomes by sex in a survey with weights, strata and households that hold both groups."""
    known = json.loads(SURVEY.read_text(encoding="utf-8"))
    people = read_people(
        shared / "data" / "measures" / "eusilc.csv.gz", weight="rb050", strata="db040", cluster="db030"
    ).where("age >= 16")
    asked: dict[str, Any] = {
        "outcome": "eqIncome",
        "group": "rb090",
        "reference": "male",
        "covariates": ["age", "age**2"],
        "categories": ["pl030"],
    }
    found = decompose(people, **asked)
    yield Row("EU-SILC", "gap, se (svyby)", found.se("gap"), known["gap_se"], 1e-6)
    by_name = {row["name"]: row for row in found.model}
    named = {"(constant)": "", "age": ":age", "age**2": ":age2", "pl030[1]": ":status1"}
    for ours, theirs in named.items():
        for group, male in (("reference", 1), ("other", 0)):
            error = float(by_name[ours][f"coefficient_of_{group}_se"])
            reference = known["coefficients_se"][f"factor(male){male}{theirs}"]
            label = "men" if male else "women"
            yield Row("EU-SILC", f"coefficient of {ours}, {label}, se (svyglm)", error, reference, 1e-6)
    for name in CPS_NAMES:
        two = decompose(people, **asked, coefficients=name)
        yield Row("EU-SILC", f"{name}: explained", two.value("explained"), known["parts"][name], 1e-6)
        for part, key in (("explained", name), ("unexplained", f"unexplained.{name}")):
            error = known["bootstrap_se"][key]
            # 600 replicates: a standard error of the standard error of some 3 per cent.
            yield Row("EU-SILC", f"{name}: {part}, se (bootstrap)", two.se(part), error, 0.09 * error)


def _known(shared: Path, name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((shared / "golden" / "opportunity" / f"{name}.json").read_text())
    return found


def main(shared: Path, *, write: bool) -> int:
    """Print every value beside the reference's, and whether all are within their tolerance."""
    rows = [*chicago(shared), *cps(shared), *silc(shared)]
    print("| data | what | ours | reference | difference |")
    print("|---|---|---|---|---|")
    for row in rows:
        print(f"| {row.data} | {row.what} | {row.ours:.10g} | {row.theirs:.10g} | {row.difference:.1e} |")
    beyond = [row for row in rows if not row.difference <= row.tolerance]
    print(f"\n{len(rows)} values, {len(beyond)} beyond their tolerance")
    for row in beyond:
        print(f"  {row.data} {row.what}: {row.difference:.2e}")
    if write:
        told = [[row.data, row.what, row.ours, row.theirs] for row in rows]
        lines = ",\n".join(json.dumps(each, ensure_ascii=False) for each in told)
        RESULTS.write_text(f'{{"rows": [\n{lines}\n]}}\n', encoding="utf-8")
    return len(beyond)


if __name__ == "__main__":
    folder = [each for each in sys.argv[1:] if not each.startswith("--")]
    sys.exit(main(Path(folder[0] if folder else "../shared"), write="--write" in sys.argv) > 0)
