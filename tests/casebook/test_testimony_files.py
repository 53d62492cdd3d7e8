"""A folder of testimony is read whole, or everything that is wrong with it is told at its place."""

from datetime import date
from pathlib import Path

import pytest

from dueregard.casebook.testimony import Consent
from dueregard.casebook.testimony_files import read_testimony
from dueregard.errors import CasebookError
from tests.casebook.testimony_folders import AISHA, folder


def test_everything_is_read(tmp_path: Path) -> None:
    found = read_testimony(folder(tmp_path, a__md=AISHA, README__md="How we asked.", _draft__md="---"))
    [told] = found.testimonies
    assert (told.id, told.role, told.place, told.first_line) == ("a", "service user", "Harbour", 15)
    assert told.consent == Consent(scope="quote_anonymous", given_on=date(2026, 10, 2))
    assert told.characteristics == {"ethnic_group": "Asian", "disability": "yes"}
    assert [each.codes for each in told.passages] == [("ramps",)]
    assert [(each.coder, each.codes) for each in found.codings] == [
        ("AB", ("ramps", "cost")),
        ("CD", ("access",)),
    ]
    assert found.frame is not None
    assert found.frame.with_parents(("ramps",)) == ("access", "ramps")


@pytest.mark.parametrize(
    ("consent", "scope"),
    [
        ("consent: Quote named", "quote_named"),
        ("consent: quote", "quote_anonymous"),
        ("consent: no", "none"),
        ("consent:", "none"),
        ("consent: Anonymous quotes", "quote_anonymous"),
        ("consent_scope: summary", "summary"),
        ("consent: {scope: internal, on: 2026-10-01}", "internal"),
    ],
)
def test_words_of_consent(tmp_path: Path, consent: str, scope: str) -> None:
    [told] = read_testimony(folder(tmp_path, a__md=f"---\n{consent}\n---\n")).testimonies
    assert told.consent.scope == scope


def test_without_front_matter_nothing_was_agreed_to(tmp_path: Path) -> None:
    [told] = read_testimony(folder(tmp_path, a__md="We wait.")).testimonies
    assert told.consent.scope == "none"


def test_of_a_withdrawn_testimony_only_the_id_is_kept(tmp_path: Path) -> None:
    gone = AISHA.replace("role:", "withdrawn: 2026-11-20\nrole:")
    coding = "testimony,coder,code\na,AB,cost\n"
    found = read_testimony(folder(tmp_path, a__md=gone, coding__csv=coding))
    [told] = found.testimonies
    assert (told.withdrawn_on, told.text, told.passages, dict(told.characteristics)) == (
        date(2026, 11, 20),
        "",
        (),
        {},
    )
    assert found.codings == ()
    assert [note.split(" ")[0] for note in found.notes] == ["a.md", "coding.csv"]
    assert "Aisha" not in repr(found)


def test_every_fault_is_told_at_its_place_without_anybodys_words(tmp_path: Path) -> None:
    bad = AISHA.replace("role: Service User", "rol: carer\nplace_of_birth: Aisha's town")
    odd = "---\nconsent: sumary\ndate: 3/10/2026\nconsent_on: soon\nrole: Mrs Khan's carer\n---\n"
    coding = "testimony,coder,code,passage\na,AB,acess,\nb,AB,money,\nc,AB,cost,\na,CD,cost,7\n"
    with pytest.raises(CasebookError) as error:
        read_testimony(folder(tmp_path, a__md=AISHA, bad__md=bad, b__md=odd, coding__csv=coding))
    told = str(error.value)
    for words in (
        "bad.md, line 5: There is no key 'rol' here. Did you mean 'role'?",
        "b.md, line 2: Consent is no scope that we know. Did you mean 'summary'?",
        "b.md, line 3: Date must be a date such as",
        "coding.csv, line 2: the frame has no code 'acess'. Did you mean 'access'?",
        "coding.csv, line 4: there is no testimony 'c'",
        "coding.csv, line 5: the testimony has 1 block quotations",
    ):
        assert words in told
    assert "Khan" not in told
    assert "town" not in told


def test_a_dropped_code_says_so(tmp_path: Path) -> None:
    old = AISHA.replace("[access]", "[money]")
    with pytest.raises(CasebookError, match=r"a\.md, line 13: the code 'money' was dropped"):
        read_testimony(folder(tmp_path, a__md=old))


def test_yes_is_no_consent_to_anything_in_particular(tmp_path: Path) -> None:
    with pytest.raises(CasebookError, match="says yes, but not to what"):
        read_testimony(folder(tmp_path, a__md="---\nconsent: yes\n---\n"))


