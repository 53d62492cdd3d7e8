"""Before and after in order, and gaps between groups, with what they have in common."""

from __future__ import annotations

from itertools import chain

import numpy as np
import pytest

from dueregard import measures
from dueregard.consequences.figures import SHAPE
from dueregard.engine.many import joint_over, pairs_over
from tests.engine.many.making import BY, DESIGNS, people, same, together

LINE = "0.6*median"
BEFORE = [shape.make("income", "before", LINE, None) for shape in SHAPE]
AFTER = [shape.make("after", "k", LINE, None) for shape in SHAPE]
CROSSINGS = ((), ("number",), ("letter", "sex"))


@pytest.mark.parametrize("design", DESIGNS)
def test_paired_changes_of_medians_ginis_and_poverty(design: str) -> None:
    given = people(**DESIGNS[design])
    many, groupings = together(given)
    crossings = [tuple(groupings[name] for name in crossing) for crossing in CROSSINGS]
    for pair in pairs_over(many, BEFORE, {"k": AFTER}, crossings, level=0.95):
        every = chain.from_iterable(zip(BEFORE, AFTER, strict=True))
        known = given.estimate(*every, by=CROSSINGS[pair.crossing])
        same(pair.estimates, known)
        same(pair.estimates.change("k", before="before"), known.change("k", before="before"))


def test_of_a_domain_the_line_is_still_everybodys() -> None:
    given = people(weight="weight", strata="stratum").where("age >= 30")
    many, groupings = together(given)
    [pair] = pairs_over(many, BEFORE, {"k": AFTER}, [(groupings["sex"],)], level=0.95)
    known = given.estimate(*chain.from_iterable(zip(BEFORE, AFTER, strict=True)), by="sex")
    same(pair.estimates.change("k", before="before"), known.change("k", before="before"))


def test_what_does_not_change_has_no_error_at_all() -> None:
    many, _ = together(people(weight="weight"))
    income = many.columns["income"]
    many = many.having({"income": income, "after": income.copy()})
    [pair] = pairs_over(many, BEFORE, {"k": AFTER}, [()], level=0.95)
    change = pair.estimates.change("k", before="before")
    assert not change.values.any()
    assert not change.se.any()


@pytest.mark.parametrize("design", DESIGNS)
def test_gaps_with_everyone_else_and_with_a_group(design: str) -> None:
    given = people(**DESIGNS[design])
    many, groupings = together(given, after=("income", "change"))
    means = [measures.mean("income", name="before"), measures.mean("after", name="k")]
    for name, found in zip(BY, joint_over(many, means, list(groupings.values())), strict=True):
        known = given.estimate(*means, by=name)
        np.testing.assert_allclose(found.covariance(), known.covariance(), rtol=1e-9, atol=1e-9)
        reference = known.labels[0].by[name]
        for ours, theirs in (
            (found, known),
            (found.versus("rest"), known.versus("rest")),
            (found.difference(name, reference=reference), known.difference(name, reference=reference)),
        ):
            same(ours, theirs)
            same(ours.change("k", before="before"), theirs.change("k", before="before"))
