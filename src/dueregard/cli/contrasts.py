"""Comparisons as the command line asks for them."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from dueregard.errors import UsageError, did_you_mean

if TYPE_CHECKING:
    from dueregard.estimates import Estimates

__all__ = ["Contrasts"]

Kind = Literal["difference", "ratio", "log_ratio"]
Asked = TypeVar("Asked")
STANDARDS = ("rest", "average", "best")


@dataclass(frozen=True, slots=True, kw_only=True)
class Contrasts:
    """What is compared with what.

    Attributes
    ----------
    groups : tuple of (kind, str, str)
        How to compare, by which variable, with which group.
    standards : tuple of str
        Compare each group with the rest, the average or the best.
    changes : tuple of (str, str)
        An outcome, and the one to compare it with.
    """

    groups: tuple[tuple[Kind, str, str], ...]
    standards: tuple[Any, ...]
    changes: tuple[tuple[str, str], ...]

    @classmethod
    def asked(
        cls,
        by: Sequence[str],
        *,
        difference: Sequence[str] | None,
        ratio: Sequence[str] | None,
        log_ratio: Sequence[str] | None,
        versus: Sequence[str] | None,
        change: Sequence[str] | None,
    ) -> Contrasts:
        """Read options.

        Parameters
        ----------
        by : sequence of str
            What values are grouped by.
        difference, ratio, log_ratio : sequence of str, optional
            ``column=reference group``.
        versus : sequence of str, optional
            Of :data:`STANDARDS`.
        change : sequence of str, optional
            ``after=before``.

        Returns
        -------
        Contrasts
            Checked as far as can be without the values.

        Raises
        ------
        UsageError
            For what cannot be read, and for groups that values are not grouped by.
        """
        asked: dict[Kind, Sequence[str] | None] = {
            "difference": difference,
            "ratio": ratio,
            "log_ratio": log_ratio,
        }
        return cls(
            groups=_once((kind, *_group(text, by)) for kind, texts in asked.items() for text in texts or ()),
            standards=_once(_standard(which, by) for which in versus or ()),
            changes=_once(_pair(text, "after=before", "new_income=income") for text in change or ()),
        )

    def of(self, estimates: Estimates) -> list[Estimates]:
        """Compare.

        Parameters
        ----------
        estimates : Estimates
            The values.

        Returns
        -------
        list of Estimates
            Comparisons between groups, then changes of the values and of those comparisons.
        """
        between = [getattr(estimates, kind)(by, reference=group) for kind, by, group in self.groups]
        between += [estimates.versus(which) for which in self.standards]
        return between + [
            each.change(after, before=before)
            for after, before in self.changes
            for each in (estimates, *between)
        ]


def _once(asked: Iterable[Asked]) -> tuple[Asked, ...]:
    """Leave out what was asked for before."""
    return tuple(dict.fromkeys(asked))


def _group(text: str, by: Sequence[str]) -> tuple[str, str]:
    variable, group = _pair(text, "column=reference group", "sex=male")
    if variable not in by:
        raise UsageError(
            f"Groups of {variable!r} are to be compared, but the values are not grouped by it.",
            found=f"They are grouped by: {', '.join(by)}." if by else None,
            remedy=did_you_mean(variable, by) or f"Add --by {shlex.quote(variable)}.",
        )
    return variable, group


def _pair(text: str, form: str, example: str) -> tuple[str, str]:
    first, equals, second = (part.strip() for part in text.partition("="))
    if not equals or not first or not second:
        raise UsageError(
            f"A comparison is written as {form}; found {text!r}.", remedy=f"For example: {example}"
        )
    return first, second


def _standard(which: str, by: Sequence[str]) -> str:
    if which not in STANDARDS:
        raise UsageError(f"--versus takes rest, average or best; found {which!r}.")
    if not by:
        raise UsageError(
            f"--versus {which} compares groups, and the values are not grouped.",
            remedy="Add --by with the grouping column.",
        )
    return which
