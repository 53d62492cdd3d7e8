"""A made-up town: withheld, approximate and inestimable groups, shares, incomes and a reversal."""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

from dueregard.casebook import Specification
from dueregard.casebook.load import Casebook
from dueregard.disclosure import Policy, Release, Table, release
from dueregard.estimates import Record, Support

SEX = ("Women", "Men")
AGE = ("16 to 24", "25 to 34", "35 to 49", "50 to 64", "65 and over")
ETHNIC = (
    "White British",
    "White: other",
    "Pakistani",
    "Indian",
    "Bangladeshi",
    "Black African",
    "Mixed or multiple",
    "Gypsy or Irish Traveller",
)
WARDS = (
    "Alder",
    "Bridge",
    "Castle",
    "Dock",
    "Eastgate",
    "Fenside",
    "Grange",
    "Harbour",
    "Ivy",
    "Junction",
    "Kiln",
    "Lockside",
)
OUTCOMES = {
    "in_work": ("proportion", None, 0.71, 0.45),
    "good_health": ("proportion", None, 0.78, 0.41),
    "income": ("median", "£ a week", 431.0, 260.0),
    "waiting_time": ("mean", "days", 18.4, 11.0),
}
SIZES = {"Pakistani": 312, "Bangladeshi": 96, "Black African": 41, "Gypsy or Irish Traveller": 6}
REFERENCES = {"ethnic_group": "White British", "sex": "Men", "socio_economic_position": "Professional"}

CASEBOOK = {
    "question": {
        "title": "Should Brackwater replace the flat travel pass with a targeted grant?",
        "decision_on": date(2027, 3, 31),
        "owner": "Cabinet Member for Transport",
        "duties": ["psed", "socio-economic"],
        "summary": "The flat pass costs £4.1 million a year. The grant would pay more to fewer people.",
    },
    "people": {
        "source": "people.parquet",
        "weight": "weight",
        "strata": "stratum",
        "cluster": "household",
        "synthetic": True,
        "population": "people aged 16 and over in Brackwater",
        "collected": "May 2026",
        "characteristics": {"sex": "sex", "ethnic_group": "ethnicity", "disability": "disabled"},
        "generations": {"age": "age"},
    },
    "outcomes": [
        {"name": "in_work", "yes": "status == 'work'", "better": "higher"},
        {"name": "good_health", "yes": "health in [1, 2]", "better": "higher"},
        {
            "name": "income",
            "column": "income",
            "unit": "£ a week",
            "better": "higher",
            "measures": ["median"],
            "target": {"gap": "ethnic_group", "at_most": 20, "by": 2030},
        },
        {"name": "waiting_time", "column": "wait", "unit": "days", "better": "lower", "measures": ["mean"]},
    ],
    "amendments": [
        {
            "date": date(2026, 10, 2),
            "author": "A. Officer",
            "what": "waiting_time was added",
            "why": "Asked for by the carers' forum",
        }
    ],
}


def casebook(**changes: object) -> Casebook:
    content = CASEBOOK | changes
    return Casebook(file=Path("casebook.toml"), specification=Specification.model_validate(content))


