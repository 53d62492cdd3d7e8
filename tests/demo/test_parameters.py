"""The planted numbers are about answers that exist."""

from dataclasses import fields, is_dataclass, replace

import numpy as np
import pytest

from dueregard.demo import Parameters, town
from dueregard.demo.levels import LEVELS

LABELS = {label for labels in LEVELS.values() for label in labels}


def tables(part):
    """Every table of effects inside the parameters, with its name."""
    for field in fields(part):
        value = getattr(part, field.name)
        if is_dataclass(value):
            yield from tables(value)
        elif isinstance(value, tuple) and isinstance(value[0], tuple) and isinstance(value[0][0], str):
            yield f"{type(part).__name__}.{field.name}", value


@pytest.mark.parametrize(("name", "table"), list(tables(Parameters())))
def test_every_effect_is_of_an_answer_that_people_can_give(name, table):
    assert {label for label, _ in table} <= LABELS


def test_the_groups_share_all_households():
    assert sum(share for _, share in Parameters().families.ethnic_group) == pytest.approx(1, abs=0.005)


def test_a_town_can_be_built_with_other_numbers():
    usual = Parameters()
    healthier = replace(usual, health=replace(usual.health, disabled=0.0))
    shares = [town(parameters=each).columns["good_health"].mean() for each in (usual, healthier)]
    assert shares[1] > shares[0] + 0.03


def test_a_change_to_one_stage_leaves_earlier_stages_alone():
    usual = Parameters()
    other = town(parameters=replace(usual, travel=replace(usual.travel, car=3.0)))
    assert np.array_equal(other.columns["income"], town().columns["income"])
