"""What was objected and found stays: attempts to take it away are printed where nobody can miss them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dueregard.assess import assess
from dueregard.casebook.characteristics import PROTECTED
from dueregard.check import check
from dueregard.errors import CasebookError, RegisterError
from dueregard.verify import verify_casebook
from tests.making_casebooks import SMALL, write_casebook

GRANT = 'name = "Grant"\nkind = "cash"\neligible = "income < 540"\namount = 12\n'
LOAN = 'name = "Loan"\nkind = "cash"\neligible = "income < 500"\namount = 3\n'
OBJECTED = """\
[[objections]]
id = "stairs"
text = "Nobody asked us. <script>alert(1)</script>"
raised_by = "Forum"
on = 2026-11-20
option = "Grant"
characteristic = "sex"
level = "female"

[[objections]]
id = "grid"
text = "Health is measured by a question that few of us can answer."
raised_by = "Forum"
on = 2026-11-20
outcome = "good health"
characteristic = "sex"
"""
ANSWERED = """\
[[answers]]
to = "stairs"
did = "no"
text = "It stays."
because = "It costs too much."
by = "Council"
on = 2026-11-26

[[answers]]
to = "finding:income/sex/female"
did = "in part"
text = "Pay is looked into."
by = "Council"
on = 2026-11-26
"""
TEXT = SMALL.replace('column = "income"\n', 'column = "income"\nunit = "£ a week"\n')


AMENDMENT = """
[[amendments]]
date = 2026-12-01
author = "Panel"
what = "Loan withdrawn"
why = "Nobody wants it"
"""


def remove(name: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).unlink()


def change(name: str, old: str, new: str) -> Callable[[Path], None]:
    def attempt(folder: Path) -> None:
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new), encoding="utf-8")

    return attempt


ETHNIC = 'ethnic_group = { column = "ethnic_group", reference = "White", '
MERGED = 'labels = { White = "All", Asian = "All", Roma = "Roma" }, '
ATTEMPTS = (
    remove("answers.toml"),
    change("objections.toml", OBJECTED[OBJECTED.rindex("[[") :], ""),
    change("objections.toml", "Nobody asked us.", "We have questions."),
    remove("options/grant.toml"),
    remove("options/loan.toml"),
    change("casebook.toml", ETHNIC, ETHNIC.replace('"White"', '"All"') + MERGED),
    change("casebook.toml", '[[outcomes]]\nname = "good', f'{AMENDMENT}[[outcomes]]\nname = "good'),
)


def made(folder: Path) -> Path:
    write_casebook(folder, TEXT)
    (folder / "options").mkdir()
    for name, text in {
        "options/grant": GRANT,
        "options/loan": LOAN,
        "objections": OBJECTED,
        "answers": ANSWERED,
    }.items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A casebook that was assessed once."""
    found = made(tmp_path_factory.mktemp("casebook"))
    assess(found)
    return found


@pytest.fixture(scope="module")
def assessed(folder: Path) -> tuple[str, dict[str, Any]]:
    return written(folder)


@pytest.fixture(scope="module")
def robbed(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, dict[str, Any]]:
    """The same after every attempt to take something away."""
    found = tmp_path_factory.mktemp("robbed") / "casebook"
    shutil.copytree(folder, found)
    for attempt in ATTEMPTS:
        attempt(found)
    assert len(assess(found).alerts) == 7
    return found, *written(found)


def written(folder: Path) -> tuple[str, dict[str, Any]]:
    pack = folder / "out" / "pack.html"
    return pack.read_text(encoding="utf-8"), json.loads((pack.parent / "estimates.json").read_text("utf-8"))


def test_an_objection_is_printed_with_its_answer_and_at_its_cell(
    assessed: tuple[str, dict[str, Any]],
) -> None:
    page, numbers = assessed
    assert "Nobody asked us. &lt;script&gt;" in page
    assert "It costs too much." in page
    assert "objection “grid”: not answered yet" in page
    [cell] = [
        each for each in numbers["principles"] if (each["principle"], each["option"]) == ("outcome", "Grant")
    ]
    assert [each["id"] for each in cell["objections"]] == ["stairs"]


def test_the_page_of_an_option_has_the_objections_to_it(folder: Path, assessed: object) -> None:
    own = folder / "out" / "options"
    assert "Nobody asked us." in (own / "grant.html").read_text(encoding="utf-8")
    assert "Nobody asked us." not in (own / "loan.html").read_text(encoding="utf-8")


def test_every_cell_of_the_grid_of_number_and_voice_is_there(assessed: tuple[str, dict[str, Any]]) -> None:
    page, numbers = assessed
    cells = {(each["characteristic"], each["outcome"] or each["option"]) for each in numbers["triangulation"]}
    for name in PROTECTED:
        for subject in ("income", "good health", "Grant", "Loan"):
            assert (name, subject) in cells
    assert "Neither a figure nor a voice." in page


def test_a_negative_finding_is_listed_answered_or_not(assessed: tuple[str, dict[str, Any]]) -> None:
    told = assessed[1]["dialogue"]
    assert ("finding:income/sex/female", True) in {(each["id"], each["negative"]) for each in told["said"]}
    assert "finding:income/sex/female" not in {each["id"] for each in told["unanswered"]}


@pytest.mark.parametrize(
    "told",
    [
        "The answer to “stairs”, filed on",
        "The objection “grid”, filed on",
        "The objection “stairs”, filed on",
        "The option “Grant” was assessed on",
        "The group “Asian (ethnic group)” was assessed on",
    ],
)
def test_what_is_taken_away_is_printed_at_the_top(
    robbed: tuple[Path, str, dict[str, Any]], told: str
) -> None:
    page = robbed[1]
    summary = page[page.index('<section id="summary"') : page.index("</section>")]
    assert f'<p class="alert"><strong>{told}' in summary


def test_what_an_amendment_explains_is_told_with_the_reason(
    robbed: tuple[Path, str, dict[str, Any]],
) -> None:
    assert "Reason: Nobody wants it." in robbed[1]
    assert "The option “Loan”" not in robbed[1]


def test_the_negative_finding_is_there_without_its_answer(robbed: tuple[Path, str, dict[str, Any]]) -> None:
    told = robbed[2]["dialogue"]
    assert "finding:income/sex/female" in {each["id"] for each in told["unanswered"]}
    assert len(told["altered"]) == 4


def test_verify_names_it_without_reading_the_people(robbed: tuple[Path, str, dict[str, Any]]) -> None:
    found = verify_casebook(robbed[0])
    assert found.intact
    assert sum("has been" in each.sentence for each in found.stale) == 4


def test_an_outcome_cannot_be_removed(robbed: tuple[Path, str, dict[str, Any]]) -> None:
    change("casebook.toml", 'name = "good health"', 'name = "fitness"')(robbed[0])
    with pytest.raises(RegisterError, match="good health"):
        assess(robbed[0])


def test_check_says_what_is_not_answered_and_refuses_what_is_about_nothing(folder: Path) -> None:
    assert any("'grid'" in each for each in check(folder).dialogue)
    change("objections.toml", 'level = "female"', 'level = "femal"')(folder)
    with pytest.raises(CasebookError, match="line 8: The objection 'stairs' names the group 'femal'"):
        check(folder)