def test_a_role_in_ones_own_words_counts_as_other_and_is_not_repeated(tmp_path: Path) -> None:
    found = read_testimony(folder(tmp_path, a__md="---\nrole: Aisha Khan's mother\n---\n"))
    assert found.testimonies[0].role == "other"
    assert "counts as other" in found.notes[0]
    assert "Khan" not in repr(found)


def test_names_and_contacts_are_not_read(tmp_path: Path) -> None:
    found = read_testimony(
        folder(tmp_path, a__md="---\nname: Aisha\nemail: a@b.org\nconsent: summary\n---\n")
    )
    assert found.testimonies[0].consent.scope == "summary"
    assert "not needed and was not read" in found.notes[0]
    assert "Aisha" not in repr(found)


def test_an_organisation_may_be_known_by_its_role(tmp_path: Path) -> None:
    organisation = "---\nrole: organisation\ncodes: [cost]\n---\n"
    found = read_testimony(
        folder(tmp_path, a__md=organisation, b__md="---\nrole: charity\nkind: person\n---\n")
    )
    assert [each.kind for each in found.testimonies] == ["organisation", "individual"]
    assert [(each.coder, each.codes) for each in found.codings] == [("unnamed", ("cost",))]


def test_toml_keeps_its_own_types(tmp_path: Path) -> None:
    written = (
        "+++\nid = 7\nconsent = false\ndate = 2026-10-02\n[characteristics]\ncarer = true\nage = 54\n+++\n"
    )
    [told] = read_testimony(folder(tmp_path, a__md=written)).testimonies
    assert (told.id, told.consent.scope, told.told_on) == ("7", "none", date(2026, 10, 2))
    assert told.characteristics == {"carer": "true", "age": "54"}


def test_two_ids_alike(tmp_path: Path) -> None:
    with pytest.raises(CasebookError, match="Two testimonies have the id 'A'"):
        read_testimony(folder(tmp_path, a__md="", b__md="---\nid: A\n---\n"))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('parent = "access"', 'parent = "acess"', "Did you mean 'access'"),
        ('parent = "access"', 'parent = "ramps"', "is its own ancestor"),
        ('id = "cost"', 'id = "Access"', "is given twice"),
        ("date = 2026-10-01", "date = 2026-12-01", "not in the order of their dates"),
        ('definition = "Fares."', "", "Codes entry 3 definition is missing"),
    ],
)
def test_a_frame_that_contradicts_itself(tmp_path: Path, old: str, new: str, words: str) -> None:
    place = folder(tmp_path)
    frame = place / "codeframe.toml"
    frame.write_text(frame.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(CasebookError, match=words):
        read_testimony(place)


def test_codes_need_a_frame(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(AISHA, encoding="utf-8")
    with pytest.raises(CasebookError, match=r"no codeframe\.toml says what it means"):
        read_testimony(tmp_path)


def test_a_file_of_another_encoding_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes("Siân’s bus".encode("cp1252"))
    [told] = read_testimony(tmp_path).testimonies
    assert told.text == "Siân’s bus"


def test_what_is_no_text_is_told_in_plain_words(tmp_path: Path) -> None:
    odd = "---\nplace: {a: b}\nkind: both\nconsent_on: 2026-10-02\nconsent_until: 2026-10-01\n---\n"
    review = '[[reviews]]\ntestimony = "a"\nreviewed_by = "AB"\nreviewed_on = 2026-01-01\nsalt = "zz"\n'
    with pytest.raises(CasebookError) as error:
        read_testimony(folder(tmp_path, a__md=odd, redactions__toml=review))
    for words in (
        "a.md, line 2: Place must be text.",
        "a.md, line 3: Kind must be 'individual' or 'organisation'.",
        "redactions.toml, line 5: Reviews entry 1 salt is not as it was written.",
        "redactions.toml, line 1: Reviews entry 1 fingerprint is missing.",
    ):
        assert words in str(error.value)


def test_consent_cannot_end_before_it_begins(tmp_path: Path) -> None:
    odd = "---\nconsent_on: 2026-10-02\nconsent_until: 2026-10-01\n---\n"
    with pytest.raises(CasebookError, match="onsent_until is before consent_on"):
        read_testimony(folder(tmp_path, a__md=odd))


def test_an_absent_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "testimony").mkdir()
    with pytest.raises(CasebookError, match="Did you mean 'testimony'"):
        read_testimony(tmp_path / "testimoni")
