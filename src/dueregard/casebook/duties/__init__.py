"""Duties as dated, cited data: what each law asks, of whom, from when, and what recurs."""

from dueregard.casebook.duties.duty import Aim, Duty, InForce, Question, Recurring
from dueregard.casebook.duties.names import DutyName
from dueregard.casebook.duties.reading import duties, duty_named, duty_names

__all__ = [
    "Aim",
    "Duty",
    "DutyName",
    "InForce",
    "Question",
    "Recurring",
    "duties",
    "duty_named",
    "duty_names",
]
