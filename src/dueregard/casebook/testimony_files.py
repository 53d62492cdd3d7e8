"""Reading a casebook's folder of testimony: a file for each, the code frame, coding and reviews."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel

from dueregard.casebook.boundaries import inside
from dueregard.casebook.code_frame import CodeFrame, Coding
from dueregard.casebook.front_matter import FrontMatter, FrontMatterFault, read_front_matter
from dueregard.casebook.positions import KeyPath, lines_of_keys, place_of
from dueregard.casebook.problems import Problem, validate_part
from dueregard.casebook.testimony import Consent, Review, Testimony, TestimonyFolder
from dueregard.casebook.testimony_checks import check_codes, check_frame, frame_of, review_of
from dueregard.casebook.testimony_coding import CodedRow, CodingFault, read_coding
from dueregard.casebook.testimony_fields import (
    NOT_NEEDED,
    ROLES,
    CodeFramePart,
    FrontMatterPart,
    ReviewsPart,
    Withdrawal,
)
from dueregard.casebook.testimony_places import CODEFRAME, CODING, REVIEWS, is_testimony, read_words_of
from dueregard.casebook.testimony_text import read_words
from dueregard.casebook.toml_file import read_toml
from dueregard.errors import CasebookError, did_you_mean

__all__ = ["read_testimony"]

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class _Reading:
    """What has been read so far, and what is wrong with it."""

    testimonies: list[Testimony] = field(default_factory=list)
    codes: dict[tuple[str, str], list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def wrong(self, name: str, found: Iterable[Problem], lines: Mapping[KeyPath, int]) -> None:
        for problem in found:
            line = place_of(problem.path, lines)
            self.problems.append(
                f"{name}, line {line}: {problem.sentence}" if line else f"{name}: {problem.sentence}"
            )


def read_testimony(folder: str | os.PathLike[str]) -> TestimonyFolder:
    """Read a folder of testimony.

    Parameters
    ----------
    folder : path
        Its ``*.md`` files are testimonies, but for README.md and names that begin with a dot or an
        underscore; ``codeframe.toml``, ``coding.csv`` and ``redactions.toml`` are read when they are there.

    Returns
    -------
    TestimonyFolder
        Everything that was read. Of a withdrawn testimony only its id is kept.

    Raises
    ------
    CasebookError
        When the folder is absent or anything in it is not valid; all problems are listed at once, with file
        and line and without the words of any testimony.
    """
    place = Path(folder).expanduser()
    if not place.is_dir():
        beside = [each.name for each in place.parent.iterdir()] if place.parent.is_dir() else []
        raise CasebookError(
            f"There is no folder of testimony at {place}.", remedy=did_you_mean(place.name, beside) or None
        )
    reading = _Reading()
    for file in sorted(place.iterdir(), key=lambda each: each.name.casefold()):
        if is_testimony(file):
            _read_one(file, reading)
    _refuse_same_ids(reading)
    frame = _read_frame(place / CODEFRAME, reading)
    _read_coding(place / CODING, reading)
    reviews = _read_reviews(place / REVIEWS, reading)
    reading.problems.extend(check_codes(reading.testimonies, reading.codes, frame))
    if reading.problems:
        raise CasebookError(_listed(place.resolve().name, reading.problems))
    return TestimonyFolder(
        testimonies=tuple(sorted(reading.testimonies, key=lambda each: each.id)),
        frame=frame,
        codings=_codings(reading),
        reviews=reviews,
        notes=tuple(reading.notes),
    )


def _read_one(file: Path, reading: _Reading) -> None:
    try:
        found = read_front_matter(read_words_of(file))
    except FrontMatterFault as fault:
        reading.problems.append(f"{file.name}, line {fault.line}: {fault.sentence}.")
        return
    withdrawal, problems = validate_part(Withdrawal, found.content)
    if withdrawal is None:
        reading.wrong(file.name, problems, found.lines)
    elif withdrawal.withdrawn:
        when = withdrawal.withdrawn if withdrawal.withdrawn is not True else None
        reading.testimonies.append(
            Testimony(id=withdrawal.id or file.stem, text="", withdrawn=True, withdrawn_on=when)
        )
        if found.body.strip():
            reading.notes.append(f"{file.name} is withdrawn and still holds words: delete them.")
    else:
        _read_standing(file, found, reading)


def _read_standing(file: Path, found: FrontMatter, reading: _Reading) -> None:
    content = {key: value for key, value in found.content.items() if key.casefold() not in NOT_NEEDED}
    if len(content) < len(found.content):
        reading.notes.append(f"{file.name} gives a name or contact, which is not needed and was not read.")
    part, problems = validate_part(FrontMatterPart, content)
    if part is None:
        reading.wrong(file.name, problems, found.lines)
        return
    if part.role is not None and part.role not in ROLES:
        hint = did_you_mean(part.role, ROLES) or f"We know: {', '.join(ROLES)}."
        reading.notes.append(f"{file.name} has a role in its own words, which counts as other. {hint}")
    words = read_words(found.body)
    testimony = Testimony(
        id=part.id or file.stem,
        text=words.text,
        passages=words.passages,
        consent=Consent(scope=part.consent, given_on=part.consent_on, until=part.consent_until),
        told_on=part.date,
        role=part.role if part.role in ROLES else part.role and "other",
        kind=part.kind or ("organisation" if part.role == "organisation" else "individual"),
        place=part.place,
        characteristics=dict(part.characteristics),
        named_as=part.named_as,
        language=part.language,
        first_line=found.first_line,
    )
    reading.testimonies.append(testimony)
    for coder, codes in part.codes.items():
        line = place_of(("codes", coder), found.lines)
        place = f"{file.name}, line {line}" if line else file.name
        reading.codes[testimony.id, coder].extend((code, place) for code in codes or ("",))
    for passage in words.passages:
        line = found.first_line + words.text.count("\n", 0, passage.end)
        reading.codes[testimony.id, ""].extend((code, f"{file.name}, line {line}") for code in passage.codes)


def _read_frame(file: Path, reading: _Reading) -> CodeFrame | None:
    part = _part(CodeFramePart, file, reading)
    if part is None:
        return None
    reading.problems.extend(f"{file.name}: {sentence}" for sentence in check_frame(part))
    return frame_of(part)


def _read_reviews(file: Path, reading: _Reading) -> tuple[Review, ...]:
    part = _part(ReviewsPart, file, reading)
    reviews = [review_of(each) for each in part.reviews] if part else []
    gone = {each.id for each in reading.testimonies if each.withdrawn}
    known = {each.id for each in reading.testimonies}
    if any(each.testimony in gone or each.testimony not in known for each in reviews):
        reading.notes.append(
            f"{file.name} still holds reviews of testimony that is no longer used: delete them."
        )
    return tuple(each for each in reviews if each.testimony in known - gone)


def _part(model: type[Model], file: Path, reading: _Reading) -> Model | None:
    if not inside(file.parent, file).is_file():
        return None
    content, text = read_toml(file)
    part, problems = validate_part(model, content)
    reading.wrong(file.name, problems, lines_of_keys(text) if problems else {})
    return part


def _read_coding(file: Path, reading: _Reading) -> None:
    if not file.is_file():
        return
    try:
        rows = read_coding(read_words_of(file))
    except CodingFault as fault:
        reading.problems.append(f"{file.name} {fault}.")
        return
    ids = {each.id: each for each in reading.testimonies}
    withdrawn = False
    for row in rows:
        place = f"{file.name}, line {row.line}"
        if row.testimony not in ids:
            hint = did_you_mean(row.testimony, ids)
            reading.problems.append(f"{place}: there is no testimony {row.testimony!r}. {hint}".strip())
        elif ids[row.testimony].withdrawn:
            withdrawn = True
        else:
            reading.codes[row.testimony, row.coder].append((row.code, place))
            _code_passage(row, place, reading)
    if withdrawn:
        reading.notes.append(f"{file.name} still holds codes of withdrawn testimony: delete those lines.")


def _code_passage(row: CodedRow, place: str, reading: _Reading) -> None:
    """Let a row that names a block quotation add its code to that quotation."""
    if not row.passage or not row.code:
        return
    position = next(n for n, each in enumerate(reading.testimonies) if each.id == row.testimony)
    testimony = reading.testimonies[position]
    number = int(row.passage) if row.passage.isdecimal() else 0
    if not 1 <= number <= len(testimony.passages):
        reading.problems.append(
            f"{place}: the testimony has {len(testimony.passages)} block quotations, counted from 1; "
            "passage must be the number of one of them."
        )
        return
    passages = list(testimony.passages)
    codes = dict.fromkeys((*passages[number - 1].codes, row.code))
    passages[number - 1] = replace(passages[number - 1], codes=tuple(codes))
    reading.testimonies[position] = replace(testimony, passages=tuple(passages))


def _codings(reading: _Reading) -> tuple[Coding, ...]:
    return tuple(
        Coding(
            testimony=testimony, coder=coder, codes=tuple(dict.fromkeys(code for code, _ in codes if code))
        )
        for (testimony, coder), codes in sorted(reading.codes.items())
        if coder
    )


def _refuse_same_ids(reading: _Reading) -> None:
    seen: set[str] = set()
    for testimony in reading.testimonies:
        if testimony.id.casefold() in seen:
            reading.problems.append(f"Two testimonies have the id {testimony.id!r}: give each its own.")
        seen.add(testimony.id.casefold())


def _listed(name: str, problems: list[Any]) -> str:
    if len(problems) == 1:
        return str(problems[0])
    return "\n".join(
        [f"The folder {name} has {len(problems)} problems.", *(f"- {each}" for each in problems)]
    )
