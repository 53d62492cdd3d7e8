"""Front matter is read as it was typed, and its faults are placed."""

import pytest

from dueregard.casebook.front_matter import FrontMatterFault, read_front_matter


def test_no_value_is_guessed() -> None:
    found = read_front_matter("---\nlanguage: no\ndate: 2026-10-02\nid: 007\nshared: yes\n---\nWords")
    assert found.content == {"language": "no", "date": "2026-10-02", "id": "007", "shared": "yes"}


def test_toml_is_accepted_between_pluses() -> None:
    found = read_front_matter('+++\nrole = "carer"\n[characteristics]\nsex = "male"\n+++\nWords')
    assert found.content == {"role": "carer", "characteristics": {"sex": "male"}}
    assert found.lines["characteristics", "sex"] == 4


def test_lines_are_those_of_the_file_whatever_ends_them() -> None:
    found = read_front_matter("\ufeff---\r\nrole: carer\r\ncodes:\r\n  AB: [cost]\r\n---\r\nOne\r\nTwo")
    assert found.lines["codes", "AB"] == 4
    assert (found.first_line, found.body) == (6, "One\nTwo")


def test_a_text_without_fences_is_all_words() -> None:
    assert read_front_matter("We wait.\n---\nA rule.").body == "We wait.\n---\nA rule."


@pytest.mark.parametrize(
    ("inside", "line"),
    [
        ("role: carer\nrole: staff", 3),
        ("role: carer\nsaid: it was: late", 3),
        ("a: &x [1]\nb: *x", 2),
        ("role: 'carer", 2),
        ("- carer", 2),
        ("[" * 1500, 2),
        ("? [a]\n: b", 2),
    ],
)
def test_what_cannot_be_read_is_placed_and_not_repeated(inside: str, line: int) -> None:
    with pytest.raises(FrontMatterFault) as fault:
        read_front_matter(f"---\n{inside}\n---\n")
    assert fault.value.line == line
    assert "late" not in fault.value.sentence


def test_a_fence_that_is_never_closed() -> None:
    with pytest.raises(FrontMatterFault, match="no second ---"):
        read_front_matter("---\nrole: carer\n")
