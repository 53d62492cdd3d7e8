"""A change of the site is made whole beside it first: whatever stops it, the site is the one or the other.

What is to come is written into a folder of its own, which gets its name once it is complete. From then on
the change only ever goes forward: its version is moved into place, its entries are added to the register,
files are replaced one by one. Who is stopped on the way finds it finished by the next command.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from dueregard.casebook.whole_file import write_whole
from dueregard.register import Entry, Register

__all__ = ["PENDING", "PUBLIC", "apply_pending", "clear_leftovers", "prepare", "replace_file", "write_file"]

PUBLIC = "public"
PENDING = ".public-next"
"""What is complete and not yet in place."""

_ENTRIES = "entries.json"
_FILES = "files"

Step = Callable[[str], None]
"""Called before each step with its name; tests stop there."""


def _go_on(_: str) -> None:
    return None


def prepare(
    out: Path,
    *,
    files: Mapping[str, bytes],
    entries: Sequence[tuple[str, Mapping[str, Any]]],
    step: Step = _go_on,
) -> None:
    """Write a change of the site beside it, and give it its name when it is complete.

    Parameters
    ----------
    out : Path
        The casebook's folder ``out``.
    files : mapping of str to bytes
        What each file is to hold, by its path under ``public``.
    entries : sequence of (str, mapping)
        The kind and payload of what is to be added to the register.
    step : callable, optional
        Told what is next.
    """
    clear_leftovers(out)
    beside = out / f"{PENDING}.{secrets.token_hex(4)}.part"
    try:
        step("writing")
        for path, content in files.items():
            write_file(beside / _FILES / path, content)
            step(f"wrote {path}")
        listed = [{"kind": kind, "payload": payload} for kind, payload in entries]
        write_file(beside / _ENTRIES, json.dumps(listed, ensure_ascii=False).encode())
        step("naming")
        os.replace(beside, out / PENDING)
        _settle_folder(out)
    except Exception:
        shutil.rmtree(beside, ignore_errors=True)
        raise


def apply_pending(out: Path, register: Register, *, step: Step = _go_on) -> bool:
    """Finish a change that is complete.

    Parameters
    ----------
    out : Path
        The casebook's folder ``out``.
    register : Register
        Its register.
    step : callable, optional
        Told what is next.

    Returns
    -------
    bool
        Whether there was one.
    """
    clear_leftovers(out)
    pending = out / PENDING
    if not pending.is_dir():
        return False
    public = out / PUBLIC
    public.mkdir(exist_ok=True)
    files = pending / _FILES
    for source in sorted(files.iterdir(), key=lambda each: (each.is_file(), each.name)):
        if source.is_dir() and not (public / source.name).exists():
            step(f"moving {source.name}")
            os.replace(source, public / source.name)
    _settle_folder(public)
    # What the register says was published is there.
    for each in json.loads((pending / _ENTRIES).read_text(encoding="utf-8")):
        step(f"recording {each['kind']}")
        register.decide(lambda entries, each=each: _once(entries, each))  # type: ignore[misc]
    for source in sorted(each for each in files.rglob("*") if each.is_file()):
        target = public / source.relative_to(files)
        step(f"replacing {source.relative_to(files).as_posix()}")
        target.parent.mkdir(parents=True, exist_ok=True)
        os.replace(source, target)
    _settle_folder(public)
    step("tidying")
    shutil.rmtree(pending)
    return True


def _once(entries: Sequence[Entry], wanted: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]] | None:
    """Add an entry unless a run that was stopped has added it."""
    kind, payload = wanted["kind"], wanted["payload"]
    known = any(entry.kind == kind and dict(entry.payload) == payload for entry in entries)
    return None if known else (kind, payload)


def clear_leftovers(out: Path) -> None:
    """Remove what runs that were stopped before they had finished writing left behind.

    Parameters
    ----------
    out : Path
        The casebook's folder ``out``.
    """
    if out.is_dir():
        for each in out.glob(f"{PENDING}.*.part"):
            shutil.rmtree(each, ignore_errors=True)


def write_file(path: Path, content: bytes) -> None:
    """Write a new file and wait until it is on the disk.

    Parameters
    ----------
    path : Path
        The file; folders on the way are made.
    content : bytes
        What it holds.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def replace_file(path: Path, content: bytes) -> None:
    """Put new content in the place of a file at once, or leave the file as it is.

    Parameters
    ----------
    path : Path
        The file.
    content : bytes
        What it is to hold. Nothing is written when it holds that already.
    """
    if path.is_file() and path.read_bytes() == content:
        return
    write_whole(path, content)


def _settle_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk, where the system can."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
