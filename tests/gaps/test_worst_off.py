"""Who is worst off: by clear gaps alone, in most outcomes first."""

from __future__ import annotations

from dueregard.casebook import Specification
from dueregard.disclosure import Table
from dueregard.estimates import Record
from dueregard.gaps import worst_off

SPECIFICATION = Specification.model_validate(
    {
        "question": {"title": "Q"},
        "people": {"source": "p.csv"},
        "outcomes": [
            {"name": "income", "column": "income", "better": "higher"},
            {"name": "missed", "yes": "missed == 1", "better": "lower"},
        ],
    }
)


def gap(outcome: str, group: str, estimate: float, **changes: object) -> Record:
    verdict = "higher than" if estimate > 0 else "lower than"
    usual: dict[str, object] = {
        "measure": "mean" if outcome == "income" else "proportion",
        "parameters": {"basis": "crude"},
        "outcome": outcome,
        "by": {"group": group},
        "contrast": "difference",
        "reference": "everyone else",
        "estimate": estimate,
        "verdict": verdict,
        "discovery": True,
    }
    return Record(**(usual | changes))  # type: ignore[arg-type]


def found(*records: Record, name: str = "characteristic-group") -> list[tuple[str, tuple[str, ...]]]:
    table = Table(name=name, title="t", records=records)
    return [(group.by["group"], group.outcomes) for group in worst_off([table], SPECIFICATION)]


def test_most_outcomes_first_then_the_widest() -> None:
    records = [gap("income", "A", -10), gap("income", "B", -40), gap("income", "C", -20)]
    assert found(*records, gap("missed", "C", 0.1)) == [
        ("C", ("income", "missed")),
        ("B", ("income",)),
        ("A", ("income",)),
    ]


def test_the_better_off_and_the_unclear_are_not_among_them() -> None:
    assert (
        found(
            gap("income", "A", 10),
            gap("missed", "B", -0.1),
            gap("income", "C", -10, discovery=False),
            gap("income", "D", -10, verdict="too close to call"),
            gap("income", "E", -10, status="approximate"),
            gap("income", "F", -10, status="withheld", verdict=None),
        )
        == []
    )


def test_places_and_other_references_do_not_count() -> None:
    assert found(gap("income", "A", -10), name="place-ward") == []
    assert found(gap("income", "A", -10, reference="White")) == []
