"""What names of columns usually mean: the reasons behind every guess, in one place.

The patterns are matched with the words of a column's name (:func:`dueregard.new.profile.words_of`).
Names of survey variables are those of EU-SILC (Eurostat, Methodological guidelines), NHANES and the UK's
census and household surveys.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

__all__ = [
    "AGE",
    "BIRTH_YEAR",
    "CHARACTERISTICS",
    "CLUSTER",
    "DIRECT_IDENTIFIER",
    "FAMILY",
    "HIGHER_IS_BETTER",
    "IDENTIFIER",
    "LIKELY_OUTCOME",
    "LOWER_IS_BETTER",
    "NOT_APPLICABLE",
    "PLACES",
    "PUBLIC_CODES",
    "REPLICATES",
    "STRATA",
    "WEIGHTS",
    "first_match",
    "matches",
]

DIRECT_IDENTIFIER = (
    r"\b(fore|first|last|sur|middle|full)\s?names?\b|^names?$|\be ?mail\b|\b(tele|mobile )?phone\b"
    r"|\bpost ?code\b|\baddress\b|\bdate of birth\b|\bdob\b|\bbirth ?(date|day)\b"
    r"|\bnhs (number|no)\b|\bchi (number|no)\b|\bnational insurance\b|\bni (number|no)\b|\bnino\b|\buprn\b"
)
IDENTIFIER = r"\b(id|ids|identifier|number|no|ref|reference|key|serial|index)\b|id$|^id(?![eil])|^rb030$"

WEIGHTS = (
    r"^weights?$|^(person|individual|final|survey|sample) weights?$|^rb050$|^pb040$",
    r"\bweights?\b|^wt|\bwgts?\b|\bwts?\b|\bpw(eigh)?ts?\b|\bgross(ing)?\b",
    r"^factor$|\b(expansion|inflation|grossing) factor\b|^db090$|weights?$",
)
"""From the likeliest to the least likely."""

REPLICATES = (
    r"^(\w*(we?i?ghts?|wgt|wt|rep|brr|boot|jk)\w*|w|pw|rw)$|\b(replicate|bootstrap|jackknife)\b|^rep w"
)
"""The beginning of the names of numbered columns of replicate weights."""

STRATA = r"\bstrat(um|a)\b|^strat|strata?$|^sdmvstra$"
CLUSTER = (
    r"\bpsu\b|\bclusters?\b|psu$|\bprimary sampling\b",
    r"\bhouse ?holds?\b|^hh( |id|num|$)|\bhh\b|\bhhid\b|^db030$|\bfamily (id|number)\b",
)

AGE = r"^age$|^age (in |at )?(years|last birthday|interview)\b|^(person |respondent )?age$|^rx020$|^ridageyr$"
BIRTH_YEAR = r"\b(birth year|year of birth|yob|born year|year born)\b|^rb080$"

CHARACTERISTICS: Mapping[str, str] = {
    "age": r"\bage (group|band|cat|category|range)s?\b|^age ?cat$|^age ?(grp|grp\d*|band)$|^age$",
    "disability": r"\bdisab|\blimiting\b|\blong ?term (health|illness|condition)|\bllti\b|\bimpairment",
    "gender_reassignment": r"\btrans(gender)?\b|\bgender (identity|reassignment|modality|assigned)\b",
    "marriage_and_civil_partnership": r"\bmarital\b|\bmarriage\b|\bmarried\b|\bcivil partner|\bpartnership\b",
    "pregnancy_and_maternity": r"\bpregnan|\bmaternity\b",
    "ethnic_group": r"\bethnic|\brace\b|\bethgr|^ridreth",
    "religion": r"\breligio|\bfaith\b|\bbelief\b",
    "sex": r"^sex$|\bsex$|^sex \b(?!ual)|^rb090$",
    "gender": r"^gender$|\bgender$|^riagendr$",
    "sexual_orientation": r"\bsexual (orientation|identity)\b|\bsexuality\b|\blgb",
    "socio_economic_position": (
        r"\bsocial (grade|class)\b|\bns ?sec\b|\bsocio ?economic\b|\bimd (quintile|decile)\b|\bdeprivation\b"
        r"|\bquintile\b"
    ),
    "country_of_birth": r"\bcountry of birth\b|\bborn in\b|^pb220a$|\bcitizenship\b|\bnationality\b",
    "caring_role": r"\bcarer\b|\bcaring\b|\bunpaid care\b",
}

PLACES: Mapping[str, str] = {
    "output_area": r"\boa\b|\boutput area\b|\boa\d\d",
    "lsoa": r"\blsoa|\bdata ?zones?\b|\bdz\d*\b",
    "msoa": r"\bmsoa|\bintermediate zone\b",
    "neighbourhood": r"\bneighbou?rhood\b",
    "ward": r"\bwards?\b",
    "parish": r"\bparish\b",
    "constituency": r"\bconstituenc",
    "local_authority": (
        r"\blocal authority\b|\blad\d*( ?cd| ?nm)?\b|^la$|\bcouncil area\b|\bdistrict\b|\bborough\b"
    ),
    "county": r"\bcounty\b|\bcombined authority\b",
    "region": r"\bregion\b|\brgn\b|^db040$|^gor$|^location$|\bprovince\b|\bstate$",
    "nation": r"\bnation$|^country$",
    "area": r"\barea$",
}
"""From the smallest to the largest, as far as that is known."""

HIGHER_IS_BETTER = (
    r"\b(in ?comes?|earnings|pay|paid hourly|wages?|salary|salaries|ingreso|wellbeing|well being|satisfaction"
    r"|life expectancy|employed|vaccinat\w*|immuni[sz]\w*|qualified|attainment)\b|income$"
)
LOWER_IS_BETTER = (
    r"\b(poverty|poor|debts?|arrears|rent costs?|housing costs?|waits?|waiting( time)?|unemployed|crimes?"
    r"|victim|deaths?|mortality|morbidity|illness|chol|cholesterol|obes\w*|smok\w*|homeless\w*|overcrowd\w*"
    r"|deprived|anxiety|depress\w*|loneliness|exclu\w*|absen\w*)\b"
)
LIKELY_OUTCOME = (
    r"\bhealth\b|\beconomic (activity|status)\b|\bemploy(ed|ment)\b|\bin work\b|\btenure\b|\bqualif|\bhours\b"
    r"|\bsatisf|\baccess\b|^pl03[012]$"
)
"""Columns of codes out of which a yes/no outcome is often made."""
FAMILY = r"\b(parent\w*|father\w*|mother\w*|paternal|maternal)\b"

NOT_APPLICABLE = (
    r"^-\d+$|^-\d+\.0$|^x$|^\.$|^n/?a$|^not (applicable|stated|known|asked|answered)$|^unknown$"
    r"|^refus(ed|al)$|^don'?t know$|^prefer not to say$|^missing$|^no (answer|response)$"
    r"|^9[789]$|^99[789]$|^999[789]$"
)

PUBLIC_CODES: Mapping[str, str] = {
    "E12000001": "North East",
    "E12000002": "North West",
    "E12000003": "Yorkshire and The Humber",
    "E12000004": "East Midlands",
    "E12000005": "West Midlands",
    "E12000006": "East of England",
    "E12000007": "London",
    "E12000008": "South East",
    "E12000009": "South West",
    "E92000001": "England",
    "N92000002": "Northern Ireland",
    "S92000003": "Scotland",
    "W92000004": "Wales",
}
"""Regions and nations, from the Office for National Statistics' register of geographic codes."""


def matches(pattern: str, words: str) -> bool:
    """Tell whether words match a pattern.

    Parameters
    ----------
    pattern : str
        A regular expression.
    words : str
        A column's name in words, or a code.

    Returns
    -------
    bool
        True when it does, in either case.

    Examples
    --------
    >>> matches(AGE, "age"), matches(AGE, "age group"), matches(NOT_APPLICABLE, "-9")
    (True, False, True)
    """
    return re.search(pattern, words, re.IGNORECASE) is not None


def first_match(patterns: Mapping[str, str] | Iterable[tuple[str, str]], words: str) -> str | None:
    """Find the first meaning whose pattern matches.

    Parameters
    ----------
    patterns : mapping of str to str
        Meanings and their patterns.
    words : str
        A column's name in words.

    Returns
    -------
    str or None
        The meaning.

    Examples
    --------
    >>> first_match(CHARACTERISTICS, "ethnic group"), first_match(PLACES, "ward code")
    ('ethnic_group', 'ward')
    """
    pairs = patterns.items() if isinstance(patterns, Mapping) else patterns
    return next((meaning for meaning, pattern in pairs if matches(pattern, words)), None)
