"""What a machine suggests for redaction, and what it leaves alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dueregard.voices.testimony.recognisers import is_nhs_number
from dueregard.voices.testimony.redaction import suggest_redactions


def suggested(text: str) -> list[tuple[str, str]]:
    return [(each.kind, text[each.start : each.end]) for each in suggest_redactions(text)]


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("It is 943 476 5919.", "NHS number", "943 476 5919"),
        ("My NHS number is 943 476 5918", "NHS number", "943 476 5918"),
        ("NI no. ab 12 34 56 c.", "National Insurance number", "ab 12 34 56 c"),
        ("in LS8 4HT now", "postcode", "LS8 4HT"),
        ("in bt15gs now", "postcode", "bt15gs"),
        ("Ring (0113) 496 0999 today", "phone number", "(0113) 496 0999"),
        ("Ring +44 (0)7700 900123.", "phone number", "+44 (0)7700 900123"),
        ("Ring 0044 7700 900 123.", "phone number", "0044 7700 900 123"),
        ("Ring +48 22 123 45 67.", "phone number", "+48 22 123 45 67"),
        ("a.khan@example.org.uk wrote", "e-mail", "a.khan@example.org.uk"),
        ("see https://example.org/aisha?x=1.", "web address", "https://example.org/aisha?x=1"),
        ("see facebook.com/aisha.k,", "web address", "facebook.com/aisha.k"),
        ("I am @aisha_k there", "social account", "@aisha_k"),
        ("I was born on the 12th of March 1954.", "date of birth", "12th of March 1954"),
        ("dob: 12/03/54", "date of birth", "12/03/54"),
        ("On 3 May 2021 she fell.", "date", "3 May 2021"),
        ("A car, AB12 CDE, came", "vehicle registration", "AB12 CDE"),
        ("sort code 12-34-56", "sort code", "12-34-56"),
        ("account number 12345678", "bank account", "12345678"),
        ("card 4111 1111 1111 1111", "payment card", "4111 1111 1111 1111"),
        ("case ref 2023/00123", "reference number", "2023/00123"),
        ("at Flat 3, 12 Old Market Street", "address", "Flat 3, 12 Old Market Street"),
        ("Mr. O'Neill knows", "name", "Mr. O'Neill"),
        ("Cllr J. Smith knows", "name", "Cllr J. Smith"),
        ("my name is Aisha Khan-Ahmed and", "name", "Aisha Khan-Ahmed"),
        ("My son Tom waits", "name", "Tom"),
        ("I'm Margaret, from here", "name", "Margaret"),
        ("Since May I miss Margaret Evans.", "name or place", "Margaret Evans"),
        ("the bus to\nSaltmarsh's market", "name or place", "Saltmarsh"),
        ("Fy enw i yw Siân ap Dafydd.", "name", "Siân ap Dafydd"),
        ("yn 12 Heol y Bont", "address", "12 Heol y Bont"),
        ("Ganwyd 3 Mawrth 1961", "date of birth", "3 Mawrth 1961"),
        ("Nazywam się Katarzyna Wiśniewska", "name", "Katarzyna Wiśniewska"),
        ("mieszkam na ul. Długa 12/4", "address", "ul. Długa 12/4"),
        ("میرا نام عائشہ خان ہے", "name", "عائشہ خان"),
        ("فون ۰۷۷۰۰ ۹۰۰۱۲۳ ہے", "phone number", "۰۷۷۰۰ ۹۰۰۱۲۳"),
    ],
)
def test_found(text: str, kind: str, words: str) -> None:
    assert suggested(text) == [(kind, words)]


@pytest.mark.parametrize(
    "text",
    [
        "In 2019 the number 14 bus was cut; it cost £12.50 and took 45 minutes.",
        "I'm Deaf and I am British. I'm very tired. I'm Black.",
        "We waited at 6.30 on 3 May, 1 in 10 of us, with the M25 shut.",
        "Called the council; this is wrong. Nobody came.\n\nThen They came on Tuesdays, with PIP and the GP.",
        "BG 12 34 56 A is no prefix that is used.",
        "Zażółć gęślą jaźń. 😀 یہ بس نہیں آتی۔ Mae'r bws yn hwyr.",
    ],
)
def test_left_alone(text: str) -> None:
    assert suggested(text) == []


def test_a_name_is_found_again_wherever_it_stands() -> None:
    text = "My name is Aisha Khan. Later they forgot Aisha."
    assert suggested(text) == [("name", "Aisha Khan"), ("name", "Aisha")]
    assert suggested("I miss Margaret. Margaret waited.") == [("name or place", "Margaret")] * 2
    assert [each.start for each in suggest_redactions("Bea waited.", named_as="Bea K.")] == [0]


def test_one_digit_wrong_is_no_nhs_number() -> None:
    wrong = [f"943476{digits:04d}" for digits in range(10000) if is_nhs_number(f"943476{digits:04d}")]
    # One number in eleven is right but for those that would need the digit 10.
    assert 850 < len(wrong) < 950


@given(st.text(max_size=200))
def test_any_text_is_read_and_suggestions_lie_in_it_in_order(text: str) -> None:
    found = suggest_redactions(text)
    assert all(0 <= each.start < each.end <= len(text) for each in found)
    assert [each.start for each in found] == sorted(each.start for each in found)


@pytest.mark.parametrize("piece", ["a", "a.", "1 ", "Mr A ", "12 A ", "@a", "a-", "0 1-"])
def test_long_texts_of_one_piece_take_no_long_time(piece: str) -> None:
    suggest_redactions(piece * (30_000 // len(piece)))
