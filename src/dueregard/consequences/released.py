"""What may be shown of options: released records, found by name, with the patterns that averages hide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from dueregard.consequences.findings import Flag
from dueregard.consequences.flags import flags_of
from dueregard.consequences.generations import OF_LATER_YEARS, LaterYears, with_figures
from dueregard.consequences.stage import ConsequencesFindings
from dueregard.disclosure import Release, Table
from dueregard.estimates import Record
from dueregard.options import DO_NOTHING

__all__ = ["ReleasedConsequences", "released_consequences"]

PREFIX = "consequences"

SIGNED = frozenset({"mean_change", "gap_before", "gap_change"})
"""Figures whose sign says which way values move, whether that is good or not."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ReleasedConsequences:
    """What each option does, as it may be shown.

    Attributes
    ----------
    findings : ConsequencesFindings
        What may be said beside the figures.
    tables : tuple of Table
        Released tables.
    records : tuple of Record
        All their records.
    flags : tuple of Flag
        Patterns among what may be shown.
    later_years : tuple of LaterYears
        Accounts of generations, for each outcome whose options look ahead; all records hold theirs too.
    """

    findings: ConsequencesFindings
    tables: tuple[Table, ...] = field(repr=False)
    records: tuple[Record, ...] = field(repr=False)
    flags: tuple[Flag, ...] = ()
    later_years: tuple[LaterYears, ...] = ()
    _found: Mapping[tuple[Any, ...], Record] = field(repr=False, default_factory=dict)

    def get(self, measure: str, option: str, outcome: str | None = None, **by: str) -> Record | None:
        """Find a figure.

        Parameters
        ----------
        measure : str
            Its name.
        option : str
            The option.
        outcome : str, optional
            The outcome; by default the one that the option changes.
        **by : str
            The group's levels.

        Returns
        -------
        Record or None
            As released, so perhaps without a value; None where there is none.
        """
        return self._found.get((measure, option, outcome or self.outcome_of(option), frozenset(by.items())))

    def outcome_of(self, option: str) -> str:
        """Say which outcome an option changes; of doing nothing, the first that is changed at all."""
        told = {each.name: each.outcome for each in self.findings.options}
        first = self.findings.outcomes[0].name if self.findings.outcomes else ""
        return first if option == DO_NOTHING else told.get(option, first)

    def later_of(self, option: str) -> LaterYears | None:
        """Give the accounts that an option is in.

        Parameters
        ----------
        option : str
            The option.

        Returns
        -------
        LaterYears or None
            None where it does not look ahead, or no ages are known.
        """
        return next((each for each in self.later_years if option in each.sentences), None)

    def beside(self) -> dict[str, Any]:
        """Give what stands beside the records in JSON.

        Returns
        -------
        dict
            ``options``, ``prompts``, ``flags``, ``failures``, ``outcomes``, ``seed``, ``year`` and ``notes``;
            and ``later_years`` for each outcome, where options look ahead.
        """
        found = self.findings
        later = [each.beside()["later_years"] for each in self.later_years]
        return {
            "options": [asdict(option) for option in found.options],
            "prompts": [asdict(prompt) for prompt in found.prompts],
            "flags": [asdict(flag) for flag in self.flags],
            "failures": [asdict(failure) for failure in found.failures],
            "outcomes": [asdict(outcome) for outcome in found.outcomes],
            "seed": found.seed,
            "year": found.year,
            "notes": list(found.notes),
            **({"later_years": later} if later else {}),
        }


def released_consequences(released: Release, findings: ConsequencesFindings) -> ReleasedConsequences:
    """Take what is about options out of a release.

    Parameters
    ----------
    released : Release
        Everything that may be shown.
    findings : ConsequencesFindings
        What the stage found.

    Returns
    -------
    ReleasedConsequences
        With flags among what may be shown.
    """
    tables = tuple(table for table in released.tables if table.name.startswith(f"{PREFIX}-"))
    records = tuple(record for table in tables for record in table.records)
    ahead = [record for table in tables if table.name in OF_LATER_YEARS for record in table.records]
    later = tuple(with_figures(each, ahead) for each in findings.later_years)
    found: dict[tuple[Any, ...], Record] = {}
    for record in records:
        own = {name: level for name, level in record.by.items() if name != "option"}
        # An aim in another measure than the mean stands beside it under a name of its own.
        of = record.parameters.get("of")
        measure = f"{record.measure} of {of}" if of else record.measure
        found.setdefault((measure, record.by["option"], record.outcome, frozenset(own.items())), record)
    one_year = (record for table in tables if table.name not in OF_LATER_YEARS for record in table.records)
    judged = [record for record in one_year if "of" not in record.parameters]
    return ReleasedConsequences(
        findings=findings,
        tables=tables,
        records=records,
        flags=(
            *_flags(judged, findings),
            *(flag for each in later for flag in each.flags),
        ),
        later_years=later,
        _found=found,
    )


def _flags(judged: Sequence[Record], findings: ConsequencesFindings) -> tuple[Flag, ...]:
    """Find patterns, with more always the better: of what is better lower, every sign is turned."""
    lower = {each.name for each in findings.outcomes if each.better == "lower"}
    plain = [record for record in judged if record.outcome not in lower]
    turned = [_turned(record) for record in judged if record.outcome in lower]
    return (
        *flags_of(plain, places=findings.places),
        *(replace(flag, text=_reworded(flag.text)) for flag in flags_of(turned, places=findings.places)),
    )


def _turned(record: Record) -> Record:
    if record.measure not in SIGNED or record.estimate is None:
        return record
    low, high = (None if end is None else -end for end in (record.high, record.low))
    return replace(record, estimate=-record.estimate, low=low, high=high)


def _reworded(text: str) -> str:
    """What rises in a figure that is better lower has become better."""
    return text.replace("the average rises", "the average gets better").replace("rises on", "gets better on")
