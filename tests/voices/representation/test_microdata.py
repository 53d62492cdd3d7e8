"""Comparators and bodies that are samples: their own error counts."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from dueregard.people import read_people
from dueregard.voices.representation import Microdata, represent
from dueregard.voices.representation.shares import NotCompared
from dueregard.voices.representation.weighted import rao_scott
from tests.voices.representation.making import body_of

SURVEY = {"sex": ["F"] * 30 + ["M"] * 20 + [None], "w": [1.0] * 30 + [2.0] * 20 + [5.0], "age": [*range(51)]}


def test_shares_are_weighted_and_have_an_error() -> None:
    found = Microdata(people=read_people(SURVEY, weight="w")).shares(("Sex",))
    assert found.shares.tolist() == pytest.approx([30 / 70, 40 / 70])
    assert found.covariance is not None
    assert found.covariance[0, 0] == pytest.approx(-found.covariance[0, 1])
    assert found.people is not None
    assert found.people.tolist() == [30, 20]
    wide, narrow = found.limits(0.99), found.limits(0.5)
    assert wide is not None
    assert narrow is not None
    assert (wide[:, 0] < narrow[:, 0]).all()


def test_a_full_count_is_known() -> None:
    table = Microdata(people=read_people({"sex": SURVEY["sex"]}, count="full"))
    found = table.shares(("sex",))
    assert (table.kind, found.covariance) == ("known", None)
    assert found.counts is not None
    assert found.counts.tolist() == [30, 20]


def test_the_ratio_of_a_sampled_comparator_is_less_certain() -> None:
    body = body_of(sex={"F": 3, "M": 9})
    sample = represent(body, read_people({"sex": SURVEY["sex"]}), by=["sex"]).find("sex").groups[0]
    known = represent(body, {"sex": {"F": 0.6, "M": 0.4}}, by=["sex"]).find("sex").groups[0]
    assert sample.ratio == pytest.approx(known.ratio)
    assert sample.ratio_low is not None
    assert known.ratio_low is not None
    assert sample.ratio_low < known.ratio_low


def test_amounts_need_bands() -> None:
    survey = read_people({"age": [*range(70)]})
    with pytest.raises(NotCompared, match="--bands age="):
        Microdata(people=survey).shares(("age",))
    found = represent(body_of(age={20: 2, 50: 1}), survey, by=["age"], bands={"age": (0, 30, 60)})
    assert [(group.level, group.count) for group in found.find("age").groups] == [
        ("0 to 29", 2),
        ("30 to 59", 1),
        ("60 and over", 0),
    ]


def test_weights_of_the_body() -> None:
    members = {"sex": ["F"] * 6 + ["M"] * 14, "w": [2.0] * 6 + [1.0] * 14}
    finding = represent(read_people(members, weight="w"), {"sex": {"F": 0.5, "M": 0.5}}, by=["sex"]).find(
        "sex"
    )
    women = finding.groups[0]
    assert (finding.model, finding.test) == ("weighted", None)
    assert (women.count, women.share) == (6, pytest.approx(12 / 26))
    assert women.seats_short is None
    assert women.so_few is None
    assert finding.rao_scott is not None
    assert women.low is not None
    assert women.low < 12 / 26


def test_weights_of_one_change_only_what_is_exact() -> None:
    sexes = ["F"] * 6 + ["M"] * 14
    plain = represent(read_people({"sex": sexes}), {"sex": {"F": 0.5, "M": 0.5}}, by=["sex"]).find("sex")
    one = represent(
        read_people({"sex": sexes, "w": [1.0] * 20}, weight="w"), {"sex": {"F": 0.5, "M": 0.5}}, by=["sex"]
    ).find("sex")
    for before, after in zip(plain.groups, one.groups, strict=True):
        assert after.share == pytest.approx(before.share)
        assert (after.low, after.high) == pytest.approx((before.low, before.high), abs=0.02)


def test_rao_scott_of_a_plain_draw_is_the_chi_square_test() -> None:
    fair, counts = np.array([0.5, 0.3, 0.2]), np.array([9, 8, 13])
    spread = (np.diag(fair) - np.outer(fair, fair)) / 30
    wanted = stats.chisquare(counts, 30 * fair).pvalue
    assert rao_scott(counts / 30, fair, covariance=spread) == pytest.approx(wanted, abs=1e-12)
    # A design effect of two halves the statistic.
    doubled = stats.chi2.sf(stats.chisquare(counts, 30 * fair).statistic / 2, 2)
    assert rao_scott(counts / 30, fair, covariance=2 * spread) == pytest.approx(doubled, abs=1e-12)
    assert rao_scott([1.0], [1.0], covariance=[[0.0]]) == 1
