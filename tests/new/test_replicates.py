from __future__ import annotations

from pathlib import Path

from dueregard.new import draft_casebook


def test_numbered_weights_are_offered_as_replicate_weights(tmp_path: Path) -> None:
    names = [f"w_{number}" for number in range(1, 11)]
    rows = [",".join(["1.5"] + [str(1 + (row + number) % 4) for number in range(10)]) for row in range(30)]
    file = tmp_path / "people.csv"
    file.write_text("\n".join([",".join(["weight", *names]), *rows]), encoding="utf-8")
    draft = draft_casebook(file)
    assert 'replicate_weights = {columns = "w_*", method = ""}' in draft.offers["people",]
    assert draft.offers["people",][0] == (
        "# 10 columns w_... look like replicate weights. The survey's guide names the method:"
    )
    assert not any("w_1'" in line for line in draft.offers.get(("outcomes",), []))


def test_numbered_questions_are_not(tmp_path: Path) -> None:
    names = [f"q{number}" for number in range(1, 11)]
    file = tmp_path / "people.csv"
    file.write_text("\n".join([",".join(names)] + [",".join("1" * 10), ",".join("2" * 10)] * 10))
    assert not any("replicate" in line for line in draft_casebook(file).offers["people",])
