"""Block quotations are the passages that may be quoted."""

from hypothesis import given
from hypothesis import strategies as st

from dueregard.casebook.testimony_text import read_words


def test_lines_that_follow_one_another_are_one_passage() -> None:
    words = read_words("> One\n> two\n\n> Three {cost}\nFour")
    assert [words.text[each.start : each.end] for each in words.passages] == ["One\ntwo", "Three"]
    assert [each.codes for each in words.passages] == [(), ("cost",)]


def test_an_empty_quotation_is_no_passage() -> None:
    assert read_words("> \n>\n").passages == ()


def test_codes_may_stand_on_their_own_last_line() -> None:
    words = read_words("> Nid oes bws.\n> {access, cost}")
    assert [(words.text[p.start : p.end], p.codes) for p in words.passages] == [
        ("Nid oes bws.", ("access", "cost"))
    ]


@given(st.text(alphabet="a>{}, \nżہ😀", max_size=60))
def test_lines_stay_lines_and_passages_lie_in_the_text(body: str) -> None:
    words = read_words(body)
    assert words.text.count("\n") == body.count("\n")
    for each in words.passages:
        assert words.text[each.start : each.end].strip() == words.text[each.start : each.end] != ""
