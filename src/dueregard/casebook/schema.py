"""The casebook's JSON Schema, for editors that check and complete as one types."""

from __future__ import annotations

from typing import Any

from dueregard.casebook.specification import Specification

__all__ = ["json_schema"]


def json_schema() -> dict[str, Any]:
    """Describe casebook.toml as a JSON Schema.

    Returns
    -------
    dict
        A schema of draft 2020-12, with a description of every table and key.

    Examples
    --------
    >>> json_schema()["required"]
    ['question']
    """
    schema = Specification.model_json_schema(mode="validation")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": "casebook.toml of dueregard",
    }
