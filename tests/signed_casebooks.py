"""A small casebook that was assessed, reviewed (with a dissent), assessed again and signed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from dueregard.alliance.verifying import Verified
from dueregard.assess import assess
from dueregard.key import make_key
from dueregard.register import Register
from dueregard.review import review
from dueregard.sign import sign
from dueregard.verify import verify_casebook
from tests.making_casebooks import SMALL, write_casebook

PASSPHRASE = "four plain words here"
ALLIANCE = """\
[alliance]
quorum = "required"
sectors = { "civil society" = 1, business = 1 }
reviews = 2
lived_experience = 1
steward = true

[[alliance.members]]
id = "forum"
name = "Disabled People's Forum"
sector = "civil society"
roles = ["lived-experience reviewer"]

[[alliance.members]]
id = "chamber"
name = "Chamber of Commerce"
sector = "business"
roles = ["reviewer", "author"]

[[alliance.members]]
id = "youth"
name = "Youth Council"
sector = "community"
roles = ["steward for future generations"]

[[alliance.members]]
id = "cabinet"
name = "Cabinet Member"
sector = "public body"
roles = ["decision-maker"]
"""
OBJECTIONS = """\
[[objections]]
id = "few"
text = "Few Roma people were asked."
raised_by = "A resident"
on = 2026-11-20
characteristic = "ethnic_group"
"""


def passphrase() -> str:
    """The passphrase of every key here."""
    return PASSPHRASE


@contextmanager
def keys_in(folder: Path) -> Iterator[None]:
    """Keep private keys in a folder of the test's own."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("DUEREGARD_KEYS", str(folder))
        yield


def assessed_casebook(folder: Path) -> Path:
    """A casebook with an alliance and an objection, assessed; no member has a key yet."""
    write_casebook(folder, SMALL + ALLIANCE)
    (folder / "objections.toml").write_text(OBJECTIONS, encoding="utf-8")
    assess(folder)
    return folder


def reviewed_casebook(folder: Path) -> Path:
    """The same, with two reviews of which one dissents, and the steward's note; assessed again."""
    assessed_casebook(folder)
    for member in ("forum", "chamber", "youth"):
        make_key(member, passphrase=PASSPHRASE, casebook=folder)
    review(
        folder,
        member="forum",
        position="dissent",
        note="The grant has to be asked for.\nThe pass did not.",
        passphrase=passphrase,
        objections=[{"text": "Nobody asked us.", "principle": "voice"}],
    )
    for member, note in (("chamber", "Sound."), ("youth", "Those to come pay nothing.")):
        review(folder, member=member, position="assent", note=note, passphrase=passphrase)
    assess(folder)
    return folder


def signed_casebook(folder: Path) -> Path:
    """The same, signed by two members."""
    reviewed_casebook(folder)
    for member in ("forum", "chamber"):
        sign(folder, member=member, passphrase=passphrase)
    return folder


@dataclass(frozen=True, slots=True, kw_only=True)
class Flip:
    """One byte that was changed, and what verifying said of it."""

    path: str
    position: int
    line: int
    detected: bool
    located: bool


def signed_files(folder: Path) -> list[Path]:
    """Every file that members vouch for, the register included."""
    kinds = ("out/**/*", "reviews/*", "signatures/*", "keys/*", "*.toml")
    found = {file for kind in kinds for file in folder.glob(kind) if file.is_file()}
    left_out = {folder / "casebook.toml", folder / "out" / ".run"}
    return sorted(file for file in found - left_out if "private" not in file.parts)


def flips(folder: Path, *, each: int, seed: int) -> Iterator[Flip]:
    """Change one byte at a time, at places spread over every file, verify, and put it back."""
    draw = random.Random(seed)
    for file in signed_files(folder):
        content = file.read_bytes()
        places = sorted(draw.sample(range(len(content)), min(each, len(content))))
        for position in places:
            other = draw.choice(
                [byte for byte in (0, 9, 10, 32, 48, 65, 97, 255) if byte != content[position]]
            )
            changed = draw.choice([other, content[position] ^ (1 << draw.randrange(8))])
            file.write_bytes(content[:position] + bytes([changed]) + content[position + 1 :])
            yield _flip(folder, file, position, content, verify_casebook(folder))
        file.write_bytes(content)


def _flip(folder: Path, file: Path, position: int, content: bytes, found: Verified) -> Flip:
    path = file.relative_to(folder).as_posix()
    line = content[:position].count(b"\n") + 1
    named = [alteration for alteration in found.alterations if alteration.path == path]
    located = bool(named)
    if path == "out/register.jsonl":
        located = any(alteration.line == line for alteration in named)
    return Flip(path=path, position=position, line=line, detected=not found.intact, located=located)


def head_of(folder: Path) -> str:
    """The hash of the register's last entry."""
    return Register(folder / "out" / "register.jsonl").verify().head
