"""What tables, panels and groups are called on the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dueregard.casebook.characteristics import characteristic_label
from dueregard.pack.numbers import NumberFormat, number_format
from dueregard.pack.panels import EVERYONE_ELSE, STANDARDISED, Group, Panel
from dueregard.pack.words import heading, measure_phrase, phrase, some_of

if TYPE_CHECKING:
    from dueregard.disclosure import Table

__all__ = ["against", "by_words", "group_name", "numbers_of", "panel_title", "row_name"]


SPANS = {"age": "Aged", "age_band": "Aged", "cohort": "Born"}
"""How groups are named that are spans of years."""
LABELS = {"cohort": "year of birth"}
"""Plainer words than a characteristic's own label."""
TECHNICAL = frozenset({"among", "by", "from", "interval", "level", "rule", "target", "to"})
"""Options that the methods or the end of the title tell."""


def numbers_of(panel: Panel) -> NumberFormat:
    """Choose one way of writing the values of a panel."""
    records = list(panel.records)
    values = [
        record.estimate for record in records if record.contrast is None and record.estimate is not None
    ]
    if not values:
        # Where there are only gaps: a gap is often a tenth of the values it lies between.
        ends = [end for record in records for end in (record.estimate, record.low, record.high)]
        values = [10 * end for end in ends if end is not None]
    unit = next((record.unit for record in records if record.unit), None)
    return number_format(panel.measure, unit, values)


def measure_words(panel: Panel) -> str:
    """Name a panel's measure with the options that readers need.

    A share says of whom, when the casebook does: "share of people aged 16 to 64".
    """
    if panel.measure == "proportion" and panel.whom:
        return f"share of {panel.whom}"
    told = {name: value for name, value in panel.parameters if name not in TECHNICAL}
    if panel.measure == "quantile" and "p" in told:
        return f"value that {float(told['p']):.0%} of people do not exceed"
    options = ", ".join(_option_words(name, value) for name, value in told.items())
    return measure_phrase(panel.measure) + (f" ({options})" if options else "")


def _option_words(name: str, value: str) -> str:
    """Say an option, such as a line of 60% of the median.

    Examples
    --------
    >>> _option_words("line", "0.6*median"), _option_words("line", "12000"), _option_words("alpha", "2")
    ('line: 60% of the median', 'line: 12,000', 'alpha 2')
    """
    if name != "line":
        return f"{phrase(name)} {value}"
    share, _, of = value.partition("*")
    return f"line: {round(100 * float(share), 6):g}% of the {of}" if of else f"line: {float(value):,.10g}"


def panel_title(panel: Panel) -> str:
    """Say what a panel measures, such as "Income: median, £ a week"."""
    return f"{heading(panel.outcome or 'people')}: {measure_with_unit(panel)}{_span(panel)}"


def _span(panel: Panel) -> str:
    """Say what a panel's aim is, or between which periods gaps changed."""
    options = dict(panel.parameters)
    if "target" in options:
        aim = numbers_of(panel).gap(float(options["target"]))
        return f"; the aim is a gap of at most {aim} by {options['by']}"
    return f", from {options['from']} to {options['to']}" if "from" in options else ""


def measure_with_unit(panel: Panel) -> str:
    """Name a panel's measure and its unit, such as "median, £ a week"."""
    numbers = numbers_of(panel)
    unit = f"{numbers.prefix}{numbers.unit}".strip()
    return f"{measure_words(panel)}, {unit}" if unit else measure_words(panel)


def by_words(panel: Panel) -> str:
    """Name the characteristics of a panel's rows, such as "sex and age"."""
    names = dict.fromkeys(name for line in panel.lines for name, _ in line.group)
    labels = [LABELS.get(name, lower_first(characteristic_label(name))) for name in names]
    return some_of(labels, limit=5)


def short_title(table: Table, panels: Sequence[Panel]) -> str:
    """Name a table in the contents: what its rows are, or its title."""
    words = by_words(panels[0]) if panels else ""
    return f"{words[:1].upper()}{words[1:]}" or table.title


def lower_first(words: str) -> str:
    """Lower the first letter, unless the word is an abbreviation such as NS-SEC."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def row_name(group: Group) -> str:
    """Name a group in its own table: its levels."""
    return ", ".join(level for _, level in group) or "Everyone"


def group_name(group: Group) -> str:
    """Name a group away from its table: its level and what that is a level of.

    Examples
    --------
    >>> group_name((("ethnic_group", "Pakistani"),)), group_name((("sex", "Women"), ("age", "16 to 24")))
    ('Pakistani (ethnic group)', 'Women, 16 to 24')
    >>> group_name((("age", "75 and over"),)), group_name((("cohort", "1946 to 1964"),))
    ('Aged 75 and over', 'Born 1946 to 1964')
    """
    if len(group) == 1:
        ((name, level),) = group
        if level[:1].isdigit() and name in SPANS:
            return f"{SPANS[name]} {level}"
        return f"{level[:1].upper()}{level[1:]} ({lower_first(characteristic_label(name))})"
    return row_name(group)


def against(reference: str) -> str:
    """Say what a gap is measured from.

    Examples
    --------
    >>> against("everyone else"), against("White British")
    ('everyone else', 'White British, the reference group')
    """
    return reference if reference == EVERYONE_ELSE else f"{reference}, the reference group"


def basis_words(basis: str) -> str:
    """Say on which basis groups are compared: nothing for crude figures."""
    return " at the same ages" if basis == STANDARDISED else ""
