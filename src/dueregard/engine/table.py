"""What the engine computes over: a frame with plain column names, a survey design, and a domain."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import narwhals.stable.v2 as nw

from dueregard.engine.design import SurveyDesign
from dueregard.engine.expression import Expression, parse
from dueregard.engine.frames import collect, in_order, is_spark, lazy, number_rows, numbers, renamed
from dueregard.errors import ColumnNotFound, PeopleError

__all__ = ["Table", "row_count", "table_from"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """People as the engine sees them.

    Attributes
    ----------
    frame : narwhals.LazyFrame
        One row a person, columns named ``[a-z0-9_]``; NaN is null.
    names : mapping of str to str
        The user's column names to the frame's.
    design : SurveyDesign
        How the people were selected.
    identity : str
        Names the selection: estimates of tables of the same identity covary, others are independent.
    domain : Expression, optional
        Whom estimates are about. Nobody is dropped from the design.
    row : str, optional
        The frame's column that numbers the rows; needed when rows are the sampling units.
    connection : object, optional
        The DuckDB connection that holds the frame.
    cache : dict
        What has been read once: the sample plan.
    """

    frame: nw.LazyFrame[Any]
    names: Mapping[str, str]
    design: SurveyDesign
    identity: str
    domain: Expression | None = None
    row: str | None = None
    connection: Any = None
    cache: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    def column(self, name: str) -> nw.Expr:
        """Give the expression of a user's column.

        Parameters
        ----------
        name : str
            The user's name.

        Returns
        -------
        narwhals.Expr
            The column.

        Raises
        ------
        ColumnNotFound
            When the table has none of that name.
        """
        if name not in self.names:
            raise ColumnNotFound(name, self.names)
        return nw.col(self.names[name])

    def measured(self, name: str) -> nw.Expr:
        """Give a column for a sum whose condition leaves out NaN by itself.

        Parameters
        ----------
        name : str
            The user's name.

        Returns
        -------
        narwhals.Expr
            The column as it was read, which is faster to scan, or else the tidy one.
        """
        raw = f"{self.names.get(name)}_raw"
        return nw.col(raw) if raw in self.schema else self.column(name)

    @property
    def schema(self) -> Mapping[str, nw.dtypes.DType]:
        """The frame's column types, read once."""
        if "schema" not in self.cache:
            self.cache["schema"] = dict(self.frame.collect_schema())
        schema: Mapping[str, nw.dtypes.DType] = self.cache["schema"]
        return schema

    def expression(self, text: str | Expression) -> nw.Expr:
        """Translate a column name or an expression in the user's names.

        Parameters
        ----------
        text : str or Expression
            A name of a column, taken as it is, or an expression.

        Returns
        -------
        narwhals.Expr
            A value a row.
        """
        if isinstance(text, str):
            if text in self.names:
                return nw.col(self.names[text])
            text = parse(text)
        if text.column is not None:
            return self.column(text.column)
        return text.to_narwhals(self.names, self.schema)

    def where(self, condition: str | Expression) -> Table:
        """Narrow the domain; the design keeps everybody.

        Parameters
        ----------
        condition : str or Expression
            Who is meant.

        Returns
        -------
        Table
            With the same frame, identity and cache.
        """
        narrower = parse(condition) if isinstance(condition, str) else condition
        self.expression(narrower)
        if self.domain is not None:
            narrower = parse(f"({self.domain}) and ({narrower})")
        return replace(self, domain=narrower)


def table_from(
    native: Any,
    *,
    design: SurveyDesign | None = None,
    columns: Sequence[str] | None = None,
    identity: str | None = None,
    connection: Any = None,
) -> Table:
    """Make a table of a data frame.

    Parameters
    ----------
    native : data frame
        DuckDB relation, Polars, Spark, pandas or Arrow frame.
    design : SurveyDesign, optional
        By default everybody counts once and was drawn independently.
    columns : sequence of str, optional
        The columns that will be used; by default all.
    identity : str, optional
        By default a new one: independent of every other table.
    connection : duckdb.DuckDBPyConnection, optional
        Needed for a DuckDB relation, so that our small tables can join it.

    Returns
    -------
    Table
        Ready for :func:`dueregard.engine.evaluate`.

    Raises
    ------
    ColumnNotFound
        When a named column is absent.
    PeopleError
        When two names differ only by case.
    """
    design = design or SurveyDesign()
    if connection is None:
        import duckdb

        connection = duckdb.connect()
    if columns is None:
        # Asked of the frame as it was given: DuckDB would rename the second of two such columns.
        refuse_collisions(nw.from_native(native).collect_schema().names())
    frame = lazy(in_order(native, connection=connection), connection=connection)
    schema = frame.collect_schema()
    wanted = list(schema) if columns is None else list(dict.fromkeys((*columns, *design.columns)))
    for name in (*wanted, *design.columns):
        if name not in schema:
            raise ColumnNotFound(name, schema)
    # Spark cannot tell a column from its twin, even where only one of them is wanted.
    refuse_collisions(_with_twins(wanted, schema) if is_spark(frame) else wanted)
    names = {name: f"c{index}" for index, name in enumerate(wanted)}
    plain = renamed(frame, names)
    # The untidied columns beside the tidy ones cost nothing unless they are used; see `Table.measured`.
    raw = {f"{new}_raw": nw.col(new) for old, new in names.items() if schema[old].is_float()}
    kept = plain.select(**{new: tidy(nw.col(new), schema[old]) for old, new in names.items()}, **raw)
    row = "_row" if design.rows_are_units else None
    return Table(
        frame=number_rows(kept, name=row) if row else kept,
        names=names,
        design=design,
        identity=identity or uuid.uuid4().hex,
        row=row,
        connection=connection,
    )


def row_count(table: Table) -> int:
    """Count the rows of a table, once.

    Parameters
    ----------
    table : Table
        The people.

    Returns
    -------
    int
        Everybody in the frame, whatever the domain.
    """
    if "rows" not in table.cache:
        table.cache["rows"] = int(numbers(collect(table.frame.select(n=nw.len()))["n"])[0])
    rows: int = table.cache["rows"]
    return rows


def refuse_collisions(names: Sequence[str]) -> None:
    """Refuse names that SQL could confuse.

    Parameters
    ----------
    names : sequence of str
        Column names.

    Raises
    ------
    PeopleError
        When two of them differ only by case.

    Examples
    --------
    >>> refuse_collisions(["Age", "sex"])
    """
    folded: dict[str, str] = {}
    for name in names:
        twin = folded.setdefault(name.casefold(), name)
        if twin != name:
            raise PeopleError(
                "Two columns have names that differ only by case, which databases confuse.",
                found=f"They are {twin!r} and {name!r}.",
                remedy="Rename one of them, or leave one out of the table.",
            )


def _with_twins(wanted: Sequence[str], schema: Iterable[str]) -> list[str]:
    folded = {name.casefold() for name in wanted}
    return [name for name in schema if name.casefold() in folded]


def tidy(column: nw.Expr, dtype: nw.dtypes.DType) -> nw.Expr:
    """Make NaN null, so that a missing number is missing on every backend.

    Parameters
    ----------
    column : narwhals.Expr
        A column.
    dtype : narwhals data type
        Its type.

    Returns
    -------
    narwhals.Expr
        The column without NaN.
    """
    return nw.when(~column.is_nan()).then(column) if dtype.is_float() else column
