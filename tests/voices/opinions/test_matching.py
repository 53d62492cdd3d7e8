"""What participants wrote is found in the population's levels: words, bands, and what is no answer."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from dueregard.errors import PeopleError
from dueregard.voices.opinions.matching import in_levels_of
from dueregard.voices.opinions.population import Population
from dueregard.voices.opinions.votes import Votes
from dueregard.voices.opinions.weighting import weigh_participants
from tests.voices.opinions.consultation import consultation


def having(**characteristics: list[str | None]) -> Votes:
    people = len(next(iter(characteristics.values())))
    columns = {name: np.array(each, object) for name, each in characteristics.items()}
    votes = consultation(people, small=0)
    return replace(votes, characteristics=columns)


def test_numbers_go_into_bands() -> None:
    votes = having(age=["17", "34", "35", "80", None])
    census = Population(title="census", margins={"age": {"16 to 34": 3.0, "35–64": 4.0, "65 and over": 3.0}})
    banded, notes = in_levels_of(census, votes)
    assert list(banded.characteristics["age"]) == ["16 to 34", "16 to 34", "35–64", "65 and over", None]
    assert notes == ["'age' was put into the population's 3 levels."]
    again, nothing = in_levels_of(census, banded)
    assert list(again.characteristics["age"]) == list(banded.characteristics["age"])
    assert nothing == []


def test_whoever_preferred_not_to_say_declared_nothing() -> None:
    votes = having(disability=["Yes", "no", "no", "Prefer not to say", "unknown"])
    found = weigh_participants(votes, Population(title="c", margins={"disability": {"yes": 1.0, "no": 3.0}}))
    assert found.not_declared == {"disability": 2}
    np.testing.assert_allclose(found.weights, [0.75, 1.125, 1.125, 1.0, 1.0])


def test_a_band_that_became_a_date_is_recognised() -> None:
    votes = having(age=["05-Sep", "10-15"])
    with pytest.raises(PeopleError, match="turned a band such as 5-9 into a date"):
        in_levels_of(Population(title="census", margins={"age": {"5-9": 1.0, "10-15": 1.0}}), votes)


def test_a_number_outside_all_bands_is_refused() -> None:
    votes = having(age=["15", "40"])
    with pytest.raises(PeopleError, match="'15'"):
        in_levels_of(Population(title="census", margins={"age": {"16-34": 1.0, "35+": 1.0}}), votes)


def test_crossed_levels_are_banded_too() -> None:
    votes = having(age=["20", "70", "21", "71"], sex=["F", "m", "M", "f"])
    crossed = {"16-64*f": 4.0, "16-64*m": 3.0, "65+*f": 2.0, "65+*m": 1.0}
    found = weigh_participants(votes, Population(title="c", margins={"age*sex": crossed}), cap=None)
    np.testing.assert_allclose(found.weights, [1.6, 0.4, 1.2, 0.8])


def test_a_crossed_level_of_another_form_is_refused() -> None:
    votes = having(age=["20"], sex=["f"])
    with pytest.raises(PeopleError, match="one level of each"):
        in_levels_of(Population(title="c", margins={"age*sex": {"16-64": 1.0}}), votes)
