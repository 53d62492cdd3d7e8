"""Benjamini and Hochberg's step-up rule, and Holm's step-down rule."""

import numpy as np
import pytest

from dueregard.errors import UsageError
from dueregard.estimates import benjamini_hochberg, holm


def test_example_of_the_paper():
    # Benjamini and Hochberg 1995, section 3.2: 15 p-values, of which four are rejected at 0.05.
    p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344]
    p += [0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000]
    assert benjamini_hochberg(p).sum() == 4


def test_smaller_p_values_than_a_discovery_are_discoveries():
    assert benjamini_hochberg([0.04, 0.049, 0.05]).all()


def test_order_does_not_matter():
    assert benjamini_hochberg([0.9, 0.001]).tolist() == [False, True]


def test_untested_values_do_not_count():
    assert benjamini_hochberg([np.nan, np.nan, 0.05]).tolist() == [False, False, True]


@pytest.mark.parametrize("p", [[], [np.nan]])
def test_nothing_tested(p):
    assert not benjamini_hochberg(p).any()


def test_level_is_not_a_confidence_level():
    with pytest.raises(UsageError, match="share of false discoveries"):
        benjamini_hochberg([0.01], level=0.95)


def test_holm_is_p_adjust_of_r():
    # R 4.2: p.adjust(c(0.01, 0.02, 0.03, 0.04, 0.005), "holm")
    assert holm([0.01, 0.02, 0.03, 0.04, 0.005]).tolist() == pytest.approx([0.04, 0.06, 0.06, 0.06, 0.025])


def test_holm_never_exceeds_one_and_leaves_out_what_was_not_tested():
    assert holm([0.9, np.nan, 0.8]).tolist() == pytest.approx([1.0, np.nan, 1.0], nan_ok=True)
