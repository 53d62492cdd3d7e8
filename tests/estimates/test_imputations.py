"""Multiple imputation against R mitools 2.4 (values and covariances) and the papers' formulae."""

import numpy as np
import pyarrow as pa
import pytest

from dueregard.engine import Grouping, ReplicateWeights, SurveyDesign, Table, evaluate, table_from
from dueregard.errors import SpreadError, UsageError
from dueregard.estimates import Covariance, Estimates, Label, combine_imputations, concatenate
from dueregard.measures import mean, median, total

GROUPS = [Grouping(name="g", column="g")]


def people() -> dict[str, np.ndarray]:
    i = np.arange(40)
    found = {"c": i // 4, "s": i // 20, "w": 1.0 + i % 3, "g": np.where(i % 2 == 0, "a", "b")}
    gap = (i * 31) % 7 == 0
    for m in range(1, 6):
        filled = 10 + (i * 53 + m * 17) % 89 / 9
        found[f"y{m}"] = np.where(gap, filled, 10 + (i * 7919) % 101 / 10)
        found[f"r{m}"] = found["w"] * ((i // 4 + m) % 3)
    return found


def table(**design: object) -> Table:
    chosen = SurveyDesign(**(design or {"weight": "w", "strata": "s", "clusters": ("c",)}))  # type: ignore[arg-type]
    return table_from(pa.table(people()), design=chosen)


def completed(of: Table, groupings: list[list[Grouping]], measure=mean) -> list[Estimates]:
    return [evaluate(of, [measure(f"y{m}")], groupings=groupings) for m in range(1, 6)]


def test_a_mean_as_mitools_combines_it() -> None:
    found = combine_imputations(completed(table(), [[]]), outcome="y")
    assert found.values[0] == pytest.approx(14.993952180028128, rel=1e-12)
    assert found.se[0] == pytest.approx(0.505208684455235, rel=1e-12)
    assert found.labels[0].outcome == "y"


def test_groups_as_mitools_combines_them() -> None:
    found = combine_imputations(completed(table(), [GROUPS]), outcome="y")
    np.testing.assert_allclose(found.values, [15.3911111111111, 14.5866096866097], rtol=1e-13)
    expected = [[0.757423670910494, -0.226518503705327], [-0.226518503705327, 0.740236246182608]]
    np.testing.assert_allclose(found.covariance(), expected, rtol=1e-12)


def test_degrees_of_freedom_by_barnard_and_rubin() -> None:
    each = completed(table(), [GROUPS])
    found = combine_imputations(each, outcome="y")
    within = np.mean([one.se**2 for one in each], axis=0)
    between = np.var([one.values for one in each], axis=0, ddof=1)
    gamma = 1.2 * between / (within + 1.2 * between)
    observed = 9 / 11 * 8 * (1 - gamma)
    np.testing.assert_allclose(found.df, 1 / (gamma**2 / 4 + 1 / observed), rtol=1e-12)
    np.testing.assert_allclose(found.sources[0].lost, gamma, rtol=1e-12)  # type: ignore[attr-defined]


def test_without_gaps_nothing_is_added() -> None:
    one = evaluate(table(), [mean("y1")])
    found = combine_imputations([one, one, one])
    assert found.se[0] == pytest.approx(one.se[0], rel=1e-13)
    assert found.df[0] == pytest.approx(9 / 11 * 8)


def test_contrasts_carry_the_covariance() -> None:
    each = completed(table(), [GROUPS])
    difference = combine_imputations(each, outcome="y").difference("g", reference="a")
    by_hand = combine_imputations([one.difference("g", reference="a") for one in each], outcome="y")
    assert difference.values[0] == pytest.approx(by_hand.values[0], rel=1e-12)
    assert difference.se[0] == pytest.approx(by_hand.se[0], rel=1e-12)
    ratio = combine_imputations(each, outcome="y").ratio("g", reference="a")
    covariance = combine_imputations(each, outcome="y").covariance()
    a, b = combine_imputations(each, outcome="y").values
    slope = np.array([-b / a**2, 1 / a])
    assert ratio.se[0] == pytest.approx(np.sqrt(slope @ covariance @ slope), rel=1e-9)


def test_two_measures_of_one_table_covary() -> None:
    people_once = table()
    means = combine_imputations(completed(people_once, [[]]), outcome="y")
    totals = combine_imputations(completed(people_once, [[]], total), outcome="y")
    both = [evaluate(people_once, [mean(f"y{m}"), total(f"y{m}")]) for m in range(1, 6)]
    whole = combine_imputations(both, outcome="y").covariance()
    np.testing.assert_allclose(concatenate(means, totals).covariance(), whole, rtol=1e-10)


def test_replicate_weights_and_medians() -> None:
    columns = tuple(f"r{m}" for m in range(1, 6))
    of = table(weight="w", replicates=ReplicateWeights(columns=columns, method="bootstrap"))
    each = completed(of, [GROUPS], median)
    found = combine_imputations(each, outcome="y")
    expected = np.mean([one.se**2 for one in each], axis=0) + 1.2 * np.var(
        [one.values for one in each], axis=0, ddof=1
    )
    np.testing.assert_allclose(found.se**2, expected, rtol=1e-10)
    assert found.interval().shape == (2, 2)


def simple(identity: str, value: float, **label: str) -> Estimates:
    spread = Covariance(identity=identity, matrix=np.array([[4.0]]), df=100)
    return Estimates(np.array([value]), sources=(spread,), labels=(Label(measure="mean", **label),))


def test_everyone_else() -> None:
    found = combine_imputations(completed(table(), [GROUPS]), outcome="y").versus("rest")
    direct = combine_imputations(completed(table(), [GROUPS]), outcome="y").difference("g", reference="a")
    assert found.values[1] == pytest.approx(direct.values[0], rel=1e-12)


def test_one_is_not_several() -> None:
    with pytest.raises(UsageError, match="two completed tables"):
        combine_imputations([simple("a", 1.0)])


def test_different_values() -> None:
    with pytest.raises(UsageError, match="same values"):
        combine_imputations([simple("a", 1.0, outcome="x"), simple("a", 1.0, outcome="y")])


def test_a_full_count_has_nothing_to_combine() -> None:
    full = Estimates(np.array([1.0]), labels=(Label(measure="mean"),))
    with pytest.raises(SpreadError, match="one source"):
        combine_imputations([full, full])


def test_with_what_was_not_imputed() -> None:
    one = table()
    imputed = combine_imputations(completed(one, [[]]), outcome="y")
    with pytest.raises(SpreadError):
        concatenate(imputed, evaluate(one, [mean("w")]))
