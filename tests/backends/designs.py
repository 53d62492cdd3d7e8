"""Ways to select, weight and ask about people, each of which every backend must answer alike."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from dueregard.engine import Poststrata, ReplicateWeights, SurveyDesign
from dueregard.engine.calibration_targets import Calibrated, Margin
from tests.backends.people import REPLICATES

SMOOTH = {
    "mean": "mean:pay",
    "total": "total:pay",
    "proportion": "proportion:ill,among=age >= 20",
    "ratio": "ratio:pay,denominator=hours",
    "variance": "variance:income",
    "theil": "theil:income",
}
"""Functions of weighted totals."""

SUMMED = SMOOTH | {
    "median": "median:pay",
    "quantile": "quantile:income,p=0.3,interval=linearised",
}
"""With quantiles: measures that never need anybody's score."""

PANEL = SUMMED | {
    "gini": "gini:income",
    "poverty_rate": "poverty_rate:income,line=0.6*median",
    "generalised_entropy_decomposition": "generalised_entropy_decomposition:income,alpha=0,within=region",
}
"""With measures of people in order, one that needs the whole population, and one made of parts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """A design, and how it is asked.

    Attributes
    ----------
    family : str
        Under which heading the page of backends puts it.
    design : SurveyDesign
        How people were selected.
    where : str
        Whom estimates are about, if not everybody.
    keep_scores : bool, optional
        As in ``evaluate``: False asks for second moments.
    on_spark : mapping of str to str
        The measures that Spark, where each query takes long, is asked for.
    """

    family: str
    design: SurveyDesign
    where: str = ""
    keep_scores: bool | None = None
    on_spark: Mapping[str, str] = field(default_factory=dict)

    @property
    def panel(self) -> Mapping[str, str]:
        """The measures that are asked for."""
        return SUMMED if self.keep_scores is False else PANEL


ROWS = SurveyDesign(weight="w", strata="area")
CLUSTERS = replace(ROWS, clusters=("street",))
REPLICATED = tuple(f"r{index}" for index in range(REPLICATES))
MULTIPLIERS = tuple(f"m{index}" for index in range(REPLICATES))

SEX = Margin(columns=("sex",), totals={("female",): 380.0, ("male",): 420.0})
REGION = Margin(columns=("region",), totals={("north",): 300.0, ("south",): 260.0, ("west",): 240.0})
CODES = Margin(
    columns=("area", "ill"),
    totals={
        (str(area), ill): 40.0 if ill == "true" else 280.0 / 3
        for area, ill in itertools.product(range(6), ("true", "false"))
    },
)
"""Whole numbers and truths, crossed."""

KNOWN = {
    "post-stratification": Poststrata(column="sex", totals={"female": 380.0, "male": 420.0}).calibrated,
    "post-stratification, crossed": Calibrated(margins=(CODES,), method="poststratification"),
    "raking": Calibrated(margins=(SEX, REGION)),
    "raking, bounded": Calibrated(margins=(SEX, REGION), bounds=(0.4, 3.0)),
    "raking, everybody counting once": Calibrated(margins=(SEX, REGION), regression="equal"),
    "linear": Calibrated(margins=(SEX,), totals={"income": 360_000.0}, method="linear"),
    "linear, bounded": Calibrated(
        margins=(SEX,), totals={"income": 360_000.0}, method="linear", bounds=(0.4, 3.0)
    ),
    "logit": Calibrated(
        margins=(SEX, REGION), totals={"income": 360_000.0}, method="logit", bounds=(0.3, 3.0)
    ),
}


DRAWN = {
    "rows as sampling units": ROWS,
    "rows, finite population": replace(ROWS, fpc=("residents",)),
    "strata and clusters": CLUSTERS,
    "strata and clusters, finite population": replace(CLUSTERS, fpc=("streets",)),
    "finite population as a fraction": replace(CLUSTERS, fpc=("share_drawn",)),
    "two stages, finite populations": replace(
        CLUSTERS, clusters=("street", "door"), fpc=("streets", "doors")
    ),
    "weights implied by finite populations": SurveyDesign(
        strata="area", clusters=("street", "door"), fpc=("streets", "doors")
    ),
    "nobody weighted": SurveyDesign(),
    "full count": SurveyDesign(weight="w", count="full"),
    "full count under a model": SurveyDesign(weight="w", count="full", model="draws of a wider people"),
}


def _replicated(method: str, **options: object) -> SurveyDesign:
    columns = options.pop("columns", REPLICATED)
    weights = ReplicateWeights(columns=columns, method=method, **options)  # type: ignore[arg-type]
    return SurveyDesign(weight="w", replicates=weights)


BOOTSTRAP = _replicated("bootstrap")
AGAIN = {
    "bootstrap": BOOTSTRAP,
    "bootstrap, multipliers": _replicated("bootstrap", columns=MULTIPLIERS, combined=False),
    "jk1": _replicated("jk1"),
    "jkn": _replicated("jkn", rscales=tuple(0.5 + index / 20 for index in range(REPLICATES))),
    "brr": _replicated("brr"),
    "fay": _replicated("fay", fay_rho=0.3),
    "given, around the estimate": _replicated("given", scale=0.07, mse=True),
}
DOMAIN = "age >= 25 and region != 'west'"
HOMES = Calibrated(margins=(SEX, REGION), totals={"income": 360_000.0}, method="linear", within="home")

OF_EACH_QUERY = {
    "rows as sampling units",
    "two stages, finite populations",
    "weights implied by finite populations",
    "full count",
    "a domain",
    "second moments, strata",
    "bootstrap",
    "raking over clusters",
    "logit over rows",
    "post-stratification over replicates",
    "linear within households",
}
"""One of each kind of query, of which Spark is asked more than functions of totals."""

WITH_PARTS = {"rows as sampling units", "bootstrap", "raking over clusters"}
"""Of which Spark is asked for a decomposition too, which takes it as long as all the rest."""


def _features() -> dict[str, Feature]:
    found = {name: Feature(family="sampling", design=design) for name, design in DRAWN.items()}
    found["a domain"] = Feature(family="sampling", design=CLUSTERS, where=DOMAIN)
    for lonely in ("adjust", "certainty", "average"):
        design = replace(CLUSTERS, clusters=("ward",), lonely=lonely)
        found[f"lonely units, {lonely}"] = Feature(family="lonely units", design=design)
    moments = {
        "strata": ROWS,
        "finite population": replace(ROWS, fpc=("residents",)),
        "a lonely row": replace(ROWS, strata="parish"),
        "no strata": replace(ROWS, strata=None),
    }
    for name, design in moments.items():
        found[f"second moments, {name}"] = Feature(family="second moments", design=design, keep_scores=False)
    found["second moments, a domain"] = Feature(
        family="second moments", design=ROWS, where=DOMAIN, keep_scores=False
    )
    found |= {name: Feature(family="replicate weights", design=design) for name, design in AGAIN.items()}
    found |= _calibrated()
    return {name: replace(feature, on_spark=_on_spark(name, feature)) for name, feature in found.items()}


def _on_spark(name: str, feature: Feature) -> Mapping[str, str]:
    if name not in OF_EACH_QUERY:
        return SMOOTH
    parts = "generalised_entropy_decomposition"
    return {key: text for key, text in feature.panel.items() if key != parts or name in WITH_PARTS}


def _calibrated() -> dict[str, Feature]:
    over = {"rows": ROWS, "clusters": CLUSTERS, "replicates": BOOTSTRAP}
    found = {}
    for (way, known), (words, design) in itertools.product(KNOWN.items(), over.items()):
        # The ways of calibration differ in how the weights are solved for, on no database.
        if words == "clusters" or way in {"post-stratification", "raking", "logit"}:
            found[f"{way} over {words}"] = Feature(
                family="calibration", design=replace(design, calibration=known)
            )
    found["linear within households"] = Feature(
        family="calibration", design=replace(CLUSTERS, weight="home_weight", calibration=HOMES)
    )
    return found


FEATURES: Mapping[str, Feature] = _features()
