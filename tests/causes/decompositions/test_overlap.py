from dataclasses import replace

import numpy as np
import pytest

from dueregard.causes.decompositions import Comparison, Options
from dueregard.causes.decompositions.methods import method_of
from dueregard.causes.decompositions.model_matrix import Covariate, model_matrix
from dueregard.causes.decompositions.reweighting import reweighting_of
from dueregard.causes.designs import design_of
from dueregard.causes.factors import Factor
from dueregard.errors import PeopleError, UsageError


def number(name: str, values: np.ndarray) -> Covariate:
    return Covariate(name=name, variable=name, values=values.astype(float))


def category(name: str, codes: np.ndarray, levels: str) -> Covariate:
    return Covariate(
        name=name, variable=name, values=Factor(name=name, label=name, codes=codes, levels=tuple(levels))
    )


def groups(*covariates: Covariate, outcome: np.ndarray | None = None) -> Comparison:
    first = np.arange(60) < 36
    pay = np.random.default_rng(5).lognormal(size=60) if outcome is None else outcome
    return Comparison(
        outcome=pay,
        weight=np.ones(60),
        in_reference=first,
        matrix=model_matrix(covariates, size=60),
        covariates=covariates,
        design=design_of(60),
    )


CODES = np.tile([0, 1, 2, 0], 15)
AGES = np.tile(np.arange(12.0), 5)


def test_cells_take_exactly_the_shares_of_the_other_group() -> None:
    both = groups(category("c", CODES, "xyz"))
    made = reweighting_of(both, kind="cells")
    of_other = np.bincount(CODES[~both.in_reference], minlength=3)
    weights = np.bincount(CODES[made.rows], made.weight, minlength=3)
    assert weights == pytest.approx(of_other)
    logit = reweighting_of(both)
    assert logit.weight / logit.weight.sum() == pytest.approx(made.weight / made.weight.sum(), rel=1e-9)
    assert logit.carried(made.weight[:, None]) == pytest.approx(made.carried(made.weight[:, None]), abs=1e-9)


def test_a_covariate_that_separates_the_groups_is_named() -> None:
    first = np.arange(60) < 36
    with pytest.raises(PeopleError, match="'grade' separates"):
        method_of("dfl")(groups(number("age", AGES), number("grade", AGES + 100 * first)), Options())
    nearly = AGES + 11.5 * first
    with pytest.raises(PeopleError, match="'rank' separates"):
        method_of("dfl")(groups(number("age", AGES), number("rank", nearly)), Options())
    only = np.where(first, np.minimum(CODES, 1), CODES)
    with pytest.raises(PeopleError, match="Nobody of 'A' has 'c' 'z'"):
        reweighting_of(groups(category("c", only, "xyz")))


def test_people_at_levels_of_nobody_else_have_no_weight() -> None:
    first = np.arange(60) < 36
    only = np.where(first, CODES, np.minimum(CODES, 1))
    made = reweighting_of(groups(category("c", only, "xyz")))
    assert not (only[made.rows] == 2).any()
    assert made.overlap.unused == pytest.approx(9 / 36)
    assert any("nobody of 'B' has" in note for note in made.overlap.notes("A", "B"))


def test_weights_are_cut_and_that_is_told() -> None:
    both = groups(number("age", AGES + np.where(np.arange(60) < 36, 0, 3)))
    free, cut = reweighting_of(both), reweighting_of(both, largest=0.05)
    assert free.overlap.largest_share > 0.05
    assert cut.overlap.largest_share == pytest.approx(0.05)
    assert cut.overlap.trimmed > 0
    assert "above 5.00%" in cut.told
    assert cut.overlap.effective_n > free.overlap.effective_n
    assert any("Warning" in note for note in free.overlap.notes("A", "B"))
    with pytest.raises(UsageError, match=r"at most 0\.01"):
        reweighting_of(both, largest=0.01)


def test_outcomes_that_have_no_distribution() -> None:
    age = number("age", AGES)
    with pytest.raises(PeopleError, match="same 'outcome'"):
        method_of("rif")(groups(age, outcome=np.ones(60)), Options())
    with pytest.raises(UsageError, match="--method logit"):
        method_of("rif")(groups(age, outcome=(AGES > 5).astype(float)), Options(quantiles=(0.5,)))
    with pytest.raises(UsageError, match="not yes or no"):
        method_of("logit")(groups(age), Options())
    with pytest.raises(PeopleError, match="Nobody of 'group' 'B'"):
        method_of("logit")(groups(age, outcome=(np.arange(60) == 3).astype(float)), Options())
    with pytest.raises(UsageError, match="Did you mean 'fairlie'"):
        method_of("logit")(groups(age), Options(detail="fairly"))


def test_heaps_are_warned_of() -> None:
    heaped = np.where(AGES < 7, 10.0, AGES)
    found = method_of("rif")(groups(number("age", AGES % 5), outcome=heaped), Options(quantiles=(0.5,)))
    assert any("have exactly the value of the quantile 0.5" in note for note in found.notes)
    assert found.value("gap") - found.value("rif_gap") == pytest.approx(found.value("approximation_error"))


def test_a_full_count_has_no_standard_errors() -> None:
    both = groups(number("age", AGES))
    full = replace(both, design=replace(both.design, sampling_error=False))
    assert np.isnan(method_of("rif")(full, Options(statistics=("variance",))).se("composition"))
    assert np.isnan(method_of("dfl")(full, Options()).se("composition"))
    ill = replace(full, outcome=(np.arange(60) % 3 == 0).astype(float))
    for detail in ("yun", "fairlie"):
        found = method_of("logit")(ill, Options(detail=detail))
        assert np.isnan(found.se("explained", variable="age"))
        assert found.value("explained", variable="age") == pytest.approx(found.value("explained"))
