"""Numbers and addresses that can say who somebody is, found by their patterns and check digits."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from dueregard.voices.testimony.findings import Suggestion

__all__ = ["RECOGNISERS", "Recogniser", "is_nhs_number"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recogniser:
    """A pattern of text that can say who somebody is.

    Attributes
    ----------
    kind : str
        What it finds.
    pattern : re.Pattern
        What it looks like; a group named ``it`` is the part to strike out, else all of it.
    reason : str
        Why it is suggested.
    check : callable
        Takes what was found and says whether it can be one.
    """

    kind: str
    pattern: re.Pattern[str]
    reason: str
    check: Callable[[str], bool] = lambda _: True

    def find(self, text: str) -> Iterator[Suggestion]:
        """Find what looks like it.

        Parameters
        ----------
        text : str
            The words.

        Yields
        ------
        Suggestion
            In the order of the text.
        """
        group = "it" if "it" in self.pattern.groupindex else 0
        for match in self.pattern.finditer(text):
            if self.check(match[group]):
                start, end = match.span(group)
                yield Suggestion(kind=self.kind, start=start, end=end, reason=self.reason)


def is_nhs_number(text: str) -> bool:
    """Say whether ten digits end in the check digit of an NHS number.

    The Scottish CHI number has the same one.

    Parameters
    ----------
    text : str
        Digits, with anything between them.

    Returns
    -------
    bool
        Whether it can be one.

    References
    ----------
    NHS Data Dictionary, "NHS number": modulus 11 with weights 10 to 2.

    Examples
    --------
    >>> is_nhs_number("943 476 5919"), is_nhs_number("943 476 5918")
    (True, False)
    """
    digits = _digits(text)
    if len(digits) != 10:
        return False
    check = 11 - sum(weight * digit for weight, digit in zip(range(10, 1, -1), digits, strict=False)) % 11
    return check % 11 == digits[9]  # 10 is never a digit, so such numbers are not given out


def _is_card(text: str) -> bool:
    """Luhn's check of payment cards (ISO/IEC 7812-1)."""
    digits = _digits(text)[::-1]
    doubled = [digit * 2 - 9 * (digit > 4) for digit in digits[1::2]]
    return 13 <= len(digits) <= 19 and (sum(digits[::2]) + sum(doubled)) % 10 == 0


def _digits(text: str) -> list[int]:
    return [int(letter) for letter in text if letter.isdecimal()]


_AREA_LIST = """
AB AL B BA BB BD BF BH BL BN BR BS BT BX CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC
EH EN EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME
MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY
TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE
"""
_AREAS = frozenset(_AREA_LIST.split())


def _is_postcode(text: str) -> bool:
    area = re.match(r"[A-Z]{1,2}", text.upper())
    return area is not None and area[0] in _AREAS


def _is_insurance_number(text: str) -> bool:
    """HMRC's National Insurance Manual NIM39110 says which prefixes are not used."""
    return text[:2].upper() not in {"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"}


_PHONE = r"(?:\+44[\s.-]?\(?0?\)?|0044[\s.-]?|\(?0)(?:[\s().-]{0,2}\d){9,10}"
_DOMAIN = r"(?:[\w-]{1,63}\.){1,5}(?:uk|com|org|net|info|cymru|wales|scot|london|pl|ie|eu|io|me|app)"
_WORDED = r"(?:[\s:#-]|no\b|number|is|was|my|the|fy|to){0,8}"

