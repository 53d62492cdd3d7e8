"""``dueregard opinions``: what a consultation says, raw and weighted, and what its averages would hide."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from dueregard.cli.answer import machine_form, print_csv, print_json
from dueregard.cli.flags import AsCsv, AsJson, Switch
from dueregard.cli.outputs import check_output, write_output
from dueregard.cli.progress import progress_bar
from dueregard.cli.released import discreet_notes, discreetly
from dueregard.errors import UsageError

if TYPE_CHECKING:
    from dueregard.voices.opinions.report import OpinionReport

__all__ = ["opinions"]


def opinions(
    votes: str,
    /,
    *,
    statements: str | None = None,
    participants: list[str] | None = None,
    population: str | None = None,
    population_weight: str | None = None,
    cap: tuple[float, float] = (0.2, 5.0),
    by: list[str] | None = None,
    strict: Switch = False,
    agree: Literal[1, -1] = 1,
    keep: list[str] | None = None,
    statements_chosen: int | None = None,
    rule: Literal[
        "equal-shares", "pav", "sequential-pav", "phragmen", "chamberlin-courant", "approval"
    ] = "equal-shares",
    bootstrap: int = 50,
    seed: int = 0,
    out: Annotated[str | None, Parameter(name=("--out", "--map"))] = None,
    members: str | None = None,
    release: Switch = False,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Find what participants of a consultation agree on, where they divide, and who was not heard.

    For example: `dueregard opinions votes.csv --statements comments.csv --participants people.csv
    --population census.csv`.

    Parameters
    ----------
    votes
        A table of votes, as Polis exports it, or with a row a participant and a column a statement. Agree is
        1, disagree -1, pass 0; of two votes of one participant on one statement the latest counts.
    statements
        A table of the statements' words and moderation, as Polis exports it.
    participants
        A table of what participants declared of themselves, by participant; repeat for several.
    population
        What results are weighted to: a CSV file of known totals with the columns `variable`, `level` and
        `total`, or a table with a row a person. Variables are called as those of the participants.
    population_weight
        Column of weights in a table of people.
    cap
        Lowest and highest weight of a participant, as multiples of the mean weight.
    by
        A characteristic to look at, all by default; repeat, or join by commas, for several. Those to be
        crossed are joined by a star: `sex,sex*age`.
    strict
        Leave out statements that moderation has not approved, and not only those that it rejected.
    agree
        How agreement is coded: 1, or -1 as in the Polis database.
    keep
        A participant who is put into a group however few the votes; repeat, or join by commas, for several.
    statements_chosen
        Choose so many statements so that groups of like-minded people have their share of them.
    rule
        How they are chosen: `equal-shares` or `pav` do justice to every large enough group; `approval` is
        what the majority wants.
    bootstrap
        How many resamples of participants tell how stable the groups are; 0 for none.
    seed
        Of everything random.
    out
        Draw the opinion map: `map.svg`, or `map.html` with its tables beside it. It never shows one person.
    members
        Write a CSV file with each participant's group and weight. It is about persons: keep it to yourself.
    release
        Apply the disclosure gate, as for publication.
    as_json
        Print one JSON object.
    as_csv
        Print the shares of each answer to each statement, by characteristic, as CSV.
    """
    from dueregard.voices.opinions.population import read_population
    from dueregard.voices.opinions.reading import read_votes
    from dueregard.voices.opinions.report import report_opinions
    from dueregard.voices.opinions.report_json import report_object

    quiet = machine_form(as_json=as_json, as_csv=as_csv)
    _refuse_at_odds(out, members, population_weight, population, release=release)
    reads = [votes, statements, *(participants or []), population]
    check_output(out, flag="--out", reads=reads)
    check_output(members, flag="--members", reads=[*reads, out])
    with progress_bar(quiet=quiet) as progress, discreetly(release=release):
        progress("Reading votes", 0.05)
        read = read_votes(
            votes,
            statements=statements,
            participants=participants or None,
            strict=strict,
            keep=tuple(_listed(keep) or ()),
            agree=agree,
        )
        known = None
        if population is not None:
            progress("Reading the population", 0.1)
            known = read_population(
                population, characteristics=read.characteristics, weight=population_weight
            )
        report = report_opinions(
            read,
            population=known,
            cap=cap,
            by=_listed(by),
            choose=statements_chosen,
            rule=rule,
            bootstrap=bootstrap,
            seed=seed,
            release=release,
            progress=progress,
        )
    _write(report, out=out, members=members)
    records = list(report.records)
    notes = discreet_notes(report.notes, records) if release else list(report.notes)
    if as_json:
        print_json([record.to_dict() for record in records], **report_object(report), notes=notes)
    elif as_csv:
        print_csv([record.to_dict() for record in records])
    else:
        from dueregard.cli.opinions_text import print_report

        print_report(report, notes)


def _listed(given: list[str] | None) -> list[str] | None:
    """Take a flag's words apart at commas."""
    return None if given is None else [part.strip() for each in given for part in each.split(",")]


def _refuse_at_odds(
    out: str | None, members: str | None, weight: str | None, population: str | None, *, release: bool
) -> None:
    if weight is not None and population is None:
        raise UsageError("--population-weight needs --population.", remedy="Give the table of people.")
    if members is not None and release:
        raise UsageError(
            "--members is about single persons and never part of a release.", remedy="Give one of the two."
        )
    if out is not None and not out.lower().endswith((".svg", ".html")):
        raise UsageError(
            f"The map cannot be written as {out!r}.", remedy="Let its name end in .svg or .html."
        )


def _write(report: OpinionReport, *, out: str | None, members: str | None) -> None:
    import csv
    import io

    from dueregard.cells import no_formula
    from dueregard.voices.opinions.map_page import map_page
    from dueregard.voices.opinions.map_svg import map_svg

    if out is not None:
        drawn = map_page(report) if out.lower().endswith(".html") else map_svg(report.view, report.votes)
        write_output(out, drawn)
    if members is not None:
        names = {group.number: group.name for group in report.opinions.groups}
        weights = None if report.weights is None else report.weights.weights.tolist()
        file = io.StringIO()
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["participant", "group", *(["weight"] if weights else [])])
        for place, participant in enumerate(report.votes.participants):
            group = names.get(int(report.opinions.group[place]), "")
            writer.writerow(
                [no_formula(participant), no_formula(group), *([weights[place]] if weights else [])]
            )
        write_output(members, file.getvalue())
