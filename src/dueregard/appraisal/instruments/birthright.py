"""Root causes: whether anybody looked, and how far how people fare goes with what they were born into."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dueregard.appraisal.evidence import Evidence
from dueregard.appraisal.finding import Finding, Principle, Unknown
from dueregard.appraisal.reading import is_known, size_of
from dueregard.appraisal.words import listed
from dueregard.causes.released import ReleasedBirthright, ReleasedCauses
from dueregard.estimates import Record
from dueregard.options import DO_NOTHING

__all__ = ["root_causes"]

OF: Mapping[str, tuple[Principle, str]] = {
    "total": ("outcome", "what people were born into"),
    "place": ("place", "the place"),
    "family": ("generations", "the family, so with what parents pass on or lack"),
}
"""By component the principle that it tells of, and what inequality goes along with."""

CARE = "Nothing is said of causes: the two go together."


def root_causes(evidence: Evidence) -> Iterator[Finding]:
    """Find what is known of why people fare differently. Nothing of it decides a cell: it is said.

    Parameters
    ----------
    evidence : Evidence
        What may be seen.

    Yields
    ------
    Finding
        Of doing nothing: whether root causes were looked at; how far each outcome goes with circumstances of
        birth, with place and with family; and whether anybody was heard of the crossings that fare worst.
    """
    causes = evidence.causes
    if causes is None:
        return
    yield _looked(causes)
    for birthright in causes.birthrights:
        for component in OF:
            record = birthright.headline(component)
            if record is not None and is_known(record):
                yield _share(birthright, record, component)
    yield from _sharp_end(causes)


def _looked(causes: ReleasedCauses) -> Finding:
    known = [each.told.outcome for each in causes.birthrights if is_known(each.headline())]
    absent = [each.told for each in causes.birthrights if not is_known(each.headline())]
    if known:
        words = f"Root causes were looked at: how far {listed(known)} {'go' if known[1:] else 'goes'} with "
        words += "circumstances of birth, by several estimators."
    else:
        words = (
            "Root causes were not looked at: how far outcomes go with circumstances of birth is not known."
        )
    what = (
        f"How far {listed([told.outcome for told in absent])} {'go' if absent[1:] else 'goes'} with "
        "circumstances of birth."
        if absent
        else "What people were born into: ask for parents' work and schooling, and name it in "
        "[people.circumstances]."
    )
    return Finding(
        principle="evidence",
        option=DO_NOTHING,
        signal="said",
        words=words,
        basis="number" if known else None,
        source="causes-birthright" if known else "",
        said_by=("table: causes-birthright",) if known else (),
        gap=Unknown(what=what) if absent or not known else None,
        leads=2,
    )


def _share(birthright: ReleasedBirthright, record: Record, component: str) -> Finding:
    told, (principle, with_what) = birthright.told, OF[component]
    value = "" if record.estimate is None else f"{record.estimate:.0%}"
    if record.low is not None and record.high is not None:
        value += f" ({record.low:.0%} to {record.high:.0%})"
    spread = birthright.spread() if component == "total" else None
    across = "" if spread is None else f" Across estimators it is {spread[0]:.0%} to {spread[1]:.0%}."
    words = f"{value} of its inequality goes along with {with_what}."
    if told.share == "dissimilarity":
        words = (
            f"{value} of those who said yes would have to be others for chances to be alike whatever people "
            "were born into."
            if component == "total"
            else f"of that, {value} goes along with {with_what}."
        )
    return Finding(
        principle=principle,
        option=DO_NOTHING,
        signal="said",
        words=f"{told.outcome}: {words}{across} {CARE}",
        outcome=told.outcome,
        size=size_of(record),
        basis="number",
        source=told.table,
        said_by=(f"table: {told.table}",),
        leads=2,
    )


def _sharp_end(causes: ReleasedCauses) -> Iterator[Finding]:
    strata = {tuple(sorted(each.by.items())): each.heard for each in causes.sharp if each.heard}
    silent = sum(heard != "heard" for heard in strata.values())
    if silent:
        yield Finding(
            principle="voice",
            option=DO_NOTHING,
            signal="said",
            words=f"From {silent} of the {len(strata)} crossings of characteristics that fare worst nothing "
            "was heard.",
            said_by=("sharp end",),
            leads=2,
            short=f"nothing heard from {silent} of {len(strata)} crossings that fare worst",
        )
