"""How totals and ranks are computed over a table: Narwhals expressions on DuckDB, Polars or Spark."""

from dueregard.engine.design import Poststrata, ReplicateWeights, SurveyDesign
from dueregard.engine.evaluate import evaluate
from dueregard.engine.expression import Expression, parse
from dueregard.engine.grouping import Grouping
from dueregard.engine.influence import recentred_influence
from dueregard.engine.protocols import (
    Composite,
    Gathered,
    Linear,
    Measure,
    Modelled,
    Ordered,
    Outcome,
    Proxy,
    Ranked,
    Smooth,
    Tallied,
)
from dueregard.engine.table import Table, table_from

__all__ = [
    "Composite",
    "Expression",
    "Gathered",
    "Grouping",
    "Linear",
    "Measure",
    "Modelled",
    "Ordered",
    "Outcome",
    "Poststrata",
    "Proxy",
    "Ranked",
    "ReplicateWeights",
    "Smooth",
    "SurveyDesign",
    "Table",
    "Tallied",
    "evaluate",
    "parse",
    "recentred_influence",
    "table_from",
]
