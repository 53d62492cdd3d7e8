"""A table of codes, read row by row."""

import pytest

from dueregard.casebook.testimony_coding import CodingFault, read_coding


def test_semicolons_may_part_the_columns() -> None:
    [row] = read_coding("Testimony;Coder;Code;Passage\nt1;AB;cost;2\n")
    assert (row.line, row.testimony, row.coder, row.code, row.passage) == (2, "t1", "AB", "cost", "2")


def test_a_reader_who_found_nothing_has_an_empty_code() -> None:
    assert [row.code for row in read_coding("testimony,coder,code\nt1,AB,\n\n")] == [""]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("testimony,coder\nt1,AB", "has no column 'code'"),
        ("testimony,coder,code,colour\nt1,AB,cost,red", "nobody reads"),
        ("testimony,coder,code,code\n", "twice the column"),
        ("testimony,coder,code\n,AB,cost", "names no testimony on line 2"),
        ('testimony,coder,code\nt1,AB,"cost', "quotation mark"),
    ],
)
def test_faults_are_told(text: str, words: str) -> None:
    with pytest.raises(CodingFault, match=words):
        read_coding(text)
