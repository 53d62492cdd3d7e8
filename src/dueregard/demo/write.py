"""Write the casebook of Brackwater as a folder."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from dueregard.demo.assembly import assembly_tables
from dueregard.demo.consultation import asking, consultation_tables
from dueregard.demo.published import published_counts
from dueregard.demo.survey import survey
from dueregard.demo.town import SEED, Town, town
from dueregard.errors import UsageError

__all__ = ["write_demo"]

_CASEBOOK = "casebook.toml"
_PEOPLE = "people.parquet"
_MARK = "Brackwater is a synthetic town"  # how a casebook of ours is known


def write_demo(folder: str | os.PathLike[str], *, seed: int = SEED) -> Path:
    """Build the town and write its casebook.

    Each file appears whole or not at all, and ``casebook.toml`` appears last. Other files in the
    folder, such as the ``out`` folder of an earlier assessment, are left alone.

    Parameters
    ----------
    folder : path
        The folder to write: it may be new, empty or hold an earlier Brackwater.
    seed : int
        The same seed gives the same files, byte by byte.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    UsageError
        When the folder holds a casebook that is not Brackwater's, or is not a folder.
    """
    target = Path(folder)
    _refuse_to_overwrite(target)
    target.mkdir(parents=True, exist_ok=True)
    building = Path(tempfile.mkdtemp(prefix=".brackwater-", dir=target))
    try:
        for name in _built(building, seed):
            destination = target / name
            destination.parent.mkdir(parents=True, exist_ok=True)
            os.replace(building / name, destination)
    finally:
        shutil.rmtree(building)
    return target


def _refuse_to_overwrite(target: Path) -> None:
    if target.exists() and not target.is_dir():
        raise UsageError(
            f"The demonstration needs a folder, and {target} is a file.", remedy="Name another folder."
        )
    casebook = target / _CASEBOOK
    if casebook.exists() and _MARK not in casebook.read_text(encoding="utf-8", errors="replace"):
        raise UsageError(
            f"{target} already holds a casebook that is not Brackwater's.",
            found="Writing the demonstration there would replace it.",
            remedy="Name another folder.",
        )


def _built(folder: Path, seed: int) -> list[str]:
    """Write every file into a folder and name them in the order in which they should appear."""
    people, everyone = survey(seed), town(seed)
    pq.write_table(people, folder / _PEOPLE, compression="zstd")
    counts = {f"published/{name}": text for name, text in published_counts(everyone).items()}
    about = {"README.md": _about(people, len(everyone), seed), _CASEBOOK: _own(_CASEBOOK)}
    texts = counts | _voices(everyone) | about
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    return [_PEOPLE, *texts]


def _voices(everyone: Town) -> dict[str, str]:
    """Write what the model draws, and take what was written by hand as it is: testimony, the committee."""
    drawn = consultation_tables(everyone, asking(everyone))
    drawn |= {f"panel/{name}": text for name, text in assembly_tables(everyone).items()}
    return {f"voices/{name}": text for name, text in drawn.items()} | dict(_written("voices"))


def _written(folder: str) -> Iterator[tuple[str, str]]:
    """Go through the texts that come with the package."""
    for each in sorted(files("dueregard.demo").joinpath(folder).iterdir(), key=lambda entry: entry.name):
        name = f"{folder}/{each.name}"
        if each.is_dir():
            yield from _written(name)
        else:
            yield name, each.read_text(encoding="utf-8")


def _about(people: pa.Table, everyone: int, seed: int) -> str:
    households = pc.count_distinct(people["household"]).as_py()
    return _own("about.md").format(seed=seed, people=len(people), households=households, town=everyone)


def _own(name: str) -> str:
    """Read a text that comes with the package."""
    return files("dueregard.demo").joinpath(name).read_text(encoding="utf-8")
