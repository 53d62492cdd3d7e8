import re

from tests.pack import town
from tests.pack.making import write_town

MEGABYTE = 1_000_000


def test_nothing_is_fetched(html):
    assert re.findall(r'(?:src|href|action|srcset|data)\s*=\s*"(?:https?:)?//[^"]*', html) == []
    assert "url(" not in html
    assert "@import" not in html
    assert "<script" not in html


def test_it_is_small(pack):
    assert (pack / "pack.html").stat().st_size < MEGABYTE


def test_the_same_input_gives_the_same_bytes(tmp_path, pack, release):
    again = write_town(tmp_path, release)
    assert again.read_bytes() == (pack / "pack.html").read_bytes()


def test_texts_are_escaped(tmp_path):
    question = {"title": "Pass <script>alert(1)</script> & grant?"}
    html = write_town(tmp_path, town.village(), question=question).read_text(encoding="utf-8")
    assert "<script" not in html
    assert "Pass &lt;script&gt;" in html
