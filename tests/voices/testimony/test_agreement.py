"""Agreement of coders rests on testimony that two of them read."""

import pytest

from dueregard.voices.testimony.agreement import coding_agreement
from tests.voices.testimony.making import FRAME, coded


def test_only_what_two_read_counts_and_what_was_agreed_later_does_not() -> None:
    codings = [
        *(coded(f"t{n}", "ramps" if n % 2 else "cost") for n in range(12)),
        *(coded(f"t{n}", "ramps" if n % 2 else "cost", coder="CD") for n in range(11)),
        coded("t0", "access", coder="agreed"),
        coded("alone", "cost"),
    ]
    found = coding_agreement(codings, FRAME, seed=1, resamples=200)
    assert found is not None
    assert (found.testimonies, found.twice, found.awaiting, found.masi.units) == (13, 11, 0, 11)
    assert found.masi.alpha == found.jaccard.alpha == pytest.approx(1)
    # A ramp is a matter of access, so access was given wherever ramps were.
    assert [(each.code, each.given) for each in found.codes] == [("access", 5), ("ramps", 5), ("cost", 6)]


def test_a_coder_who_found_nothing_read_it_all_the_same() -> None:
    codings = [coded("t1", "cost"), coded("t1", coder="CD"), coded("t2"), coded("t2", coder="CD")]
    found = coding_agreement(codings, FRAME, seed=1, resamples=10)
    assert found is not None
    assert (found.twice, found.awaiting) == (2, 1)
    [cost] = found.codes
    assert cost.alpha.alpha == pytest.approx(0)


def test_nothing_read_twice_is_no_agreement() -> None:
    assert coding_agreement([coded("t1", "cost")], FRAME, seed=1) is None
