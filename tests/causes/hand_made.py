"""Findings about causes, made by hand: two outcomes, a tree of three types, a gap, and four strata."""

from dueregard.causes.findings import (
    BirthrightTold,
    CausesFindings,
    DecompositionTold,
    EdgeTold,
    NodeTold,
    StrataTold,
    TypeTold,
)
from dueregard.causes.released import ReleasedCauses, released_causes
from dueregard.causes.words import INTERACTION, SHRUNKEN, TYPE, TYPE_MEAN, TYPE_SHARE
from dueregard.disclosure import Table, release
from dueregard.estimates import Record, Support

MANY = Support(n=4000, n_effective=3000.0, units=1500)
SHARES = {
    ("tree", "total"): (0.12, 0.09, 0.15),
    ("tree", "family"): (0.06, 0.04, 0.08),
    ("tree", "ethnic_origin"): (0.02, 0.01, 0.03),
    ("tree", "place"): (0.04, 0.02, 0.06),
    ("parametric", "total"): (0.1, 0.07, 0.13),
    ("nonparametric", "total"): (0.31, 0.27, 0.36),
}
TYPES = {
    "born to a parent in routine work, in Harbour or Northside": (0.3, 310.0, ("Routine",), ("Harbour",)),
    "born to a parent in routine work, elsewhere": (0.3, 400.0, ("Routine",), ("Old Town", "Hill")),
    "born to a parent in other work": (0.4, 520.0, ("Managerial", "Intermediate"), ()),
}
OUTCOME = "income after travel"
CROSSED = {
    ("Women", "Pakistani"): (0.62, -0.04, 60),
    ("Men", "Pakistani"): (0.7, 0.01, 70),
    ("Women", "White British"): (0.78, 0.02, 900),
    ("Men", "White British"): (0.8, 0.01, 880),
}


def hand_made() -> CausesFindings:
    """Findings before the gate."""
    labels = list(TYPES)
    birth = BirthrightTold(
        outcome=OUTCOME,
        unit="£ a week",
        table="causes-birthright",
        types_table="causes-types-income-after-travel",
        share="mld_share",
        estimators=("tree", "parametric", "nonparametric"),
        components=("total", "family", "ethnic_origin", "place"),
        circumstances={"family": ("Parent's work",), "ethnic_origin": ("Ethnic group",), "place": ("Ward",)},
        types=tuple(
            TypeTold(label=label, profile={"Parent's work": work, "Ward": ward}, node=node)
            for (label, (_, _, work, ward)), node in zip(TYPES.items(), (3, 4, 5), strict=True)
        ),
        nodes=(
            NodeTold(id=1, parent=None, depth=0, variable="Parent's work", branch=()),
            NodeTold(id=2, parent=1, depth=1, variable="Ward", branch=("Routine",)),
            NodeTold(id=3, parent=2, depth=2, variable="", branch=("Harbour", "Northside"), label=labels[0]),
            NodeTold(id=4, parent=2, depth=2, variable="", branch=("Old Town", "Hill"), label=labels[1]),
            NodeTold(
                id=5, parent=1, depth=1, variable="", branch=("Managerial", "Intermediate"), label=labels[2]
            ),
        ),
        null_tests=("Family goes with income after travel beyond chance (p < 0.01).",),
        warnings=("The non-parametric share is too high where types have few people.",),
    )
    absent = BirthrightTold(outcome="good health", yes_no=True, reason="Nobody has a known circumstance.")
    gap = DecompositionTold(
        outcome="good health",
        characteristic="ethnic_group",
        group="Pakistani",
        reference="White British",
        covariates=("Age", "Family"),
        why="The widest gap of this outcome.",
        table="causes-decompositions",
    )
    strata = StrataTold(
        outcome="good health",
        of=("sex", "ethnic_group"),
        table="causes-strata-sex-ethnic_group",
        family="binomial",
        method="ML, adaptive quadrature with 15 points",
    )
    return CausesFindings(
        tables=(_birthright(), _types(), _decomposition(), _strata()),
        birthrights=(birth, absent),
        decompositions=(gap,),
        strata=(strata,),
        edges=(
            EdgeTold(before="parents' work", after="own work", kind="associational"),
            EdgeTold(
                before="bus fares",
                after="missed appointments",
                kind="causal",
                assumption="nothing else changed when fares rose",
                source="a trial of 2019",
                outcomes=("missed an appointment",),
            ),
        ),
        notes=("Nothing here says that one thing causes another.",),
    )


def released_by_hand() -> ReleasedCauses:
    """The same through the gate."""
    found = hand_made()
    return released_causes(release(found.tables), found)


def _record(measure: str, value: float, low: float, high: float, **more: object) -> Record:
    given = {"outcome": OUTCOME, "level": 0.95, "se": (high - low) / 3.92, "support": MANY, **more}
    return Record(measure=measure, estimate=value, low=low, high=high, **given)  # type: ignore[arg-type]


def _birthright() -> Table:
    records = tuple(
        _record("mld_share", *value, by={"estimator": by, "component": part}, n=4000, method="levels")
        for (by, part), value in SHARES.items()
    )
    return Table(name="causes-birthright", title="What inequality goes with", records=records)


def _types() -> Table:
    records = tuple(
        record
        for label, (share, mean, *_) in TYPES.items()
        for record in (
            Record(
                measure=TYPE_SHARE, outcome=OUTCOME, by={TYPE: label}, estimate=share, se=0.01, support=MANY
            ),
            _record(TYPE_MEAN, mean, mean - 10, mean + 10, by={TYPE: label}, unit="£ a week"),
        )
    )
    return Table(name="causes-types-income-after-travel", title="Types of birth", records=records)


def _decomposition() -> Table:
    parts = {
        ("gap", None): (0.12, 0.08, 0.16),
        ("explained", None): (0.05, 0.02, 0.08),
        ("unexplained", None): (0.07, 0.02, 0.12),
        ("explained", "Age"): (-0.01, -0.02, 0.0),
        ("explained", "Family"): (0.06, 0.03, 0.09),
    }
    records = tuple(
        _record(
            "proportion",
            *value,
            outcome="good health",
            by={"ethnic_group": "Pakistani"},
            contrast="difference",
            reference="White British",
            parameters={"component": part, **({"variable": name} if name else {})},
        )
        for (part, name), value in parts.items()
    )
    return Table(name="causes-decompositions", title="What gaps go with", records=records)


def _strata() -> Table:
    records = [
        Record(measure=name, outcome="good health", estimate=value, se=0.01, support=MANY, n=1910)
        for name, value in (("vpc", 0.06), ("pcv", 0.7), ("mor", 1.5), ("auc", 0.63))
    ]
    for (sex, origin), (value, beyond, n) in CROSSED.items():
        by = {"sex": sex, "ethnic_group": origin}
        support = Support(n=n, n_effective=n * 0.8, units=n // 2)
        more = {"outcome": "good health", "by": by, "support": support, "n": n}
        records += [
            _record("proportion", value, value - 0.05, value + 0.05, parameters={"basis": SHRUNKEN}, **more),
            _record(
                "proportion",
                beyond,
                beyond - 0.03,
                beyond + 0.03,
                parameters={"basis": INTERACTION},
                contrast="difference",
                reference="its parts",
                **more,
            ),
        ]
    return Table(name="causes-strata-sex-ethnic_group", title="Sex, ethnic group", records=tuple(records))
