"""Read a page's elements with the standard library, enough to check its structure."""

from functools import cache
from html.parser import HTMLParser

BLOCKS = {"caption", "dd", "dt", "h1", "h2", "h3", "li", "p", "td", "th"}
VOID = {"meta", "link", "br", "line", "circle", "hr", "input", "img"}


class Element:
    def __init__(self, tag, attributes, parent):
        self.tag, self.attributes, self.parent = tag, attributes, parent
        self.content = []

    @property
    def children(self):
        return [child for child in self.content if isinstance(child, Element)]

    @property
    def text(self):
        return "".join(piece for piece in self.content if isinstance(piece, str))

    def all(self, tag):
        for child in self.children:
            if child.tag == tag:
                yield child
            yield from child.all(tag)

    def words(self):
        """The text without what is hidden from readers of numbers (scripts, styles and drawings)."""
        if self.tag in ("style", "svg"):
            return ""
        pieces = [piece if isinstance(piece, str) else piece.words() for piece in self.content]
        return " ".join("".join(pieces).split()) if self.tag in BLOCKS else "".join(pieces)


class Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.root = self.here = Element("root", {}, None)

    def handle_starttag(self, tag, attrs):
        element = Element(tag, dict(attrs), self.here)
        self.here.content.append(element)
        if tag not in VOID:
            self.here = element

    def handle_startendtag(self, tag, attrs):
        self.here.content.append(Element(tag, dict(attrs), self.here))

    def handle_endtag(self, tag):
        assert self.here.tag == tag, f"</{tag}> closes <{self.here.tag}>"
        self.here = self.here.parent

    def handle_data(self, data):
        self.here.content.append(data)


@cache
def parse(html: str) -> Element:
    reader = Reader()
    reader.feed(html)
    assert reader.here is reader.root, f"<{reader.here.tag}> is never closed"
    return reader.root
