"""The opinion map as a page: the picture, and beside it the tables that say the same in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape

from dueregard.voices.opinions.map_parts import where_words
from dueregard.voices.opinions.map_svg import SHAPES, map_svg
from dueregard.voices.opinions.report import OpinionReport

__all__ = ["map_page", "map_rows"]

_POLICY = (
    '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
    "style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'\">"
)

_STYLE = """
body{margin:0;padding:.75rem;color:#1b2127;background:#fff;
font:1.0625rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans",Arial,sans-serif}
main{display:grid;grid-template-columns:minmax(0,1fr);gap:1.5rem;max-width:80rem;margin:auto}
figure{margin:0}
@media(min-width:60rem){main{grid-template-columns:minmax(20rem,36rem) 1fr}h1{grid-column:1/-1}}
table{border-collapse:collapse;width:100%;margin:0 0 1.5rem}
caption{text-align:left;font-weight:600;padding:.25rem 0}
th,td{text-align:left;vertical-align:top;padding:.35rem .6rem .35rem 0;border-bottom:1px solid #d3d9de}
th{font-weight:600}th,td{overflow-wrap:break-word}td:nth-child(2){overflow-wrap:anywhere}
ul{margin:0;padding-left:1.1rem}
@media(max-width:30rem){table{font-size:.9375rem}}
.note{color:#4d565f;font-size:.9375rem;max-width:68ch}
"""


def map_page(report: OpinionReport) -> str:
    """Write the map and its tables as one page of HTML, which needs nothing else.

    Parameters
    ----------
    report : OpinionReport
        The answer; the map never shows single people.

    Returns
    -------
    str
        A whole document.
    """
    groups, arrows = map_rows(report)
    note = (
        "Who votes alike lies near each other; left, right, up and down mean nothing in themselves. "
        f"Only {report.policy.threshold} people or more are drawn together, and nobody alone."
    )
    parts = [
        '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">',
        _POLICY,
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>Opinion map</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n<h1>Opinion map</h1>",
        f"<figure>\n{map_svg(report.view, report.votes)}",
        f'<figcaption class="note">{escape(note)}</figcaption>\n</figure>\n<div>',
        *_groups(groups),
        *_arrows(arrows),
        "</div>\n</main>\n</body>\n</html>\n",
    ]
    return "\n".join(parts)


def map_rows(report: OpinionReport) -> tuple[dict[str, list[tuple[str, str]]], list[tuple[str, str, str]]]:
    """Say in words what the picture shows.

    Parameters
    ----------
    report : OpinionReport
        The answer.

    Returns
    -------
    dict of str to list of tuple of str
        What each group does more than others, and with which words, by its mark, size and place.
    list of tuple of str
        The arrows: each statement's id, its words, and where those lie who agree.
    """
    statements = report.votes.statements
    groups = {}
    for group in report.view.groups:
        people = "" if group.people is None else f": {group.people:,} people"
        shape = SHAPES[group.number % len(SHAPES)]
        said = [
            (f"{each.direction}s", statements[each.statement].text or statements[each.statement].id)
            for each in report.opinions.groups[group.number].representative
        ]
        name = f"{group.letter}, a {shape}{people}, {where_words(group.x, group.y)}"
        groups[name] = said or [("nothing in particular", "")]
    arrows = [
        (
            statements[arrow.statement].id,
            statements[arrow.statement].text or "–",
            where_words(arrow.x, arrow.y) + (f", towards {arrow.towards}" if arrow.towards else ""),
        )
        for arrow in report.view.arrows
    ]
    return groups, arrows


def _groups(groups: Mapping[str, Sequence[tuple[str, str]]]) -> Iterator[str]:
    if not groups:
        yield "<p>There are no stable groups large enough to be drawn.</p>"
        return
    yield from _head("Groups", "Group", "Says more than others")
    for name, said in groups.items():
        # Words may be of any script, and each runs in its own direction.
        listed = "".join(
            f"<li>{does}{': ' if told else ''}<bdi>{escape(told)}</bdi></li>" for does, told in said
        )
        yield f'<tr><th scope="row">{escape(name)}</th><td><ul>{listed}</ul></td></tr>'
    yield "</tbody>\n</table>"


def _arrows(arrows: Sequence[tuple[str, str, str]]) -> Iterator[str]:
    if not arrows:
        yield "<p>No statement has enough votes.</p>"
        return
    yield from _head("Statements that pull people apart most", "Id", "Words", "Where those who agree lie")
    for name, told, where in arrows:
        cells = f"<td dir=auto>{escape(told)}</td><td>{escape(where)}</td>"
        yield f'<tr><th scope="row">{escape(name)}</th>{cells}</tr>'
    yield "</tbody>\n</table>"


def _head(caption: str, *headings: str) -> Iterator[str]:
    yield f"<table>\n<caption>{caption}</caption>"
    cells = "".join(f'<th scope="col">{heading}</th>' for heading in headings)
    yield f"<thead><tr>{cells}</tr></thead>\n<tbody>"
