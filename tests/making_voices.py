"""A small casebook with voices, made in code: a consultation, a board, a panel's pool and testimony."""

from __future__ import annotations

import random
from pathlib import Path

from tests.making_casebooks import CASEBOOK, write_casebook

VOICES = """\
[voices.population]
label = "residents of the street"

[voices.consultation]
weigh_by = ["sex"]

[voices.consultation.standards]
opened = 2026-09-01
closed = 2026-10-31
formative = "Everything."

[[voices.bodies]]
name = "Street Board"
source = "voices/board.csv"

[voices.panel]
size = 4

[[authors]]
id = "Residents' panel"
characteristics = { sex = "female" }
"""

STATEMENTS = ("Plant more trees.", "Charge for parking.", "Close the hall at eight.")
ASIAN, OLD = 14, 4
"""Participants of two small groups: one is large enough to be shown, the other is not."""
SECRETS = ("Zebedee", "9 Elm Row", "P-017", "R-003", "t-quoted", "t-gone")
"""What must never be published: a name, an address, and ids."""
QUOTED = "The hall is where I learned the language."
NOT_QUOTED = "My neighbour drinks."


def _csv(path: Path, rows: list[tuple[object, ...]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(",".join(map(str, row)) for row in rows) + "\n", encoding="utf-8")


def _consultation(folder: Path) -> None:
    """Asian residents oppose closing the hall, which most of the others want; few women took part."""
    draw = random.Random(5)
    people: list[tuple[object, ...]] = [("participant", "sex", "ethnic_group", "age", "name")]
    votes: list[tuple[object, ...]] = [("participant", "statement", "vote")]
    for number in range(70):
        group = "Asian" if number < ASIAN else "White"
        age = 70 if number < OLD else 20 if number < 2 * OLD + 1 else 50
        who = f"P-{number:03d}"
        people.append((who, "female" if number % 5 == 0 else "male", group, age, "Zebedee"))
        votes.append((who, 1, 1 if draw.random() < 0.8 else -1))
        votes.append((who, 2, draw.choice((1, 0, -1))))
        votes.append((who, 3, -1 if group == "Asian" else 1 if draw.random() < 0.85 else -1))
    _csv(folder / "participants.csv", people)
    _csv(folder / "votes.csv", votes)
    _csv(folder / "statements.csv", [("statement", "text"), *enumerate(STATEMENTS, start=1)])


def _panel(folder: Path) -> None:
    pool = [(f"R-{n:03d}", "Zebedee", "9 Elm Row", ("female", "male")[n % 3 == 0]) for n in range(24)]
    _csv(folder / "respondents.csv", [("id", "name", "address", "sex"), *pool])
    _csv(
        folder / "targets.csv",
        [("category", "feature", "min", "max"), ("sex", "female", 2, 2), ("sex", "male", 2, 2)],
    )


def write_testimony(folder: Path, name: str, *, consent: str, words: str, withdrawn: bool = False) -> None:
    """Write one testimony, with its words as a passage that may be quoted."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = ["---", f"id: {name}", f"consent: {consent}"]
    lines += ["withdrawn: 2026-11-01"] if withdrawn else []
    body = "" if withdrawn else f"\n> {words}\n"
    (folder / f"{name}.md").write_text("\n".join([*lines, "---", body]), encoding="utf-8")


def write_voices(folder: Path) -> Path:
    """Write the small casebook with every kind of voice."""
    write_casebook(folder, CASEBOOK + VOICES)
    voices = folder / "voices"
    _consultation(voices)
    _panel(voices / "panel")
    board: list[tuple[object, ...]] = [("member", "sex"), *((f"M-{n}", "male") for n in range(12))]
    _csv(voices / "board.csv", board)
    write_testimony(voices / "testimony", "t-quoted", consent="quote_anonymous", words=QUOTED)
    write_testimony(voices / "testimony", "t-counted", consent="summary", words=NOT_QUOTED)
    write_testimony(voices / "testimony", "t-gone", consent="quote_anonymous", words="I take it back.")
    review(voices / "testimony")
    return folder


def review(folder: Path) -> None:
    """Let a reviewer look at every testimony, and strike out nothing."""
    from datetime import date

    from dueregard.casebook.testimony_files import read_testimony
    from dueregard.casebook.testimony_reviews import write_reviews
    from dueregard.voices.testimony.redaction import make_review

    read = read_testimony(folder).testimonies
    made = [
        make_review(each, by="Reviewer", on=date(2026, 11, 2), salt="ab" * 16)
        for each in read
        if not each.withdrawn
    ]
    write_reviews(folder / "redactions.toml", made)
