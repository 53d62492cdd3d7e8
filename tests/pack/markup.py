"""Read a page's elements with the standard library, enough to check its structure."""

from html.parser import HTMLParser

VOID = {"meta", "link", "br", "line", "circle", "hr", "input", "img"}


class Element:
    def __init__(self, tag, attributes, parent):
        self.tag, self.attributes, self.parent = tag, attributes, parent
        self.children, self.text = [], ""

    def all(self, tag):
        for child in self.children:
            if child.tag == tag:
                yield child
            yield from child.all(tag)

    def words(self):
        """The text without what is hidden from readers of numbers (scripts, styles and drawings)."""
        if self.tag in ("style", "svg"):
            return ""
        return " ".join([self.text, *(child.words() for child in self.children)]).strip()


class Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.root = self.here = Element("root", {}, None)

    def handle_starttag(self, tag, attrs):
        element = Element(tag, dict(attrs), self.here)
        self.here.children.append(element)
        if tag not in VOID:
            self.here = element

    def handle_startendtag(self, tag, attrs):
        self.here.children.append(Element(tag, dict(attrs), self.here))

    def handle_endtag(self, tag):
        assert self.here.tag == tag, f"</{tag}> closes <{self.here.tag}>"
        self.here = self.here.parent

    def handle_data(self, data):
        self.here.text += data


def parse(html: str) -> Element:
    reader = Reader()
    reader.feed(html)
    assert reader.here is reader.root, f"<{reader.here.tag}> is never closed"
    return reader.root
