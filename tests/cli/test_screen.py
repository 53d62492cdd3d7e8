"""``dueregard screen``: looking writes nothing; recording is refused unless all of it is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from dueregard.register import Register
from dueregard.register.screenings import SCREENED
from tests.cli.casebooks import files_in, write_casebook
from tests.cli.making import dueregard

RELEVANT = ("--duty", "psed", "--relevant", "yes", "--why", "Fares change.", "--by", "An officer")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_casebook(tmp_path / "case")


def test_looking_says_what_is_missing_and_writes_nothing(folder: Path) -> None:
    before = files_in(folder)
    answer = dueregard("screen", folder)
    assert answer.code == 0
    assert "Not screened." in answer.out
    assert f'dueregard screen {folder} --duty psed --relevant yes --why "WHY" --by "NAME"' in answer.out
    assert files_in(folder) == before


def test_relevance_and_regard_are_recorded_and_entered(folder: Path) -> None:
    assert dueregard("screen", folder, *RELEVANT).code == 0
    words = ("--duty", "psed", "--aim", "foster", "--regard", "I weighed it.", "--by", "Cllr")
    assert "Still to do" in dueregard("screen", folder, *words).out
    assert "It says so already." in dueregard("screen", folder, *words).out
    [duty] = dueregard("screen", folder, "--json").json["duties"]
    assert (duty["relevant"], duty["screened"]["by"]) == (True, "An officer")
    assert [aim["regard"] and aim["regard"]["text"] for aim in duty["aims"]] == [None, None, "I weighed it."]
    kinds = [entry.kind for entry in Register(folder / "out" / "register.jsonl").entries()]
    assert kinds == [SCREENED, SCREENED]


@pytest.mark.parametrize(
    ("flags", "told"),
    [
        (("--relevant", "yes"), "--duty and --why and --by are not given"),
        (("--duty", "pesd", "--relevant", "no", "--why", "x", "--by", "y"), "Did you mean 'psed'?"),
        (("--duty", "psed", "--relevant", "no", "--why", "WHY", "--by", "y"), "your own words"),
        (("--duty", "psed", "--aim", "fostr", "--regard", "x", "--by", "y"), "Did you mean 'foster'?"),
        (("--why", "x"), "What is to be recorded is not said."),
        ((*RELEVANT, "--on", "2999-01-01"), "in the future"),
        ((*RELEVANT, "--on", "soon"), "--on is no date"),
        (("--duty", "psed", "--relevant", "no", "--why", " ", "--by", "y"), "--why is not given"),
    ],
)
def test_what_is_not_whole_is_refused_and_nothing_written(
    folder: Path, flags: tuple[str, ...], told: str
) -> None:
    before = files_in(folder)
    answer = dueregard("screen", folder, *flags)
    assert answer.code == 2
    assert told in " ".join(answer.err.split())
    assert files_in(folder) == before


def test_strict_leaves_with_one_until_every_named_duty_is_screened(folder: Path) -> None:
    assert dueregard("screen", folder, "--strict").code == 1
    dueregard("screen", folder, *RELEVANT)
    assert dueregard("screen", folder, "--strict").code == 0
    (folder / "screening.toml").unlink()
    assert dueregard("screen", folder, "--strict").code == 1
    assert "is no longer in screening.toml" in " ".join(dueregard("screen", folder).out.split())


def test_control_characters_do_not_reach_the_terminal(folder: Path) -> None:
    dueregard("screen", folder, *RELEVANT[:5], "\x1b[31mred\nline", *RELEVANT[6:])
    assert "\x1b" not in dueregard("screen", folder).out
