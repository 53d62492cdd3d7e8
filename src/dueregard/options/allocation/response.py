"""How an outcome responds to money: an assumption that is declared, with its source and uncertainty."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from dueregard.errors import UsageError, did_you_mean

__all__ = ["Form", "Response", "response_from"]

Form: TypeAlias = Literal["log", "linear"]
FORMS: tuple[Form, ...] = ("log", "linear")
_KEYS = ("form", "k", "se", "source", "per")
_EXAMPLE = "log,k=2.5,se=0.8,source=Smith (2020), table 3"


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """A declared response of the outcome to money.

    Attributes
    ----------
    form : {"log", "linear"}
        `log`: the outcome changes by k for each unit of the natural logarithm of money, so that each further
        pound does less. `linear`: it changes by k for each pound a head.
    k : float
        The effect, in units of the outcome; negative where money lowers it.
    se : float
        Its standard error, zero or more.
    source : str
        Where it comes from.
    per : {"head", "need"}
        Of the linear form: whether a pound is shared by the people, or by the people times their need.
    """

    form: Form
    k: float
    se: float
    source: str
    per: Literal["head", "need"] = "head"

    def __post_init__(self) -> None:
        if self.form not in FORMS:
            raise UsageError(
                f"There is no response of form {self.form!r}.",
                found=f"The forms are: {', '.join(FORMS)}.",
                remedy=did_you_mean(str(self.form), FORMS) or f"For instance: --response {_EXAMPLE!r}.",
            )
        if not math.isfinite(self.k) or self.k == 0:
            raise UsageError(
                "The effect k of a response must be a number other than zero.", found=f"It was {self.k:g}."
            )
        if not math.isfinite(self.se) or self.se < 0:
            raise UsageError(
                "The standard error of a response must be zero or more.", found=f"It was {self.se:g}."
            )
        if not self.source.strip():
            raise UsageError(
                "A response needs a source.",
                remedy="Say where the effect comes from: source=..., last; or source=assumed by ....",
            )
        if self.per not in ("head", "need"):
            raise UsageError(
                f"A linear response is per head or per need, not per {self.per!r}.",
                remedy="Write per=head or per=need.",
            )
        if self.form == "log" and self.per == "need":
            raise UsageError(
                "A log response is of proportional changes: need makes no difference to it.",
                remedy="Leave out per=need.",
            )

    def described(self, outcome: str = "the outcome", *, unit: str = "") -> str:
        """Say what is assumed.

        Parameters
        ----------
        outcome : str
            What the outcome is called.
        unit : str
            Of money.

        Returns
        -------
        str
            Without its source.
        """
        if self.form == "log":
            return f"10% more money changes {outcome} by {self.k * math.log(1.1):+.3g}"
        head = "head" if self.per == "head" else "head, weighted by need,"
        one = f"1 {unit}" if len(unit) > 1 else f"{unit}1"
        return f"{one} more a {head} changes {outcome} by {self.k:+.3g}"

    def to_dict(self) -> dict[str, Any]:
        """Write the declaration out.

        Returns
        -------
        dict
            Its fields.
        """
        return {"form": self.form, "k": self.k, "se": self.se, "per": self.per, "source": self.source}


def response_from(spec: str | Mapping[str, Any]) -> Response:
    """Understand a declared response.

    Parameters
    ----------
    spec : str or mapping
        `"log,k=2.5,se=0.8,source=..."`, the source last, where it may hold commas; or the same keys of a
        TOML file: `form`, `k`, `se`, `source`, `per`.

    Returns
    -------
    Response

    Raises
    ------
    UsageError
        When something is missing, unknown or not a number.

    Examples
    --------
    >>> response_from("log,k=2.5,se=0.8,source=Smith (2020), table 3").source
    'Smith (2020), table 3'
    """
    given: dict[str, Any] = (
        _parts(spec) if isinstance(spec, str) else {str(key): each for key, each in spec.items()}
    )
    for key in given:
        if key not in _KEYS:
            raise UsageError(
                f"A response has no {key!r}.",
                found=f"It has: {', '.join(_KEYS)}.",
                remedy=did_you_mean(key, _KEYS) or None,
            )
    lacking = [key for key in ("form", "k", "se", "source") if key not in given]
    if lacking:
        raise UsageError(
            f"The response does not say its {' and '.join(lacking)}.",
            found="An effect of money is an assumption: it is declared with its uncertainty and its source.",
            remedy=f"For instance: --response {_EXAMPLE!r}.",
        )
    return Response(
        form=given["form"],
        k=_number(given["k"], "k"),
        se=_number(given["se"], "se"),
        source=str(given["source"]).strip(),
        per=given.get("per", "head"),
    )


def _parts(text: str) -> dict[str, Any]:
    before, marked, source = text.partition("source=")
    pieces = [piece.strip() for piece in before.split(",") if piece.strip()]
    given = {"source": source.strip()} if marked else {}
    for place, piece in enumerate(pieces):
        key, equals, value = (part.strip() for part in piece.partition("="))
        if not equals and place == 0:
            given["form"] = key
        elif not equals:
            raise UsageError(
                f"{piece!r} is not understood in the response.",
                remedy=f"Write key=value, for instance: --response {_EXAMPLE!r}.",
            )
        else:
            given[key] = value
    return given


def _number(value: object, key: str) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    try:
        return float(str(value))
    except ValueError:
        raise UsageError(
            f"{key} of the response is not a number.",
            found=f"It was {str(value)!r}.",
            remedy=f"For instance {key}=0.8.",
        ) from None
