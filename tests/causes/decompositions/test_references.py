"""Named reference coefficients: each is what a regression would give, and no other stands in for it."""

import numpy as np
import pytest

from dueregard.causes.decompositions import Options
from dueregard.causes.decompositions.oaxaca import decompose_twofold
from dueregard.causes.decompositions.references import REFERENCES, reference_named
from dueregard.errors import UsageError
from tests.causes.decompositions.made import made


def regression(columns: np.ndarray, outcome: np.ndarray, weight: np.ndarray) -> np.ndarray:
    root = np.sqrt(weight)
    return np.linalg.lstsq(columns * root[:, None], outcome * root, rcond=None)[0]


def by_hand(name: str) -> float:
    people = made(designed=True)
    x, y, w, here = people.matrix.fit, people.outcome, people.weight, people.in_reference
    first, second = regression(x[here], y[here], w[here]), regression(x[~here], y[~here], w[~here])
    share = w[here].sum() / w.sum()
    star = {
        "pooled": regression(np.column_stack([x, ~here]), y, w)[:-1],
        "neumark": regression(x, y, w),
        "reference": first,
        "group": second,
        "reimers": (first + second) / 2,
        "cotton": share * first + (1 - share) * second,
    }[name]
    means = [w[who] @ x[who] / w[who].sum() for who in (here, ~here)]
    return float((means[0] - means[1]) @ star)


@pytest.mark.parametrize("errors", ["classical", "linearised"])
@pytest.mark.parametrize("name", list(REFERENCES))
def test_what_is_explained_is_by_those_coefficients(name: str, errors: str) -> None:
    options = Options(coefficients=name, standard_errors=errors)  # type: ignore[arg-type]
    found = decompose_twofold(made(designed=True), options)
    assert found.value("explained") == pytest.approx(by_hand(name), abs=1e-10)
    assert found.alternatives["neumark"] == pytest.approx(by_hand("neumark"), abs=1e-10)
    assert found.coefficients == name


def test_an_unknown_name_is_refused_with_the_nearest() -> None:
    with pytest.raises(UsageError, match="neumark"):
        decompose_twofold(made(), Options(coefficients="nuemark"))
    assert reference_named(" Jann ") == "pooled"
