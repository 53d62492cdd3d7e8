"""``dueregard panel``: a panel by lot, as fair to every volunteer as the quotas allow."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

from dueregard.cli.answer import machine_form, print_object
from dueregard.cli.flags import AsCsv, AsJson, Switch
from dueregard.cli.outputs import check_output, write_output
from dueregard.cli.panel_words import print_panel, print_people
from dueregard.cli.progress import progress_bar
from dueregard.errors import PeopleError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from dueregard.voices.panel import Pool, Targets

__all__ = ["panel", "read_record"]

FRESH = (
    "The seed is a fresh random one of this computer. For a draw that others can trust, publish the lottery "
    "first (--commit) and take a seed from outside that nobody could know then."
)
Record = Mapping[str, Any]


def panel(
    respondents: str | None = None,
    targets: str | None = None,
    /,
    *,
    size: int | None = None,
    algorithm: Literal["leximin", "maximin", "nash", "minimax", "goldilocks"] = "leximin",
    same_address: Annotated[list[str] | None, Parameter(consume_multiple=True)] = None,
    id_column: Annotated[str | None, Parameter(name="--id")] = None,
    lottery: int | None = None,
    commit: Switch = False,
    seed: str | None = None,
    ticket: int | None = None,
    alternates: int = 0,
    from_: Annotated[str | None, Parameter(name="--from")] = None,
    without: Annotated[list[str] | None, Parameter(consume_multiple=True)] = None,
    out: str | None = None,
    time_limit: float = 300.0,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> int | None:
    """Draw a panel by lot that meets quotas, from a lottery as fair to every volunteer as can be.

    For example: `dueregard panel respondents.csv targets.csv --size 40 --same-address address postcode`.

    A public draw takes two steps. First publish a lottery: `dueregard panel respondents.csv targets.csv
    --size 40 --lottery 1000 --commit --out lottery.json`. Then draw from it, with a seed or a number drawn in
    public: `dueregard panel --from lottery.json --seed "4 8 15 16 23 42"` or `--ticket 417`.

    After people drop out: `dueregard panel respondents.csv targets.csv --from drawn.json --without 17 33`.

    Parameters
    ----------
    respondents
        A row for each volunteer, with a column for every category of the targets: CSV or spreadsheet.
    targets
        A row for each feature: `category`, `feature`, `min`, `max`, and `min_flex`, `max_flex` if wanted.
        Intersections are written with a star: `gender * age_band`, `Female * 16-29`.
    size
        Seats on the panel.
    algorithm
        What fair means. leximin: the smallest chance as large as can be, then the next, and so on. maximin:
        the smallest only. nash: the product of chances. minimax: the largest chance as small as can be.
        goldilocks: neither very small nor very large.
    same_address
        Columns that make up an address: at most one person of an address is on a panel.
    id_column
        The column of ids; otherwise one such as id or nationbuilder_id, or the row's number, 1 for the first.
    lottery
        Round the lottery to so many equal tickets, for a draw with dice or balls: 1000, for instance.
    commit
        Write the lottery and its hash, and draw nothing.
    seed
        Text that decides the draw. Without it a fresh one is made.
    ticket
        Instead of a seed: the number of the ticket that was drawn in public, from 0.
    alternates
        How many reserves to draw.
    from_
        A lottery to draw from, or a panel some of whom dropped out, as --out has written it.
    without
        Ids of those who dropped out, or a file of them. The others stay, and the same quotas choose who
        joins.
    out
        A file for the whole record, as JSON.
    time_limit
        Seconds after which the best lottery so far is taken, with its proven gap.
    as_json
        Print the record as one JSON object.
    as_csv
        Print everybody's chance as CSV.
    """
    from dueregard.voices.panel import InfeasibleQuotas

    quiet = machine_form(as_json=as_json, as_csv=as_csv)
    wanted = _Wanted(
        respondents=respondents,
        targets=targets,
        size=size,
        algorithm=algorithm,
        same_address=same_address or [],
        id_column=id_column,
        lottery=lottery,
        commit=commit,
        seed=seed,
        ticket=ticket,
        alternates=alternates,
        earlier=from_,
        without=without or [],
        out=out,
        time_limit=time_limit,
    )
    wanted.check(quiet=quiet)
    try:
        with progress_bar(quiet=quiet) as progress:
            record = wanted.record(progress)
    except InfeasibleQuotas as error:
        if not as_json:
            raise
        return _infeasible(error)
    if out is not None:
        _write(out, record)
    if as_json:
        print_object(record)
    elif as_csv:
        print_people(record)
    else:
        print_panel(record, out=out)
    return None


def read_record(path: str) -> dict[str, Any]:
    """Read a record that ``--out`` has written.

    Parameters
    ----------
    path : str
        A JSON file.

    Returns
    -------
    dict

    Raises
    ------
    PeopleError
        When it is absent or is not one.
    """
    try:
        record = json.loads(Path(path).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise PeopleError(f"There is no file {path}.") from None
    except (UnicodeError, json.JSONDecodeError, RecursionError):
        raise PeopleError(
            f"{path} is not JSON.", remedy="Give a file that `dueregard panel --out` has written."
        ) from None
    if not isinstance(record, dict) or not isinstance(record.get("lottery"), dict):
        raise PeopleError(
            f"{path} is not the record of a panel.",
            remedy="Give a file that `dueregard panel --out` has written.",
        )
    return record


class _Wanted:
    """What was asked for."""

    def __init__(self, **asked: Any) -> None:
        self.respondents: str | None = asked["respondents"]
        self.targets: str | None = asked["targets"]
        self.size: int | None = asked["size"]
        self.algorithm: str = asked["algorithm"]
        self.same_address: list[str] = asked["same_address"]
        self.id_column: str | None = asked["id_column"]
        self.lottery: int | None = asked["lottery"]
        self.commit: bool = asked["commit"]
        self.seed: str | None = asked["seed"]
        self.ticket: int | None = asked["ticket"]
        self.alternates: int = asked["alternates"]
        self.earlier: str | None = asked["earlier"]
        self.without: list[str] = asked["without"]
        self.out: str | None = asked["out"]
        self.time_limit: float = asked["time_limit"]

    def check(self, *, quiet: bool) -> None:
        """Refuse what does not go together."""
        tables = self.respondents is not None and self.targets is not None
        needs_tables = self.earlier is None or bool(self.without) or self.alternates > 0
        if needs_tables and not tables:
            raise UsageError(
                "The respondents and the targets are needed.",
                remedy="Write: dueregard panel respondents.csv targets.csv --size 40",
            )
        self._check_earlier()
        if self.seed is not None and self.ticket is not None:
            raise UsageError("--seed and --ticket cannot both be given.", remedy="Give one of them.")
        if self.commit and (self.seed is not None or self.ticket is not None or self.earlier is not None):
            raise UsageError(
                "--commit draws nothing, so there is no seed, ticket or earlier file yet.",
                remedy="Draw later with --from and --seed.",
            )
        if self.commit and self.out is None and not quiet:
            raise UsageError("--commit needs --out.", remedy="Give the file to publish: --out lottery.json")
        if self.without and self.earlier is None:
            raise UsageError(
                "--without needs --from.",
                remedy="Give the file of the panel that was drawn: --from drawn.json",
            )
        if self.alternates < 0 or not self.time_limit > 0:
            raise UsageError("--alternates and --time-limit cannot be below zero.")
        check_output(
            self.out, flag="--out", reads=[self.respondents, self.targets, self.earlier, *self.without]
        )
        if self.ticket is not None and self.earlier is None and self.lottery is None:
            raise UsageError("--ticket needs a lottery of tickets.", remedy="Add --lottery 1000.")

    def _check_earlier(self) -> None:
        if self.earlier is None and self.size is None:
            raise UsageError("--size is needed.", remedy="Give the number of seats, such as --size 40.")
        if self.earlier is not None and self.size is not None:
            raise UsageError("--size does not go with --from: the file says how many seats there are.")
        if self.earlier is not None and self.lottery is not None and not self.without:
            raise UsageError("--lottery does not go with --from: the file has its tickets already.")

    def record(self, progress: Callable[[str, float], None]) -> Record:
        """Do what was asked for."""
        from dueregard.cli.panel_replacing import replacement

        progress("Reading the tables", 0.02)
        if self.earlier is None:
            return self._made(progress)
        record = read_record(self.earlier)
        tables = self._tables(record) if self.respondents is not None else None
        if self.without:
            assert tables is not None
            return replacement(
                record,
                pool=tables[0],
                targets=tables[1],
                without=self.without,
                seed=self.seed,
                tickets=self.lottery,
                time_limit=self.time_limit,
                progress=progress,
            )
        if record["draw"] is not None:
            raise UsageError(
                f"{self.earlier} has been drawn already.",
                found=f"Its seed is {record['seed']!r}.",
                remedy="`dueregard verify-panel` checks it; --without replaces people who dropped out.",
            )
        return self._drawn(record, tables)

    def _made(self, progress: Callable[[str, float], None]) -> Record:
        from dueregard.voices.panel import document, make_lottery

        pool, targets = self._tables(None)
        made = make_lottery(
            pool,
            targets=targets,
            size=self.size or 0,
            algorithm=self.algorithm,
            tickets=self.lottery,
            time_limit=self.time_limit,
            progress=progress,
        )
        record = document(made)
        return record if self.commit else self._drawn(record, (pool, targets))

    def _drawn(self, record: Record, tables: tuple[Pool, Targets] | None) -> Record:
        from dueregard.voices.panel import choose_reserves, draw, drawn, with_counts, with_reserves
        from dueregard.voices.panel.seeds import Stream

        fresh = self.seed is None and self.ticket is None
        seed = secrets.token_hex(16) if fresh else self.seed
        found = draw(record["lottery"]["content"], seed=seed, ticket=self.ticket)
        record = drawn(record, found, notes=[FRESH] if fresh else [])
        if tables is None:
            return record
        pool, targets = tables
        record = with_counts(record, pool, targets)
        if not self.alternates:
            return record
        place = {name: person for person, name in enumerate(pool.ids)}
        reserves = choose_reserves(
            pool,
            targets=targets,
            panel=[place[name] for name in found.panel],
            count=self.alternates,
            stream=Stream("alternates", lottery=record["lottery"]["sha256"], seed=found.source),
        )
        return with_reserves(record, reserves, pool)

    def _tables(self, record: Record | None) -> tuple[Pool, Targets]:
        return read_tables(
            str(self.respondents),
            str(self.targets),
            record=record,
            id_column=self.id_column,
            same_address=self.same_address,
        )


def read_tables(
    respondents: str,
    targets: str,
    *,
    record: Record | None,
    id_column: str | None = None,
    same_address: list[str] | None = None,
) -> tuple[Pool, Targets]:
    """Read volunteers and quotas, as an earlier record has read them if there is one.

    Parameters
    ----------
    respondents, targets : str
        The files.
    record : mapping, optional
        An earlier record: its columns of ids and addresses are taken where none are given.
    id_column : str, optional
        The column of ids.
    same_address : list of str, optional
        The columns that make up an address.

    Returns
    -------
    tuple of Pool and Targets

    Raises
    ------
    PeopleError
        When people of the record are not among the volunteers.
    """
    from dueregard.voices.panel import read_pool, read_targets

    quotas = read_targets(targets)
    if record is not None:
        id_column = id_column or record.get("id_column")
        same_address = same_address or list(record.get("same_address", []))
    pool = read_pool(respondents, targets=quotas, id_column=id_column, same_address=same_address or [])
    return pool, quotas


def _infeasible(error: Any) -> int:
    from dueregard.cli.complaints import complain

    told = {"wrong": error.wrong, "found": error.found, "remedy": error.remedy}
    print_object({"error": told, "exit_code": error.exit_code, **error.to_dict()})
    return complain(error, as_json=False)


def _write(path: str, record: Record) -> None:
    from dueregard.voices.panel import written

    write_output(path, written(record))
