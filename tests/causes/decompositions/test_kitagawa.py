"""Kitagawa's parts, by hand; the gap varies as a difference of means does."""

import numpy as np
import pytest

from dueregard.causes import decompose
from dueregard.errors import PeopleError
from dueregard.measures import mean
from dueregard.people import People, read_people


def people(count: int = 120, **design: str) -> People:
    draw = np.random.default_rng(5)
    sex = np.where(np.arange(count) % 2, "m", "f")
    age = (draw.uniform(size=count) * 3 - 0.5 * (sex == "m")).clip(0).astype(int)
    ill = (draw.uniform(size=count) < 0.2 + 0.2 * age + 0.1 * (sex == "m")).astype(float)
    table = {
        "sex": sex.tolist(),
        "age": [("young", "middle", "old")[at] for at in age],
        "class": (np.arange(count) // 2 % 2).tolist(),
        "ill": ill.tolist(),
        "w": draw.uniform(1, 3, count).tolist(),
        "h": (np.arange(count) // 3).tolist(),
    }
    return read_people(table, **design)  # type: ignore[arg-type]


def test_parts_are_those_of_the_formula() -> None:
    found = decompose(
        people(), outcome="ill", group="sex", reference="f", covariates=["age"], method="kitagawa"
    )
    rows = {row["name"]: row for row in found.model}
    shares = np.array([[row["share_of_reference"], row["share_of_other"]] for row in rows.values()])
    rates = np.array([[row["rate_of_reference"], row["rate_of_other"]] for row in rows.values()])
    assert found.value("composition") == pytest.approx((shares[:, 0] - shares[:, 1]) @ rates.mean(axis=1))
    assert found.value("rate") == pytest.approx((rates[:, 0] - rates[:, 1]) @ shares.mean(axis=1))
    assert found.value("gap") == pytest.approx(found.value("composition") + found.value("rate"))
    levels = [found.value("composition", variable="age", level=level) for level in rows]
    assert sum(levels) == pytest.approx(found.value("composition"))


def test_several_covariates_are_crossed_and_the_gap_has_the_error_of_a_difference_of_means() -> None:
    sampled = people(weight="w", cluster="h")
    found = decompose(
        sampled,
        outcome="ill",
        group="sex",
        reference="f",
        covariates=["age", "class"],
        method="kitagawa",
    )
    plain = sampled.estimate(mean("ill"), by="sex").difference("sex", reference="m")
    assert found.value("gap") == pytest.approx(plain.values[0])
    assert found.se("gap") == pytest.approx(plain.se[0])
    assert "old, 1" in {part.level for part in found.parts}


def test_cells_of_one_group_only_are_named_and_left_out_when_asked() -> None:
    table = {
        "sex": ["f", "m"] * 4 + ["f"],
        "age": ["a", "a", "b", "b"] * 2 + ["c"],
        "ill": [1, 0, 1, 1, 0, 0, 1, 0, 1],
    }
    asked = {
        "outcome": "ill",
        "group": "sex",
        "reference": "f",
        "covariates": ["age"],
        "method": "kitagawa",
    }
    with pytest.raises(PeopleError, match="'c'"):
        decompose(read_people(table), **asked)  # type: ignore[arg-type]
    found = decompose(read_people(table), **asked, one_sided="drop")  # type: ignore[arg-type]
    assert found.value("gap") == pytest.approx(0.75 - 0.25)
    assert any("1 person was left out" in note for note in found.notes)
