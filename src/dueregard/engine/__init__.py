"""How totals and ranks are computed over a table: Narwhals expressions on DuckDB, Polars or Spark."""

from dueregard.engine.design import Poststrata, ReplicateWeights, SurveyDesign
from dueregard.engine.evaluate import evaluate
from dueregard.engine.expression import Expression, parse
from dueregard.engine.grouping import Grouping
from dueregard.engine.protocols import Linear, Measure, Outcome, Proxy, Ranked, Smooth
from dueregard.engine.table import Table, table_from

__all__ = [
    "Expression",
    "Grouping",
    "Linear",
    "Measure",
    "Outcome",
    "Poststrata",
    "Proxy",
    "Ranked",
    "ReplicateWeights",
    "Smooth",
    "SurveyDesign",
    "Table",
    "evaluate",
    "parse",
    "table_from",
]
