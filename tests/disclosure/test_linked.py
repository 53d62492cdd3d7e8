"""Tables that are linked: what one line alone would let through."""

import pytest

from dueregard.disclosure import EarlierRelease, Policy, release
from tests.disclosure.making import areas, level, statuses, table

PAIRS = [("f", "A", 6), ("m", "A", 5), ("f", "B", 40), ("m", "B", 30), ("f", "C", 50), ("m", "C", 55)]


def test_wards_do_not_give_their_district_away():
    wards = table(*[level({"ward": name}, n=n) for name, n in zip("abcd", (4, 40, 50, 60), strict=True)])
    districts = table(level({"district": "x"}, n=44), level({"district": "y"}, n=110), name="districts")
    nested = tuple(
        ((("ward", ward), ("district", district))) for ward, district in zip("abcd", "xxyy", strict=True)
    )
    alone = release([wards, districts])
    linked = release([table(*wards.records, nesting=nested), districts])
    assert statuses(alone) == ["withheld", "withheld", "ok", "ok"]
    # a and b are all of x: company for one another, so that x may stay.
    assert statuses(linked) == statuses(alone)
    assert linked.audit.safe


def test_a_small_ward_takes_company_within_its_own_district():
    sizes = (4, 40, 20, 60)
    wards = [level({"ward": name}, n=n) for name, n in zip("abcd", sizes, strict=True)]
    districts = table(level({"district": "x"}, n=44), level({"district": "y"}, n=80), name="districts")
    nested = ((("ward", "a"), ("district", "x")), (("ward", "b"), ("district", "x")))
    nested += ((("ward", "c"), ("district", "y")), (("ward", "d"), ("district", "y")))
    shown = release([table(*wards, nesting=nested), districts])
    withheld = {r.by.get("ward") or r.by["district"] for t in shown.tables for r in t.records if r.n is None}
    assert "a" in withheld
    assert withheld & {"b", "x"}


def test_people_whose_level_is_not_known_are_a_group():
    everyone = table(level({}, n=103), name="everyone")
    shown = release([table(*areas(40, 60)), everyone])
    assert "withheld" in [record.status for each in shown.tables for record in each.records]


def test_many_whose_level_is_not_known_take_nothing_along():
    shown = release([table(*areas(40, 60)), table(level({}, n=130), name="everyone")])
    assert shown.withheld == 0


def test_a_number_withheld_beside_one_outcome_is_not_shown_beside_another():
    def of(outcome, *events):
        return [
            level({"area": name}, n=n, outcome=outcome, events=k, estimate=k / n)
            for name, n, k in zip("ABCD", (4, 20, 21, 90), events, strict=True)
        ]

    shown = release([table(*of("ill", 0, 10, 10, 40), *of("poor", 0, 10, 10, 40), count="full")])
    told = {r.by["area"] for r in shown.tables[0].records if r.n is not None}
    assert "A" not in told
    assert len(told) <= 2


def test_nothing_is_derived_more_closely_than_the_threshold():
    cells = [level({"sex": sex, "area": area}, n=n) for sex, area, n in PAIRS]
    sexes = table(level({"sex": "f"}, n=96), level({"sex": "m"}, n=90), name="sexes")
    found = release([table(*cells, name="crossed"), sexes, table(*areas(11, 70, 105))]).audit
    assert found.safe
    assert found.audited
    few = [each for each in found.derived if each.primary and each.of == "people"]
    assert few
    assert all(each.high is None or each.high - each.low >= 10 - 1e-6 for each in few)


class TestEarlier:
    def of(self, *sizes, name="v1", **options):
        rows = [r.to_dict() for r in release([table(*areas(*sizes, **options))]).tables[0].records]
        return EarlierRelease.of(name, rows)

    def test_a_release_made_again_is_the_same(self):
        tables = [table(*areas(4, 12, 50, 60))]
        again = release(tables, earlier=[self.of(4, 12, 50, 60)])
        assert statuses(again) == statuses(release(tables))
        assert again.audit.safe

    def test_a_few_people_more_are_not_shown_by_subtraction(self):
        shown = release([table(*areas(43, 50, 60))], earlier=[self.of(40, 50, 60)])
        assert shown.tables[0].records[0].status == "withheld"

    def test_many_people_more_are_shown(self):
        assert release([table(*areas(60, 50, 60))], earlier=[self.of(40, 50, 60)]).withheld == 0

    def test_what_is_withheld_now_and_was_published_is_a_finding(self):
        rules = Policy(threshold=30)
        found = release([table(*areas(20, 50, 60))], policy=rules, earlier=[self.of(20, 50, 60)]).audit
        assert "published before" in {each.kind for each in found.findings}
        assert "do not publish" in found.words()

    def test_groups_cut_anew_do_not_show_what_was_withheld(self):
        earlier = self.of(4, 12, 50, 60)
        joined = [level({"area": "A or B"}, n=16), *areas(0, 0, 50, 60)[2:]]
        shown = release([table(*joined)], earlier=[earlier])
        assert shown.tables[0].records[0].status == "withheld"

    @pytest.mark.parametrize("rows", [[None, 3, "x"], [{"measure": 4}], [{"measure": "mean", "by": [1]}]])
    def test_rows_that_are_no_figures_are_passed_over(self, rows):
        assert EarlierRelease.of("v1", rows).records == ()


def test_a_group_that_happens_to_lie_in_a_ward_is_told_apart_from_the_crossing_with_it():
    # All three z live in ward a: z alone leaves other people of a over than a's crossing with all kinds does.
    everyone = table(level({}, n=124), name="everyone")
    kinds = [level({"kind": name}, n=n) for name, n in zip("xyz", (70, 41, 3), strict=True)]
    pairs = (("a", "x", 40), ("a", "y", 21), ("a", "z", 3), ("b", "x", 30), ("b", "y", 20))
    crossed = [level({"ward": ward, "kind": kind}, n=n) for ward, kind, n in pairs]
    wards = table(level({"ward": "a"}, n=70), level({"ward": "b"}, n=54), name="wards")
    nested = ((("kind", "z"), ("ward", "a")),)
    shown = release([everyone, wards, table(*kinds, nesting=nested, name="kinds"), table(*crossed, name="c")])
    assert shown.audit.safe
    told = {tuple(sorted(r.by.values())) for t in shown.tables for r in t.records if r.n is not None}
    assert ("z",) not in told
    assert ("a", "z") not in told
    assert ("a",) in told
