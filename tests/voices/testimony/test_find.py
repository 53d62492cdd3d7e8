"""Findings say what was changed, what is missing and what to look at, and nothing of the withdrawn."""

from datetime import date

from dueregard.casebook.testimony import TestimonyFolder
from dueregard.voices.testimony.find import find_testimony
from dueregard.voices.testimony.findings import FrameChange
from tests.voices.testimony.making import FRAME, TODAY, coded, reviewed, told


def test_the_frame_lists_its_changes() -> None:
    found = find_testimony(TestimonyFolder(frame=FRAME), on=TODAY)
    assert found.changes == (
        FrameChange(
            version="2", date=date(2026, 11, 2), added=("ramps", "cost"), dropped=("money",), why="Ramps."
        ),
    )


def test_prompts() -> None:
    people = (told("a"), told("b"), told("c"))
    codings = (coded("a", "cost"), coded("a", coder="CD"), coded("b", "cost"))
    prompts = find_testimony(
        TestimonyFolder(testimonies=people, frame=FRAME, codings=codings), on=TODAY, resamples=10
    ).prompts
    assert [each.split(";")[0].split(".")[0] for each in prompts] == [
        "1 testimony has not been coded and stands in no theme",
        "The coders differ on 1 testimony",
        "No equality sub-code stands under: Cost",
    ]


def test_nothing_has_no_prompts() -> None:
    assert find_testimony(TestimonyFolder(), on=TODAY).prompts == ()


def test_no_id_and_nothing_withdrawn_or_refused_is_in_the_findings() -> None:
    people = (
        told("open-id", "Plain words."),
        told("gone-id", "Secret words.", withdrawn=True),
        told("closed-id", "Secret words.", scope="none"),
        told("late-id", "Secret words.", until=date(2026, 1, 1)),
    )
    folder = TestimonyFolder(
        testimonies=people,
        frame=FRAME,
        codings=tuple(coded(each.id, "cost") for each in people),
        reviews=tuple(reviewed(each) for each in people),
    )
    found = find_testimony(folder, on=TODAY)
    written = repr(found)
    assert "Plain words." in written
    assert "Secret" not in written
    assert "-id" not in written
    assert found.individuals == 1
