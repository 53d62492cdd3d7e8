"""The nine protected characteristics and socio-economic position, always present in the grid."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["PROTECTED", "Characteristic", "canonical_name", "characteristic_label"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Characteristic:
    """One characteristic that a public body must have regard to.

    Parameters
    ----------
    name : str
        The name used throughout, after the Government Statistical Service's harmonised standards.
    label : str
        The name for readers.
    statute : str
        Where the law names it.
    statutory_name : str
        The words of the law.
    aliases : tuple of str
        Other names that casebooks and tables use for it.
    usually_empty : bool
        Whether the usual tables seldom hold it; its absence is a finding with an owner, not an error.
    note : str
        What to know before using it.
    """

    name: str
    label: str
    statute: str
    statutory_name: str
    aliases: tuple[str, ...] = ()
    usually_empty: bool = False
    note: str = ""


_ACT = "Equality Act 2010"

PROTECTED: dict[str, Characteristic] = {
    characteristic.name: characteristic
    for characteristic in (
        Characteristic(
            name="age",
            label="Age",
            statute=f"{_ACT} s.5",
            statutory_name="age",
            aliases=("age_group", "age_band"),
        ),
        Characteristic(
            name="disability",
            label="Disability",
            statute=f"{_ACT} s.6",
            statutory_name="disability",
            aliases=("disabled", "disability_status", "limiting_condition"),
            note="The harmonised question asks about a lasting condition and whether it limits activities.",
        ),
        Characteristic(
            name="gender_reassignment",
            label="Gender reassignment",
            statute=f"{_ACT} s.7",
            statutory_name="gender reassignment",
            aliases=("gender_identity", "trans", "trans_status"),
            usually_empty=True,
            note="Questions on gender identity differ between sources: say what was asked.",
        ),
        Characteristic(
            name="marriage_and_civil_partnership",
            label="Marriage and civil partnership",
            statute=f"{_ACT} s.8",
            statutory_name="marriage and civil partnership",
            aliases=("marital_status", "legal_partnership_status", "marriage", "partnership_status"),
            usually_empty=True,
            note="s.149(7) leaves it out of the second and third aims of the public sector equality duty.",
        ),
        Characteristic(
            name="pregnancy_and_maternity",
            label="Pregnancy and maternity",
            statute=f"{_ACT} s.4 and ss.17-18",
            statutory_name="pregnancy and maternity",
            aliases=("pregnancy", "maternity", "pregnant"),
            usually_empty=True,
        ),
        Characteristic(
            name="ethnic_group",
            label="Ethnic group",
            statute=f"{_ACT} s.9",
            statutory_name="race",
            aliases=("ethnicity", "race", "ethnic_origin", "ethnic_background"),
            note="Race in the Act includes colour, nationality and ethnic or national origins.",
        ),
        Characteristic(
            name="religion",
            label="Religion or belief",
            statute=f"{_ACT} s.10",
            statutory_name="religion or belief",
            aliases=("religion_or_belief", "belief", "faith"),
            usually_empty=True,
        ),
        Characteristic(
            name="sex",
            label="Sex",
            statute=f"{_ACT} s.11",
            statutory_name="sex",
            note="Say what the column measures: the question that was asked, or the record it came from.",
        ),
        Characteristic(
            name="sexual_orientation",
            label="Sexual orientation",
            statute=f"{_ACT} s.12",
            statutory_name="sexual orientation",
            aliases=("sexuality", "sexual_identity"),
            usually_empty=True,
        ),
        Characteristic(
            name="socio_economic_position",
            label="Socio-economic position",
            statute=f"{_ACT} s.1",
            statutory_name="socio-economic disadvantage",
            aliases=(
                "social_grade",
                "social_class",
                "socio_economic_status",
                "socio_economic_classification",
                "socio_economic_group",
                "ns_sec",
                "nssec",
            ),
            note="Not a protected characteristic; the duty in s.1 is in force in Scotland and Wales.",
        ),
    )
}

_CANONICAL = {alias: name for name, known in PROTECTED.items() for alias in (name, *known.aliases)}


def canonical_name(name: str) -> str:
    """Give a characteristic the one name used throughout.

    Parameters
    ----------
    name : str
        As written in a casebook or a table.

    Returns
    -------
    str
        The harmonised name, or the name as written when it is the user's own.

    Examples
    --------
    >>> canonical_name("Ethnicity"), canonical_name("marital status"), canonical_name("carer")
    ('ethnic_group', 'marriage_and_civil_partnership', 'carer')
    """
    folded = "_".join(name.casefold().replace("-", " ").replace("_", " ").split())
    return _CANONICAL.get(folded, name)


def characteristic_label(name: str) -> str:
    """Name a characteristic for readers.

    Parameters
    ----------
    name : str
        The name used in the casebook.

    Returns
    -------
    str
        The label.

    Examples
    --------
    >>> characteristic_label("religion"), characteristic_label("caring_role")
    ('Religion or belief', 'Caring role')
    """
    known = PROTECTED.get(canonical_name(name))
    if known:
        return known.label
    words = " ".join(name.replace("_", " ").split())
    return words[:1].upper() + words[1:]
