"""Family background, then qualifications, then social grade: parents first, so that children can inherit."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from dueregard.demo.draws import Columns, effect, ordered, stage_generator
from dueregard.demo.levels import UNKNOWN, code_of
from dueregard.demo.parameters import Parameters
from dueregard.demo.parameters_of_life import Background, Education
from dueregard.demo.parameters_of_outcomes import Work
from dueregard.demo.places import ward_values

__all__ = ["upbringing"]

_SURVEY_YEAR = 2026
_MIDDLE_COHORT = 1976
_ADULT = 16


def upbringing(seed: int, parameters: Parameters, columns: Columns) -> Columns:
    """Draw where people come from and what that made of their schooling and their occupation.

    People who head a household report the family they grew up in; for children living at home that family
    is in the table, so their parents' occupation and education are read from the reference person.

    Parameters
    ----------
    seed : int
        The seed of the town.
    parameters : Parameters
        Uses background, education and work.
    columns : dict of str to ndarray
        Needs household, relationship, age, ethnicity, ward.

    Returns
    -------
    dict of str to ndarray, each of shape (people,)
        parent_occupation, parent_education, qualification, social_grade, as codes; the last two are
        UNKNOWN for people under 16.
    """
    child = columns["relationship"] == code_of("relationship", "child")
    elders = _of(columns, ~child)
    elders |= _background(stage_generator(seed, "background"), parameters.background, elders)
    elders |= _attainment(seed, "elders", parameters, elders)

    young = _of(columns, child)
    young |= _inherited(elders, young)
    young |= _attainment(seed, "young", parameters, young)
    result = {}
    for name in ("parent_occupation", "parent_education", "qualification", "social_grade"):
        result[name] = np.empty(len(child), dtype=np.int8)
        result[name][~child], result[name][child] = elders[name], young[name]
    return result


def _of(columns: Columns, who: NDArray[np.bool_]) -> Columns:
    return {name: column[who] for name, column in columns.items()}


def _cohort(columns: Columns) -> NDArray[Any]:
    """Years by which someone was born after 1976, as far as the cohorts of 1931 and 1996."""
    return np.asarray(np.clip(_SURVEY_YEAR - columns["age"], 1931, 1996) - _MIDDLE_COHORT)


def _background(random: np.random.Generator, parameters: Background, columns: Columns) -> Columns:
    group, cohort = columns["ethnicity"], _cohort(columns)
    occupation = ordered(
        random,
        effect(parameters.occupation_by_group, "ethnicity", group)
        + parameters.occupation_by_deprivation * ward_values("deprivation", columns["ward"])
        + parameters.occupation_by_cohort * cohort,
        parameters.occupation_cuts,
    )
    education = ordered(
        random,
        effect(parameters.education_by_occupation, "parent_occupation", occupation)
        + effect(parameters.education_by_group, "ethnicity", group)
        + parameters.education_by_cohort * cohort,
        parameters.education_cuts,
    )
    return {"parent_occupation": occupation, "parent_education": education}


def _inherited(elders: Columns, young: Columns) -> Columns:
    """Read the parents' occupation and education from each household's reference person."""
    reference = elders["relationship"] == code_of("relationship", "reference person")
    grade, qualification = elders["social_grade"][reference], elders["qualification"][reference]
    schooling = np.array([0, 1, 1, 2], dtype=np.int8)[qualification]
    return {
        "parent_occupation": grade[young["household"]],
        "parent_education": schooling[young["household"]],
    }


def _attainment(seed: int, generation: str, parameters: Parameters, columns: Columns) -> Columns:
    education = stage_generator(seed, f"education of the {generation}")
    columns = columns | {"qualification": _qualification(education, parameters.education, columns)}
    grade = _social_grade(stage_generator(seed, f"grade of the {generation}"), parameters.work, columns)
    return {"qualification": columns["qualification"], "social_grade": grade}


def _qualification(random: np.random.Generator, parameters: Education, columns: Columns) -> NDArray[np.int8]:
    attained = ordered(
        random,
        effect(parameters.by_parent_occupation, "parent_occupation", columns["parent_occupation"])
        + effect(parameters.by_parent_education, "parent_education", columns["parent_education"])
        + effect(parameters.by_group, "ethnicity", columns["ethnicity"])
        + parameters.by_deprivation * ward_values("deprivation", columns["ward"])
        + parameters.by_cohort * _cohort(columns),
        parameters.cuts,
    )
    age = columns["age"]
    attained = np.minimum(attained, np.select([age < 18, age < 21], [1, 2], 3)).astype(np.int8)
    return np.where(age < _ADULT, np.int8(UNKNOWN), attained)


def _social_grade(random: np.random.Generator, parameters: Work, columns: Columns) -> NDArray[np.int8]:
    grade = ordered(
        random,
        effect(parameters.grade_by_qualification, "qualification", columns["qualification"])
        + effect(parameters.grade_by_parent_occupation, "parent_occupation", columns["parent_occupation"])
        + effect(parameters.grade_by_group, "ethnicity", columns["ethnicity"])
        + parameters.grade_by_deprivation * ward_values("deprivation", columns["ward"]),
        parameters.grade_cuts,
    )
    return np.where(columns["age"] < _ADULT, np.int8(UNKNOWN), grade)
