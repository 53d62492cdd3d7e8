"""JSON is written as the standard library writes it with one space a level."""

from __future__ import annotations

import datetime
import json

import numpy as np
import pytest

from dueregard.cli.answer import print_object

ANSWER = {
    "none": [],
    "empty": {},
    "mixed": [1, 2.5, True, None, 'é"\n', (1,), {"in": ["side"]}, 1e300, -0.0, np.float64(2.5)],
    3: 4,
    None: 1,
    True: 2,
    "when": datetime.date(2020, 1, 2),
}


def test_as_the_standard_library_writes_it(capsys: pytest.CaptureFixture[str]) -> None:
    print_object(ANSWER)
    assert capsys.readouterr().out == json.dumps(ANSWER, ensure_ascii=False, indent=1, default=str) + "\n"


def test_numbers_that_json_does_not_know(capsys: pytest.CaptureFixture[str]) -> None:
    print_object({"a": float("nan"), "b": [float("inf"), np.float64("nan")]})
    assert json.loads(capsys.readouterr().out) == {"a": None, "b": [None, None]}
