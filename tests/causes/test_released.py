from dueregard.pack import causes_lines
from tests.causes.hand_made import OUTCOME, released_by_hand


def test_figures_are_found_by_what_they_say() -> None:
    found = released_by_hand()
    income, health = found.birthrights
    assert income.told.outcome == OUTCOME
    assert [income.headline(part).estimate for part in income.told.components] == [0.12, 0.06, 0.02, 0.04]
    assert income.spread() == (0.1, 0.31)
    assert [each.mean.estimate for each in income.types] == [310.0, 400.0, 520.0]
    assert health.headline() is None
    assert health.spread() is None
    (gap,) = found.decompositions
    assert gap.get("explained").estimate == 0.05
    assert gap.variables == ("Age", "Family")


def test_strata_that_fare_worst_come_first_and_are_at_the_sharp_end() -> None:
    found = released_by_hand()
    (strata,) = found.strata
    assert [each.shrunken.estimate for each in strata.strata] == [0.62, 0.7, 0.78, 0.8]
    assert strata.strata[0].interaction.estimate == -0.04
    assert set(strata.figures) == {"vpc", "pcv", "mor", "auc"}
    assert [each.by["sex"] for each in found.sharp] == ["Women", "Men"]


def test_lines_tell_every_part() -> None:
    text = "\n".join(causes_lines(released_by_hand()))
    for words in (
        "12.0% (9.0 to 15.0)",
        "born to a parent in other work: 40% of all; £520",
        "White British minus Pakistani",
        "Women, Pakistani",
        "causal (assuming that nothing else changed",
        "Nobody has a known circumstance.",
    ):
        assert words in text, words
