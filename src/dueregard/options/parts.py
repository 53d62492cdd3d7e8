"""An option that does several things at once, as the several options that it consists of."""

from __future__ import annotations

from dueregard.options.specification import Option, PartOfOption

__all__ = ["is_drawn", "parts_of", "take_up_columns", "takes_from_people"]

_OWN = tuple(name for name in PartOfOption.model_fields if name not in ("name", "evidence"))


def parts_of(option: Option) -> tuple[Option, ...]:
    """Give what an option consists of, each as an option of its own.

    Parameters
    ----------
    option : Option
        As written.

    Returns
    -------
    tuple of Option
        The option itself where it has no parts. Parts have the option's kind, unit, phase-in and
        uncertainty; who pays, and what comes later, is a matter of the whole.

    Examples
    --------
    >>> from dueregard.options import option_from
    >>> ends = {"name": "the pass ends", "amount": -5, "amounts_below_zero": "allow"}
    >>> grant = {"name": "the grant", "eligible": "income < 300", "amount": 12, "take_up": 0.7}
    >>> option = option_from({"name": "Grant for pass", "kind": "cash", "parts": [ends, grant]})
    >>> [(part.name, part.amount, part.take_up.rate) for part in parts_of(option)]
    [('Grant for pass: the pass ends', '-5', 1.0), ('Grant for pass: the grant', '12', 0.7)]
    """
    if not option.parts:
        return (option,)
    return tuple(
        option.model_copy(
            update={
                **{name: getattr(part, name) for name in _OWN},
                "name": f"{option.name}: {part.name}",
                "evidence": part.evidence or option.evidence,
                "parts": (),
                "who_pays": None,
                "later": (),
            }
        )
        for part in option.parts
    )


def is_drawn(option: Option) -> bool:
    """Say whether it is drawn who takes an option up, or a part of it, so that units need ids.

    Parameters
    ----------
    option : Option
        As written.

    Returns
    -------
    bool
        False where everybody takes it up, or gets the rate times the amount.

    Examples
    --------
    >>> from dueregard.options import option_from
    >>> is_drawn(option_from({"name": "Top-up", "kind": "cash", "amount": 10, "take_up": 0.7}))
    True
    """
    rates = [part.take_up for part in parts_of(option)]
    return any(not rate.certain and rate.mode == "draw" for rate in rates)


def take_up_columns(option: Option) -> tuple[str, ...]:
    """List the columns by which take-up differs.

    Parameters
    ----------
    option : Option
        As written.

    Returns
    -------
    tuple of str
        Each once; none where the rate is the same for all.
    """
    named = (part.take_up.by for part in parts_of(option))
    return tuple(dict.fromkeys(name for name in named if name is not None))


def takes_from_people(option: Option) -> bool:
    """Say whether an option, or a part of it, may take money from the people it is about.

    Parameters
    ----------
    option : Option
        As written.

    Returns
    -------
    bool
        Whether amounts below nought are allowed. A service change takes no money.

    Examples
    --------
    >>> from dueregard.options import option_from
    >>> takes_from_people(option_from({"name": "Top-up", "kind": "cash", "amount": 10}))
    False
    """
    return any(part.amounts_below_zero == "allow" for part in parts_of(option))
