"""Withdrawing a testimony: its words, codes and review are deleted, and only its id and the day stay."""

from __future__ import annotations

import csv
import io
import json
import os
from contextlib import suppress
from datetime import date
from pathlib import Path

from dueregard.casebook.front_matter import FrontMatterFault, read_front_matter
from dueregard.casebook.testimony_files import read_testimony
from dueregard.casebook.testimony_places import CODING, REVIEWS, is_testimony, read_words_of
from dueregard.casebook.testimony_reviews import write_reviews
from dueregard.casebook.whole_file import write_whole
from dueregard.errors import UsageError, did_you_mean

__all__ = ["withdraw_testimony"]


def withdraw_testimony(folder: str | os.PathLike[str], testimony: str, *, on: date) -> None:
    """Delete everything of a testimony but that it was withdrawn.

    The register is not touched: the next assessment records the withdrawal and destroys the key. Copies
    elsewhere, and what version control remembers, are the owner's to delete.

    Parameters
    ----------
    folder : path
        The folder of testimony.
    testimony : str
        The id.
    on : datetime.date
        The day of the withdrawal.

    Raises
    ------
    UsageError
        When there is no such testimony.
    CasebookError
        When the folder is not valid: then nothing is changed.
    """
    place = Path(folder)
    found = read_testimony(place)
    file = _file_of(place, testimony)
    # The words last: if this is stopped, what is left still says that there is something to delete.
    reviews = [each for each in found.reviews if each.testimony != testimony]
    if (place / REVIEWS).is_file():
        write_reviews(place / REVIEWS, reviews)
    if (place / CODING).is_file():
        write_whole(place / CODING, _without(read_words_of(place / CODING), testimony))
    write_whole(
        file, f"---\nid: {json.dumps(testimony, ensure_ascii=False)}\nwithdrawn: {on.isoformat()}\n---\n"
    )


def _file_of(place: Path, testimony: str) -> Path:
    known: dict[str, Path] = {}
    for file in sorted(place.iterdir()):
        if is_testimony(file):
            with suppress(FrontMatterFault):
                given = read_front_matter(read_words_of(file)).content.get("id")
                known[str(given).strip() if given else file.stem] = file
    if testimony not in known:
        raise UsageError(
            f"There is no testimony {testimony!r}.", remedy=did_you_mean(testimony, known) or None
        )
    return known[testimony]


def _without(table: str, testimony: str) -> str:
    """Leave a testimony's rows out of a table of codes; the other rows keep their cells."""
    header = next((line for line in table.splitlines() if line.strip()), "")
    delimiter = max(",;\t|", key=header.count)
    rows = [row for row in csv.reader(io.StringIO(table, newline=""), delimiter=delimiter) if any(row)]
    place = [name.strip().casefold() for name in rows[0]].index("testimony") if rows else 0
    kept = [row for row in rows if len(row) <= place or row[place].strip() != testimony]
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=delimiter, lineterminator="\n").writerows(kept)
    return written.getvalue()
