"""Records found again by figure, by whose effect it is, and by group."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from dueregard.estimates import Record

__all__ = ["Group", "Reading", "group_of", "reading_of"]

Group = tuple[tuple[str, str], ...]
_OURS = ("bundle", "option", "with", "year")


def group_of(record: Record) -> Group:
    """Give the group of a record, apart from whose effect it is.

    Parameters
    ----------
    record : Record
        Of a bundle.

    Returns
    -------
    tuple of (str, str)
        Empty for everybody.
    """
    return tuple((name, level) for name, level in record.by.items() if name not in _OURS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Records of one year, to look up.

    Attributes
    ----------
    records : mapping
        By figure, measure ("" for the whole) and group.
    measures : tuple of str
        In order.
    groups : tuple of Group
        In order; everybody first.
    """

    records: Mapping[tuple[str, str, Group], Record] = field(repr=False)
    measures: tuple[str, ...]
    groups: tuple[Group, ...]

    def of(self, figure: str, group: Group, measure: str = "") -> Record | None:
        """Look a record up.

        Parameters
        ----------
        figure : str
            Such as ``cumulative_mean_change``.
        group : tuple
            Whose.
        measure : str
            The measure; empty for the whole.

        Returns
        -------
        Record or None
            None where there is none.
        """
        return self.records.get((figure, measure, group))

    def shares(self, figure: str, group: Group) -> Iterator[tuple[str, Record]]:
        """Give a figure of every measure.

        Parameters
        ----------
        figure : str
            Such as ``shapley_mean_change``.
        group : tuple
            Whose.

        Yields
        ------
        tuple of str and Record
            In the bundle's order.
        """
        for measure in self.measures:
            record = self.of(figure, group, measure)
            if record is not None:
                yield measure, record


def reading_of(records: Sequence[Record], *, year: str | None = None) -> Reading:
    """Arrange records of one year.

    Parameters
    ----------
    records : sequence of Record
        Of a bundle.
    year : str, optional
        Which, as results call it; None where years were not asked for.

    Returns
    -------
    Reading
        Without what is of pairs of measures.
    """
    chosen = [each for each in records if each.by.get("year") == year and "with" not in each.by]
    return Reading(
        records={(each.measure, each.by.get("option", ""), group_of(each)): each for each in chosen},
        measures=tuple(dict.fromkeys(each.by["option"] for each in chosen if "option" in each.by)),
        groups=tuple(dict.fromkeys(group_of(each) for each in chosen)),
    )
