"""The answers that people of the town can give, in the order in which tables show them.

Inside the model every answer is a code: the position of its label here.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["DOES_NOT_APPLY", "LEVELS", "NOT_ANSWERED", "UNKNOWN", "code_of"]

DOES_NOT_APPLY = "does not apply"
NOT_ANSWERED = "not answered"
UNKNOWN = -1  # the code of a question that does not apply: a child has no social grade

_OCCUPATION_OF_PARENTS = (
    "No parent in work",
    "Routine or manual",
    "Intermediate",
    "Managerial or professional",
)

LEVELS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "sex": ("female", "male"),
        "ethnicity": (
            "White British",
            "White other",
            "Gypsy or Irish Traveller",
            "Indian",
            "Pakistani",
            "Other Asian",
            "Black African",
            "Black Caribbean",
            "Mixed",
            "Other ethnic group",
        ),
        "religion": (
            "No religion",
            "Christian",
            "Muslim",
            "Hindu",
            "Sikh",
            "Jewish",
            "Buddhist",
            "Other religion",
        ),
        "disabled": ("no", "yes"),
        "marital_status": (
            "Never married",
            "Married or in a civil partnership",
            "Divorced or separated",
            "Widowed",
        ),
        "sexual_orientation": ("Straight", "Gay or lesbian", "Bisexual", "Other orientation"),
        "parent_occupation": _OCCUPATION_OF_PARENTS,
        "parent_education": ("No qualifications", "School or college", "Degree"),
        "qualification": (
            "No qualifications",
            "GCSE or equivalent",
            "A level or equivalent",
            "Degree or above",
        ),
        "social_grade": ("Never worked", "Routine or manual", "Intermediate", "Managerial or professional"),
        "relationship": ("reference person", "partner", "child", "sharer"),
        "in_work": ("no", "yes"),
        "good_health": ("no", "yes"),
        "has_car": ("no", "yes"),
        "travel_pass": ("no", "yes"),
        "missed_appointment": ("no", "yes"),
        "council_tax_help": ("no", "yes"),
        "fixed_address": ("no", "yes"),
    }
)


def code_of(column: str, label: str) -> int:
    """Give the code of an answer.

    Parameters
    ----------
    column : str
        A question of the model.
    label : str
        One of its answers.

    Returns
    -------
    int
        The position of the answer in ``LEVELS[column]``.

    Examples
    --------
    >>> code_of("sex", "male")
    1
    """
    return LEVELS[column].index(label)
