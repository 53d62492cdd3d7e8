"""The opinion map as a page: the picture, and beside it the tables that say the same in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from dueregard.voices.opinions.map_svg import SHAPES, map_svg
from dueregard.voices.opinions.map_view import where_words
from dueregard.voices.opinions.report import OpinionReport

__all__ = ["map_page", "map_rows"]

_STYLE = """
body{margin:0;padding:1rem;color:#1b2127;background:#fff;
font:1.0625rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans",Arial,sans-serif}
main{display:grid;gap:1.5rem;max-width:80rem;margin:auto}
figure{margin:0}
@media(min-width:60rem){main{grid-template-columns:minmax(20rem,36rem) 1fr}h1{grid-column:1/-1}}
table{border-collapse:collapse;width:100%;margin:0 0 1.5rem}
caption{text-align:left;font-weight:600;padding:.25rem 0}
th,td{text-align:left;vertical-align:top;padding:.35rem .6rem .35rem 0;border-bottom:1px solid #d3d9de}
td{overflow-wrap:anywhere}
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
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>Opinion map</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n<h1>Opinion map</h1>",
        f"<figure>\n{map_svg(report.view, report.votes)}",
        f'<figcaption class="note">{escape(note)}</figcaption>\n</figure>\n<div>',
        *_table("Groups", groups, "There are no stable groups large enough to be drawn."),
        *_table("Statements that pull people apart most", arrows, "No statement has enough votes."),
        "</div>\n</main>\n</body>\n</html>\n",
    ]
    return "\n".join(parts)


def map_rows(report: OpinionReport) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Say in words what the picture shows.

    Parameters
    ----------
    report : OpinionReport
        The answer.

    Returns
    -------
    list of dict
        The groups: their mark, size, place and what they say more than others.
    list of dict
        The arrows: each statement, its words, and where those lie who agree.
    """
    statements = report.votes.statements
    groups = []
    for group in report.view.groups:
        said = report.opinions.groups[group.number].representative
        groups.append(
            {
                "Group": f"{group.letter} ({SHAPES[group.number % len(SHAPES)]})",
                "People": "[c]" if group.people is None else f"{group.people:,}",
                "Where": where_words(group.x, group.y),
                "Says more than others": "; ".join(
                    f"{each.direction}s: {statements[each.statement].text or statements[each.statement].id}"
                    for each in said
                )
                or "nothing in particular",
            }
        )
    arrows = [
        {
            "Statement": statements[arrow.statement].id,
            "Words": statements[arrow.statement].text or "–",
            "Those who agree lie": where_words(arrow.x, arrow.y)
            + (f", towards {arrow.towards}" if arrow.towards else ""),
        }
        for arrow in report.view.arrows
    ]
    return groups, arrows


def _table(caption: str, rows: Sequence[dict[str, str]], otherwise: str) -> Iterator[str]:
    if not rows:
        yield f"<p>{escape(otherwise)}</p>"
        return
    yield f"<table>\n<caption>{escape(caption)}</caption>"
    yield f"<thead><tr>{_cells('th', rows[0], ' scope=col')}</tr></thead>\n<tbody>"
    for row in rows:
        first, *others = row.values()
        # Words may be of any script, and each runs in its own direction.
        yield f'<tr><th scope="row">{escape(first)}</th>{_cells("td", others, " dir=auto")}</tr>'
    yield "</tbody>\n</table>"


def _cells(tag: str, texts: Iterable[str], attribute: str) -> str:
    return "".join(f"<{tag}{attribute}>{escape(text)}</{tag}>" for text in texts)
