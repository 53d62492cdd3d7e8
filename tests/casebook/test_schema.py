from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from dueregard.casebook import json_schema
from tests.casebook.schema_checker import faults
from tests.casebook.test_load import AGGREGATES, FULL

CASEBOOKS = sorted((Path(__file__).parents[1] / "casebooks").glob("*/casebook.toml"))


@pytest.mark.parametrize("text", [FULL, AGGREGATES])
def test_examples_are_valid(text: str) -> None:
    assert faults(tomllib.loads(text), json_schema(), json_schema()) == []


@pytest.mark.parametrize("file", CASEBOOKS, ids=lambda file: file.parent.name)
def test_casebooks_are_valid(file: Path) -> None:
    assert faults(tomllib.loads(file.read_text(encoding="utf-8")), json_schema(), json_schema()) == []


def test_what_is_not_valid_is_refused() -> None:
    content = tomllib.loads(AGGREGATES)
    content["question"]["titel"] = "x"
    assert faults(content, json_schema(), json_schema()) == [".question.titel: not known"]


def test_it_is_json() -> None:
    assert json.loads(json.dumps(json_schema()))["$schema"].endswith("2020-12/schema")


def test_every_key_is_described() -> None:
    schema = json_schema()
    bare = [
        f"{table}.{name}"
        for table, part in schema["$defs"].items()
        for name, each in part.get("properties", {}).items()
        if not _described(each)
    ]
    assert bare == []
    assert all(_described(each) for each in schema["properties"].values())


def _described(part: dict[str, Any]) -> bool:
    # A table that is there once has its description where it is defined.
    return bool(part.get("description") or part.get("$ref"))
