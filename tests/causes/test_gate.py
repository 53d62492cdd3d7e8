"""What is said of causes falls with the cells of the grid that it is about."""

import pytest

from dueregard.causes.words import INTERACTION, SHRUNKEN, TYPE, TYPE_MEAN, TYPE_SHARE
from dueregard.disclosure import Table, release
from dueregard.estimates import Record, Support

SIZES = {"a": 900, "b": 400, "c": 60, "d": 5, "e": 40}


def value(level: str, *, n: int | None = None, **more: object) -> Record:
    people = SIZES[level] if n is None else n
    given = {"measure": "mean", "outcome": "income", "by": {"origin": level}, "se": 3.0, "estimate": 400.0}
    support = Support(n=people, n_effective=people * 0.9, units=people)
    return Record(**{**given, "n": people, "support": support, **more})  # type: ignore[arg-type]


def grid() -> Table:
    whole = Support(n=1405, n_effective=1200.0, units=1405)
    everybody = Record(measure="mean", outcome="income", estimate=400.0, se=1.0, n=1405, support=whole)
    levels = [value(level, parameters={"basis": "crude"}) for level in SIZES]
    return Table(name="characteristic-origin", title="Origin", records=(everybody, *levels))


@pytest.mark.parametrize(
    "said",
    [
        {"parameters": {"basis": SHRUNKEN}},
        {"parameters": {"basis": INTERACTION}, "contrast": "difference", "reference": "its parts"},
        {
            "parameters": {"component": "explained", "variable": "Family"},
            "contrast": "decomposition",
            "reference": "a",
        },
    ],
)
def test_a_value_falls_with_the_cell_of_the_grid(said: dict) -> None:
    # Enough people stand behind each by itself: the cell decides.
    many = Support(n=500, n_effective=500.0, units=500)
    table = Table(
        name="causes-strata-origin",
        title="Strata",
        records=tuple(
            value(level, **said, **({"support": many} if "contrast" in said else {})) for level in SIZES
        ),
    )
    shown, told = release([grid(), table]).tables
    hidden = {record.by["origin"] for record in shown.records if record.by and record.status == "withheld"}
    assert "d" in hidden
    assert len(hidden) > 1
    assert {record.by["origin"] for record in told.records if record.status == "withheld"} == hidden


def test_parts_of_a_gap_fall_with_the_reference_group_too() -> None:
    part = value(
        "b", parameters={"component": "gap"}, contrast="decomposition", reference="d", support=Support(n=500)
    )
    _, told = release([grid(), Table(name="causes-decompositions", title="Parts", records=(part,))]).tables
    assert told.records[0].status == "withheld"


def test_a_type_that_leaves_few_people_over_is_withheld_with_company() -> None:
    def of(label: str, n: int, few: int) -> list[Record]:
        support = Support(n=n, n_effective=n * 0.9, units=n, least_n=few or n, least_n_effective=few or n)
        said = {"outcome": "income", "by": {TYPE: label}, "support": support}
        share = Record(measure=TYPE_SHARE, estimate=n / 1000, **said)  # type: ignore[arg-type]
        return [share, Record(measure=TYPE_MEAN, estimate=400.0, se=3.0, **said)]  # type: ignore[arg-type]

    records = [*of("first", 500, 0), *of("second", 100, 4), *of("third", 150, 0), *of("fourth", 250, 0)]
    (told,) = release([Table(name="causes-types-income", title="Types", records=tuple(records))]).tables
    for measure in (TYPE_SHARE, TYPE_MEAN):
        status = {record.by[TYPE]: record.status for record in told.records if record.measure == measure}
        assert status == {"first": "ok", "second": "withheld", "third": "withheld", "fourth": "ok"}
