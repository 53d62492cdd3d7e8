"""``dueregard represent``: a body, a panel or a consultation against those it speaks for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from cyclopts import Parameter

from dueregard.cli.answer import machine_form, print_json
from dueregard.cli.design import Design
from dueregard.cli.flags import AsCsv, AsJson, Switch
from dueregard.cli.progress import progress_bar
from dueregard.cli.released import discreet_notes, discreetly
from dueregard.cli.represented import print_representation
from dueregard.cli.rows import print_rows_as_csv
from dueregard.errors import UsageError

if TYPE_CHECKING:
    from dueregard.voices.representation.reading import Sampled

__all__ = ["represent"]

Count = Literal["sample", "full"]


@Parameter(name="*", group="Those the body is held against, where they are people one by one")
@dataclass(frozen=True, kw_only=True)
class Comparators:
    """How the people of the comparators were chosen.

    Parameters
    ----------
    against_weight
        Column of survey weights of the population.
    against_strata
        Column of strata of the population.
    against_cluster
        Column of primary sampling units of the population.
    against_where
        Which rows of the population count, for instance `"age >= 18"`.
    against_count
        `full` when the population's table holds everybody: then its shares have no sampling error.
    affected_weight
        Column of survey weights of those affected.
    affected_where
        Which rows of those affected count, for instance `"uses_bus == 1"`.
    affected_count
        `full` when the table holds everybody affected.
    """

    against_weight: str | None = None
    against_strata: str | None = None
    against_cluster: str | None = None
    against_where: str | None = None
    against_count: Count = "sample"
    affected_weight: str | None = None
    affected_where: str | None = None
    affected_count: Count = "sample"

    def population(self) -> Sampled:
        """What is said of the population."""
        from dueregard.voices.representation.reading import Sampled

        return Sampled(
            weight=self.against_weight,
            strata=self.against_strata,
            cluster=self.against_cluster,
            where=self.against_where,
            full=self.against_count == "full",
        )

    def affected(self) -> Sampled:
        """What is said of those affected."""
        from dueregard.voices.representation.reading import Sampled

        return Sampled(
            weight=self.affected_weight, where=self.affected_where, full=self.affected_count == "full"
        )


def represent(
    table: str,
    /,
    *,
    against: str,
    by: list[str],
    affected: str | None = None,
    seats: int | None = None,
    alternative: float = 0.5,
    level: float = 0.95,
    bands: list[str] | None = None,
    where: str | None = None,
    seed: int = 1,
    comparators: Comparators | None = None,
    design: Design | None = None,
    release: Switch = False,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Hold a board, a panel, a consultation or service users against those they speak for.

    For example: `dueregard represent board.csv --against census.csv --by sex,ethnicity,age`. A test that does
    not reject never shows that a body is representative: the answer says what a body of its size can show.

    Parameters
    ----------
    table
        The members, one row a person.
    against
        The population: a table with the columns `characteristic`, `level` and `count` or `share` (and `n` for
        shares of a sample), a file of known totals, a crossed table of counts, or people one by one.
    by
        Characteristics, separated by commas. `sex*age` crosses two; `eth=ethnicity` where the population
        calls a column of the body otherwise.
    affected
        Those affected by the decision, in any of the same forms: both comparisons are shown side by side.
    seats
        Seats of the body, when some are still to be filled; by default its members.
    alternative
        For the body's power: the true share over the fair one.
    level
        Confidence level.
    bands
        Lower ends of the bands of a column of numbers, for instance `age=0,16,35,55,75`; repeat for others.
        Not needed where the population's levels are bands such as `16-34` or `75+`.
    where
        Which members count, for instance `"voting == 1"`.
    seed
        For simulated p-values, where there are too many outcomes to add up.
    comparators
        How the comparators' people were chosen.
    design
        The survey design of the body: with weights, shares are weighted and nothing is exact.
    release
        Apply the disclosure gate, as for publication.
    as_json
        Print one JSON object.
    as_csv
        Print CSV, a row for each group and comparator.
    """
    from dueregard.voices.representation import represent as compare
    from dueregard.voices.representation.asked import bands_from
    from dueregard.voices.representation.reading import read_comparator
    from dueregard.voices.representation.releasing import released
    from dueregard.voices.representation.written import rows_of

    quiet = machine_form(as_json=as_json, as_csv=as_csv)
    told, cut = comparators or Comparators(), bands_from(bands or ())
    _refuse_loose(told, affected)
    with progress_bar(quiet=quiet) as progress, discreetly(release=release):
        progress("Reading the body", 0.1)
        members = (design or Design()).read(table, where=where)
        progress("Reading whom it is held against", 0.3)
        population = read_comparator(against, sampled=told.population())
        others = None if affected is None else read_comparator(affected, sampled=told.affected())
        progress("Comparing", 0.6)
        found = compare(
            members,
            population,
            by=_names(by),
            affected=others,
            seats=seats,
            alternative=alternative,
            level=level,
            bands=cut,
            seed=seed,
        )
        records = found.records()
        notes = [*members.notes, *found.notes]
        if release:
            passed = released(found, count=members.design.count)
            found, records = passed.found, passed.records
            notes = discreet_notes(notes, records)
    if as_json:
        body = {"title": found.title, "n": found.size, "seats": found.seats}
        against_whom = [
            {"name": each.name, "title": each.title, "read_as": each.basis, "kind": each.kind}
            for each in found.against
        ]
        shown = [record.to_dict() for record in records]
        print_json(shown, tests=found.tests(), body=body, against=against_whom, notes=notes)
    elif as_csv:
        print_rows_as_csv(rows_of(found))
    else:
        print_representation(found, notes=notes)


def _names(by: Iterable[str]) -> list[str]:
    return [name for text in by for name in text.split(",") if name.strip()]


def _refuse_loose(told: Comparators, affected: str | None) -> None:
    said = (told.affected_weight, told.affected_where, told.affected_count == "full")
    if affected is None and any(said):
        raise UsageError(
            "How those affected were chosen is said, but not who they are.",
            remedy="Add --affected with their table.",
        )
