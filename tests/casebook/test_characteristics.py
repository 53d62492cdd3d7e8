from __future__ import annotations

from dueregard.casebook import PROTECTED, canonical_name, characteristic_label


def test_the_nine_and_socio_economic_position() -> None:
    assert list(PROTECTED) == [
        "age",
        "disability",
        "gender_reassignment",
        "marriage_and_civil_partnership",
        "pregnancy_and_maternity",
        "ethnic_group",
        "religion",
        "sex",
        "sexual_orientation",
        "socio_economic_position",
    ]


def test_the_law_is_named() -> None:
    sections = [characteristic.statute for characteristic in PROTECTED.values()]
    assert sections == [
        "Equality Act 2010 s.5",
        "Equality Act 2010 s.6",
        "Equality Act 2010 s.7",
        "Equality Act 2010 s.8",
        "Equality Act 2010 s.4 and ss.17-18",
        "Equality Act 2010 s.9",
        "Equality Act 2010 s.10",
        "Equality Act 2010 s.11",
        "Equality Act 2010 s.12",
        "Equality Act 2010 s.1",
    ]


def test_aliases_lead_to_one_name_and_to_one_only() -> None:
    aliases = [alias for characteristic in PROTECTED.values() for alias in characteristic.aliases]
    assert len(aliases) == len(set(aliases))
    assert not set(aliases) & set(PROTECTED)
    written = ("Race", "Religion or belief", "social-grade", "marital_status")
    assert [canonical_name(name) for name in written] == [
        "ethnic_group",
        "religion",
        "socio_economic_position",
        "marriage_and_civil_partnership",
    ]


def test_ones_own_characteristics_keep_their_name() -> None:
    assert canonical_name("carer") == "carer"
    assert characteristic_label("care_leaver") == "Care leaver"
