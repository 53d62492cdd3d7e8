from __future__ import annotations

import hashlib

from dueregard.casebook import Outcome, canonical_json, indicator_hashes, indicators_hash

INCOME = Outcome(name="income", column="income", better="higher", measures=("mean", "median"))
HEALTH = Outcome(name="good health", yes="health in [1, 2]", better="higher", measures=("proportion",))


def test_the_hash_is_of_the_canonical_json() -> None:
    text = (
        '[{"among":null,"better":"higher","column":"income","measures":["mean","median"],'
        '"name":"income","target":null,"unit":null,"yes":null}]'
    )
    assert indicators_hash([INCOME]) == hashlib.sha256(text.encode()).hexdigest()


def test_order_does_not_matter() -> None:
    assert indicators_hash([INCOME, HEALTH]) == indicators_hash([HEALTH, INCOME])


def test_usual_measures_are_the_same_written_or_not() -> None:
    short = Outcome.model_validate({"name": "income", "column": "income", "better": "higher"})
    assert indicators_hash([short]) == indicators_hash([INCOME])


def test_what_is_measured_matters() -> None:
    for change in (
        {"column": "pay"},
        {"among": "age >= 16"},
        {"unit": "£"},
        {"better": "lower"},
        {"measures": ("gini",)},
    ):
        assert indicators_hash([INCOME.model_copy(update=change)]) != indicators_hash([INCOME])


def test_words_for_readers_do_not() -> None:
    changed = INCOME.model_copy(update={"principle_domain": "living standards", "authored_by": "Ward forum"})
    assert indicators_hash([changed]) == indicators_hash([INCOME])


def test_each_outcome_has_its_own() -> None:
    hashes = indicator_hashes([INCOME, HEALTH])
    assert list(hashes) == ["income", "good health"]
    assert len(set(hashes.values())) == 2


def test_canonical_json_is_the_one_text_of_a_value() -> None:
    assert canonical_json({"b": [1, 2.5, None], "a": {"é": True}}) == '{"a":{"é":true},"b":[1,2.5,null]}'
