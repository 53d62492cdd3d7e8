"""Reading Stata and SPSS files, whose value labels become labels and whose user-missing codes are missing."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from dueregard.engine.grouping import code_of
from dueregard.errors import MissingExtra, PeopleError
from dueregard.people.identity import content_of_file
from dueregard.people.source import Source, copied, named_columns

__all__ = ["read_statistical_file"]


def read_statistical_file(
    path: Path, connection: duckdb.DuckDBPyConnection, *, table: str = "people"
) -> Source:
    """Copy a ``.dta``, ``.sav`` or ``.zsav`` file into the private database.

    Parameters
    ----------
    path : Path
        The file.
    connection : duckdb.DuckDBPyConnection
        The private database.
    table : str
        The copy's name.

    Returns
    -------
    Source
        The table, with the file's own labels of columns and codes.

    Raises
    ------
    MissingExtra
        Without the extra ``office``.
    PeopleError
        When the file is damaged or of another format.
    """
    try:
        import pyreadstat
    except ImportError:
        raise MissingExtra("Reading Stata and SPSS files", "office") from None
    read = pyreadstat.read_dta if path.suffix.lower() == ".dta" else pyreadstat.read_sav
    try:
        columns, about = read(str(path), output_format="dict")
    except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError, ValueError):
        raise PeopleError(
            f"{path.name} cannot be read.",
            found=f"It is damaged, or not a {path.suffix.lower()} file.",
            remedy="Save it again, or as CSV or Parquet.",
        ) from None
    names = named_columns(list(columns), path.name)
    arrow = pa.table({name: pa.array(values, from_pandas=True) for name, values in columns.items()})
    frame, _ = copied(connection, connection.from_arrow(arrow), table=table)
    return Source(
        frame=frame,
        names=names,
        content=content_of_file(path),
        title=path.name,
        connection=connection,
        labels={name: _labels(labels) for name, labels in about.variable_value_labels.items()},
        column_labels={name: label for name, label in about.column_names_to_labels.items() if label},
    )


def _labels(labels: Mapping[Any, str]) -> dict[str, str]:
    coded = ((code_of(value), label) for value, label in labels.items())
    return {code: label for code, label in coded if code is not None}
