"""Front matter: the lines between two fences at the top of a text, with the line of every key."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from dueregard.casebook.positions import KeyPath, lines_of_keys
from dueregard.casebook.sizes import TooDeep, refuse_deep

__all__ = ["FrontMatter", "FrontMatterFault", "read_front_matter"]

_FENCES = {"---": "---", "+++": "+++"}
_PLACE = re.compile(r"\s*\(at (?:line (?P<line>\d+), column \d+|end of document)\)")


class FrontMatterFault(Exception):
    """Front matter that cannot be read. The words of the file are not repeated.

    Parameters
    ----------
    line : int
        Where, counted from 1.
    sentence : str
        What is wrong.
    """

    def __init__(self, line: int, sentence: str) -> None:
        self.line = line
        self.sentence = sentence
        super().__init__(f"line {line}: {sentence}")


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatter:
    """A text's front matter and the rest of it.

    Attributes
    ----------
    content : mapping
        Keys and values; YAML's values are texts as they were typed.
    lines : mapping of path to int
        The line of every key, counted from 1.
    body : str
        The text below it.
    first_line : int
        The line on which `body` begins.
    """

    content: Mapping[str, Any] = field(default_factory=dict)
    lines: Mapping[KeyPath, int] = field(default_factory=dict)
    body: str = ""
    first_line: int = 1


def read_front_matter(text: str) -> FrontMatter:
    r"""Read the YAML between ``---`` lines or the TOML between ``+++`` lines at the top of a text.

    No YAML value is guessed: ``no``, a date and a number stay the text that was typed.

    Parameters
    ----------
    text : str
        The whole text, with any line ends.

    Returns
    -------
    FrontMatter
        Without a fence on the first line, everything is body.

    Raises
    ------
    FrontMatterFault
        When the second fence is missing, or what stands between them cannot be read.

    Examples
    --------
    >>> found = read_front_matter("---\nrole: carer\nshared: no\n---\nWe wait.\n")
    >>> found.content, found.body, found.first_line
    ({'role': 'carer', 'shared': 'no'}, 'We wait.\n', 5)
    """
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    fence = lines[0].strip()
    if fence not in _FENCES:
        return FrontMatter(body="\n".join(lines))
    end = next((n for n, line in enumerate(lines[1:], start=1) if line.rstrip() == fence), None)
    if end is None:
        raise FrontMatterFault(1, f"the front matter begins with {fence} and no second {fence} ends it")
    inside = "\n".join(lines[1:end])
    content, places = (_toml if fence == "+++" else _yaml)(inside)
    return FrontMatter(
        content=content,
        lines={path: line + 1 for path, line in places.items()},
        body="\n".join(lines[end + 1 :]),
        first_line=end + 2,
    )


def _toml(text: str) -> tuple[dict[str, Any], dict[KeyPath, int]]:
    try:
        content = tomllib.loads(text)
        refuse_deep(content)
        return content, lines_of_keys(text)
    except (tomllib.TOMLDecodeError, RecursionError, TooDeep) as error:
        place = _PLACE.search(str(error))
        line = int(place["line"]) if place and place["line"] else text.count("\n") + 1
        raise FrontMatterFault(line + 1, "this is not TOML, which +++ announces") from None


def _yaml(text: str) -> tuple[dict[str, Any], dict[KeyPath, int]]:
    try:
        loader = yaml.BaseLoader(text)
        try:
            node = loader.get_single_node()
            if node is None:
                return {}, {}
            places = dict(_places(node, (), set()))
            content = loader.construct_document(node)
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise FrontMatterFault(mark.line + 2 if mark else 2, _told(error.problem or "")) from None
    except (yaml.YAMLError, RecursionError):
        raise FrontMatterFault(2, "the front matter holds characters or nesting that YAML forbids") from None
    if not isinstance(content, dict):
        raise FrontMatterFault(2, 'the front matter must be lines such as "role: carer"')
    return content, places


def _places(node: Any, path: KeyPath, seen: set[int]) -> Iterator[tuple[KeyPath, int]]:
    """Walk the parsed nodes; what is used twice could be made to grow without end, so it is refused."""
    if id(node) in seen:
        raise FrontMatterFault(node.start_mark.line + 2, "anchors and aliases (& and *) are not read")
    seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        given: set[str] = set()
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise FrontMatterFault(key.start_mark.line + 2, "a key must be a word")
            here = (*path, str(key.value))
            if key.value in given:
                raise FrontMatterFault(key.start_mark.line + 2, f"{key.value!r} is given twice")
            given.add(key.value)
            yield here, key.start_mark.line + 1
            yield from _places(value, here, seen)
    elif isinstance(node, yaml.SequenceNode):
        for place, value in enumerate(node.value):
            yield (*path, place), value.start_mark.line + 1
            yield from _places(value, (*path, place), seen)


_PLAIN = {
    "mapping values are not allowed here": "a text with a colon in it needs quotation marks around it",
    "could not find expected ':'": "a key must be followed by a colon and a blank",
    "found character '\\t' that cannot start any token": "use blanks, not tabs, at the beginning of a line",
    "expected <block end>, but found '<block mapping start>'": "this line is indented unlike the others",
    "found undefined alias": "anchors and aliases (& and *) are not read",
    "found unexpected end of stream": "a quotation mark or a bracket is not closed",
}


def _told(problem: str) -> str:
    known = next((plain for start, plain in _PLAIN.items() if problem.startswith(start[:30])), None)
    return known or "this cannot be read as YAML: look at the blanks, colons and quotation marks"
