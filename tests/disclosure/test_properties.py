import json
import re

from hypothesis import given
from hypothesis import strategies as st

from dueregard.disclosure import WITHHELD, Policy, release
from dueregard.disclosure.cells import cell_of
from dueregard.disclosure.primary import disclosive, sizes
from dueregard.disclosure.secondary import with_company
from tests.disclosure.making import contrast, level, table

few = st.integers(0, 60)
shares = st.none() | st.floats(0, 1)


@st.composite
def crossings(draw):
    """Three linked tables (areas, sexes, both) with gaps, of arbitrary sizes that add up."""
    people = {}

    def levels(groups):
        return [
            level(
                by,
                n=n,
                n_effective=n * draw(st.floats(0.2, 1)),
                largest_share=draw(shares),
                events=min(n // 2, draw(few)),
            )
            for by in groups
            for n in [sum(size for cell, size in people.items() if by.items() <= dict(cell).items())]
        ]

    areas = [{"area": area} for area in draw(st.sampled_from(["AB", "ABC", "ABCDE"]))]
    sexes = [{"sex": "f"}, {"sex": "m"}]
    both = [{**sex, **area} for sex in sexes for area in areas]
    people.update({tuple(by.items()): draw(few) for by in both})
    gaps = [contrast(by, "A", n=draw(st.integers(1, 60))) for by in areas[1:]]
    count = draw(st.sampled_from(["sample", "full"]))
    return [
        table(*levels(areas), *gaps, name="areas", count=count),
        table(*levels(sexes), name="sexes", count=count),
        table(*levels(both), name="both", count=count),
    ]


def records(released):
    return [record for each in released.tables for record in each.records]


def lines(released):
    """Cells of the cross-table by the level of each variable, and the two tables themselves."""
    areas, sexes, both = ([r for r in each.records if r.contrast is None] for each in released.tables)
    yield from (areas, sexes, both)
    for variable in ("area", "sex"):
        for value in {r.by[variable] for r in both}:
            yield [r for r in both if r.by[variable] == value]


@given(crossings())
def test_nothing_below_the_threshold_is_released(tables):
    assert all(r.n is None or r.n == 0 or r.n >= 10 for r in records(release(tables)))


@given(crossings())
def test_withheld_records_hold_no_number(tables):
    for record in records(release(tables)):
        if record.status == "withheld":
            public = {k: v for k, v in record.to_dict().items() if k not in ("level", "by", "parameters")}
            assert record.reason == WITHHELD
            assert not re.search(r"\d", json.dumps(public))


@given(crossings())
def test_repr_of_a_withheld_record_holds_no_number(tables):
    for record in records(release(tables)):
        if record.status == "withheld":
            assert not set(re.findall(r"\d+\.?\d*", repr(record))) - {"0.95", "0", "0.0"}


@given(crossings())
def test_no_line_has_exactly_one_withheld_cell(tables):
    sizes = {cell_of(r): r.support.n for each in tables for r in each.records if r.contrast is None}
    for line in lines(release(tables)):
        withheld = [sizes[cell_of(r)] for r in line if r.status == "withheld" and sizes[cell_of(r)]]
        everybody = not [r for r in line if r.status in ("ok", "approximate")]
        assert not withheld or everybody or (len(withheld) >= 2 and sum(withheld) >= 10)


@given(crossings(), st.integers(10, 60), st.integers(0, 40))
def test_raising_the_threshold_never_takes_company_away(tables, threshold, more):
    lower, higher = (
        with_company(disclosive(tables, policy=Policy(threshold=each)), sizes=sizes(tables), threshold=each)
        for each in (threshold, threshold + more)
    )
    assert lower <= higher


@given(crossings())
def test_what_is_shown_passes_its_own_audit(tables):
    assert release(tables).audit.safe


@given(crossings(), st.randoms())
def test_order_of_tables_does_not_matter(tables, random):
    before = {(id_, r.status) for id_, r in enumerate(records(release(tables)))}
    order = list(range(3))
    random.shuffle(order)
    shuffled = release([tables[i] for i in order]).tables
    after = records_in(shuffled, order)
    assert before == {(id_, r.status) for id_, r in enumerate(after)}


def records_in(tables, order):
    back = sorted(zip(order, tables, strict=True), key=lambda pair: pair[0])
    return [record for _, each in back for record in each.records]
