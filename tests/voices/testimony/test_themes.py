"""Themes are counted by group, and pass the gate only where nobody can be picked out."""

from dueregard.disclosure import Table, release
from dueregard.estimates import Record
from dueregard.voices.testimony.themes import decided_codes, theme_records, trace
from tests.voices.testimony.making import FRAME, coded, told


def records(women: int, men: int, raised: int) -> tuple[Record, ...]:
    people = [told(f"w{n}", characteristics={"sex": "female"}) for n in range(women)]
    people += [told(f"m{n}", characteristics={"sex": "male"}) for n in range(men)]
    people.append(told("unsaid"))
    people.append(told("club", kind="organisation"))
    codings = [coded(each.id, *(["ramps"] if n < raised else [])) for n, each in enumerate(people)]
    return theme_records(people, decided=decided_codes(codings, FRAME), frame=FRAME)


def test_counts_and_shares_of_individuals_by_group() -> None:
    found = {
        (each.measure, each.parameters["theme"], *each.by.values()): each.estimate
        for each in records(20, 10, 15)
        if each.parameters["given_by"] == "individuals"
    }
    assert found["count", "ramps"] == found["count", "access"] == 15
    assert found["share", "ramps", "female"] == 0.75
    assert found["count", "ramps", "male"] == found["count", "cost"] == 0
    assert ("count", "ramps", "(not declared)") in found


def test_organisations_are_counted_apart_and_in_total_only() -> None:
    found = [each for each in records(20, 10, 15) if each.parameters["given_by"] == "organisations"]
    assert {each.n for each in found} == {1}
    assert all(not each.by for each in found)


def test_few_of_a_group_are_withheld_and_not_found_by_subtraction() -> None:
    shown = release([Table(name="themes", title="Themes", records=records(40, 40, 5))]).tables[0].records
    found = {
        (each.parameters["theme"], *each.by.values()): each
        for each in shown
        if each.measure == "count" and each.parameters["given_by"] == "individuals"
    }
    # Five in all: shown, it would say that fewer than the threshold of any group raised it.
    assert found["access",].status == "withheld"
    assert found["access", "female"].status == found["access", "(not declared)"].status == "withheld"
    assert sum(each.status == "withheld" for (theme, *_), each in found.items() if theme == "access") >= 2
    # What only one group lives through is guarded as that group is.
    assert found["ramps",].status == "withheld"
    assert found["access", "female"].estimate is found["access", "male"].estimate is None


def test_what_half_of_the_coders_gave_counts_until_they_agree() -> None:
    codings = [
        *(coded("t1", "cost", coder="AB"), coded("t1", coder="CD"), coded("t1", "ramps", coder="EF")),
        *(coded("t2", "cost", coder="AB"), coded("t2", "ramps", coder="CD")),
        *(coded("t3", "cost", coder="AB"), coded("t3", coder="CD"), coded("t3", "access", coder="agreed")),
    ]
    found = decided_codes(codings, FRAME)
    assert found["t1"].codes == ()
    assert found["t2"].codes == ("access", "ramps", "cost")
    assert found["t3"].codes == ("access",)
    assert [found[each].settled for each in ("t1", "t2", "t3")] == [False, False, True]


def test_a_theme_is_traced_to_its_testimonies() -> None:
    people = [told("a"), told("b"), told("uncoded")]
    decided = decided_codes([coded("a", "ramps"), coded("b", "cost", "ramps")], FRAME)
    assert trace(people, decided) == {"access": ("a", "b"), "cost": ("b",), "ramps": ("a", "b")}
