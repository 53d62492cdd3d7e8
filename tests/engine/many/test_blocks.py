"""Few fine crossings hold all that are asked."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as some

from dueregard.engine import Grouping
from dueregard.engine.many import GroupCodes, ManyPeople, codes_of, key_of
from dueregard.engine.many.blocks import blocks_of, cells_over
from tests.engine.many.making import people


def several(sizes: list[int], count: int) -> tuple[ManyPeople, list[Grouping]]:
    draw = np.random.default_rng(1)
    groupings = [Grouping(name=f"g{at}", column=f"g{at}") for at in range(len(sizes))]
    codes: dict[object, GroupCodes] = {
        key_of(each): codes_of(draw.integers(0, size, count).astype(float))
        for each, size in zip(groupings, sizes, strict=True)
    }
    table = people().table
    weight = np.ones(count)
    return (
        ManyPeople(table=table, weight=weight, codes=codes, domain=None, strata=None, stratum=None),
        groupings,
    )


@settings(max_examples=8, deadline=None)
@given(some.lists(some.integers(2, 60), min_size=1, max_size=9), some.integers(100, 3_000))
def test_every_crossing_is_in_one_block(sizes: list[int], count: int) -> None:
    many, groupings = several(sizes, count)
    crossings = [(), *((each,) for each in groupings), *combinations(groupings, 2)]
    blocks = blocks_of(many, crossings)
    assert sorted(at for block in blocks for at in block.crossings) == list(range(len(crossings)))
    for block in blocks:
        for at in block.crossings:
            assert {key_of(each) for each in crossings[at]} <= set(block.keys)
        cells = cells_over(many, block)
        assert cells.cell.max() < block.cells


def test_eleven_variables_and_their_pairs_need_few_passes() -> None:
    many, groupings = several([12, 2, 3, 4, 5, 6, 2, 3, 4, 5, 6], 1_000_000)
    assert len(blocks_of(many, list(combinations(groupings, 2)))) <= 4
