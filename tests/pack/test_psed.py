"""The equality impact assessment: filled from what was released, blank where nobody has written."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from dueregard.appraisal.duty_standing import duty_standings
from dueregard.casebook import Casebook, Specification
from dueregard.casebook.screening import Regard, Screened, ScreeningFile
from dueregard.disclosure import Table, release
from dueregard.errors import RegisterError, UsageError
from dueregard.estimates import Record, Support
from dueregard.pack.data_files import estimates_json
from dueregard.pack.documents import document_of, pack_documents, planned_documents
from dueregard.pack.psed import psed_document
from dueregard.pack.word_blocks import Blank, Block, Document, Grid, Heading
from dueregard.pack.written import Written, read_written, written_from
from dueregard.register import Register
from tests.pack.town import CASEBOOK, tables, village

PROVENANCE = {"assessed_at": "2026-11-28T12:00:00+00:00", "made_with": "dueregard"}
ON = date(2026, 10, 1)
SOME = [table for table in tables() if table.name in ("characteristic-ethnic_group", "characteristic-sex")]
SCREENED = ScreeningFile(
    screened=(Screened(duty="psed", relevant=True, why="Fares change.", by="An officer", on=ON),),
    regard=(Regard(duty="psed", aim="foster", text="I read it all.", by="Cllr", on=ON),),
)


def change(group: str, estimate: float | None, *, n: int = 400) -> Record:
    known = {} if estimate is None else {"low": estimate - 1, "high": estimate + 1, "verdict": "lower than"}
    return Record(
        measure="mean_change",
        outcome="income",
        by={"option": "Grant", "religion": group},
        contrast="difference",
        reference="before",
        estimate=estimate,
        unit="£ a week",
        n=n,
        n_eff=float(n),
        level=0.95,
        support=Support(n=n, n_effective=float(n), units=n),
        **known,  # type: ignore[arg-type]
    )


@cache
def released() -> Written:
    groups = {"Christian": (-3.0, 400), "None": (-2.0, 400), "Sikh": (1.0, 3), "Jewish": (2.0, 4)}
    records = tuple(change(group, estimate, n=n) for group, (estimate, n) in groups.items())
    table = Table(name="consequences-religion", title="Religion", records=records)
    shown = release([*SOME, table])
    text = estimates_json(shown, evidence_gaps=(), provenance=PROVENANCE, synthetic=True)
    return written_from(text)


def written(**beside: object) -> Written:
    options = {"consequences": {"options": [{"name": "Grant"}]}}
    return replace(released(), beside={**released().beside, **options, **beside})


def casebook(folder: Path = Path()) -> Casebook:
    question = {**CASEBOOK["question"], "territory": "England"}  # type: ignore[dict-item]
    content = CASEBOOK | {"question": question}
    return Casebook(file=folder / "casebook.toml", specification=Specification.model_validate(content))


def made(found: Written | None, screening: ScreeningFile = SCREENED) -> Document:
    standings = duty_standings(casebook().specification, screening, on=ON)
    return psed_document(casebook(), written=found, standings=standings)


def told(document: Document) -> str:
    return "\n".join(_told(block) for block in (*document.front, *document.body))


def _told(block: Block) -> str:
    if isinstance(block, Grid):
        return "\n".join([block.title, *(" | ".join(map(str, row)) for row in block.rows)])
    return " ".join(str(getattr(block, name, "")) for name in ("lead", "text", "items", "what", "who"))


def test_every_characteristic_has_its_part_and_something_to_write() -> None:
    document = made(written())
    headings = [block.text for block in document.body if isinstance(block, Heading) and block.level == 2]
    assert headings[:9] == [
        *("Age", "Disability", "Gender reassignment", "Marriage and civil partnership"),
        *("Pregnancy and maternity", "Ethnic group", "Religion or belief", "Sex", "Sexual orientation"),
    ]
    assert sum("people's lives" in blank.what for blank in document.blanks) == 9
    assert "Counts for the need to eliminate discrimination only." in told(document)


def test_gaps_have_their_intervals_and_what_is_withheld_is_said_to_be() -> None:
    text = told(made(written()))
    assert "percentage points lower than everyone else (" in text
    assert "Gypsy or Irish Traveller: [c] kept back to protect people." in text
    assert "None | Worse off: £2.00 less (£1.00 to £3.00)" in text
    assert "Sikh | [c] kept back to protect people" in text


def test_the_regard_of_those_who_decide_is_in_their_words_and_the_rest_is_blank() -> None:
    document = made(written())
    assert "“I read it all.” (Cllr, 1 October 2026)." in told(document)
    blanks = [blank.what for blank in document.blanks if "regard" in blank.what]
    assert blanks == [
        "the regard that was had to the need to eliminate discrimination",
        "the regard that was had to the need to advance equality of opportunity",
    ]
    assert {blank.who for blank in document.blanks if "regard" in blank.what} == {
        "Cabinet Member for Transport"
    }


def test_actions_lack_what_they_lack_and_objections_what_was_not_answered() -> None:
    action = {"what": "Print it", "owner": None, "due": None, "measure": "Calls", "level": "service"}
    said = [{"id": "a", "text": "No.", "raised_by": "Forum", "answers": []}]
    dialogue = {"actions": [{**action, "status": "planned", "for": None}], "said": said}
    document = made(written(dialogue=dialogue))
    blanks = [blank.what for blank in document.blanks]
    assert "an owner of the action “Print it”" in blanks
    assert "a date of the action “Print it”" in blanks
    assert "an answer to the objection “a”" in blanks
    assert not [blank for blank in blanks if blank.startswith("a measure")]


def test_without_an_assessment_or_screening_the_blanks_say_what_to_run() -> None:
    document = made(None, ScreeningFile())
    hints = " ".join(blank.hint for blank in document.blanks)
    assert "dueregard assess" in hints
    assert "dueregard screen" in hints


def test_the_five_principles_stand_option_by_option() -> None:
    cell = {"principle": "voice", "option": "Grant", "direction": "worse", "finding": "Nobody asked."}
    text = told(made(written(principles=[{**cell, "grade": "none"}])))
    assert "By principle: Grant\nVoice | Worse | Nobody asked. | None" in text
    assert "five principles" not in told(made(written()))


def test_what_was_screened_as_not_relevant_is_held_against_the_findings() -> None:
    no = SCREENED.screened[0].model_copy(update={"relevant": False})
    found = written(dialogue={"unanswered": [{"id": "finding:x"}], "said": []})
    text = told(made(found, ScreeningFile(screened=(no,))))
    assert "1 finding of this assessment is of groups who are worse off." in text


def assessed(folder: Path, text: str) -> Casebook:
    (folder / "out").mkdir()
    (folder / "out" / "estimates.json").write_text(text, encoding="utf-8")
    return casebook(folder)


@cache
def text_of_the_village() -> str:
    return estimates_json(village(), evidence_gaps=(), provenance=PROVENANCE, synthetic=True)


def numbers(**changes: object) -> str:
    return json.dumps({**json.loads(text_of_the_village()), **changes})


def record(folder: Path, text: str) -> None:
    import hashlib

    files = {"estimates.json": hashlib.sha256(text.encode()).hexdigest()}
    Register(folder / "out" / "register.jsonl").append("assessed", {"files": files})


def test_figures_that_were_altered_since_are_not_written_down(tmp_path: Path) -> None:
    found = assessed(tmp_path, numbers())
    record(tmp_path, numbers())
    assert read_written(found) is not None
    (tmp_path / "out" / "estimates.json").write_text(numbers(provenance={}), encoding="utf-8")
    with pytest.raises(RegisterError, match="not the file that the register recorded"):
        read_written(found)


@pytest.mark.parametrize("changes", [{"tables": []}, {"tables": None}, {"estimates": None}])
def test_figures_of_another_version_are_refused(tmp_path: Path, changes: Mapping[str, object]) -> None:
    text = numbers(**changes)
    found = assessed(tmp_path, text)
    record(tmp_path, text)
    with pytest.raises(RegisterError, match="another version"):
        read_written(found)


def test_a_duty_without_a_document_is_refused() -> None:
    with pytest.raises(UsageError, match="There is one for: psed"):
        document_of(casebook(), "heat")


def test_a_pack_has_the_document_of_a_duty_that_the_casebook_names() -> None:
    pytest.importorskip("docx")
    assert planned_documents(casebook()) == ("psed.docx",)
    [(name, content)] = pack_documents(casebook(), numbers()).items()
    assert (name, content[:2]) == ("psed.docx", b"PK")
    assert content == pack_documents(casebook(), numbers())[name]


def test_every_blank_says_what_and_by_whom() -> None:
    for blank in made(None).blanks:
        assert isinstance(blank, Blank)
        assert blank.what
        assert blank.who
