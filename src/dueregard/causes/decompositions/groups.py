"""From people to groups that can be compared: who is in which, what they differ by, and who is left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import get_args

import numpy as np

from dueregard.causes.decompositions.comparison import Comparison, OneSided
from dueregard.causes.decompositions.model_matrix import Contrasts, Covariate, model_matrix
from dueregard.causes.decompositions.one_sided import both_sided
from dueregard.causes.decompositions.terms import Term, read_term, terms_named
from dueregard.causes.factors import NOT_KNOWN, Factor
from dueregard.causes.left_out import Missing
from dueregard.causes.sample import Sample, read_sample
from dueregard.causes.sizes import refuse_sizes
from dueregard.engine import parse
from dueregard.engine.expression import kind_of
from dueregard.errors import PeopleError, UsageError, did_you_mean
from dueregard.estimates.source import BoolArray, FloatArray
from dueregard.people import People

__all__ = ["Groups", "read_groups"]

_SHOWN = 12
_YES_NO = (("yes", "no"), ("true", "false"), ("1", "0"))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """One covariate as written, and how it is read."""

    term: Term
    variable: str
    is_factor: bool


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Groups:
    """People of several groups with what their outcome may depend on.

    Attributes
    ----------
    sample : Sample
        Everybody with an outcome, a group and all covariates.
    outcome : ndarray (n,)
        After logarithms and powers.
    group : Factor
        Who belongs to what.
    covariates : tuple of Covariate
        Of all of them.
    reference : str
        The level that others are compared with.
    outcome_name : str
        As the user wrote it.
    contrasts, one_sided : str
        How levels are coded, and what becomes of levels that only one group has.
    notes : tuple of str
        What was decided.
    """

    sample: Sample = field(repr=False)
    outcome: FloatArray = field(repr=False)
    group: Factor
    covariates: tuple[Covariate, ...] = field(repr=False)
    reference: str
    outcome_name: str
    contrasts: Contrasts
    one_sided: OneSided
    notes: tuple[str, ...] = ()

    @property
    def others(self) -> tuple[str, ...]:
        """The levels that the reference can be compared with."""
        return tuple(level for level in self.group.levels if level not in (self.reference, NOT_KNOWN))

    def compare(self, other: str | None = None, *, reweighted: bool = False) -> Comparison:
        """Take two groups.

        Parameters
        ----------
        other : str, optional
            The other group; not needed where there are two.
        reweighted : bool
            Whether people are weighted only: then a level that only the reference group has takes no weight,
            and levels are not looked at here.

        Returns
        -------
        Comparison
            Of the reference group and that one.

        Raises
        ------
        UsageError
            When the level is unknown, or there are several and none is named.
        PeopleError
            When a level of a covariate is in one group only, and that is refused.
        """
        label = self._other(other)
        first, second = (self.group.levels.index(level) for level in (self.reference, label))
        rows = np.flatnonzero(np.isin(self.group.codes, (first, second)))
        notes: list[str] = []
        if not reweighted or self.one_sided == "drop":
            sides, notes = both_sided(
                [each.select(rows) for each in self.covariates],
                self.group.codes[rows] == first,
                group=self.group.name,
                labels=(self.reference, label),
                drop=self.one_sided == "drop",
            )
            rows = rows[sides]
        covariates = tuple(each.select(rows) for each in self.covariates)
        alike = [each.name for each in covariates if _alike(each)]
        if alike:
            notes.append(f"Everybody compared is alike in {', '.join(alike)}, which then explains nothing.")
        chosen = self.sample.among(rows)
        return Comparison(
            outcome=self.outcome[rows],
            weight=chosen.weight,
            in_reference=np.asarray(self.group.codes[rows] == first),
            matrix=model_matrix(covariates, size=len(rows), contrasts=self.contrasts),
            covariates=covariates,
            design=chosen.design,
            outcome_name=self.outcome_name,
            group_name=self.group.name,
            reference=self.reference,
            other=label,
            dropped=self.sample.dropped,
            notes=(*self.notes, *notes),
        )

    def _other(self, other: str | None) -> str:
        if other is None:
            if len(self.others) == 1:
                return self.others[0]
            raise UsageError(
                f"{self.group.name!r} has several groups to compare {self.reference!r} with.",
                found=f"They are: {_listed(self.others)}.",
                remedy="Name one (other).",
            )
        if other == self.reference:
            raise UsageError(f"{other!r} cannot be compared with itself.", remedy="Name another group.")
        return _level(other, self.others, self.group.name)


def read_groups(
    people: People,
    *,
    outcome: str,
    group: str,
    reference: str,
    covariates: Sequence[str] = (),
    categories: Sequence[str] = (),
    contrasts: Contrasts = "deviation",
    missing: Missing = "drop",
    one_sided: OneSided = "refuse",
    only_categories: bool = False,
) -> Groups:
    """Read people of groups with an outcome and covariates.

    Parameters
    ----------
    people : People
        With their design; of a domain, its people.
    outcome : str
        A column of numbers or an expression; ``log(pay)`` too.
    group : str
        The characteristic or column that groups differ by.
    reference : str
        Its level that others are compared with.
    covariates : sequence of str
        Columns, characteristics or expressions, ``experience**2``, or ``name = term, term`` to tell several
        as one. Texts, yes/no columns and characteristics are categories, the
        others numbers.
    categories : sequence of str
        Further columns of numbers that are categories.
    contrasts : {"deviation", "treatment"}
        How levels of categories are told: see :func:`~.model_matrix.model_matrix`.
    missing : {"drop", "level", "refuse"}
        What becomes of people whose category is missing; people without a number are always left out.
    one_sided : {"refuse", "drop"}
        What becomes of people of a level that only one group has.
    only_categories : bool
        Whether numbers are read as categories too.

    Returns
    -------
    Groups

    Raises
    ------
    ColumnNotFound, ExpressionError
        When a name is not of a column.
    UsageError
        When the reference is no level of the group, or a name is asked for twice.
    PeopleError
        When nobody is left.
    """
    if one_sided not in get_args(OneSided):
        raise UsageError(
            f"There is no way {one_sided!r} to treat levels of one group only.",
            remedy="Choose from: refuse, drop.",
        )
    target = read_term(outcome)
    asked = _asked(people, covariates, categories, only_categories=only_categories)
    _refuse_repeats(asked, group, target, people)
    sample = read_sample(
        people,
        outcome=target.expression,
        factors=[group, *(each.term.expression for each in asked if each.is_factor)],
        numbers=list(dict.fromkeys(each.term.expression for each in asked if not each.is_factor)),
        missing=missing,
    )
    sample = _reworded(sample, group, reference)
    level = _level(reference, [each for each in sample.factor(group).levels if each != NOT_KNOWN], group)
    sample, values, notes = _defined(sample, target, asked)
    named = tuple(
        Covariate(name=each.term.text, values=value, variable=each.variable)
        for each, value in zip(asked, values[1:], strict=True)
    )
    of_group = sample.factor(group)
    if level not in of_group.levels or not [
        each for each in of_group.levels if each not in (level, NOT_KNOWN)
    ]:
        raise PeopleError(
            f"There are not two groups of {group!r} to compare.",
            found=f"Of those with an outcome and all covariates, there is only: {_listed(of_group.levels)}.",
            remedy="Check which values are missing, and the condition on the people.",
        )
    assert isinstance(values[0], np.ndarray)
    return Groups(
        sample=sample,
        outcome=values[0],
        group=of_group,
        covariates=named,
        reference=level,
        outcome_name=target.text,
        contrasts=contrasts,
        one_sided=one_sided,
        notes=(*sample.notes, *notes, *_joined(asked)),
    )


def _joined(asked: Sequence[_Asked]) -> list[str]:
    """Say which terms are told under one name."""
    terms: dict[str, list[str]] = {}
    for each in asked:
        terms.setdefault(each.variable, []).append(each.term.text)
    return [f"{name} stands for {', '.join(of)}." for name, of in terms.items() if of != [name]]


def _asked(
    people: People, covariates: Sequence[str], categories: Sequence[str], *, only_categories: bool
) -> list[_Asked]:
    asked = []
    for text in covariates:
        variable, terms = terms_named(text)
        for each in terms:
            term = read_term(each)
            factor = not term.steps and (
                each in categories or only_categories or _is_category(people, term.expression)
            )
            asked.append(_Asked(term=term, variable=variable, is_factor=factor))
    names = [each.term.text for each in asked]
    further = [name for name in dict.fromkeys(categories) if name not in names]
    return asked + [
        _Asked(term=Term(text=name, expression=name), variable=name, is_factor=True) for name in further
    ]


def _is_category(people: People, name: str) -> bool:
    """Say whether a covariate is a category: declared as one, with words for its codes, or a text."""
    schema, table = people.schema, people.table
    if name in schema.variables:
        return True
    if name not in table.names:
        return False
    book = schema.code_books.get(name)
    kind = kind_of(table.schema[table.names[name]])
    return (book is not None and bool(book.labels)) or kind in ("text", "truth")


def _refuse_repeats(asked: Sequence[_Asked], group: str, outcome: Term, people: People) -> None:
    seen: set[str] = set()
    own = {group, *_columns(people, outcome)}
    for each in asked:
        name = each.term.text
        if name in seen:
            raise UsageError(f"The covariate {name!r} is named twice.", remedy="Name it once.")
        if name in (group, outcome.text):
            what = "group" if name == group else "outcome"
            raise UsageError(
                f"{name!r} is the {what}, and cannot be a covariate too.", remedy="Leave it out of those."
            )
        if shared := own & _columns(people, each.term):
            raise UsageError(
                f"The covariate {name!r} is made of {min(shared)!r}, as the outcome or the group is.",
                remedy="Leave it out: it would explain the gap by itself.",
            )
        seen.add(name)


def _columns(people: People, term: Term) -> set[str]:
    """Say which columns a term is made of; a name may hold what an expression cannot, such as a full stop."""
    known = term.expression in people.schema.variables or term.expression in people.columns
    return {term.expression} if known else set(parse(term.expression).columns)


def _defined(
    sample: Sample, outcome: Term, asked: Sequence[_Asked]
) -> tuple[Sample, list[FloatArray | Factor], list[str]]:
    """Leave out whom a logarithm or a power is not defined for."""
    numbers: dict[str, FloatArray] = {outcome.text: outcome.apply(sample.outcome)}
    for each in asked:
        if not each.is_factor:
            numbers[each.term.text] = each.term.apply(sample.numbers[each.term.expression])
    kept: BoolArray = np.ones(sample.size, bool)
    notes = []
    for text, values in numbers.items():
        without = kept & np.isnan(values)
        if count := int(without.sum()):
            who = "1 person has no" if count == 1 else f"{count:,} people have no"
            notes.append(f"{who} {text}, which is not defined for their value, and were left out.")
        refuse_sizes(text, values[~np.isnan(values)])
        kept &= ~without
    if not kept.any():
        raise PeopleError("Nobody has a value of the outcome and of every covariate.")
    if not kept.all():
        sample = sample.among(kept)
    values_of: list[FloatArray | Factor] = [numbers[outcome.text][kept]]
    for each in asked:
        own = each.term
        values_of.append(sample.factor(own.expression) if each.is_factor else numbers[own.text][kept])
    return sample, values_of, notes


def _reworded(sample: Sample, group: str, reference: str) -> Sample:
    """Call the levels of a yes/no column as the user does, however the table writes them."""
    factor, asked = sample.factor(group), reference.strip().casefold()
    words = next((pair for pair in _YES_NO if asked in pair), None)
    written = next((pair for pair in _YES_NO if {*pair, NOT_KNOWN}.issuperset(factor.levels)), None)
    if words is None or written is None or reference in factor.levels:
        return sample
    said = dict(zip(written, words, strict=True))
    renamed = replace(factor, levels=tuple(said.get(level, level) for level in factor.levels))
    factors = tuple(renamed if each is factor else each for each in sample.factors)
    return replace(sample, factors=factors)


def _level(asked: str, levels: Sequence[str], group: str) -> str:
    if asked in levels:
        return asked
    folded = {level.casefold().strip(): level for level in levels}
    if asked.casefold().strip() in folded:
        return folded[asked.casefold().strip()]
    raise UsageError(
        f"{group!r} has no group {asked[:80]!r}.",
        found=f"Its groups are: {_listed(levels)}.",
        remedy=did_you_mean(asked[:80], levels) or None,
    )


def _listed(levels: Sequence[str]) -> str:
    more = f" and {len(levels) - _SHOWN} more" if len(levels) > _SHOWN else ""
    return ", ".join(level[:80] for level in levels[:_SHOWN]) + more


def _alike(covariate: Covariate) -> bool:
    values = covariate.values
    return len(values.levels) == 1 if isinstance(values, Factor) else bool(np.ptp(values) == 0)
