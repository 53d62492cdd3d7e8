"""Households before deaths: who founded them, with whom, where, and the children still at home."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from dueregard.demo.draws import Columns, along, bounded, effect, stage_generator
from dueregard.demo.levels import LEVELS, code_of
from dueregard.demo.parameters_of_life import Families
from dueregard.demo.places import WARDS

__all__ = ["children_at_home", "families"]

_REFERENCE, _PARTNER, _CHILD, _SHARER = range(4)
_FEMALE, _MALE = 0, 1
_MOST_CHILDREN = 6
_LAST_AGE_AT_BIRTH = 45.0
_YOUNGEST_PARENT = 16


def families(seed: int, parameters: Families) -> Columns:
    """Found the households and list their members, household by household.

    Parameters
    ----------
    seed : int
        The seed of the town.
    parameters : Families

    Returns
    -------
    dict of str to ndarray, each of shape (people,)
        household, ward, relationship, sex, age, ethnicity, couple (lives with a partner), same_sex.
        Members are listed household by household: the reference person, the partner, others by age.
    """
    random = stage_generator(seed, "families")
    founders = _founders(random, parameters)
    partners = _partners(random, parameters, founders)
    children = _children(random, parameters, founders, partners)
    sharers = _sharers(random, founders)
    members = [founders, partners, children, sharers]
    columns = {
        name: np.concatenate([part[name] for part in members])
        for name in ("household", "ward", "relationship", "sex", "age", "ethnicity", "couple", "same_sex")
    }
    order = np.lexsort((-columns["age"], columns["relationship"], columns["household"]))
    return {name: column[order] for name, column in columns.items()}


def _founders(random: np.random.Generator, parameters: Families) -> Columns:
    count = parameters.founded
    ward = random.choice(len(WARDS), size=count, p=[place.share for place in WARDS])
    ethnicity = _ethnic_groups(random, parameters, ward)
    old = np.full(len(LEVELS["ethnicity"]), parameters.old)
    for label, value in parameters.old_by_group:
        old[code_of("ethnicity", label)] = value
    age = bounded(19 + 77 * random.beta(parameters.young, old[ethnicity]), 19, 95)
    couple = random.random(count) < along(parameters.couple, age)
    return {
        "household": np.arange(count),
        "ward": ward,
        "relationship": np.full(count, _REFERENCE),
        "sex": random.integers(0, 2, size=count),
        "age": age,
        "ethnicity": ethnicity,
        "couple": couple,
        "same_sex": couple & (random.random(count) < parameters.same_sex_partner),
        "sharing": ~couple & (random.random(count) < along(parameters.sharing, age)),
    }


def _ethnic_groups(
    random: np.random.Generator, parameters: Families, ward: NDArray[Any]
) -> NDArray[np.int64]:
    """Draw the group of each household, minority groups more often where its ward has more of them."""
    share = np.array([dict(parameters.ethnic_group)[label] for label in LEVELS["ethnicity"]])
    odds = np.array([place.minority_odds for place in WARDS])
    by_ward = share * np.where(np.arange(len(share)) == 0, 1.0, odds[:, None])
    upper = np.cumsum(by_ward / by_ward.sum(axis=1, keepdims=True), axis=1)
    return np.asarray((random.random(len(ward))[:, None] > upper[ward, :-1]).sum(axis=1))


def _partners(random: np.random.Generator, parameters: Families, founders: Columns) -> Columns:
    chosen = np.flatnonzero(founders["couple"])
    sex = np.where(founders["same_sex"][chosen], founders["sex"][chosen], 1 - founders["sex"][chosen])
    older = np.where(sex == _MALE, 2.0, -2.0) * ~founders["same_sex"][chosen]
    age = founders["age"][chosen] + older + random.normal(0, 3.5, size=len(chosen))
    same = random.random(len(chosen)) < parameters.same_group_partner
    other = _ethnic_groups(random, parameters, founders["ward"][chosen])
    return _members(founders, chosen, _PARTNER) | {
        "sex": sex,
        "age": bounded(age, 19, 95),
        "ethnicity": np.where(same, founders["ethnicity"][chosen], other),
        "couple": np.ones(len(chosen), dtype=bool),
        "same_sex": founders["same_sex"][chosen],
    }


def _children(
    random: np.random.Generator, parameters: Families, founders: Columns, partners: Columns
) -> Columns:
    mother_age, partner_group = founders["age"].astype(float), founders["ethnicity"].copy()
    younger_age = mother_age.copy()
    home = partners["household"]  # households are numbered from 0 in the founders' order
    mother_age[home] = np.where(founders["sex"][home] == _FEMALE, founders["age"][home], partners["age"])
    younger_age[home] = np.minimum(founders["age"][home], partners["age"])
    partner_group[home] = partners["ethnicity"]
    group = founders["ethnicity"]
    mixed = np.where(partner_group == group, group, code_of("ethnicity", "Mixed"))

    ever_born = random.poisson(parameters.children + effect(parameters.children_by_group, "ethnicity", group))
    ever_born[~_may_have_children(random, parameters, founders)] = 0
    parent = np.repeat(np.arange(len(group)), np.minimum(ever_born, _MOST_CHILDREN))
    mean, spread = parameters.age_at_birth
    at_birth = np.clip(random.normal(mean, spread, size=len(parent)), 17.5, _LAST_AGE_AT_BIRTH)
    age = np.floor(mother_age[parent] - at_birth)
    at_home = random.random(len(parent)) < along(parameters.leaving_home, age)
    here = at_home & (age >= 0) & (younger_age[parent] - age >= _YOUNGEST_PARENT)
    parent, age = parent[here], age[here]
    return _members(founders, parent, _CHILD) | {
        "sex": (random.random(len(parent)) < 0.512).astype(int),  # 105 boys are born for 100 girls
        "age": age.astype(np.int16),
        "ethnicity": mixed[parent],
    }


def _may_have_children(
    random: np.random.Generator, parameters: Families, founders: Columns
) -> NDArray[np.bool_]:
    couple, draw = founders["couple"] & ~founders["same_sex"], random.random(len(founders["sex"]))
    alone = np.where(founders["sex"] == _FEMALE, parameters.lone_mother, parameters.lone_father)
    eligible: NDArray[np.bool_] = couple | (~founders["couple"] & ~founders["sharing"] & (draw < alone))
    return eligible


def _sharers(random: np.random.Generator, founders: Columns) -> Columns:
    chosen = np.repeat(
        np.arange(len(founders["age"])),
        founders["sharing"] * random.integers(1, 4, size=len(founders["age"])),
    )
    age = founders["age"][chosen] + random.normal(0, 2.5, size=len(chosen))
    return _members(founders, chosen, _SHARER) | {
        "sex": random.integers(0, 2, size=len(chosen)),
        "age": bounded(age, 18, 45),
    }


def _members(founders: Columns, chosen: NDArray[Any], relationship: int) -> Columns:
    """Start the members who join households: what they share with the founder, and no partner."""
    count = len(chosen)
    return {
        "household": founders["household"][chosen],
        "ward": founders["ward"][chosen],
        "relationship": np.full(count, relationship),
        "ethnicity": founders["ethnicity"][chosen],
        "couple": np.zeros(count, dtype=bool),
        "same_sex": np.zeros(count, dtype=bool),
    }


def children_at_home(columns: Columns) -> Columns:
    """Say who is a parent living with children, and how old the youngest is.

    Parameters
    ----------
    columns : dict of str to ndarray
        Needs household, relationship, age.

    Returns
    -------
    dict of str to ndarray, each of shape (people,)
        youngest (age of the household's youngest child, 99 without one) and parent_at_home.
    """
    youngest = np.full(int(columns["household"].max()) + 1, 99, dtype=np.int16)
    child = columns["relationship"] == _CHILD
    np.minimum.at(youngest, columns["household"][child], columns["age"][child])
    of_household = youngest[columns["household"]]
    parent = (of_household < 99) & (columns["relationship"] < _CHILD)
    return {"youngest": of_household, "parent_at_home": parent}
