from pathlib import Path

from tests.golden.calculations import COVERED

LINES = (Path(__file__).parents[2] / "docs" / "golden.md").read_text().splitlines()


def test_the_document_lists_what_is_asserted() -> None:
    assert tuple(line.split("|")[1].strip() for line in LINES if line.startswith("| d")) == COVERED


def test_every_error_is_small() -> None:
    errors = [float(line.split("|")[-2]) for line in LINES if line.startswith("| d")]
    assert max(errors) <= 1e-8
