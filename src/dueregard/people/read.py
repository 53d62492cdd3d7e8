"""Reading a table of people: from any source, with its design and the meaning of its columns."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import duckdb
import narwhals.stable.v2 as nw

from dueregard.engine import SurveyDesign, Table
from dueregard.engine.frames import collect
from dueregard.engine.grouping import code_of, sorted_codes
from dueregard.errors import ColumnNotFound
from dueregard.people.coding import with_missing
from dueregard.people.database import open_database
from dueregard.people.declared import (
    characteristics_from,
    code_book,
    merged_books,
    refuse_absent_reference,
)
from dueregard.people.files import read_file
from dueregard.people.frames import read_frame
from dueregard.people.generations import generations_from
from dueregard.people.linked import with_linked
from dueregard.people.people import People
from dueregard.people.places import places_from
from dueregard.people.schema import Characteristic, CodeBook, Schema
from dueregard.people.source import ROW, Source
from dueregard.people.survey import check_design, design_from, weighting_notes
from dueregard.people.weighting import KnownColumns, calibration_from

__all__ = ["read_people"]


def read_people(
    source: Any,
    *,
    weight: str | None = None,
    strata: str | None = None,
    cluster: str | Sequence[str] | None = None,
    fpc: Any = None,
    replicate_weights: Any = None,
    count: str = "sample",
    model: str | None = None,
    lonely_psu: str = "adjust",
    poststrata: Any = None,
    calibration: Any = None,
    characteristics: Mapping[str, Any] | Sequence[str] | None = None,
    places: Mapping[str, Any] | None = None,
    generations: Mapping[str, Any] | str | None = None,
    columns: Mapping[str, Mapping[str, Any]] | None = None,
    where: str | None = None,
    linked: Sequence[Mapping[str, Any]] = (),
    encoding: str | None = None,
    sheet: str | None = None,
    memory_limit: str | None = None,
    threads: int | None = None,
) -> People:
    """Read a table with one row a person.

    Parameters
    ----------
    source : path or table
        A CSV, TSV, Parquet, Excel, OpenDocument, Stata or SPSS file (text files may be gzipped; a
        spreadsheet's name may end in ``#`` and a sheet); an Arrow table, a pandas, Polars or Spark frame, a
        DuckDB relation, or a dictionary of columns.
    weight, strata : str, optional
        Columns of the survey design.
    cluster : str or sequence of str, optional
        Columns of sampling units, one a stage.
    fpc : str, float or sequence of them, optional
        Population counts or sampling fractions, one a stage.
    replicate_weights : mapping or ReplicateWeights, optional
        With ``columns`` (a pattern or names) and ``method``.
    count : {"sample", "full"}
        A full count has no sampling error.
    model : str, optional
        For a full count, the model on which intervals rest.
    lonely_psu : {"adjust", "certainty", "average", "fail"}
        What a stratum with one sampling unit contributes.
    poststrata : mapping or Poststrata, optional
        With ``column`` and ``totals``: known totals that the weights are brought to.
    calibration : mapping, path or Calibrated, optional
        Known totals of any kind, and how weights are brought to them: ``source`` (a CSV file with the
        columns ``variable``, ``level`` and ``total``), ``margins`` (totals by level, by column), ``totals``
        (of columns of numbers), ``population``, ``method`` (``raking``, ``linear`` for GREG, ``logit``,
        ``poststratification``), ``bounds``, ``regression`` and ``within``; see
        :class:`~dueregard.engine.calibration_targets.Calibrated`.
    characteristics : mapping or sequence of str, optional
        By name: a column, or a table with ``column``, ``label``, ``labels``, ``missing``,
        ``not_applicable``, ``reference``, ``meaning`` and ``bands``.
    places : mapping, optional
        By name, lowest first: likewise, with ``parent`` and ``parents``.
    generations : mapping or str, optional
        The column of age; or ``age``, ``birth_year`` or ``age_band`` with ``bands``, ``life_stages``,
        ``cohorts`` and ``year``.
    columns : mapping, optional
        Code books of further columns: ``label``, ``labels``, ``missing``, ``not_applicable``, ``meaning``.
    where : str, optional
        Whom estimates are about; everybody stays in the design.
    linked : sequence of mapping, optional
        Tables with one row for many people: ``source``, ``on`` and ``columns``.
    encoding : str, optional
        Of a text file; found out by itself for UTF-8, marked UTF-16 and Windows-1252.
    sheet : str, optional
        Of a spreadsheet.
    memory_limit : str, optional
        Of the private database, such as ``"2GB"``; larger tables stream and spill to disk.
    threads : int, optional
        Of the private database.

    Returns
    -------
    People
        Ready for :meth:`People.estimate`.

    Raises
    ------
    PeopleError
        When the table cannot be read or used as declared; the message says what to do.
    ColumnNotFound
        When a named column is absent.
    MissingExtra
        For Stata and SPSS files without the extra ``office``.

    Examples
    --------
    >>> people = read_people(
    ...     {"age": [12, 40, 70], "sex": [1, 2, 2], "weight": [1.0, 2.0, 1.5]},
    ...     weight="weight",
    ...     characteristics={"sex": {"column": "sex", "labels": {"1": "male", "2": "female"}}},
    ...     generations="age",
    ... )
    >>> list(people.schema.groupings)
    ['sex', 'age']
    """
    sources = [source, *(each.get("source") for each in linked)]
    files = [each for each in sources if isinstance(each, str | os.PathLike)]
    connection = open_database(memory_limit=memory_limit, threads=threads, files=files)
    read = partial(_read, connection=connection, encoding=encoding)
    found = with_linked(read(source, sheet=sheet), linked, read)
    meaning = _Meaning.of(
        found, columns=columns or {}, characteristics=characteristics, places=places, generations=generations
    )
    design, added = design_from(
        tuple(found.names),
        weight=weight,
        strata=strata,
        cluster=cluster,
        fpc=fpc,
        replicate_weights=replicate_weights,
        poststrata=poststrata,
        lonely=lonely_psu,
        count=count,
        model=model,
    )
    people = _people(found, meaning, design, added, calibration)
    return people.where(where) if where else people


def _read(
    source: Any,
    *,
    connection: duckdb.DuckDBPyConnection,
    encoding: str | None,
    sheet: str | None = None,
    table: str = "people",
) -> Source:
    if isinstance(source, str | os.PathLike):
        return read_file(os.fspath(source), connection, encoding=encoding, sheet=sheet, table=table)
    return read_frame(source, connection, table=table)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Meaning:
    """What columns mean, before the frame is tidied accordingly."""

    books: Mapping[str, CodeBook]
    characteristics: Mapping[str, Characteristic]
    places: Mapping[str, Characteristic]
    generations: Mapping[str, Any] | str | None
    notes: tuple[str, ...]

    @classmethod
    def of(
        cls,
        source: Source,
        *,
        columns: Mapping[str, Mapping[str, Any]],
        characteristics: Mapping[str, Any] | Sequence[str] | None,
        places: Mapping[str, Any] | None,
        generations: Mapping[str, Any] | str | None,
    ) -> _Meaning:
        frame: nw.LazyFrame[Any] = nw.from_native(source.frame)
        schema = frame.collect_schema()
        types = {name: schema[internal] for name, internal in source.names.items()}
        books = _books(source, columns, types)
        made = characteristics_from(characteristics, types=types, books=books, title=source.title)
        located, notes = places_from(
            places,
            types=types,
            books=books,
            title=source.title,
            codes_of=lambda column: _codes_of(frame, source.names[column]),
        )
        for characteristic, _ in made.values():
            if characteristic.reference is not None and not characteristic.grouping.declared:
                codes = _codes_of(frame, source.names[characteristic.column])
                refuse_absent_reference(characteristic.name, characteristic.reference, codes)
        band = generations.get("age_band") if isinstance(generations, Mapping) else None
        coded = characteristics_from(
            {"age": band} if band else {}, types=types, books=books, title=source.title
        )
        for characteristic, book in (*made.values(), *located.values(), *coded.values()):
            column = characteristic.column
            books[column] = merged_books(books.get(column, CodeBook()), book)
        return cls(
            books=books,
            characteristics={name: characteristic for name, (characteristic, _) in made.items()},
            places={name: place for name, (place, _) in located.items()},
            generations=generations,
            notes=tuple(notes),
        )


def _books(
    source: Source, columns: Mapping[str, Mapping[str, Any]], types: Mapping[str, nw.dtypes.DType]
) -> dict[str, CodeBook]:
    books = {
        name: CodeBook(label=source.column_labels.get(name), labels=source.labels.get(name, {}))
        for name in source.names
        if name in source.labels or name in source.column_labels
    }
    for name, declared in columns.items():
        if name not in types:
            raise ColumnNotFound(name, types, where=source.title)
        own = code_book(declared, types[name], f"The column {name!r}")
        books[name] = merged_books(own, books.get(name, CodeBook()))
    return books


def _codes_of(frame: nw.LazyFrame[Any], internal: str) -> list[str]:
    found = collect(frame.select(internal).unique())[internal].to_pylist()
    return sorted_codes([code for value in found if (code := code_of(value)) is not None])


def _people(
    source: Source, meaning: _Meaning, design: SurveyDesign, added: Mapping[str, nw.Expr], calibration: Any
) -> People:
    frame, names = with_missing(nw.from_native(source.frame), source.names, meaning.books)
    schema = frame.collect_schema()
    generations, computed = generations_from(
        meaning.generations,
        names=names,
        types={name: schema[internal] for name, internal in names.items()},
        books=meaning.books,
        title=source.title,
    )
    columns = KnownColumns(
        names=names,
        types={name: schema[internal] for name, internal in names.items()},
        books=meaning.books,
        groupings={
            **meaning.characteristics,
            **meaning.places,
            **{name: one for name, (one, _) in generations.items()},
        },
        computed=computed,
    )
    known, levels = calibration_from(calibration, columns)
    design = replace(design, calibration=known)
    more = {**added, **computed, **levels}
    internal = {name: f"d{index}" for index, name in enumerate(more)}
    if more:
        frame = frame.with_columns(**{internal[name]: expression for name, expression in more.items()})
    names = {**names, **internal}
    size, notes = check_design(frame, names, design, source.title)
    table = Table(
        frame=frame,
        names=names,
        design=design,
        identity=hashlib.sha256(f"{source.content} {design!r}".encode()).hexdigest(),
        row=ROW,
        connection=source.connection,
    )
    weighed = weighting_notes(table)
    standard = meaning.generations.get("standard") if isinstance(meaning.generations, Mapping) else None
    described = Schema(
        columns=tuple(source.names),
        characteristics=meaning.characteristics,
        places=meaning.places,
        generations={name: found for name, (found, _) in generations.items()},
        code_books=meaning.books,
        standard=standard if isinstance(standard, Mapping) else None,
    )
    return People(
        table=table,
        schema=described,
        title=source.title,
        size=size,
        raw=source.names,
        notes=(*source.notes, *meaning.notes, *notes, *weighed),
        computed=frozenset(more),
    )
