"""How much of inequality goes with what nobody chooses: inequality of opportunity, by estimator and group."""

from dueregard.causes.birthright.findings import Birthright, TypeOfBirth
from dueregard.causes.birthright.report import birthright

__all__ = ["Birthright", "TypeOfBirth", "birthright"]
