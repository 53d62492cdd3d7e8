"""Targets: how many seats each feature has at least and at most, as practitioners' files say it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from dueregard.errors import ColumnNotFound, PeopleError, did_you_mean
from dueregard.people.written_rows import WrittenRows, read_written_rows
from dueregard.voices.panel.matching import looks_like_date
from dueregard.voices.written import folded

__all__ = ["Quota", "Targets", "read_targets"]

_CROSS = re.compile(r"\s*[*×]\s*")
_HEADINGS = (("category", "feature"), ("category", "name"), ("category", "value"), ("feature", "value"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """How many seats go to the people with a feature.

    Attributes
    ----------
    categories : tuple of str
        The column of respondents that it counts in; several for an intersection.
    features : tuple of str
        The value in each of them.
    minimum, maximum : int
        The fewest and the most seats.
    least, most : int, optional
        How far the two may be relaxed (``min_flex``, ``max_flex``); None where the file does not say.
    firm : bool
        Whether it may never be relaxed: members who stay.

    Examples
    --------
    >>> Quota(categories=("sex", "age"), features=("Female", "16-29"), minimum=3, maximum=5).name
    'sex * age: Female * 16-29'
    """

    categories: tuple[str, ...]
    features: tuple[str, ...]
    minimum: int
    maximum: int
    least: int | None = None
    most: int | None = None
    firm: bool = False

    @property
    def category(self) -> str:
        """The category as the targets name it."""
        return " * ".join(self.categories)

    @property
    def feature(self) -> str:
        """The feature as the targets name it."""
        return " * ".join(self.features)

    @property
    def name(self) -> str:
        """What to call the quota."""
        return f"{self.category}: {self.feature}"

    @property
    def crossed(self) -> bool:
        """Whether it counts in an intersection."""
        return len(self.categories) > 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Targets:
    """All quotas of a panel.

    Attributes
    ----------
    title : str
        What to call the table in messages.
    quotas : tuple of Quota
        In the order of the file.
    notes : tuple of str
        What was decided while reading.
    """

    title: str
    quotas: tuple[Quota, ...]
    notes: tuple[str, ...] = ()

    @property
    def categories(self) -> tuple[str, ...]:
        """The columns that respondents need, in the order of the file."""
        return tuple(dict.fromkeys(name for quota in self.quotas for name in quota.categories))

    def features(self, category: str) -> tuple[str, ...]:
        """Return the features that a category may have; none where only intersections name it.

        Parameters
        ----------
        category : str
            A column of respondents.

        Returns
        -------
        tuple of str
            In the order of the file.
        """
        return tuple(quota.features[0] for quota in self.quotas if quota.categories == (category,))


def read_targets(source: str | os.PathLike[str] | WrittenRows) -> Targets:
    """Read targets: a row for each feature with the fewest and the most seats.

    Columns are ``category`` and ``feature`` (or ``name``, or ``feature`` and ``value``), ``min`` and ``max``,
    and, if wanted, ``min_flex`` and ``max_flex``. An intersection is written with a star between categories
    and between features: ``gender * age_band``, ``Female * 16-29``. Other columns are not read.

    Parameters
    ----------
    source : path or WrittenRows
        A CSV or spreadsheet, or its rows.

    Returns
    -------
    Targets

    Raises
    ------
    PeopleError
        When a cell is blank or no whole number, a minimum is above its maximum, the flexible bounds are
        inside the others, or a feature comes twice.

    Examples
    --------
    >>> table = WrittenRows(
    ...     title="targets.csv",
    ...     columns=("category", "feature", "min", "max"),
    ...     rows=(("sex", "Female", "9", "11"), ("sex", "Male", "9", "11")),
    ...     lines=(2, 3),
    ... )
    >>> [quota.name for quota in read_targets(table).quotas]
    ['sex: Female', 'sex: Male']
    """
    table = source if isinstance(source, WrittenRows) else read_written_rows(source)
    category, feature = _headings(table)
    if not len(table):
        raise PeopleError(f"{table.title} has no rows.", remedy="It needs a row for each feature.")
    quotas = _spelled_alike(table.title, tuple(_quotas(table, category, feature)))
    _refuse_twice(table.title, quotas)
    dates = [quota.name for quota in quotas if any(map(looks_like_date, quota.features))]
    notes = table.notes
    if dates:
        shown = ", ".join(dates[:3])
        notes += (f"{table.title} has features like dates ({shown}): did a spreadsheet change age bands?",)
    return Targets(title=table.title, quotas=quotas, notes=notes)


def _headings(table: WrittenRows) -> tuple[str, str]:
    for pair in _HEADINGS:
        if all(table.has(name) for name in (*pair, "min", "max")):
            return pair
    if not table.has("min") and not table.has("max"):
        raise PeopleError(
            f"{table.title} is not a table of targets: it has no columns min and max.",
            found=f"Its columns are: {', '.join(table.columns[:12])}.",
            remedy="Targets have category, feature, min and max. The respondents are named first, then they.",
        )
    for name in ("category", "feature", "min", "max"):
        if not table.has(name):
            raise ColumnNotFound(name, table.columns, where=table.title)
    raise ColumnNotFound("value", table.columns, where=table.title)


def _quotas(table: WrittenRows, category: str, feature: str) -> Iterator[Quota]:
    cells = {name: table.column(name) for name in (category, feature, "min", "max")}
    flexible = {name: table.column(name) for name in ("min_flex", "max_flex") if table.has(name)}
    for place, line in enumerate(table.lines):
        row = {name: column[place] for name, column in cells.items()}
        blank = next((name for name, cell in row.items() if not cell), None)
        if blank is not None:
            raise PeopleError(
                f"Row {line} of {table.title} has a blank {blank}.",
                remedy="Fill it in, also where the row above has the same category; 0 is a number of seats.",
            )
        bounds = {name: _whole(row[name], name=name, line=line, title=table.title) for name in ("min", "max")}
        bounds |= {
            name: _whole(column[place], name=name, line=line, title=table.title)
            for name, column in flexible.items()
            if column[place]
        }
        categories, features = _parts(row[category], row[feature], line=line, title=table.title)
        yield _checked(categories, features, bounds, line=line, title=table.title)


def _parts(category: str, feature: str, *, line: int, title: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    categories = tuple(_CROSS.split(category))
    if len(categories) == 1:
        return categories, (feature,)
    features = tuple(_CROSS.split(feature))
    if len(features) != len(categories) or not all((*categories, *features)):
        raise PeopleError(
            f"Row {line} of {title} is an intersection of {len(categories)} categories, with "
            f"{len(features)} {'feature' if len(features) == 1 else 'features'}.",
            remedy="Write one feature for each category, with a star between them: gender * age_band in "
            "the column of categories, Female * 16-29 in that of features.",
        )
    if len({folded(name) for name in categories}) < len(categories):
        raise PeopleError(
            f"Row {line} of {title} crosses a category with itself.", remedy="Name two categories."
        )
    return categories, features


def _whole(text: str, *, name: str, line: int, title: str) -> int:
    match = re.fullmatch(r"(\d{1,9})(?:\.0*)?", text)
    if match is None:
        raise PeopleError(
            f"Row {line} of {title} has no whole number in {name}.",
            found=f"It has {text[:20]!r}.",
            remedy="Targets are numbers of seats, such as 4: no shares, and none below zero.",
        )
    return int(match[1])


def _checked(
    categories: tuple[str, ...], features: tuple[str, ...], bounds: dict[str, int], *, line: int, title: str
) -> Quota:
    quota = Quota(
        categories=categories,
        features=features,
        minimum=bounds["min"],
        maximum=bounds["max"],
        least=bounds.get("min_flex"),
        most=bounds.get("max_flex"),
    )
    where = f"Row {line} of {title} ({quota.name})"
    if quota.minimum > quota.maximum:
        raise PeopleError(
            f"{where} has a minimum above its maximum.",
            found=f"They are {quota.minimum} and {quota.maximum}.",
            remedy="Exchange them, or mend one.",
        )
    if quota.least is not None and quota.least > quota.minimum:
        raise PeopleError(
            f"{where} has a min_flex above its min.",
            found=f"They are {quota.least} and {quota.minimum}.",
            remedy="min_flex says how far the minimum may fall when quotas cannot be met: it is at most min.",
        )
    if quota.most is not None and quota.most < quota.maximum:
        raise PeopleError(
            f"{where} has a max_flex below its max.",
            found=f"They are {quota.most} and {quota.maximum}.",
            remedy="max_flex says how far the maximum may rise when quotas cannot be met: it is max or more.",
        )
    return quota


def _spelled_alike(title: str, quotas: tuple[Quota, ...]) -> tuple[Quota, ...]:
    """Spell each category and feature as the first row spells it, intersections as the plain rows do."""
    names: dict[str, str] = {}
    for quota in quotas:
        for name in quota.categories:
            names.setdefault(folded(name), name)
    plain: dict[str, dict[str, str]] = {}
    for quota in quotas:
        if not quota.crossed:
            plain.setdefault(folded(quota.category), {}).setdefault(folded(quota.feature), quota.feature)
    spelled = []
    for quota in quotas:
        features = []
        for name, feature in zip(quota.categories, quota.features, strict=True):
            known = plain.get(folded(name), {})
            if known and folded(feature) not in known:
                raise PeopleError(
                    f"{title} has an intersection with {name}: {feature}, and no such feature of {name}.",
                    found=f"The features of {name} are: {', '.join(known.values())}.",
                    remedy=did_you_mean(feature, known.values()) or "Add a row for the feature alone.",
                )
            free = plain.setdefault(f"* {folded(name)}", {})
            features.append(known.get(folded(feature)) or free.setdefault(folded(feature), feature))
        categories = tuple(names[folded(name)] for name in quota.categories)
        spelled.append(replace(quota, categories=categories, features=tuple(features)))
    return tuple(spelled)


def _refuse_twice(title: str, quotas: tuple[Quota, ...]) -> None:
    seen: dict[frozenset[tuple[str, str]], Quota] = {}
    for quota in quotas:
        key = frozenset(
            (folded(category), folded(feature))
            for category, feature in zip(quota.categories, quota.features, strict=True)
        )
        if key in seen:
            raise PeopleError(
                f"{title} has two rows for {quota.name}.",
                found="Capitals and blanks do not make a difference.",
                remedy="Keep one of them.",
            )
        seen[key] = quota
