"""A testimony's words: which of them are block quotations, and which codes those carry."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate, groupby

from dueregard.casebook.testimony import Passage

__all__ = ["Words", "read_words"]

_QUOTED = re.compile(r" {0,3}>+ ?")
_CODES = re.compile(r"[ \t]*\{([^{}\n]*)\}[ \t]*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A testimony's text and its passages.

    Attributes
    ----------
    text : str
        The text without the marks of block quotations; it keeps its lines.
    passages : tuple of Passage
        The block quotations, in order.
    """

    text: str
    passages: tuple[Passage, ...]


def read_words(body: str) -> Words:
    r"""Read the body of a testimony.

    Lines that begin with ``>`` are a passage that may be quoted; lines that follow one another are one
    passage. Codes in braces at its end say what it stands for.

    Parameters
    ----------
    body : str
        The text below the front matter; lines end in a line feed.

    Returns
    -------
    Words
        The text and its passages.

    Examples
    --------
    >>> words = read_words("We go by bus.\n> It is late,\n> and it is cold. {shelter, cost}\nThank you.")
    >>> [(words.text[p.start : p.end], p.codes) for p in words.passages]
    [('It is late,\nand it is cold.', ('shelter', 'cost'))]
    """
    lines = [_line(line) for line in body.split("\n")]
    text = "\n".join(line.text for line in lines)
    starts = [0, *accumulate(len(line.text) + 1 for line in lines)]
    passages = []
    for quoted, group in groupby(range(len(lines)), key=lambda place: lines[place].quoted):
        places = list(group)
        first, end = _trimmed(text, starts[places[0]], starts[places[-1] + 1] - 1)
        if quoted and end > first:
            codes = dict.fromkeys(code for place in places for code in lines[place].codes)
            passages.append(Passage(start=first, end=end, codes=tuple(codes)))
    return Words(text=text, passages=tuple(passages))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    text: str
    quoted: bool = False
    codes: tuple[str, ...] = ()


def _line(line: str) -> _Line:
    mark = _QUOTED.match(line)
    if not mark:
        return _Line(text=line)
    plain = line[mark.end() :]
    found = _CODES.search(plain)
    if not found:
        return _Line(text=plain, quoted=True)
    codes = tuple(code for each in found[1].split(",") if (code := each.strip()))
    return _Line(text=plain[: found.start()], quoted=True, codes=codes)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), start + len(words.rstrip())
