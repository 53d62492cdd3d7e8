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
from dueregard.demo.truth_of_options import Story, check_story
from dueregard.errors import UsageError

__all__ = ["write_demo"]

_CASEBOOK = "casebook.toml"
_PEOPLE = "people.parquet"
_SCREENING = "screening.toml"
_LEFT_OUT = (
    *("published/", "voices/votes", "voices/statements", "voices/participants", "voices/panel/"),
    *("options/1-", "options/3-"),
)
"""What the short casebook does without."""
_SHORT = """
## The short casebook

This is the short casebook of the town: two outcomes, one option, testimony and the committee. The
consultation, the assembly, the counts of everybody and the other options come with `dueregard demo`.
"""
_MARK = "Brackwater is a synthetic town"  # how a casebook of ours is known


def write_demo(
    folder: str | os.PathLike[str], *, seed: int = SEED, story: Story = "usual", short: bool = False
) -> Path:
    """Build the town and write its casebook.

    Each file appears whole or not at all, and ``casebook.toml`` appears last. Other files in the
    folder, such as the ``out`` folder of an earlier assessment, are left alone.

    Parameters
    ----------
    folder : path
        The folder to write: it may be new, empty or hold an earlier Brackwater.
    seed : int
        The same seed gives the same files, byte by byte.
    story : {"usual", "low-take-up"}
        The same town and the same options; in the other story few of those it is meant for take up the grant.
    short : bool
        Whether the casebook asks less: fewer outcomes and groups, one option, no consultation and no panel.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    UsageError
        When the folder holds a casebook that is not Brackwater's, or is not a folder, or when there is no
        such story.
    """
    check_story(story)
    target = Path(folder)
    _refuse_to_overwrite(target)
    target.mkdir(parents=True, exist_ok=True)
    building = Path(tempfile.mkdtemp(prefix=".brackwater-", dir=target))
    try:
        for name in _built(building, seed, story, short=short):
            destination = target / name
            if name == _SCREENING and destination.exists():
                continue  # What somebody recorded there is in the register too.
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


def _built(folder: Path, seed: int, story: Story, *, short: bool) -> list[str]:
    """Write every file into a folder and name them in the order in which they should appear."""
    people, everyone = survey(seed), town(seed)
    pq.write_table(people, folder / _PEOPLE, compression="zstd")
    counts = {f"published/{name}": text for name, text in published_counts(everyone).items()}
    about = {
        "README.md": _about(people, len(everyone), seed, story) + (_SHORT if short else ""),
        _SCREENING: _own(_SCREENING),
        _CASEBOOK: _own(_CASEBOOK),
    }
    texts = counts | _voices(everyone) | _options(story) | _dialogue() | about
    if short:
        texts = {name: text for name, text in texts.items() if not name.startswith(_LEFT_OUT)}
        texts |= {name.rpartition("/")[2]: text for name, text in _written("short")}
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    return [_PEOPLE, *texts]


def _voices(everyone: Town) -> dict[str, str]:
    """Write what the model draws, and take what was written by hand as it is: testimony, the committee."""
    drawn = consultation_tables(everyone, asking(everyone))
    drawn |= {f"panel/{name}": text for name, text in assembly_tables(everyone).items()}
    return {f"voices/{name}": text for name, text in drawn.items()} | dict(_written("voices"))


def _options(story: Story) -> dict[str, str]:
    """Take the options as they were written by hand; another story replaces some of them."""
    texts = dict(_written("options"))
    if story != "usual":
        own = _written(f"options_{story.replace('-', '_')}")
        texts |= {f"options/{name.rpartition('/')[2]}": text for name, text in own}
    return texts


def _dialogue() -> dict[str, str]:
    """Take objections, answers and actions as they were written by hand."""
    return {name.rpartition("/")[2]: text for name, text in _written("dialogue")}


def _written(folder: str) -> Iterator[tuple[str, str]]:
    """Go through the texts that come with the package."""
    for each in sorted(files("dueregard.demo").joinpath(folder).iterdir(), key=lambda entry: entry.name):
        name = f"{folder}/{each.name}"
        if each.is_dir():
            yield from _written(name)
        else:
            yield name, each.read_text(encoding="utf-8")


def _about(people: pa.Table, everyone: int, seed: int, story: Story) -> str:
    households = pc.count_distinct(people["household"]).as_py()
    counted = {"people": len(people), "households": households, "town": everyone}
    told = _own(f"about_{story.replace('-', '_')}.md").rstrip("\n")
    return _own("about.md").format(seed=seed, story=told, **counted)


def _own(name: str) -> str:
    """Read a text that comes with the package."""
    return files("dueregard.demo").joinpath(name).read_text(encoding="utf-8")
