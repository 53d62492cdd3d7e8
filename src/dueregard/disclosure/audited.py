"""What an attack on a whole release came to: for the private file, and in words for everybody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

__all__ = ["Derived", "DisclosureAudit", "DisclosureFinding"]

Kind = Literal["derivable", "too close", "published before", "difference", "not audited"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosureFinding:
    """Something that a release would show, though it must not: publication waits until it is mended.

    Parameters
    ----------
    kind : str
        ``"derivable"``: a withheld value follows from what is shown; ``"too close"``: nearly; ``"published
        before"``: it is withheld now and was shown in an earlier release; ``"difference"``: a release taken
        from an earlier one leaves few people; ``"not audited"``: nobody knows.
    sentence : str
        What is wrong and what to do, without a number of people.
    outcome, measure : str
        Of which figure.
    by : mapping of str to str
        Of which group.
    tables : tuple of str
        In which tables.
    """

    kind: Kind
    sentence: str
    outcome: str = ""
    measure: str = ""
    by: Mapping[str, str] = field(default_factory=dict)
    tables: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Give it as written in the private file.

        Returns
        -------
        dict
            Ready for JSON.
        """
        return {
            "kind": self.kind,
            "sentence": self.sentence,
            "outcome": self.outcome,
            "measure": self.measure,
            "by": dict(self.by),
            "tables": list(self.tables),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Derived:
    """What an outsider can derive of a withheld number. Private.

    Parameters
    ----------
    of : str
        Which number: ``"people"``, ``"yes"``, ``"no"`` or ``"sum"``.
    outcome, measure : str
        Of which figure; empty where all figures of the same people share it.
    by : mapping of str to str
        Of which group; a group named ``"(rest)"`` is that of people whose level is not among those shown.
    low, high : float
        The interval; None for no limit.
    primary : bool
        Whether it is withheld for its own sake, and not to keep others company.
    """

    of: str
    outcome: str
    measure: str
    by: Mapping[str, str]
    low: float | None
    high: float | None
    primary: bool

    def to_dict(self) -> dict[str, Any]:
        """Give it as written in the private file.

        Returns
        -------
        dict
            Ready for JSON.
        """
        return {
            "of": self.of,
            "outcome": self.outcome,
            "measure": self.measure,
            "by": dict(self.by),
            "low": self.low,
            "high": self.high,
            "primary": self.primary,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosureAudit:
    """What an attack on a release found.

    Parameters
    ----------
    findings : tuple of DisclosureFinding
        What must be mended before publication; none where all is well.
    audited : int
        Withheld numbers whose derivable interval was worked out.
    refused : tuple of str
        Tables of which this could not be done: nothing of them is shown.
    derived : tuple of Derived
        The intervals. Private: they stand in the private file alone.

    Examples
    --------
    >>> DisclosureAudit(audited=12).words()
    'The sums of all that is shown were attacked together, and no withheld number was found.'
    """

    findings: tuple[DisclosureFinding, ...] = ()
    audited: int = 0
    refused: tuple[str, ...] = ()
    derived: tuple[Derived, ...] = field(default=(), repr=False)

    @property
    def safe(self) -> bool:
        """Whether nothing was found."""
        return not self.findings

    def words(self) -> str:
        """Say for readers of the pack what was audited, and no more.

        Returns
        -------
        str
            One or two sentences.
        """
        if self.findings:
            many = len(self.findings)
            return (
                f"The disclosure audit has {many} {'finding' if many == 1 else 'findings'}: do not publish."
            )
        text = (
            # How many were attacked would tell how withheld groups lie inside one another.
            "The sums of all that is shown were attacked together, and no withheld number was found."
            if self.audited
            else "No withheld number stands in a sum that could be attacked."
        )
        if self.refused:
            text += f" Not shown, because it could not be audited: {', '.join(self.refused)}."
        return text

    def to_dict(self) -> dict[str, Any]:
        """Give all of it, for the private file.

        Returns
        -------
        dict
            Ready for JSON.
        """
        return {
            "schema": 1,
            "private": "Not for publication: it says what can be derived of withheld numbers.",
            "findings": [each.to_dict() for each in self.findings],
            "audited": self.audited,
            "refused": list(self.refused),
            "derived": [each.to_dict() for each in self.derived],
        }

    @classmethod
    def from_dict(cls, written: Mapping[str, Any]) -> DisclosureAudit:
        """Read what :meth:`to_dict` wrote.

        Parameters
        ----------
        written : mapping
            The private file.

        Returns
        -------
        DisclosureAudit
            The same.

        Raises
        ------
        KeyError, TypeError
            When it is not such a file.
        """
        findings: Sequence[Mapping[str, Any]] = written["findings"]
        return cls(
            findings=tuple(
                DisclosureFinding(**{**each, "tables": tuple(each["tables"])}) for each in findings
            ),
            audited=int(written["audited"]),
            refused=tuple(written["refused"]),
            derived=tuple(Derived(**each) for each in written["derived"]),
        )
