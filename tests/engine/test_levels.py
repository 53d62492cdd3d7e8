import polars as pl

from dueregard.engine import Grouping, SurveyDesign, evaluate, table_from
from dueregard.measures import count, mean


def levels(column: list[object], **options: object) -> dict[str, int]:
    frame = pl.DataFrame({"g": column, "y": [1.0] * len(column)}, strict=False)
    grouping = Grouping(name="g", column="g", **options)  # type: ignore[arg-type]
    estimates = evaluate(table_from(frame.to_arrow()), [mean("y")], groupings=[[grouping]])
    supports = zip(estimates.labels, estimates.supports, strict=True)
    return {label.by["g"]: support.n for label, support in supports}


def test_numbers_sort_as_numbers() -> None:
    assert list(levels([10, 9, 9])) == ["9", "10"]


def test_labels_give_the_order_and_empty_levels() -> None:
    assert levels(["1", "2", "1"], labels={"3": "c", "2": "b", "1": "a"}) == {"c": 0, "b": 1, "a": 2}


def test_codes_may_share_a_label() -> None:
    assert levels([1.0, 2.0, 3.0], labels={"1": "low", "2": "low"}) == {"low": 2, "3": 1}


def test_excluded_codes_and_nulls_are_in_no_level() -> None:
    assert levels(["a", "X", None], excluded=frozenset({"X"})) == {"a": 1}


def test_bands_are_closed_below() -> None:
    assert levels([15, 16, 64, 65, -9], bands=(16, 65)) == {"16 to 64": 2, "65 and over": 1}


def test_bands_leave_out_excluded_codes() -> None:
    assert levels([20, 99], bands=(16,), excluded=frozenset({"99"})) == {"16 and over": 1}


def test_an_empty_declared_level_is_not_estimable() -> None:
    frame = pl.DataFrame({"g": ["a", "a"], "y": [1.0, 2.0]})
    grouping = Grouping(name="g", column="g", labels={"a": "A", "b": "B"})
    estimates = evaluate(table_from(frame.to_arrow()), [mean("y"), count()], groupings=[[grouping]])
    assert estimates.statuses == ("ok", "not_estimable", "ok", "not_estimable")


def test_a_crossing_has_only_the_combinations_found() -> None:
    frame = pl.DataFrame({"g": ["a", "b"], "h": ["x", "y"], "z": [1.0, 2.0]})
    crossing = [Grouping(name="g", column="g"), Grouping(name="h", column="h", labels={"y": "Y", "x": "X"})]
    estimates = evaluate(
        table_from(frame.to_arrow(), design=SurveyDesign()), [mean("z")], groupings=[crossing]
    )
    assert [tuple(label.by.values()) for label in estimates.labels] == [
        ("a", "Y"),
        ("a", "X"),
        ("b", "Y"),
        ("b", "X"),
    ]
