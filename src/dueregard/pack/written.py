"""What an assessment published, read back from its estimates.json: released figures and nothing else."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from dueregard.disclosure import Table
from dueregard.errors import RegisterError
from dueregard.estimates import Record
from dueregard.pack.voices_figures import Figures
from dueregard.register import Register

if TYPE_CHECKING:
    from dueregard.casebook import Casebook

__all__ = ["FILE", "Written", "read_written", "written_from"]

FILE = "estimates.json"
REGISTER = "register.jsonl"
_FIELDS = frozenset(each.name for each in fields(Record)) - {"support"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A published assessment.

    Parameters
    ----------
    tables : tuple of Table
        Its released tables.
    beside : mapping
        Everything else that estimates.json holds.
    sha256 : str
        The fingerprint of the file.
    """

    tables: tuple[Table, ...]
    beside: Mapping[str, Any]
    sha256: str

    @property
    def assessed_at(self) -> datetime | None:
        """When it was assessed, in UTC; None where that was not written down."""
        when = self.beside["provenance"].get("assessed_at")
        return None if when is None else datetime.fromisoformat(when).astimezone(UTC)

    @property
    def options(self) -> tuple[str, ...]:
        """The options that were assessed, by name."""
        return tuple(each["name"] for each in self.beside.get("consequences", {}).get("options", ()))

    def table(self, name: str) -> Table | None:
        """Find a table.

        Parameters
        ----------
        name : str
            Its name.

        Returns
        -------
        Table or None
            None where there is none.
        """
        return next((table for table in self.tables if table.name == name), None)

    def voices(self) -> Figures:
        """Collect the figures about voices."""
        return Figures(
            tables={each.name: each.records for each in self.tables if each.name.startswith("voices-")}
        )


def written_from(text: str) -> Written:
    """Take an assessment from the text of its estimates.json.

    Parameters
    ----------
    text : str
        JSON.

    Returns
    -------
    Written
        Its tables, and what stands beside them.

    Raises
    ------
    ValueError
        When the text is no estimates.json of this version.
    """
    content = json.loads(text)
    try:
        records = [_record(each) for each in content["estimates"]]
        tables = tuple(_tables(content["tables"], records))
        found = Written(tables=tables, beside=content, sha256=hashlib.sha256(text.encode()).hexdigest())
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("no estimates.json of this version") from error
    return found


def _record(written: Mapping[str, Any]) -> Record:
    known = {name: value for name, value in written.items() if name in _FIELDS}
    rank = {"rank": tuple(known["rank"])} if known.get("rank") else {}
    return Record(**{**known, **rank})


def _tables(index: Sequence[Mapping[str, Any]], records: Sequence[Record]) -> Iterator[Table]:
    start = 0
    for each in index:
        own = tuple(records[start : start + each["records"]])
        start += len(own)
        yield Table(name=each["name"], title=each["title"], records=own)
    if start != len(records):
        raise KeyError("tables")


def read_written(casebook: Casebook) -> Written | None:
    """Read what the last assessment of a casebook published.

    Parameters
    ----------
    casebook : Casebook
        The casebook.

    Returns
    -------
    Written or None
        None where it was not assessed yet.

    Raises
    ------
    RegisterError
        When the file is not the one that was recorded when it was assessed.
    """
    file = casebook.out / FILE
    if not file.is_file():
        return None
    content = file.read_bytes()
    entries = Register(casebook.out / REGISTER).entries()
    recorded = [entry.payload.get("files", {}).get(FILE) for entry in entries if entry.kind == "assessed"]
    if not recorded or hashlib.sha256(content).hexdigest() != recorded[-1]:
        raise _not_as_assessed("It is not the file that the register recorded when it was assessed.")
    try:
        return written_from(content.decode("utf-8"))
    except ValueError:
        raise _not_as_assessed("It was written by another version, or is damaged.") from None


def _not_as_assessed(found: str) -> RegisterError:
    return RegisterError(
        f"{FILE} in the casebook's folder out cannot be used.",
        found=found,
        remedy="Run `dueregard assess` again.",
    )
