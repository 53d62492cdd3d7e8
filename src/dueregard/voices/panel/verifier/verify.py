"""Check a published panel: everything it claims that can be worked out again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from dueregard.errors import DueRegardError, PeopleError
from dueregard.voices.panel.targets import Targets
from dueregard.voices.panel.verifier.alternates import alternates_check
from dueregard.voices.panel.verifier.bound import bound_checks
from dueregard.voices.panel.verifier.checks import Check
from dueregard.voices.panel.verifier.content import content_checks
from dueregard.voices.panel.verifier.drawn import draw_checks
from dueregard.voices.panel.verifier.stages import leximin_check
from dueregard.voices.panel.verifier.tables import table_checks
from dueregard.voices.panel.volunteers import Pool

__all__ = ["verify_panel"]

_NEEDED = (
    *("size", "algorithm", "panel", "seed", "alternates", "probabilities", "certified", "gap", "excluded"),
    *(
        "lottery",
        "draw",
        "replacements",
        "features",
        "estimates",
        "witness",
        "stages",
        "smallest_chance",
        "exclusions",
    ),
)


def verify_panel(
    record: Mapping[str, Any], *, pool: Pool | None = None, targets: Targets | None = None
) -> list[Check]:
    """Check a published panel against itself, and against the tables it was made from.

    Parameters
    ----------
    record : mapping
        As ``dueregard panel --json`` prints and ``--out`` writes it.
    pool, targets : Pool and Targets, optional
        The volunteers and the quotas; without them nothing is said of quotas, addresses and optimality.

    Returns
    -------
    list of Check
        The lottery is as it claims when none of them failed.

    Raises
    ------
    PeopleError
        When the record is not one of a panel.
    """
    missing = [name for name in _NEEDED if name not in record]
    if missing:
        raise PeopleError(
            "This is not the record of a panel.",
            found=f"It lacks {', '.join(missing[:4])}.",
            remedy="Give a file that `dueregard panel --out` has written.",
        )
    try:
        return _checks(record, pool, targets)
    except DueRegardError:
        raise
    except (LookupError, TypeError, ValueError, AttributeError, RuntimeError, ZeroDivisionError):
        # A generator that runs dry inside another one leaves as a RuntimeError.
        told = "The record was altered so that it cannot be read as one of a panel."
        return [Check(name="form", passed=False, told=told)]


def _checks(record: Mapping[str, Any], pool: Pool | None, targets: Targets | None) -> list[Check]:
    found = [*content_checks(record), *draw_checks(record)]
    if pool is None or targets is None:
        told = "Quotas, addresses and the proof were not checked: give the respondents and the targets too."
        return [*found, Check(name="quotas", passed=None, told=told)]
    then = _at_the_draw(record, targets)
    tables = list(table_checks(record, pool, then, now=targets))
    if all(check.passed for check in tables[:1]):
        if record["draw"] is not None and record["alternates"]:
            tables.append(alternates_check(record, pool, then))
        tables += bound_checks(record, pool, then)
        if record["algorithm"] == "leximin":
            tables.append(_leximin(record, pool, then))
    return [*found, *tables]


def _leximin(record: Mapping[str, Any], pool: Pool, targets: Targets) -> Check:
    if record["certified"] and record["stages"]:
        return leximin_check(record, pool, targets)
    told = f"The record claims to come within {record['gap']:.2g} of leximin; that was not proved again."
    return Check(name="leximin", passed=False if record["certified"] else None, told=told)


def _at_the_draw(record: Mapping[str, Any], targets: Targets) -> Targets:
    """The quotas of the draw, where the given ones are those that were told to have been changed since."""
    steps = record["replacements"]
    since = steps[-1].get("quotas_since", []) if steps else []
    changed = {(each["category"], each["feature"]): (each["minimum"], each["maximum"]) for each in since}
    before = {
        (each["category"], each["feature"]): (each["minimum"], each["maximum"]) for each in record["features"]
    }
    quotas = []
    for quota in targets.quotas:
        name = (quota.category, quota.feature)
        if changed.get(name) == (quota.minimum, quota.maximum) and name in before:
            low, high = before[name]
            quotas.append(replace(quota, minimum=low, maximum=high))
        else:
            quotas.append(quota)
    return replace(targets, quotas=tuple(quotas))
