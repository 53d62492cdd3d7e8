"""A small casebook in a folder, made in code."""

from __future__ import annotations

from pathlib import Path

from tests.cli.making import people, write_table

CASEBOOK = """\
[question]
title = "Whom should the grant reach?"
decision_on = 2027-03-31
owner = "Cabinet Member"
duties = ["psed"]

[people]
source = "people.csv"
weight = "w"
cluster = "cl"

[people.characteristics]
sex = "sex"
ethnic_group = { column = "grp", reference = "a" }

[[outcomes]]
name = "income"
column = "income"
better = "higher"
"""


def write_casebook(folder: Path, text: str = CASEBOOK) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    write_table(folder / "people.csv", people())
    (folder / "casebook.toml").write_text(text, encoding="utf-8")
    return folder


def files_in(folder: Path) -> dict[str, bytes]:
    """What a folder holds, without the file that keeps other runs out."""
    found = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != ".run")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}
