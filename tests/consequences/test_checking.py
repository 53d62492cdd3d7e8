"""What is said of a casebook's options before anything is measured."""

from __future__ import annotations

from pathlib import Path

from dueregard.consequences import check_options
from dueregard.options import load_with_options
from tests.consequences.stage_casebook import FLAT, only, write_casebook


def said(folder: Path, decided: str) -> tuple[str, ...]:
    text = f'{only("sex")}\n[decision]\noption = "{decided}"\n'
    casebook, options = load_with_options(write_casebook(folder, text, flat=FLAT))
    return check_options(None, casebook, options)


def test_a_decision_for_none_of_the_options_is_named_with_what_may_be_meant(tmp_path: Path) -> None:
    assert said(tmp_path, "Flad")[-1] == (
        "[decision] names 'Flad', which is none of the options. Did you mean 'Flat'?"
    )


def test_a_decision_for_an_option_or_for_nothing_is_as_it_should_be(tmp_path: Path) -> None:
    for decided in ("Flat", "do nothing"):
        assert not any("[decision]" in each for each in said(tmp_path, decided))
