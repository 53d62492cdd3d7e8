"""What measures, their options and the sides of their gaps are called on the page."""

import pytest

from dueregard.disclosure import Table
from dueregard.estimates import Record
from dueregard.pack.panels import Panel, panels_of
from dueregard.pack.sentences import verdict_words
from dueregard.pack.tally import tally
from dueregard.pack.titles import measure_words


def panel(measure: str, **parameters: object) -> Panel:
    about = {"measure": measure, "outcome": "income", "by": {"sex": "women"}, "parameters": parameters}
    value = Record(**about, estimate=0.3, low=0.2, high=0.4)
    gap = Record(
        **about,
        contrast="difference",
        reference="everyone else",
        estimate=0.1,
        low=0.05,
        high=0.15,
        verdict="higher than",
    )
    [found] = panels_of(Table(name="characteristic-sex", title="Sex", records=(value, gap)))
    return found


@pytest.mark.parametrize(
    ("measure", "said"),
    [
        ("median", "1 of 1 group better off"),
        ("poverty_rate", "1 of 1 group worse off"),
        ("gini", "1 of 1 group more unequal"),
        ("wolfson", "1 of 1 group more polarised"),
        ("lorenz", "1 of 1 group less unequal"),
        ("equally_distributed_equivalent", "1 of 1 group better off"),
        ("variance", "1 of 1 group higher"),
    ],
)
def test_which_side_is_better_is_the_measures_own(measure: str, said: str) -> None:
    assert tally(panel(measure), {"income": "higher"}).phrase == said


def test_a_verdict_begins_with_a_capital() -> None:
    assert verdict_words("worse", "gini") == "More unequal"
    assert verdict_words("close", "gini") == "Too close to call"
    assert verdict_words("worse", "mean") == "Worse off"


@pytest.mark.parametrize(
    ("measure", "parameters", "words"),
    [
        ("gini", {}, "Gini index"),
        ("poverty_rate", {"line": "0.6*median"}, "poverty rate (line: 60% of the median)"),
        ("poverty_gap", {"line": 12000.0}, "poverty gap index (line: 12,000)"),
        ("mean_log_deviation", {}, "mean log deviation"),
        ("atkinson", {"epsilon": 1.0}, "Atkinson index (epsilon 1.0)"),
    ],
)
def test_a_measure_has_its_name_in_the_field(measure: str, parameters: dict, words: str) -> None:
    assert measure_words(panel(measure, **parameters)) == words
