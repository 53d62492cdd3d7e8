"""Uncertainty of an amount, as a multiple or in its own unit: the same distribution either way."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from dueregard.errors import CasebookError
from dueregard.options import draws_of, spread_of
from tests.options.making import option


def uncertainty(amount: Any, **keys: Any) -> Any:
    return option(amount=amount, amounts_below_zero="allow", uncertainty=keys).uncertainty


@pytest.mark.parametrize(
    ("amount", "in_amounts", "multiples"),
    [
        (120, {"distribution": "normal", "sd_amount": 30}, {"distribution": "normal", "sd": 0.25}),
        (
            "60 * 2",
            {"distribution": "interval", "low_amount": 60, "high_amount": 150},
            {"distribution": "interval", "low": 0.5, "high": 1.25},
        ),
        (
            -4,
            {"distribution": "uniform", "low_amount": -6, "high_amount": 0},
            {"distribution": "uniform", "low": 0, "high": 1.5},
        ),
    ],
)
def test_amounts_and_multiples_say_the_same(
    amount: Any, in_amounts: dict[str, Any], multiples: dict[str, Any]
) -> None:
    one, other = uncertainty(amount, **in_amounts), uncertainty(amount, **multiples)
    assert spread_of(one) == pytest.approx(spread_of(other), rel=1e-12)
    assert np.allclose(draws_of(one), draws_of(other), rtol=1e-12)


@pytest.mark.parametrize(
    ("amount", "keys", "told"),
    [
        (
            10,
            {"distribution": "normal", "sd": 0.1, "sd_amount": 1},
            "in amounts or as multiples, not in both",
        ),
        (10, {"distribution": "interval", "low_amount": 4}, "by `low_amount` and `high_amount`"),
        (10, {"distribution": "interval", "low_amount": 12, "high_amount": 14}, "must enclose"),
        (10, {"distribution": "interval", "low_amount": 10, "high_amount": 10}, "must enclose"),
        ("income / 10", {"distribution": "normal", "sd_amount": 1}, "one number other than nought"),
        (0, {"distribution": "normal", "sd_amount": 1}, "one number other than nought"),
    ],
)
def test_what_says_nothing_is_refused(amount: Any, keys: dict[str, Any], told: str) -> None:
    with pytest.raises(CasebookError, match=told):
        uncertainty(amount, **keys)
