"""The ledger of who asked for which outcome."""

from __future__ import annotations

from dueregard.casebook import Specification
from dueregard.voices.designing import designed
from dueregard.voices.representation.margins import margins_from
from dueregard.voices.residents import Residents

CONTENT = {
    "question": {"title": "Q"},
    "people": {"source": "p.csv", "characteristics": {"sex": "sex"}},
    "outcomes": [
        {"name": "income", "column": "i", "better": "higher", "authored_by": "finance"},
        {"name": "health", "yes": "h == 1", "better": "higher", "authored_by": "A neighbour"},
        {"name": "work", "yes": "w == 1", "better": "higher"},
    ],
    "authors": [
        {"id": "Finance", "characteristics": {"sex": "Men"}},
        {"id": "Forum"},
    ],
}
RESIDENTS = Residents(
    title="residents", margins={"sex": margins_from({"sex": {"Men": 49, "Women": 51}}, title="census")}
)


def test_authors_are_found_by_their_ids_and_others_are_named() -> None:
    found = designed(Specification.model_validate(CONTENT), RESIDENTS)
    assert [(each.name, each.parts, dict(each.characteristics)) for each in found.designers] == [
        ("Finance", ("income",), {"sex": "Men"}),
        ("Forum", (), {}),
        ("A neighbour", ("health",), {}),
    ]
    assert found.unsigned == ("work",)
    assert any("Nobody says who designed indicator 'work'" in words for words in found.words)


def test_what_nobody_can_be_compared_with_says_nothing() -> None:
    found = designed(Specification.model_validate(CONTENT), Residents(title="nobody"))
    assert found.words == ()
