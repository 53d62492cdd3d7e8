"""Guessing outcomes: what could be measured for every group, and which way is better."""

from __future__ import annotations

from typing import Any

from dueregard.new.codes import suspects
from dueregard.new.design import quoted
from dueregard.new.draft import Draft
from dueregard.new.profile import Column
from dueregard.new.roles import Roles
from dueregard.new.toml_text import key_text, value_text
from dueregard.new.vocabulary import HIGHER_IS_BETTER, LIKELY_OUTCOME, LOWER_IS_BETTER, matches

__all__ = ["guess_outcomes"]

_MOST = 6
_YES = ("1", "yes", "y", "true")
_NO = ("0", "2", "no", "n", "false")
_GOOD_HEALTH = ("very good", "good", "excellent")


def guess_outcomes(draft: Draft, roles: Roles) -> None:
    """Guess outcomes from the columns that play no other part.

    Parameters
    ----------
    draft : Draft
        The draft, which is added to.
    roles : Roles
        The parts that columns play.
    """
    active: list[dict[str, Any]] = []
    left: list[Column] = []
    for column in roles.others:
        guess = _measured(column) or _yes_or_no(column) or _good_health(column)
        if guess and len(active) < _MOST:
            _remark(draft, len(active), column, guess)
            active.append(guess)
        else:
            left.append(column)
    sentence = (
        "What is measured for every group, fixed when the casebook is first assessed: choose before you look."
    )
    draft.note("outcomes", sentence=sentence)
    draft.put("outcomes", value=active)
    likely = [column for column in left if column.coded and matches(LIKELY_OUTCOME, column.words)]
    for column in likely:
        _offer(draft, column)
    _mention(draft, [column for column in left if column not in likely])
    _offer_code_books(draft, roles.others)


def _direction(column: Column) -> str | None:
    if matches(LOWER_IS_BETTER, column.words):
        return "lower"
    return "higher" if matches(HIGHER_IS_BETTER, column.words) else None


def _measured(column: Column) -> dict[str, Any] | None:
    better = _direction(column)
    if column.kind != "number" or column.coded or better is None:
        return None
    return {"name": column.words, "column": column.name, "better": better}


def _yes_or_no(column: Column) -> dict[str, Any] | None:
    better, yes = _direction(column), _yes_code(column)
    if better is None or yes is None:
        return None
    return {"name": column.words, "yes": f"{quoted(column)} == {yes}", "better": better}


def _yes_code(column: Column) -> str | None:
    """Give the code for yes as an expression needs it; 1 and 2 are left alone, as they may mean anything."""
    codes = [code.code for code in column.codes if code.code not in suspects(column)]
    folded = {code.casefold(): code for code in codes}
    yes, no = folded.keys() & set(_YES), folded.keys() & set(_NO)
    if len(codes) != 2 or len(yes) != 1 or len(no) != 1 or no == {"2"}:
        return None
    code = folded[yes.pop()]
    return code if column.kind in ("number", "truth") else repr(code)


def _good_health(column: Column) -> dict[str, Any] | None:
    if not matches(r"\bhealth\b", column.words) or column.kind != "text":
        return None
    good = [code.code for code in column.codes if code.code.casefold() in _GOOD_HEALTH]
    if not good:
        return None
    return {"name": "good health", "yes": f"{quoted(column)} in {good!r}", "better": "higher"}


def _remark(draft: Draft, position: int, column: Column, guess: dict[str, Any]) -> None:
    path = ("outcomes", position)
    draft.note(
        *path, sentence=f"Guessed from the name {column.name!r}. Confirm, and take out what does not matter."
    )
    if column.title:
        draft.note(*path, sentence=f"The file calls it {column.title!r}.")
    if "column" in guess and (column.low or 0) < 0:
        draft.note(*path, sentence="Some values are below 0: are they losses, or codes for missing answers?")
    draft.note(*path, "better", sentence="Guessed: confirm.")
    if "column" in guess:
        draft.offer(*path, line='unit = ""  # such as "£ a week"')
    draft.offer(*path, line='among = ""  # for whom it applies, such as "age >= 16"; without it, everyone')


def _offer(draft: Draft, column: Column) -> None:
    """Offer a yes/no outcome made of codes, whose meaning only the user knows."""
    shown = [code.code for code in column.codes if code.code not in suspects(column)]
    health = matches(r"\bhealth\b", column.words) and {"1", "2"} <= set(shown)
    hint = " In the UK census 1 and 2 are very good and good health: check." if health else ""
    condition = f"{quoted(column)} in [{'1, 2' if health else ''}]"
    for line in (
        "",
        f"# {column.name!r} has the values {', '.join(shown)}.{hint} Write those that count as yes:",
        "[[outcomes]]",
        f"name = {value_text(column.words)}",
        f"yes = {value_text(condition)}",
        'better = ""  # higher or lower',
        'among = ""  # for whom it applies; without it, everyone',
    ):
        draft.offer("outcomes", line=line)


def _mention(draft: Draft, columns: list[Column]) -> None:
    if columns:
        draft.offer("outcomes", line="")
        names = ", ".join(repr(column.name) for column in columns)
        draft.offer("outcomes", line=f"# Columns that play no part yet: {names}.")


def _offer_code_books(draft: Draft, columns: list[Column]) -> None:
    doubtful = [(column, suspects(column)) for column in columns]
    doubtful = [(column, codes) for column, codes in doubtful if codes]
    if not doubtful:
        return
    path = ("people", "columns")
    draft.put(*path, value={})
    draft.note(
        *path,
        sentence="Codes that may mean that a question does not apply (not_applicable) or was not answered "
        "(missing). Take up the lines that are right.",
    )
    for column, codes in doubtful:
        draft.offer(*path, line=f"[people.columns.{key_text(column.name)}]")
        draft.offer(*path, line=f"not_applicable = {value_text(codes)}")
