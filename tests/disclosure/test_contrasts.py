from dataclasses import replace

from dueregard.disclosure import release
from tests.disclosure.making import areas, contrast, level, statuses, table


def fate(record, *records, **options):
    return release([table(*records, record, **options)]).tables[0].records[-1].status


def test_gap_of_a_withheld_group_is_withheld():
    assert fate(contrast({"area": "A"}, "C", n=900), *areas(9, 40, 900)) == "withheld"


def test_gap_to_a_withheld_reference_is_withheld():
    assert fate(contrast({"area": "C"}, "A", n=900), *areas(9, 40, 900)) == "withheld"


def test_gap_between_shown_groups_is_shown():
    assert fate(contrast({"area": "C"}, "D", n=900), *areas(9, 40, 900, 800)) == "ok"


def test_everyone_else_of_a_withheld_group_is_withheld():
    assert fate(contrast({"area": "B"}, "everyone else", n=900), *areas(9, 40, 900)) == "withheld"


def test_gap_to_the_average_falls_with_any_group():
    assert fate(contrast({"area": "C"}, "average", n=900), *areas(9, 40, 900)) == "withheld"


def test_weak_side_decides_even_when_the_levels_are_not_shown():
    assert fate(contrast({"area": "C"}, "everyone else", n=900, least=4)) == "withheld"


def test_reference_of_an_intersection_is_found_by_its_label():
    cells = [
        level({"sex": sex, "area": area}, n=n)
        for sex, area, n in [("f", "A", 5), ("m", "A", 60), ("f", "B", 70), ("m", "B", 80), ("m", "C", 99)]
    ]
    assert fate(contrast({"sex": "m", "area": "C"}, "f, A", n=99), *cells) == "withheld"


def test_change_falls_with_either_period():
    cells = [
        level({"area": area, "year": year}, n=n)
        for area, year, n in [("A", "2023", 5), ("A", "2024", 60), ("B", "2023", 70), ("B", "2024", 80)]
    ]
    change = contrast({"area": "A"}, "B", n=99, kind="difference of differences")
    assert fate(change, *areas(65, 150), *cells) == "withheld"


def test_ranks_go_where_a_ranked_group_is_withheld():
    released = release([table(*areas(9, 40, 900))])
    assert released.tables[0].records[2].rank is None


def test_ranks_stay_where_withheld_groups_took_no_part():
    left_out = [replace(record, rank=None) for record in areas(9, 40)]
    released = release([table(*left_out, *areas(9, 40, 900, 800)[2:])])
    assert [record.rank for record in released.tables[0].records] == [None, None, (1, 2), (1, 2)]


def test_ranks_stay_where_every_group_is_shown():
    assert release([table(*areas(30, 40, 900))]).tables[0].records[2].rank == (1, 2)


def test_crude_and_standardised_share_their_fate():
    records = [*areas(40, 50, 900), level({"area": "A"}, n=40, basis="age-standardised", n_effective=8.0)]
    assert statuses(release([table(*records)])) == ["withheld", "withheld", "ok", "withheld"]


def test_fate_is_shared_across_tables():
    one = table(*areas(9, 40, 900), name="one")
    two = table(level({"area": "B"}, n=40), name="two")
    assert release([one, two]).tables[1].records[0].status == "withheld"


def test_gap_set_against_a_target_falls_with_the_level_that_keeps_another_company():
    gap = contrast({"area": "B"}, "C", n=900)
    aim = replace(gap, parameters={**gap.parameters, "target": 20.0, "by": "2030"})
    assert fate(aim, *areas(9, 40, 900)) == "withheld"


def test_everyone_else_does_not_tell_a_withheld_total():
    # One person has most of all pay: the total is withheld, and 40 less (40 less 1010) would be the others'.
    def paid(by, n, pay, share=0.1):
        return level(by, n=n, measure="total", outcome="pay", estimate=pay, largest_share=share)

    whole, young = paid({}, 150, 1050.0, 0.9), paid({"age": "young"}, 100, 40.0)
    middle, old = paid({"age": "middle"}, 20, 20.0), paid({"age": "old"}, 30, 990.0, 0.95)
    beside = replace(young, contrast="difference", reference="everyone else", estimate=-970.0, n=150)
    shown = release([table(young, middle, old, beside, name="age"), table(whole, name="everyone")])
    assert statuses(shown) == ["ok", "withheld", "withheld", "withheld"]
    assert shown.tables[1].records[0].status == "withheld"
    assert shown.audit.safe


def test_everyone_else_does_not_tell_how_many_are_of_no_group():
    # 6 of A and 7 of no group hide one another; B beside everyone else would say that all groups are 193.
    groups = [level({"area": name}, n=n) for name, n in zip("ABC", (6, 100, 87), strict=True)]
    beside = replace(groups[1], contrast="difference", reference="everyone else", n=193)
    for everybody, told in ((200, "withheld"), (193, "ok")):
        whole = level({}, n=everybody)
        shown = release([table(whole, name="everyone"), table(*groups, beside, name="areas")])
        assert shown.tables[1].records[0].status == "withheld"
        own, contrast = shown.tables[1].records[1], shown.tables[1].records[3]
        assert contrast.status == (told if own.status == "ok" else "withheld")
        assert own.status == "ok"