RECOGNISERS: tuple[Recogniser, ...] = (
    Recogniser(
        kind="e-mail",
        pattern=re.compile(r"[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}"),
        reason="an e-mail address",
    ),
    Recogniser(
        kind="web address",
        pattern=re.compile(
            rf"\b(?:https?://|www\.)\S{{3,300}}(?<![.,;:!?)])|\b{_DOMAIN}/\S{{1,200}}(?<![.,;:!?)])|\b{_DOMAIN}\b",
            re.I,
        ),
        reason="a web address can lead to a person",
    ),
    Recogniser(
        kind="social account",
        pattern=re.compile(r"(?<![\w@.])@\w[\w.]{1,29}"),
        reason="written like an account on a social network",
    ),
    Recogniser(
        kind="NHS number",
        pattern=re.compile(r"(?<![\d+])\d{3}[ -]?\d{3}[ -]?\d{4}(?!\d)"),
        reason="ten digits with the check digit of an NHS or CHI number",
        check=is_nhs_number,
    ),
    Recogniser(
        kind="NHS number",
        pattern=re.compile(rf"\b(?:NHS|CHI|GIG){_WORDED}(?P<it>\d(?:[ -]?\d){{9}})(?!\d)", re.I),
        reason="ten digits after the words for an NHS or CHI number",
    ),
    Recogniser(
        kind="National Insurance number",
        pattern=re.compile(
            r"\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][ -]?\d{2}[ -]?\d{2}[ -]?\d{2}(?:[ -]?[A-D])?\b", re.I
        ),
        reason="written like a National Insurance number, with a prefix that is used",
        check=_is_insurance_number,
    ),
    Recogniser(
        kind="postcode",
        pattern=re.compile(r"\b(?:[A-Z]{1,2}\d[A-Z\d]?\s{0,2}\d[ABD-HJLNP-UW-Z]{2}|GIR\s?0AA)\b", re.I),
        reason="a postcode holds about fifteen addresses",
        check=lambda text: _is_postcode(text) or text.upper().startswith("GIR"),
    ),
    Recogniser(
        kind="phone number",
        pattern=re.compile(rf"(?<![\w+]){_PHONE}(?!\d)"),
        reason="as many digits as a British phone number",
    ),
    Recogniser(
        kind="phone number",
        pattern=re.compile(r"(?<![\w+])\+(?!44)\d{1,3}(?:[\s().-]{0,2}\d){6,12}(?!\d)"),
        reason="written like a phone number with a country's code",
    ),
    Recogniser(
        kind="bank account",
        pattern=re.compile(r"\b[A-Z]{2}\d{2}(?:\s?[A-Z\d]{4}){3,7}(?:\s?[A-Z\d]{1,3})?\b"),
        reason="written like an IBAN",
    ),
    Recogniser(
        kind="bank account",
        pattern=re.compile(
            rf"\b(?:account|a/c|acct?)\.?{_WORDED}(?P<it>\d{{2,8}}(?:[ -]?\d{{2,4}}){{0,3}})(?!\d)", re.I
        ),
        reason="digits after the word account",
        check=lambda text: 6 <= len(_digits(text)) <= 10,
    ),
    Recogniser(
        kind="sort code",
        pattern=re.compile(r"(?<![\d/-])\d{2}[-–]\d{2}[-–]\d{2}(?![\d/-])"),
        reason="three pairs of digits, as sort codes are written",
    ),
    Recogniser(
        kind="payment card",
        pattern=re.compile(r"(?<!\d)\d(?:[ -]?\d){12,18}(?!\d)"),
        reason="digits with the check digit of a payment card",
        check=_is_card,
    ),
    Recogniser(
        kind="vehicle registration",
        pattern=re.compile(
            r"\b(?:[A-HJ-PR-Y]{2}\d{2}\s?[A-HJ-PR-Z]{3}|[A-HJ-NPR-TV-Y]\d{1,3}\s?[A-HJ-PR-Z]{3}"
            r"|[A-HJ-PR-Z]{3}\s?\d{1,3}[A-HJ-NPR-TV-Y]|(?=[A-Z]{0,2}[IZ])[A-Z]{3}\s?\d{3,4})\b"
        ),
        reason="written like the registration of a vehicle",
    ),
    Recogniser(
        kind="driving licence",
        pattern=re.compile(r"\b[A-Z9]{5}\s?\d{6}\s?[A-Z9]{2}\s?\d[A-Z]{2}\b"),
        reason="written like the number of a driving licence",
    ),
    Recogniser(
        kind="reference number",
        pattern=re.compile(
            rf"\b(?:passport|case|ref(?:erence)?|hospital|patient|tenancy|claim|crime|student|payroll|staff)\.?"
            rf"{_WORDED}(?P<it>[A-Z]{{0,4}}[/-]?\d{{4,12}}(?:[/-]\d{{1,8}}){{0,2}}[A-Z]?)\b",
            re.I,
        ),
        reason="a number after a word such as case, passport or reference",
    ),
)
"""In the order of precedence: of two that find the same stretch, the earlier names it."""
