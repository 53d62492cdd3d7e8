"""What earlier assessments looked at and found: nothing of it may vanish in silence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from dueregard.casebook import Amendment
from dueregard.casebook.objections_places import KnownCells
from dueregard.register.entry import Entry
from dueregard.register.forecast_tables import written_forecasts
from dueregard.register.forecasts import FORECAST
from dueregard.register.register import Proposal, Register

__all__ = ["ASSESSED", "Gone", "Seen", "gone_since", "record_assessment", "seen_before", "seen_now"]

ASSESSED = "assessed"
KEY = "seen"
AS_NOW = "as now"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What assessments looked at, each with the time of the first that did.

    Attributes
    ----------
    options : mapping of str to str
        From names to times, as ISO 8601 in UTC.
    groups : mapping of (str, str) to str
        From characteristics and levels.
    negative : mapping of str to str
        From the ids of negative findings.
    """

    options: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[tuple[str, str], str] = field(default_factory=dict)
    negative: Mapping[str, str] = field(default_factory=dict)

    @property
    def known(self) -> KnownCells:
        """Their names, which can still be objected to."""
        levels: dict[str, tuple[str, ...]] = {}
        for name, level in self.groups:
            levels[name] = (*levels.get(name, ()), level)
        return KnownCells(options=tuple(self.options), levels=levels)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """An option or a group that was assessed once and is not assessed now.

    Attributes
    ----------
    kind : {"option", "group"}
        Which.
    name : str
        Its name; of a group, its level.
    characteristic : str or None
        Of a group.
    first_at : str
        When it was first assessed, as ISO 8601 in UTC.
    amendment : mapping or None
        The entry of the casebook that explains it: date, author, what and why.
    """

    kind: Literal["option", "group"]
    name: str
    characteristic: str | None = None
    first_at: str
    amendment: Mapping[str, Any] | None = None


def record_assessment(
    register: Register,
    *,
    root: str,
    figures: str,
    files: Mapping[str, str],
    provenance: Mapping[str, Any],
    seen: Mapping[str, Any],
    terms: Mapping[str, Any] | None = None,
) -> None:
    """Record a pack, once: one that came out as it was is no other assessment.

    Parameters
    ----------
    register : Register
        The casebook's register.
    root, figures : str
        The roots over the whole pack, and over its figures.
    files : mapping of str to str
        The hash of each file.
    provenance : mapping
        Versions, hashes and times.
    seen : mapping
        See :func:`seen_now`.
    terms : mapping, optional
        What the casebook demands of its alliance, so that nobody lowers it unseen.

    Raises
    ------
    RegisterError
        When the register was altered.
    """
    payload = {
        "provenance": dict(provenance),
        "files": dict(files),
        "figures": figures,
        "root": root,
        **seen,
    }
    if terms is not None:
        payload["terms"] = dict(terms)

    def propose(entries: Sequence[Entry]) -> Proposal | None:
        last = next((each for each in reversed(entries) if each.kind == ASSESSED), None)
        return None if last is not None and last.payload.get("root") == root else (ASSESSED, payload)

    register.decide(propose)


def seen_now(
    *,
    options: Iterable[str],
    groups: Iterable[tuple[str, str]],
    negative: Iterable[str],
) -> dict[str, Any]:
    """Write down what an assessment looked at, for the entry that records it.

    Parameters
    ----------
    options : iterable of str
        By name.
    groups : iterable of (str, str)
        Characteristics and levels.
    negative : iterable of str
        Ids of negative findings.

    Returns
    -------
    dict
        Under the one key that :func:`seen_before` reads.
    """
    by: dict[str, list[str]] = {}
    for name, level in dict.fromkeys(groups):
        by.setdefault(name, []).append(level)
    return {
        KEY: {
            "options": list(dict.fromkeys(options)),
            "groups": by,
            "negative": sorted(set(negative)),
        }
    }


def seen_before(entries: Iterable[Entry]) -> Seen:
    """Collect what earlier assessments looked at.

    Parameters
    ----------
    entries : iterable of Entry
        Of a register that is intact.

    Returns
    -------
    Seen
        Options also from what was forecast of them.
    """
    options: dict[str, str] = {}
    groups: dict[tuple[str, str], str] = {}
    negative: dict[str, str] = {}
    for entry in entries:
        if entry.kind == FORECAST:
            for each in written_forecasts(entry.payload):
                options.setdefault(each["option"], entry.at)
        elif entry.kind == ASSESSED and KEY in entry.payload:
            found = entry.payload[KEY]
            for name in found["options"]:
                options.setdefault(name, entry.at)
            for name, levels in found["groups"].items():
                for level in levels:
                    groups.setdefault((name, level), entry.at)
            for id in found["negative"]:
                negative.setdefault(id, entry.at)
    options.pop(AS_NOW, None)
    return Seen(options=options, groups=groups, negative=negative)


def gone_since(
    seen: Seen,
    *,
    options: Iterable[str],
    groups: Iterable[tuple[str, str]],
    amendments: Sequence[Amendment] = (),
) -> tuple[Gone, ...]:
    """Name the options and groups that were assessed once and are not assessed now.

    Parameters
    ----------
    seen : Seen
        What earlier assessments looked at.
    options : iterable of str
        Options that are assessed now, by name.
    groups : iterable of (str, str)
        Groups that are assessed now.
    amendments : sequence of Amendment
        Of the casebook: one that names what is gone explains it.

    Returns
    -------
    tuple of Gone
        Options first, then groups, each in the order in which they were first assessed.
    """
    return tuple(_gone(seen, set(options), set(groups), amendments))


def _gone(
    seen: Seen, options: set[str], groups: set[tuple[str, str]], amendments: Sequence[Amendment]
) -> Iterator[Gone]:
    for name, at in seen.options.items():
        if name not in options:
            yield Gone(kind="option", name=name, first_at=at, amendment=_explained(name, amendments))
    for (characteristic, level), at in seen.groups.items():
        if (characteristic, level) not in groups:
            yield Gone(
                kind="group",
                name=level,
                characteristic=characteristic,
                first_at=at,
                amendment=_explained(level, amendments),
            )


def _explained(name: str, amendments: Sequence[Amendment]) -> dict[str, Any] | None:
    naming = [
        each for each in amendments if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", each.what, re.IGNORECASE)
    ]
    return naming[-1].model_dump(mode="json") if naming else None
