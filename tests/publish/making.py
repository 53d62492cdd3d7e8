"""A small casebook, assessed in code, with one quote and what else a publication needs."""

from __future__ import annotations

import hashlib
from pathlib import Path

from dueregard.assess import assess
from dueregard.disclosure import DisclosureAudit
from dueregard.pack.private_audit import write_private_audit
from tests.making_casebooks import SMALL, write_casebook

WORDS = "The bus never comes when the shift ends."
TESTIMONY = f"""---
id: t1
consent: quote anonymous
consent_on: 2026-01-10
role: carer
---
> {WORDS}
"""
ALLIANCE = """
[alliance]
quorum = "required"
reviews = 1
sectors = { "civil society" = 1 }
[[alliance.members]]
id = "forum"
name = "Disabled People's Forum"
sector = "civil society"
roles = ["lived-experience reviewer"]
"""


def prepared(folder: Path, text: str = SMALL) -> Path:
    """Write the casebook and assess it."""
    write_casebook(folder, text)
    return assessed(folder)


def assessed(folder: Path, audit: DisclosureAudit | None = None) -> Path:
    assess(folder)
    audited(folder, audit or DisclosureAudit())
    return folder


def audited(folder: Path, audit: DisclosureAudit) -> None:
    figures = (folder / "out" / "estimates.json").read_bytes()
    write_private_audit(audit, folder / "out", of=hashlib.sha256(figures).hexdigest())


def change_an_income(folder: Path) -> None:
    file = folder / "people.csv"
    lines = file.read_text(encoding="utf-8").splitlines()
    cells = lines[1].split(",")
    cells[3] = str(float(cells[3]) + 100)
    file.write_text("\n".join([lines[0], ",".join(cells), *lines[2:]]) + "\n", encoding="utf-8")
