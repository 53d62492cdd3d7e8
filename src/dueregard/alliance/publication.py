"""May it be published? Every reason against it at once, each with what to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from dueregard.alliance.comparing import Change, Changes
from dueregard.errors import DueRegardError

if TYPE_CHECKING:
    from datetime import date

    from dueregard.casebook.corrections_file import Correction

__all__ = [
    "PublicationRefused",
    "Reason",
    "fresh_corrections",
    "inconsistent_figures",
    "reason_against_changes",
    "reasons_against",
    "told_change",
]

Kind = Literal["disclosure", "consent", "stale", "integrity", "quorum", "correction"]

MOST = 20
"""The most changes that a refusal lists."""

_EMPTY_WHEN_WITHHELD = ("estimate", "se", "low", "high", "df", "n", "n_eff", "verdict", "rank")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One reason against publishing.

    Parameters
    ----------
    kind : str
        Which gate it is of.
    wrong : str
        What is wrong, as a sentence.
    remedy : str
        What to do, as a sentence.
    details : tuple of str
        Each thing that is meant; never a person's words or name.
    """

    kind: Kind
    wrong: str
    remedy: str
    details: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Give it as JSON holds it.

        Returns
        -------
        dict
            ``kind``, ``wrong``, ``remedy`` and ``details``.
        """
        return {
            "kind": self.kind,
            "wrong": self.wrong,
            "remedy": self.remedy,
            "details": list(self.details),
        }


class PublicationRefused(DueRegardError):
    """A pack that may not be published as it is; nothing was written.

    Parameters
    ----------
    reasons : sequence of Reason
        All of them.
    changes : Changes, optional
        Every figure that is not as it was last published.

    Examples
    --------
    >>> reason = Reason(kind="quorum", wrong="Two reviews are missing.", remedy="Ask for them.")
    >>> print(PublicationRefused([reason]))
    Not published, for 1 reason:
    1. Two reviews are missing. Ask for them.
    Nothing was written.
    """

    def __init__(self, reasons: Sequence[Reason], *, changes: Changes | None = None) -> None:
        self.reasons = tuple(reasons)
        self.changes = changes
        number = "1 reason" if len(self.reasons) == 1 else f"{len(self.reasons)} reasons"
        lines = [line for place, each in enumerate(self.reasons, start=1) for line in _lines(place, each)]
        super().__init__(f"Not published, for {number}:\n" + "\n".join([*lines, "Nothing was written."]))


def _lines(place: int, reason: Reason) -> Iterable[str]:
    if not reason.details:
        yield f"{place}. {reason.wrong} {reason.remedy}"
        return
    yield f"{place}. {reason.wrong}"
    yield from (f"   - {each}" for each in reason.details)
    yield f"   {reason.remedy}"


def inconsistent_figures(records: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """Name the figures that say they are withheld and show something all the same.

    Parameters
    ----------
    records : iterable of mapping
        Of estimates.json.

    Returns
    -------
    tuple of str
        What each is of, never its numbers.

    Examples
    --------
    >>> inconsistent_figures([{"measure": "mean", "outcome": "income", "status": "withheld", "n": 4}])
    ('mean of income, everyone: withheld, and it shows n',)
    """
    found = []
    for record in records:
        if record.get("status") == "withheld":
            shown = [name for name in _EMPTY_WHEN_WITHHELD if record.get(name) is not None]
            if shown:
                found.append(f"{_told_key(record)}: withheld, and it shows {', '.join(shown)}")
    return tuple(found)


def reasons_against(
    *,
    disclosure: Sequence[str] = (),
    unaudited: Sequence[str] = (),
    consent: Sequence[str] = (),
    stale: Sequence[str] = (),
    integrity: Sequence[str] = (),
    quorum: Literal["required", "reported"] = "reported",
    missing: Sequence[str] = (),
) -> tuple[Reason, ...]:
    """Turn what the gates found into reasons, in the order in which they are mended.

    Parameters
    ----------
    disclosure : sequence of str
        Findings of the disclosure audit, without the numbers that it found.
    unaudited : sequence of str
        Why there is no audit of these figures.
    consent : sequence of str
        What is quoted and may not be.
    stale : sequence of str
        Inputs that are not what the pack was made from.
    integrity : sequence of str
        What was altered or removed.
    quorum : {"required", "reported"}
        Whether the casebook demands what it says of members.
    missing : sequence of str
        What is missing of it.

    Returns
    -------
    tuple of Reason
        Empty when it may be published.

    Examples
    --------
    >>> [each.kind for each in reasons_against(stale=["people.csv"], missing=["a review"])]
    ['stale']
    >>> [each.kind for each in reasons_against(quorum="required", missing=["a review"])]
    ['quorum']
    """
    found: Mapping[str, Sequence[str]] = {
        "integrity": integrity,
        "stale": stale,
        "consent": consent,
        "disclosure": disclosure,
        "unaudited": unaudited,
        "quorum": missing if quorum == "required" else (),
    }
    return tuple(
        Reason(kind=_TOLD[gate][0], wrong=_TOLD[gate][1], remedy=_TOLD[gate][2], details=tuple(details))
        for gate, details in found.items()
        if details
    )


_TOLD: Mapping[str, tuple[Kind, str, str]] = {
    "integrity": (
        "integrity",
        "Something is not as it was written:",
        "Restore it from a copy, or assess and sign again. `dueregard verify` says more.",
    ),
    "stale": (
        "stale",
        "The pack is older than what it was made from:",
        "Run `dueregard assess` again, then have it reviewed and signed.",
    ),
    "consent": (
        "consent",
        "Somebody is quoted without consent that holds today:",
        "Assess again: what may not be quoted is then gone.",
    ),
    "disclosure": (
        "disclosure",
        "Somebody could be recognised:",
        "Join small groups, or leave a table out, and assess again.",
    ),
    "unaudited": (
        "disclosure",
        "Nobody has looked whether somebody could be recognised:",
        "Run `dueregard assess` again: it audits all that it writes.",
    ),
    "quorum": (
        "quorum",
        'The casebook says quorum = "required", and it is not met:',
        "Have it reviewed with `dueregard review` and signed with `dueregard sign`.",
    ),
}


def fresh_corrections(
    corrections: Sequence[Correction], *, published_on: date, used: Iterable[Mapping[str, Any]]
) -> tuple[Correction, ...]:
    """Find the corrections that explain what changed since the last publication.

    Parameters
    ----------
    corrections : sequence of Correction
        The casebook's.
    published_on : datetime.date
        The day of the last publication.
    used : iterable of mapping
        Corrections that the register holds: each explains one publication only.

    Returns
    -------
    tuple of Correction
        Dated on that day or later, and not used before.
    """
    known = [dict(each) for each in used]
    return tuple(each for each in corrections if each.on >= published_on and each.to_dict() not in known)


def reason_against_changes(changes: Changes, *, since: str, full_list: str) -> Reason | None:
    """Say which published numbers would change without a word.

    Parameters
    ----------
    changes : Changes
        Against the last published version.
    since : str
        That version's name, such as ``v1``.
    full_list : str
        Where all of them are listed.

    Returns
    -------
    Reason or None
        None where nothing that was shown is different.
    """
    silent = changes.unexplained
    if not silent:
        return None
    counts = changes.counts()
    told = [f"{counts[what]:,} {words}" for what, words in _COUNTED.items() if counts[what]]
    remedy = (
        'Say why: `dueregard publish CASEBOOK --correction "..." --by NAME`, or under [[corrections]] in '
        "corrections.toml."
    )
    if changes.withheld:
        remedy += (
            " What is now kept back is taken out of earlier versions too, with every page and table that "
            "shows it; where it was safe as it was published, add --keep-earlier."
        )
    number = "1 published figure is" if len(silent) == 1 else f"{len(silent):,} published figures are"
    more = [f"and {len(silent) - MOST:,} more, all listed in {full_list}"] if len(silent) > MOST else []
    return Reason(
        kind="correction",
        wrong=f"{number} not as in {since}: {', '.join(told)}. Nobody has said why.",
        remedy=remedy,
        details=(*(told_change(each) for each in silent[:MOST]), *more),
    )


_COUNTED = {"changed": "changed", "removed": "gone", "withheld": "now kept back"}


def told_change(change: Change) -> str:
    """Tell one change in a line.

    Parameters
    ----------
    change : Change
        The change.

    Returns
    -------
    str
        What it is of, its old and its new value; neither where it is kept back.

    Examples
    --------
    >>> told_change(
    ...     Change(
    ...         what="changed",
    ...         measure="mean",
    ...         parameters={},
    ...         outcome="income",
    ...         by={"sex": "f"},
    ...         contrast=None,
    ...         reference=None,
    ...         was={"estimate": 500.0},
    ...         now={"estimate": 510.0},
    ...     )
    ... )
    'mean of income, sex f: 500, now 510'
    """
    name = _told_key(change.to_dict())
    match change.what:
        case "withheld":
            return f"{name}: now kept back so that nobody can be recognised"
        case "removed":
            return f"{name}: {_value(change.was)}, now gone"
        case "added":
            return f"{name}: new, {_value(change.now)}"
    was, now = _value(change.was), _value(change.now)
    return f"{name}: {was}, now {now}" if was != now else f"{name}: {was}, {_other(change)}"


def _other(change: Change) -> str:
    """Name what changed of a figure whose value is the same."""
    was, now = change.was or {}, change.now or {}
    names = [name for name in dict.fromkeys([*was, *now]) if was.get(name) != now.get(name)]
    words = {"se": "standard error", "low": "interval", "high": "interval", "n": "people", "status": "status"}
    other = list(dict.fromkeys(words.get(name, name) for name in names)) or ["verdict"]
    return f"another {' and '.join(other)}"


def _value(numbers: Mapping[str, Any] | None) -> str:
    value = (numbers or {}).get("estimate")
    if value is None:
        return str((numbers or {}).get("status") or "no value").replace("_", " ")
    return f"{value:.6g}" if isinstance(value, int | float) else str(value)


def _told_key(record: Mapping[str, Any]) -> str:
    by = record.get("by") or {}
    whose = "; ".join(f"{name} {level}" for name, level in by.items()) or "everyone"
    outcome = f" of {record['outcome']}" if record.get("outcome") else ""
    against = f", {record['contrast']}" if record.get("contrast") else ""
    against += f" to {record['reference']}" if record.get("reference") else ""
    settings = [
        f"{name} {value}"
        for name, value in (record.get("parameters") or {}).items()
        if (name, value) != ("basis", "crude") and name != "interval" and len(str(value)) < 30
    ]
    how = f" ({', '.join(settings)})" if settings else ""
    measure = str(record.get("measure")).replace("_", " ")
    return f"{measure}{how}{outcome}, {whose}{against}"