def record(
    outcome: str,
    by: Mapping[str, str],
    estimate: float | None,
    se: float | None,
    *,
    n: int,
    basis: str = "crude",
    reference: str | None = None,
    **changes: object,
) -> Record:
    measure, unit, _, _ = OUTCOMES[outcome]
    half = 1.98 * se if se is not None else None
    low = estimate - half if half is not None and estimate is not None else None
    high = estimate + half if half is not None and estimate is not None else None
    fields: dict[str, object] = {
        "measure": measure,
        "parameters": {"basis": basis},
        "outcome": outcome,
        "by": dict(by),
        "contrast": "difference" if reference else None,
        "reference": reference,
        "estimate": estimate,
        "se": se,
        "low": low,
        "high": high,
        "level": 0.95,
        "df": 236.0,
        "n": n,
        "n_eff": n / 1.4,
        "status": "ok",
        "reason": None,
        "unit": unit,
        "method": "Taylor linearisation, t" if measure != "median" else "Woodruff",
        "source": "people.parquet",
        "verdict": _verdict(low, high) if reference else None,
        "discovery": abs(estimate) > 3.0 * se if reference and estimate is not None and se else None,
        "support": Support(n=n, n_effective=n / 1.4, units=n // 2),
    }
    return Record(**(fields | changes))


def _verdict(low: float | None, high: float | None) -> str | None:
    if low is None or high is None:
        return None
    return "higher than" if low > 0 else "lower than" if high < 0 else "too close to call"


def not_estimable(outcome: str, by: Mapping[str, str], **changes: object) -> Record:
    why = {"status": "not_estimable", "reason": "too few people"}
    return record(outcome, by, None, None, n=0, df=None, n_eff=0.0, **(why | changes))


def group_records(
    outcome: str, by: Mapping[str, str], *, n: int, shift: float, standard_shift: float, reference: str | None
) -> Iterator[Record]:
    *_, middle, spread = OUTCOMES[outcome]
    se = spread / math.sqrt(n)
    for basis, moved in (("crude", shift), ("age-standardised", standard_shift)):
        if basis == "age-standardised" and "age" in by:
            continue
        yield record(outcome, by, middle + moved * spread, se, n=n, basis=basis)
        for other in ("everyone else", reference):
            if other and other not in by.values():
                yield record(outcome, by, moved * spread, 1.1 * se, n=n, basis=basis, reference=other)


def table(name: str, title: str, characteristics: Mapping[str, tuple[str, ...]], *, seed: int) -> Table:
    dice = random.Random(seed)
    records: list[Record] = []
    cells = list(itertools.product(*characteristics.values()))
    for outcome in OUTCOMES:
        for levels in cells:
            by = dict(zip(characteristics, levels, strict=True))
            n = min([SIZES.get(level, 900) for level in levels]) // (1 if len(levels) == 1 else 6)
            if n == 0 or levels[-1] == "No answer":
                records.append(not_estimable(outcome, by))
                continue
            shift = dice.uniform(-0.25, 0.2)
            standard = shift * 0.8
            if levels == ("Pakistani",):
                shift, standard = (0.2, -0.22) if outcome == "good_health" else (-0.41, -0.38)
            reference = REFERENCES.get(next(iter(characteristics))) if len(levels) == 1 else None
            records += group_records(
                outcome, by, n=n, shift=shift, standard_shift=standard, reference=reference
            )
    return Table(name=name, title=title, records=tuple(records))


def everyone() -> Table:
    values = OUTCOMES.items()
    records = [record(outcome, {}, middle, spread / 78, n=6123) for outcome, (_, _, middle, spread) in values]
    return Table(name="everyone", title="Everyone in Brackwater", records=tuple(records))


def aims(source: Table) -> Table:
    """The gaps of one table, set against the aim as the stage does."""
    records = [
        replace(
            one,
            parameters={**one.parameters, "target": 20.0, "by": "2030"},
            verdict="not met" if abs(one.estimate or 0) > 60 else "too close to call",
            discovery=None,
        )
        for one in source.records
        if one.outcome == "income" and one.reference == "White British"
    ]
    return Table(
        name="target-ethnic_group-income",
        title="income: target for gaps by ethnic group",
        note="The aim: no gap wider than 20 by 2030.",
        records=tuple(records),
    )


def change() -> Table:
    """Gaps between women and men in two years, and how they changed."""
    by = [{"sex": sex, "year": year} for sex in SEX for year in ("2021", "2026")]
    levels = [record("in_work", one, 0.7 + 0.01 * i, 0.012, n=800) for i, one in enumerate(by)]
    gaps = [record("in_work", one, -0.02, 0.015, n=800, reference="Men") for one in by[:2]]
    moved = record("in_work", {"sex": "Women"}, 0.03, 0.01, n=800, reference="Men")
    moved = replace(
        moved,
        contrast="difference of differences",
        parameters={"basis": "crude", "from": "2021", "to": "2026"},
        verdict="narrowing",
    )
    return Table(name="change-sex", title="Sex: over time", records=(*levels, *gaps, moved))


def tables() -> tuple[Table, ...]:
    crossed = {"sex": SEX, "ethnic_group": ETHNIC, "age": AGE}
    classes = ("Professional", "Intermediate", "Small employers", "Routine", "Never worked")
    ethnic_group = table("characteristic-ethnic_group", "Ethnic group", {"ethnic_group": ETHNIC}, seed=4)
    return (
        everyone(),
        table("characteristic-sex", "Sex", {"sex": SEX}, seed=1),
        table("characteristic-age", "Age", {"age": AGE}, seed=2),
        table(
            "characteristic-disability", "Disability", {"disability": ("Disabled", "Not disabled")}, seed=3
        ),
        ethnic_group,
        table(
            "characteristic-religion",
            "Religion or belief",
            {"religion": ("Christian", "Muslim", "Hindu", "No religion", "No answer")},
            seed=5,
        ),
        table(
            "characteristic-socio_economic_position",
            "Socio-economic position",
            {"socio_economic_position": classes},
            seed=6,
        ),
        table("intersection-sex-ethnic_group-age", "Sex, ethnic group and age", crossed, seed=7),
        table("place-ward", "Ward", {"ward": WARDS}, seed=8),
        table(
            "generation-cohort",
            "Year of birth",
            {"cohort": ("1928 to 1945", "1946 to 1964", "1965 to 1980", "1981 to 1996", "1997 and after")},
            seed=9,
        ),
        aims(ethnic_group),
        change(),
    )


@cache
def town() -> Release:
    return release(tables(), policy=Policy())


@cache
def village() -> Release:
    """A release of two short tables, for tests that write often."""
    return release([everyone(), table("characteristic-sex", "Sex", {"sex": SEX}, seed=1)])
