"""``dueregard decompose``: a gap between two groups, and what goes with what they differ in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

from dueregard.cli.answer import machine_form, print_csv, print_json
from dueregard.cli.design import Design
from dueregard.cli.flags import AsCsv, AsJson, Switch
from dueregard.cli.progress import progress_bar
from dueregard.cli.released import discreet_notes, released, uncounted

if TYPE_CHECKING:
    from dueregard.causes import Decomposition
    from dueregard.estimates import Record

__all__ = ["decompose"]


def decompose(
    table: str,
    /,
    *,
    outcome: str,
    group: str,
    reference: str,
    other: list[str] | None = None,
    covariate: list[str] | None = None,
    category: list[str] | None = None,
    method: str = "twofold",
    coefficients: str | None = None,
    quantile: list[float] | None = None,
    statistic: list[str] | None = None,
    reweight: Switch = False,
    reweighting: str = "logit",
    largest_weight: float | None = None,
    detail: str = "yun",
    log: Switch = False,
    contrasts: Literal["deviation", "treatment"] = "deviation",
    missing: Literal["drop", "level", "refuse"] = "drop",
    one_sided: Literal["refuse", "drop"] = "refuse",
    standard_errors: Literal["auto", "classical", "linearised"] = "auto",
    replicates: int = 200,
    seed: int = 1,
    levels: Switch = False,
    level: float = 0.95,
    where: str | None = None,
    design: Design | None = None,
    release: Switch = False,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Split a gap between two groups into what goes with differences in covariates, and what does not.

    For example: `dueregard decompose pay.csv --outcome "log(pay)" --group sex --reference men --covariate
    age --covariate "age**2" --covariate education`. Explained never means justified, and unexplained is not
    discrimination measured.

    Parameters
    ----------
    table
        A table of people.
    outcome
        A column of numbers, or an expression such as `"log(pay)"` or `"health == 'good'"`.
    group
        The column or characteristic that the groups differ by.
    reference
        Its level that others are compared with. The gap is its mean minus the other's.
    other
        The other level; repeat for several. By default every other level, one after the other.
    covariate
        What the groups may differ in: a column or an expression such as `"experience**2"`; repeat for
        several. Texts are categories, numbers are numbers; `"work = hours, hours**2"` tells several as one.
    category
        A covariate whose numbers are codes of categories; repeat for several.
    method
        `twofold` or `threefold` (Oaxaca-Blinder), `kitagawa` (rates by cells), `rif` (quantiles and other
        statistics of a distribution), `dfl` (reweighting), or `logit` (yes/no outcomes).
    coefficients
        What covariates are held to be worth: `pooled` (both groups together, each
        with its own level), `neumark` (without that), `reference` (the reference group's), `group` (the other
        group's), `reimers` (the mean of both), or `cotton` (by their sizes). By default `pooled`, for
        `rif` the reference group's.
    quantile
        For `rif` and `dfl`: a quantile from 0 to 1; repeat for several.
    statistic
        For `rif` and `dfl`: `mean`, `variance`, `log_variance`, `gini` or `quantile` (the median); repeat for
        several.
    reweight
        For `rif`: weight the reference group to have the other's covariates first, which tells the errors of
        the regression and of the weights apart (Firpo, Fortin and Lemieux).
    reweighting
        How `dfl` and `rif` weight people: `logit` (a logistic regression of the group on the covariates), or
        `cells` (every combination of levels for itself).
    largest_weight
        Cut weights above this share of all of them, such as 0.01; without it none is cut.
    detail
        For `logit`, how the explained part is shared out to covariates: `yun` (as a straight line would, at
        once) or `fairlie` (giving people of one group what those of the same rank in the other have, over
        every order).
    log
        Take logarithms of the outcome.
    contrasts
        Tell levels of categories as deviations from the mean of all levels, or from the first (`treatment`).
    missing
        What becomes of people whose category is missing: left out, a level of their own, or an error. People
        without a number are left out.
    one_sided
        What becomes of people of a level that only one group has: an error, or left out.
    standard_errors
        The textbook's, from each person's influence under the design, or the first where it holds.
    replicates
        How many replicate weights are made, for methods that need them.
    seed
        Of those.
    levels
        Print each level of the categories too.
    level
        Confidence level.
    where
        Whom to compare, for instance `"age >= 16"`. Everybody stays in the design.
    design
        The survey design.
    release
        Apply the disclosure gate, as for publication.
    as_json
        Print one JSON object.
    as_csv
        Print CSV.
    """
    from dueregard.causes import decompose_each
    from dueregard.cli.decomposed import print_decomposition
    from dueregard.estimates.intervals import refuse_level

    quiet = machine_form(as_json=as_json, as_csv=as_csv)
    refuse_level(level)
    with progress_bar(quiet=quiet) as progress, uncounted(release=release):
        progress("Reading the table", 0.1)
        people = (design or Design()).read(table, where=where)
        progress("Comparing the groups", 0.4)
        found = decompose_each(
            people,
            outcome=f"log({outcome})" if log else outcome,
            group=group,
            reference=reference,
            others=other or (),
            covariates=covariate or (),
            categories=category or (),
            method=method,
            coefficients=coefficients,
            quantile=quantile,
            statistics=statistic or (),
            reweighted=reweight,
            reweighting=reweighting,
            largest_weight=largest_weight,
            detail=detail,
            contrasts=contrasts,
            missing=missing,
            one_sided=one_sided,
            standard_errors=standard_errors,
            replicates=replicates,
            seed=seed,
        )
        records, of_levels = _records(found, level, release=release)
        notes = list(dict.fromkeys([*people.notes, *(note for each in found for note in each.notes)]))
        if release:
            together = released([*records, *of_levels], count=people.design.count)
            records, of_levels = together[: len(records)], together[len(records) :]
            notes = discreet_notes(notes, together)
            found = tuple(replace(each, alternatives={}, overlap={}, dropped={}, model=()) for each in found)
    if as_json:
        told = [_told(each, release=release) for each in found]
        print_json(
            [each.to_dict() for each in records],
            levels=[each.to_dict() for each in of_levels],
            decompositions=told,
            notes=notes,
        )
    elif as_csv:
        print_csv([each.to_dict() for each in (*records, *of_levels)])
    else:
        print_decomposition(found, records, of_levels if levels else [], notes=notes)


def _records(
    found: Sequence[Decomposition], level: float, *, release: bool
) -> tuple[list[Record], list[Record]]:
    """Give all records once: the reference group's mean is the same in every comparison of it."""
    from dueregard.causes.decompositions.releasing import for_the_gate

    named = len(found) > 1
    records: list[Record] = []
    of_levels: list[Record] = []
    for each in found:
        own, levels = each.records(level, named=named), each.level_records(level, named=named)
        if release:
            own, levels = for_the_gate(own, levels, fewest=each.fewest)
        records += own
        of_levels += levels
    return records, of_levels


def _told(found: Decomposition, *, release: bool) -> dict[str, Any]:
    """What stands beside the estimates; the model's numbers and numbers of people stay in the office."""
    told: dict[str, Any] = {
        "method": found.method,
        "coefficients": found.coefficients,
        "outcome": found.outcome,
        "group": found.group,
        "reference": found.reference,
        "other": found.other,
        "adding_up": found.adding_up,
    }
    if not release:
        told |= {
            "explained_by_reference_coefficients": dict(found.alternatives),
            "overlap": dict(found.overlap),
            "dropped": dict(found.dropped),
            "model": [dict(row) for row in found.model],
        }
    return told
