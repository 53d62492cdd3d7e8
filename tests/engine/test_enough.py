"""Results of too few people for their intervals are approximate, and say why."""

from __future__ import annotations

from types import MappingProxyType

import numpy as np
import pyarrow as pa
import pytest

from dueregard.engine import SurveyDesign, evaluate, table_from
from dueregard.engine.blocks import EVERY_SIZE, judged
from dueregard.estimates import Support
from dueregard.measures import (
    CATALOGUE,
    generalised_entropy,
    gini,
    gini_decomposition,
    mean,
    mean_log_deviation,
    theil,
    variance,
    zenga,
)
from dueregard.measures.declared import OrderedMeasure

SHORT = "in simulations the 95% interval of this measure held the truth less than 93% of the time"


def people(size: int, **design):
    random = np.random.default_rng(size)
    columns = {"income": random.lognormal(10, 0.6, size), "sex": random.choice(["f", "m"], size)}
    return table_from(pa.table(columns), design=SurveyDesign(**design))


def test_few_people_are_approximate():
    enough = CATALOGUE["gini"].enough
    assert enough > 100
    few, many = (evaluate(people(size), [gini("income")]) for size in (enough - 1, enough))
    assert few.statuses == ("approximate",)
    assert few.reasons == (f"fewer than {enough:,} effective people: {SHORT}",)
    assert (many.statuses, many.reasons) == (("ok",), (None,))


def test_effective_people_count():
    support = Support(n=1_000, n_effective=150.0)
    assert judged(support, None, 151)[0] == "approximate"
    assert judged(support, None, 150)[0] == "ok"


def test_intervals_that_never_cover_are_always_approximate():
    assert judged(Support(n=10**7, n_effective=1e7), None, EVERY_SIZE) == ("approximate", SHORT)


def test_another_reason_comes_first():
    assert judged(Support(n=5, n_effective=5.0), "the line is below zero", 100)[1] == "the line is below zero"
    assert judged(Support(), None, 100)[0] == "not_estimable"


def test_decompositions_are_judged_by_their_own_number():
    split = gini_decomposition("income", within="sex")
    found = evaluate(people(CATALOGUE["gini"].enough + 50), [split])
    assert CATALOGUE["gini_decomposition"].enough > CATALOGUE["gini"].enough + 50
    assert set(found.statuses) == {"approximate"}


def test_inequality_of_one_person_cannot_be_measured():
    for measure in (gini("income"), theil("income"), gini_decomposition("income", within="sex")):
        for design in ({}, {"count": "full"}):
            found = evaluate(people(1, **design), [measure])
            some = [
                reason
                for reason, status in zip(found.reasons, found.statuses, strict=True)
                if status == "approximate"
            ]
            assert set(some) == {"one person: inequality cannot be measured"}
    assert evaluate(people(1), [mean("income")]).reasons == (None,)


def test_zenga_of_few_people_is_too_high():
    few, some = (evaluate(people(size), [zenga("income")]) for size in (29, 30))
    assert (few.statuses, few.reasons) == (
        ("approximate",),
        ("fewer than 30 people: in small groups it is too high",),
    )
    assert (some.statuses, some.reasons) == (("ok",), (None,))


def test_people_left_out_are_not_among_the_few():
    left_out = table_from(pa.table({"income": [0.0, -1.0, 5.0]}), design=SurveyDesign())
    assert evaluate(left_out, [theil("income")]).reasons == ("one person: inequality cannot be measured",)


def test_one_person_has_no_variance():
    assert evaluate(people(1), [variance("income")]).reasons == ("one person has no variance",)


def test_a_full_count_has_no_interval_to_be_short():
    found = evaluate(people(20, count="full"), [gini("income"), gini_decomposition("income", within="sex")])
    assert set(found.statuses) == {"ok"}


def test_a_measure_of_ones_own_needs_nobody():
    own = OrderedMeasure(name="own", outcome=mean("income").outcome, form=gini("income").form)
    assert own.enough == 0
    assert evaluate(people(20), [own]).statuses == ("ok",)


@pytest.mark.parametrize("name", CATALOGUE)
def test_the_number_is_the_catalogues(name: str):
    entry = CATALOGUE[name]
    assert isinstance(entry.enough, int)
    told = dict(entry.facts()).get("Approximate", "")
    assert bool(told) == bool(entry.enough)
    assert isinstance(CATALOGUE, MappingProxyType)


def test_an_index_that_is_another_by_its_option_needs_as_many() -> None:
    assert generalised_entropy("y", alpha=0).enough == mean_log_deviation("y").enough
    assert generalised_entropy("y", alpha=1).enough == theil("y").enough
    assert generalised_entropy("y", alpha=2).enough > theil("y").enough
