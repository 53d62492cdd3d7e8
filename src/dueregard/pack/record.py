"""The record at the top of the page: what is missing, who dissents and who has signed.

Signatures cannot stand inside what they sign. So the page has one marked place that is empty when the page is
hashed, and filled from the files of reviews and signatures; whoever verifies fills it again and compares.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dueregard.alliance.state import State
from dueregard.pack.environment import environment, tidy
from dueregard.pack.numbers import day

__all__ = ["CLOSES", "OPENS", "emptied", "record_html", "region_of", "with_region"]

OPENS = b"<!--record-->"
CLOSES = b"<!--/record-->"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """A signature as it is printed."""

    name: str
    sector: str
    role: str
    on: str
    words: str
    counts: bool


def _divided(page: bytes) -> tuple[bytes, bytes, bytes] | None:
    """Divide a page at its two marks; None where they are not there once each, in their order."""
    if page.count(OPENS) != 1 or page.count(CLOSES) != 1:
        return None
    before, _, rest = page.partition(OPENS)
    region, closes, after = rest.partition(CLOSES)
    return (before, region, after) if closes else None


def region_of(page: bytes) -> bytes | None:
    """Take what stands between the marks.

    Parameters
    ----------
    page : bytes
        The page.

    Returns
    -------
    bytes or None
        None where the marks are not there once each, in their order.
    """
    divided = _divided(page)
    return None if divided is None else divided[1]


def emptied(page: bytes) -> bytes:
    """Take the page without what stands between the marks: this is what is hashed and signed.

    Parameters
    ----------
    page : bytes
        The page.

    Returns
    -------
    bytes
        The page as it is, where the marks are not there once each: so no second mark can hide anything.

    Examples
    --------
    >>> emptied(b"<p>a</p><!--record-->signed<!--/record--><p>b</p>")
    b'<p>a</p><!--record--><!--/record--><p>b</p>'
    """
    divided = _divided(page)
    return page if divided is None else b"".join((divided[0], OPENS, CLOSES, divided[2]))


def with_region(page: bytes, region: bytes) -> bytes:
    """Fill the marked place.

    Parameters
    ----------
    page : bytes
        A page with both marks.
    region : bytes
        What is to stand between them.

    Returns
    -------
    bytes

    Raises
    ------
    ValueError
        When the page has not both marks once, or the region holds one.
    """
    divided = _divided(page)
    if divided is None or OPENS in region or CLOSES in region:
        raise ValueError("the page has no place for the record")
    return b"".join((divided[0], OPENS, region, CLOSES, divided[2]))


def record_html(state: State) -> bytes:
    """Render the record: the same state is always the same bytes, on any day.

    Parameters
    ----------
    state : State
        What members have done.

    Returns
    -------
    bytes
        HTML for between the marks.
    """
    standing = state.standing
    altered = list(dict.fromkeys(each.sentence for each in state.alterations))
    html = (
        environment()
        .get_template("record.html")
        .render(
            standing=standing,
            title=_title(state),
            sense="better" if standing.demands and standing.met and not altered else "worse",
            signers=tuple(_signers(state)),
            altered=altered,
            root=state.root,
            reviewed=bool(state.printed),
        )
    )
    return b"\n" + tidy(html).encode()


def _title(state: State) -> str:
    standing = state.standing
    if state.alterations:
        return "The record of this pack was altered"
    if standing.quorum is None:
        return "Not reviewed and not signed"
    if not standing.demands:
        return "No review and no signature is demanded"
    if not standing.met:
        return "Reviews and signatures: not complete"
    return f"Reviewed and signed as demanded{', with dissent' if standing.dissents else ''}"


def _signers(state: State) -> Iterator[Signer]:
    for each in state.signatures:
        if each.paper.root != state.root:
            continue
        member = state.terms.member(each.paper.member)
        words = "Signs this pack as a true record"
        words += ", and dissents from it" if each.paper.dissents else ""
        if not each.counts:
            words = "Does not count: " + (
                "it is not as it was filed" if each.alterations else "its key was revoked"
            )
        yield Signer(
            name=state.name(each.paper.member),
            sector=member.sector if member else "no longer a member",
            role=each.paper.role,
            on=day(each.paper.on),
            words=f"{words}.",
            counts=each.counts,
        )
