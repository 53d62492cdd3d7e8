"""A lottery gives equal people equal chances, whatever their order, on panels that all meet the quotas."""

from __future__ import annotations

import json
import random
from pathlib import Path

import numpy as np
import pytest

from dueregard.errors import UsageError
from dueregard.voices.panel.document import document, records, written
from dueregard.voices.panel.lottery import Lottery, make_lottery
from dueregard.voices.panel.targets import read_targets
from dueregard.voices.panel.volunteers import read_pool
from tests.voices.panel import making


@pytest.fixture(scope="module")
def lottery() -> Lottery:
    return make_lottery(making.pool(), targets=making.targets(), size=making.SIZE, tickets=500)


def test_chances_add_up_and_equals_are_equal(lottery: Lottery) -> None:
    assert lottery.probabilities.sum() == pytest.approx(making.SIZE)
    assert lottery.optimum.certified
    pool = lottery.pool
    profiles = list(zip(*pool.values.values(), strict=True))
    for profile in set(profiles):
        same = lottery.probabilities[[each == profile for each in profiles]]
        assert np.ptp(same) == 0


def test_the_order_of_people_changes_nothing(lottery: Lottery) -> None:
    rows = making.people()
    random.Random(1).shuffle(rows)
    other = make_lottery(making.pool(rows), targets=making.targets(), size=making.SIZE, tickets=500)
    assert dict(zip(other.pool.ids, other.probabilities, strict=True)) == dict(
        zip(lottery.pool.ids, lottery.probabilities, strict=True)
    )
    assert other.sha256 == lottery.sha256


def test_every_ticket_meets_every_quota(lottery: Lottery) -> None:
    assert lottery.tickets is not None
    assert len(lottery.tickets) == 500
    for people in lottery.tickets:
        assert len(set(people)) == making.SIZE
        for quota in lottery.targets.quotas:
            assert quota.minimum <= sum(lottery.pool.counts(quota, p) for p in people) <= quota.maximum


def test_tickets_lose_little_and_say_how_much(lottery: Lottery) -> None:
    counts = np.bincount(np.concatenate(lottery.tickets or ()), minlength=len(lottery.pool))
    off = np.abs(counts / 500 - lottery.probabilities)
    assert lottery.largest_change == pytest.approx(off.max())
    assert off.max() < 2 / 500
    assert lottery.change_of_smallest == pytest.approx(lottery.probabilities.min() - counts.min() / 500)
    assert max(np.ptp(counts[people]) for people in lottery.group.members) <= 1


def test_the_proof_of_the_smallest_chance_holds(lottery: Lottery) -> None:
    assert lottery.witness is not None
    assert lottery.witness.bound == pytest.approx(lottery.probabilities.min(), abs=1e-6)
    assert (lottery.witness.weights @ lottery.group.problem.members) == pytest.approx(1)


def test_the_proof_of_the_largest_chance_holds() -> None:
    made = make_lottery(making.pool(), targets=making.targets(), size=making.SIZE, algorithm="minimax")
    assert made.witness is not None
    assert made.witness.of == "largest"
    assert made.witness.bound == pytest.approx(made.probabilities.max(), abs=1e-6)


def test_where_everybody_can_be_drawn_that_is_proved_too() -> None:
    targets = making.targets_of("sex,F,0,2\nsex,M,0,2")
    made = make_lottery(read_pool(making.table("id,sex\n1,F\n2,M"), targets=targets), targets=targets, size=2)
    assert made.witness is not None
    assert made.witness.bound == pytest.approx(1)
    assert made.witness.weights @ made.group.problem.members == pytest.approx(1)


def test_dropping_quotas_never_lowers_the_bound(lottery: Lottery) -> None:
    assert set(lottery.smallest_without) == {"sex", "age", "place"}
    assert min(lottery.smallest_without.values()) >= lottery.probabilities.min() - 1e-9


def test_the_record_holds_ids_and_numbers_only(lottery: Lottery) -> None:
    text = written(document(lottery))
    assert "Street" not in text
    read = json.loads(text)
    assert list(read["probabilities"]) == list(lottery.pool.ids)
    assert read["lottery"]["content"] == lottery.content


def test_records_are_public_ones(lottery: Lottery) -> None:
    found = [record.to_dict() for record in records(lottery)]
    assert {record["measure"] for record in found} == {"selection_probability"}
    [mean] = [r for r in found if r["parameters"]["statistic"] == "mean" and r["by"] == {"age": "60+"}]
    theirs = lottery.probabilities[[age == "60+" for age in lottery.pool.values["age"]]]
    assert (mean["estimate"], mean["n"]) == (pytest.approx(theirs.mean()), theirs.size)


@pytest.mark.parametrize("options", [{"algorithm": "leximim"}, {"tickets": 0}, {"tickets": 10**7}])
def test_unknown_options_are_refused(options: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        make_lottery(making.pool(), targets=making.targets(), size=making.SIZE, **options)  # type: ignore[arg-type]


@pytest.mark.shared
@pytest.mark.parametrize("name", ["example_small_20", "syn_cca_75", "syn_mass_24"])
def test_chances_are_the_published_ones(name: str, shared: Path) -> None:
    folder = shared / "golden" / "voices" / "sortition" / name
    expected = json.loads((folder / "leximin_expected.json").read_text(encoding="utf-8"))
    targets = read_targets(folder / "categories.csv")
    pool = read_pool(folder / "respondents.csv", targets=targets)
    lottery = make_lottery(pool, targets=targets, size=expected["k"])
    assert np.abs(lottery.probabilities - expected["prob_by_row"]).max() < 1e-5
    assert sum(len(each.ids) for each in lottery.exclusions) == expected.get("n_zero", 0)
