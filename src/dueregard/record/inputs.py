"""The fingerprints of what an assessment is made from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from dueregard.alliance.merkle import sha256, usable_path
from dueregard.casebook import Casebook, canonical_json, source_files

__all__ = ["Inputs", "inputs_of", "plain_name"]

OF_FIGURES = (
    *("question", "people", "intersections", "outcomes", "published", "disclosure"),
    *("evidence_gaps", "amendments", "voices", "consequences", "authors"),
)
"""The parts of a casebook that figures rest on: not who reviews, what was decided and when to look back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """The fingerprints of what an assessment is made from, by name.

    Parameters
    ----------
    every : mapping of str to str
        Of each file.
    figures : mapping of str to str
        Of what the figures rest on.
    """

    every: Mapping[str, str]
    figures: Mapping[str, str]


def inputs_of(casebook: Casebook) -> Inputs:
    """Fingerprint what an assessment is made from.

    Parameters
    ----------
    casebook : Casebook
        The casebook.

    Returns
    -------
    Inputs
        Files only: a database is not read. Of files outside the casebook only the name is told.
    """
    found = {plain_name(each.name): each.sha256 for each in source_files(casebook)}
    spec = casebook.specification.model_dump(mode="json", include=set(OF_FIGURES), exclude_defaults=True)
    own = plain_name(casebook.file.name)
    figures = {name: digest for name, digest in found.items() if name != own}
    return Inputs(every=found, figures={**figures, "casebook/specification": sha256(canonical_json(spec))})


def plain_name(name: str) -> str:
    """Name a file so that it can stand in a leaf of a tree.

    Parameters
    ----------
    name : str
        Of the file.

    Returns
    -------
    str
        The same where it can.
    """
    return name if usable_path(name) else re.sub(r"[^\w/-]", "-", name).strip("/")
