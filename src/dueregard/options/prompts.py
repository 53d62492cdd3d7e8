"""When an option looks at a protected characteristic: a prompt to review it, with the law, and no advice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dueregard.casebook.characteristics import PROTECTED, canonical_name
from dueregard.engine import parse
from dueregard.options.parts import parts_of
from dueregard.options.specification import Option

__all__ = ["Prompt", "prompts_of"]

_ACT = "Equality Act 2010"
DIRECT = (f"{_ACT} s.13", f"{_ACT} s.158", f"{_ACT} s.149(3)", f"{_ACT} s.149(6)")
BY_PROXY = (f"{_ACT} s.13", f"{_ACT} s.19", f"{_ACT} s.158", f"{_ACT} s.149(3)", f"{_ACT} s.149(6)")
_OWN = {
    "age": "Age can be justified as a proportionate means to a legitimate aim (s.13(2)).",
    "disability": "Treating disabled people more favourably is not discrimination against others (s.13(3)).",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """Something for a person with legal knowledge to look at.

    Attributes
    ----------
    option : str
        The option.
    part : str
        Where in it: ``eligible``, ``amount``, ...
    column : str
        The column it looks at.
    characteristic : str
        The protected characteristic that it is or stands for.
    proxy : bool
        Whether it only stands for it.
    references : tuple of str
        Where to read.
    text : str
        The prompt.
    """

    option: str
    part: str
    column: str
    characteristic: str
    proxy: bool
    references: tuple[str, ...]
    text: str


def prompts_of(option: Option, *, columns: Mapping[str, str] | None = None) -> tuple[Prompt, ...]:
    """Say where an option treats people by a protected characteristic, or by a declared proxy for one.

    Parameters
    ----------
    option : Option
        As written.
    columns : mapping of str to str, optional
        Columns that hold a characteristic under another name, as a casebook says.

    Returns
    -------
    tuple of Prompt
        One for each part and column. Columns are known by their names (``sex``, ``ethnicity``, ...) and by
        the option's ``proxies``.

    Examples
    --------
    >>> from dueregard.options import option_from
    >>> option = option_from({"name": "Top-up", "kind": "cash", "eligible": "age >= 65", "amount": 10})
    >>> [(prompt.part, prompt.column) for prompt in prompts_of(option)]
    [('eligible', 'age')]
    """
    found: dict[tuple[str, str], Prompt] = {}
    for part, read in _columns_of_all(option).items():
        for column in read:
            prompt = _prompt(option, part, column, held=(columns or {}).get(column, column))
            if prompt is not None:
                found.setdefault((part, column), prompt)
    return tuple(found.values())


def _columns_of_all(option: Option) -> dict[str, tuple[str, ...]]:
    """Find the columns of an option, or of each of its parts with the part's name."""
    if not option.parts:
        return _columns(option)
    read = {
        f"{part.name}: {key}": columns
        for part, whole in zip(option.parts, parts_of(option), strict=True)
        for key, columns in _columns(whole).items()
    }
    return read | _columns_of_the_whole(option)


def _columns(option: Option) -> dict[str, tuple[str, ...]]:
    formulas = {
        "eligible": option.eligible,
        "amount": option.amount,
        "at_most": option.at_most,
        "withdraw": option.withdraw and option.withdraw.against,
        "cost_cap": option.cost_cap and option.cost_cap.need,
    }
    read = {part: parse(text).columns for part, text in formulas.items() if text}
    if option.take_up.by:
        read["take_up"] = (option.take_up.by,)
    return read | _columns_of_the_whole(option)


def _columns_of_the_whole(option: Option) -> dict[str, tuple[str, ...]]:
    """Find the columns of who pays, and of what comes later."""
    payer = option.who_pays
    formulas = {"who_pays": payer and f"({payer.among}) and ({_payers(payer.by)}) > 0"}
    for number, later in enumerate(option.later, start=1):
        formulas[f"later {number}"] = f"({later.who}) and ({_payers(later.by)}) * ({later.amount or 1}) > 0"
    return {part: parse(text).columns for part, text in formulas.items() if text}


def _payers(by: str) -> str:
    return "1" if by == "equal" else by


def _place(part: str) -> str:
    """Say where in the file a column is used."""
    key, _, number = part.partition(" ")
    return f"`[[later]]`, entry {number}" if key == "later" else f"`{part}`"


def _prompt(option: Option, part: str, column: str, *, held: str) -> Prompt | None:
    declared = option.proxies.get(column)
    name = canonical_name(declared or held)
    known = PROTECTED.get(name)
    if known is None or name == "socio_economic_position":
        return None
    proxy = declared is not None and canonical_name(held) != name
    stands = f"`{column}`, declared to stand for {known.statutory_name}" if proxy else f"`{column}`"
    text = (
        f"{option.name!r} uses {stands}, in {_place(part)}. People are treated differently by a protected "
        f"characteristic ({known.statutory_name}): consider whether that is lawful, and on which ground: "
        "direct discrimination (s.13)"
        + (", indirect discrimination (s.19)" if proxy else "")
        + ", positive action (s.158), meeting different needs under the equality duty (s.149(3) and (6))."
    )
    own = _OWN.get(name)
    return Prompt(
        option=option.name,
        part=part,
        column=column,
        characteristic=name,
        proxy=proxy,
        references=BY_PROXY if proxy else DIRECT,
        text=f"{text} {own}" if own else text,
    )
