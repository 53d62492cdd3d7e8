"""Rules engines: a country's taxes and benefits as code, run on the caller's own table."""

from dueregard.options.engines.households import Households, households_of
from dueregard.options.engines.policyengine_uk import PolicyEngineUK
from dueregard.options.engines.rules_engine import (
    Change,
    Changed,
    Concept,
    Input,
    Output,
    Pinned,
    RulesEngine,
    Run,
    difference,
)

__all__ = [
    "Change",
    "Changed",
    "Concept",
    "Households",
    "Input",
    "Output",
    "Pinned",
    "PolicyEngineUK",
    "RulesEngine",
    "Run",
    "difference",
    "households_of",
]
