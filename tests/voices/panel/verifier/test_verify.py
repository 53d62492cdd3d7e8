"""The verifier passes what is right and notices whatever was altered."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from dueregard.errors import PeopleError
from dueregard.voices.panel.document import document, drawn, replaced, with_reserves, written
from dueregard.voices.panel.drawing import draw
from dueregard.voices.panel.lottery import Lottery, make_lottery
from dueregard.voices.panel.replacing import from_reserves, replacement_lottery, vacancy
from dueregard.voices.panel.reserves import choose_reserves
from dueregard.voices.panel.seeds import Stream, content_hash
from dueregard.voices.panel.targets import Targets
from dueregard.voices.panel.verifier.drawn import expected_draw
from dueregard.voices.panel.verifier.verify import verify_panel
from dueregard.voices.panel.volunteers import Pool
from tests.voices.panel import making

Record = dict[str, Any]
TARGETS = making.targets()
POOL = making.pool(addresses=True)


def made(lottery: Lottery) -> Record:
    found = draw(lottery.content, seed="evening")
    place = [POOL.ids.index(name) for name in found.panel]
    stream = Stream("alternates", lottery=lottery.sha256, seed=found.source)
    reserves = choose_reserves(POOL, targets=TARGETS, panel=place, count=3, stream=stream)
    record = with_reserves(drawn(document(lottery), found), reserves, POOL)
    return dict(json.loads(written(record)))


@pytest.fixture(scope="module")
def exact() -> Record:
    return made(make_lottery(POOL, targets=TARGETS, size=making.SIZE))


@pytest.fixture(scope="module")
def tickets() -> Record:
    return made(make_lottery(POOL, targets=TARGETS, size=making.SIZE, tickets=100))


def failed(record: Record, pool: Pool | None = POOL, targets: Targets | None = TARGETS) -> list[str]:
    return [check.name for check in verify_panel(record, pool=pool, targets=targets) if check.passed is False]


@pytest.mark.parametrize("kind", ["exact", "tickets"])
def test_what_is_right_passes(kind: str, request: pytest.FixtureRequest) -> None:
    record = request.getfixturevalue(kind)
    checks = verify_panel(record, pool=POOL, targets=TARGETS)
    assert [check for check in checks if not check.passed] == []
    assert {check.name for check in checks} >= {
        "hash",
        "quotas",
        "addresses",
        "optimal",
        "draw",
        "equal people",
    }
    assert [check.name for check in verify_panel(record) if check.passed is None] == ["quotas"]


def change(path: str, value: Any) -> Callable[[Record], None]:
    def alter(record: Record) -> None:
        *steps, last = path.split("/")
        for step in steps:
            record = record[int(step) if isinstance(record, list) else step]
        old = record[int(last) if isinstance(record, list) else last]
        record[int(last) if isinstance(record, list) else last] = value(old) if callable(value) else value

    return alter


def swap_a_member(record: Record) -> None:
    outsider = next(name for name in record["probabilities"] if name not in record["panel"])
    record["panel"][0] = outsider


def favour(record: Record) -> None:
    """Give one person the chance of another, wherever chances are told."""
    ids = list(record["probabilities"])
    record["probabilities"][ids[0]] += 0.05
    record["probabilities"][ids[1]] -= 0.05


COMMON = {
    "hash": change("lottery/sha256", "0" * 64),
    "size": change("size", making.SIZE + 1),
    "seed": change("seed", "another"),
    "seed of the draw": change("draw/seed", "another"),
    "number": change("draw/number", lambda number: number + 1),
    "panel drawn": change("draw/panel/0", "p59"),
    "panel": swap_a_member,
    "chances": favour,
    "certified": change("certified", False),
    "gap": change("gap", -0.1),
    "excluded": change("excluded", ["p1"]),
    "smallest": change("smallest_chance/of_those_not_excluded", 0.5),
    "bound": change("witness/bound", 0.01),
    "stage": change("stages/0/bound", lambda bound: bound - 0.01),
    "weights of a stage": change("stages/0/weights", {"p1": 1.0}),
    "settled": change("stages/0/settled", []),
    "weights": change("witness/weights", {"p1": 0.5}),
    "quota": change("features/0/minimum", 0),
    "count": change("features/0/people", 3),
    "mean": change("features/0/mean_probability", 0.5),
    "estimates": change("estimates/0/estimate", 0.5),
    "alternates": change("alternates", lambda names: [names[0], names[0]]),
    "order of alternates": change("alternates", lambda names: names[::-1]),
    "other alternates": change("alternates", lambda names: [*names[:-1], "p59"]),
    "at most replaceable": change("reserves/at_most", lambda number: number + 1),
    "share of the pool": change("features/0/share_of_pool", 0.9),
    "highest chance": change("features/1/highest_probability", 0.9),
    "even chance": change("features/0/times_an_even_chance", 1.0001),
    "estimate of a feature": change("estimates/6/estimate", 0.4),
    "people of an estimate": change("estimates/7/by", {"sex": "Male"}),
    "interval": change("estimates/0/se", 0.01),
    "estimates left out": change("estimates", lambda told: told[:-1]),
    "tickets": change("lottery/tickets", 7),
    "replaceable": change("reserves/replaceable", 99),
    "replacement": change("replacements", [{"left": ["p1"], "joined": ["p2", "p3"], "from": "alternates"}]),
    "form": change("features", 7),
}


@pytest.mark.parametrize("kind", ["exact", "tickets"])
@pytest.mark.parametrize("what", COMMON)
def test_whatever_was_altered_is_noticed(what: str, kind: str, request: pytest.FixtureRequest) -> None:
    record = copy.deepcopy(request.getfixturevalue(kind))
    COMMON[what](record)
    assert failed(record), what


def with_new_hash(record: Record) -> Record:
    """A forger mends the hash, and draws again."""
    record["lottery"]["sha256"] = content_hash(record["lottery"]["content"])
    again = draw(record["lottery"]["content"], seed="evening")
    record["draw"] = {"number": again.number, "seed": "evening", "panel": list(again.panel)}
    return {**record, "panel": list(again.panel), "reserves": None, "alternates": []}


def test_a_forged_ticket_is_noticed_behind_a_mended_hash(tickets: Record) -> None:
    record = copy.deepcopy(tickets)
    content = record["lottery"]["content"]
    homes = dict(zip(POOL.ids, POOL.households, strict=True))
    member = content["tickets"][3][0]
    mate = next(n for n in POOL.ids if homes[n] == homes["p0"] and n != "p0")
    others = [n for n in content["tickets"][3] if n not in (member, "p0", mate)]
    content["tickets"][3] = [*others[:8], "p0", mate]
    found = failed(with_new_hash(record))
    assert {"chances", "addresses"} <= set(found)


def test_forged_shares_are_noticed_behind_a_mended_hash(exact: Record) -> None:
    record = copy.deepcopy(exact)
    panels = record["lottery"]["content"]["panels"]
    panels[0]["parts"] += panels[1]["parts"] - 1
    panels[1]["parts"] = 1
    assert failed(with_new_hash(record)) == ["chances"]


def test_a_panel_outside_the_quotas_is_noticed_behind_a_mended_hash(exact: Record) -> None:
    record = copy.deepcopy(exact)
    panel = record["lottery"]["content"]["panels"][0]
    kinds = {kind for each in record["lottery"]["content"]["classes"] for kind in each["types"]}
    other = min(kinds - {kind for kind, _ in panel["seats"]})
    panel["seats"] = [
        [panel["seats"][0][0], panel["seats"][0][1]],
        *panel["seats"][2:],
        [other, panel["seats"][1][1]],
    ]
    assert "chances" in failed(with_new_hash(record))


def test_people_put_into_another_type_are_noticed_behind_a_mended_hash(exact: Record) -> None:
    record = copy.deepcopy(exact)
    alone = [each for each in record["lottery"]["content"]["classes"] if len(each["types"]) == 1][:2]
    one, other = (each["homes"][0][0][0] for each in alone)
    alone[0]["homes"][0][0][0], alone[1]["homes"][0][0][0] = other, one
    told = record["probabilities"]
    told[one], told[other] = told[other], told[one]
    assert "quotas" in failed(with_new_hash(record))


def test_other_people_or_targets_are_noticed(tickets: Record) -> None:
    fewer = making.pool(making.people()[1:], addresses=True)
    assert failed(tickets, pool=fewer) == ["people"]
    stricter = making.targets(making.QUOTAS.replace("sex,Female,5,6", "sex,Female,6,6"))
    assert "targets" in failed(tickets, targets=stricter)
    assert "quotas" in failed(tickets, targets=stricter)


def test_a_false_claim_of_exclusion_is_noticed(exact: Record) -> None:
    record = copy.deepcopy(exact)
    record["excluded"] = ["p1"]
    record["exclusions"] = [{"ids": ["p1"], "because": []}]
    assert "excluded" in failed(record)


def test_a_replacement_is_worked_out_again(exact: Record) -> None:
    rest = [name for name in POOL.ids if name not in exact["panel"]]
    vacancies = {
        name: vacancy(POOL, targets=TARGETS, panel=exact["panel"], without=[name]) for name in exact["panel"]
    }
    gone, free = next((name, free) for name, free in vacancies.items() if from_reserves(free, rest))
    lottery = replacement_lottery(free)
    new = draw(lottery.content, seed="later")
    joined = [name for name in new.panel if name not in exact["panel"]]
    record = json.loads(
        written(replaced(exact, left=[gone], joined=joined, targets=TARGETS, lottery=lottery, draw=new))
    )
    assert failed(record) == []
    others = [name for name in POOL.ids if name not in (*record["panel"], gone)]
    record["replacements"][0]["joined"] = others[:1]
    assert "panel" in failed(record)


def test_the_public_draw_has_to_be_that_of_the_file(tickets: Record) -> None:
    assert expected_draw(tickets, seed=" evening ", ticket=None).passed
    assert expected_draw(tickets, seed="morning", ticket=None).passed is False
    assert expected_draw(tickets, seed=None, ticket=tickets["draw"]["number"]).passed
    assert expected_draw(tickets, seed=None, ticket=1000).passed is False
    undrawn = {**tickets, "draw": None, "panel": None, "seed": None}
    told = expected_draw(undrawn, seed="evening", ticket=None)
    assert told.passed is None
    assert " ".join(tickets["panel"]) in told.told


@pytest.mark.parametrize("algorithm", ["maximin", "nash", "minimax", "goldilocks"])
def test_other_algorithms_are_checked_by_their_own_measure(algorithm: str) -> None:
    lottery = make_lottery(POOL, targets=TARGETS, size=making.SIZE, algorithm=algorithm)
    record = json.loads(written(document(lottery)))
    checks = {check.name: check.passed for check in verify_panel(record, pool=POOL, targets=TARGETS)}
    assert False not in checks.values()
    assert checks["optimal"] is (None if algorithm == "goldilocks" else True)
    record["objective"] += 0.01
    assert failed(record)[0] == "certificate"


def test_another_lottery_does_not_pass_for_leximin(exact: Record) -> None:
    lottery = make_lottery(POOL, targets=TARGETS, size=making.SIZE, algorithm="nash")
    record = json.loads(written(document(lottery)))
    assert max(abs(record["probabilities"][name] - exact["probabilities"][name]) for name in POOL.ids) > 1e-3
    claimed = {name: exact[name] for name in ("algorithm", "objective", "bound", "gap", "witness", "stages")}
    assert "leximin" in failed({**record, **claimed})
    assert "leximin" in failed({**exact, "stages": exact["stages"][:1]})


def test_a_lottery_that_is_only_near_is_not_called_wrong_and_a_proof_cannot_be_left_out(
    exact: Record,
) -> None:
    near = {**exact, "certified": False, "gap": 0.01, "stages": []}
    checks = {check.name: check.passed for check in verify_panel(near, pool=POOL, targets=TARGETS)}
    assert checks["leximin"] is None
    assert "leximin" in failed({**exact, "stages": []})


def test_a_lottery_that_is_not_the_best_does_not_pass_for_it() -> None:
    lottery = make_lottery(POOL, targets=TARGETS, size=making.SIZE, algorithm="goldilocks")
    record = {**json.loads(written(document(lottery))), "algorithm": "nash"}
    assert "optimal" in failed(record)


def test_what_is_no_record_is_refused() -> None:
    with pytest.raises(PeopleError, match="not the record of a panel"):
        verify_panel({"size": 3})
