"""Bundles come from others: everything in one is looked at before anything of it is used."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NoReturn

from dueregard.alliance.bundle_fields import (
    MOST_GROUPS,
    Refused,
    flag,
    number,
    optional,
    scalar,
    text,
    texts,
    whole,
)
from dueregard.alliance.bundles import SCHEMA, Bundle, Origin, Shared, Sharer, SignedBundle
from dueregard.alliance.signing import Seal
from dueregard.errors import DueRegardError
from dueregard.estimates import Record

__all__ = ["LARGEST", "read_bundle", "refuse_unreadable"]

LARGEST = 64 * 2**20
"""Bytes: no pack has as many figures."""
MOST_FIGURES = 200_000
MOST_ITEMS = 20_000

_STATUSES = ("ok", "approximate", "withheld", "not_estimable")
_ORIGINS = ("people", "published", "voices")
_SHOWN = ("estimate", "se", "low", "high", "df", "n", "n_eff")
_HASH = re.compile(r"[0-9a-f]{64}")


def read_bundle(content: bytes, *, name: str) -> SignedBundle:
    """Read a bundle that somebody sent, or refuse it.

    Parameters
    ----------
    content : bytes
        The file.
    name : str
        What it is called, for messages.

    Returns
    -------
    SignedBundle
        Whether its signature is good is for :func:`dueregard.alliance.signing.valid` to say, and whose it is
        for the reader.

    Raises
    ------
    DueRegardError
        When it is too large, is not what a bundle is, shows what is withheld, or has texts that could pass
        for something else: marks of HTML, letters that cannot be seen.

    Examples
    --------
    >>> read_bundle(b"[]", name="a.json")
    Traceback (most recent call last):
        ...
    dueregard.errors.DueRegardError: a.json is refused: it is no bundle of dueregard. ...
    """
    why = _refusal(content)
    if isinstance(why, SignedBundle):
        return why
    raise DueRegardError(
        f"{name} is refused: {why}.",
        remedy="Ask the member who sent it to share it again: dueregard share CASEBOOK --out FILE.json",
    )


def refuse_unreadable(content: bytes) -> None:
    """Refuse to share a bundle that others would refuse.

    Parameters
    ----------
    content : bytes
        The file.

    Raises
    ------
    DueRegardError
        As :func:`read_bundle` would, in words for the member who shares.
    """
    why = _refusal(content)
    if not isinstance(why, SignedBundle):
        raise DueRegardError(
            "Other members would refuse this bundle, and nothing was shared.",
            found=f"Of the bundle: {why}.",
            remedy="Change that text in the casebook, and assess it again.",
        )


def _refusal(content: bytes) -> SignedBundle | str:
    """Read a bundle, or say why it cannot be used."""
    try:
        if len(content) > LARGEST:
            raise Refused(f"it has more than {LARGEST // 2**20} MB")
        return _signed(_json(content))
    except Refused as refused:
        return refused.why


def _json(content: bytes) -> Any:
    try:
        return json.loads(
            content.decode("utf-8"),
            object_pairs_hook=_no_doubles,
            parse_constant=_no_constants,
            parse_float=_finite,
            parse_int=_sensible,
        )
    except UnicodeDecodeError:
        raise Refused("it is not text in UTF-8") from None
    except ValueError:
        raise Refused("it is not JSON") from None
    except RecursionError:
        raise Refused("it is nested too deeply") from None


def _no_doubles(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Refused("a key stands in it twice")
    return found


def _no_constants(_: str) -> NoReturn:
    raise Refused("it has numbers that are none, such as NaN")


def _finite(written: str) -> float:
    value = float(written)
    if not math.isfinite(value):
        raise Refused("it has a number that is too large")
    return value


def _sensible(written: str) -> int:
    if len(written) > 18:
        raise Refused("it has a number that is too large")
    return int(written)


def _signed(content: Any) -> SignedBundle:
    keys = {"dueregard", "schema", "signature", "bundle", "estimates"}
    if not isinstance(content, dict) or content.get("dueregard") != "bundle":
        raise Refused("it is no bundle of dueregard")
    if content.get("schema") != SCHEMA:
        raise Refused("a newer version of dueregard wrote it")
    if set(content) != keys:
        raise Refused("it has other parts than a bundle has")
    try:
        signature = None if content["signature"] is None else Seal.read(content["signature"])
    except ValueError:
        raise Refused("its signature is none") from None
    return SignedBundle(bundle=_bundle(content["bundle"], content["estimates"]), signature=signature)


def _bundle(content: Any, estimates: Any) -> Bundle:
    given = _mapping(content, "bundle")
    expected = set(Bundle.__dataclass_fields__) - {"estimates"}
    if set(given) != expected:
        raise Refused("it has other parts than a bundle has")
    origins = tuple(_origin(each) for each in _list(given["origins"], "origins"))
    figures = _list(estimates, "estimates", most=MOST_FIGURES)
    return Bundle(
        sharer=None if given["sharer"] is None else _sharer(given["sharer"]),
        question=texts(given["question"], "question"),
        shared_at=_time(given["shared_at"]),
        assessed_at=_time(given["assessed_at"]),
        made_with=text(given["made_with"], "made_with"),
        population=optional(given["population"], "population"),
        collected=optional(given["collected"], "collected"),
        synthetic=flag(given["synthetic"], "synthetic"),
        policy=text(given["policy"], "policy"),
        threshold=whole(given["threshold"], "threshold"),
        figures=None if given["figures"] is None else _hash(given["figures"]),
        register=_register(given["register"]),
        sources=tuple(_flat(each, "sources") for each in _list(given["sources"], "sources")),
        origins=origins,
        definitions={
            text(name, "definitions"): _definition(each)
            for name, each in _mapping(given["definitions"], "definitions").items()
        },
        estimates=tuple(_shared(each, len(origins)) for each in figures),
        evidence_gaps=tuple(_flat(each, "gaps") for each in _list(given["evidence_gaps"], "evidence_gaps")),
    )


def _sharer(content: Any) -> Sharer:
    given = _only(content, ("id", "name", "sector"), "sharer")
    sector = optional(given["sector"], "sector")
    return Sharer(id=text(given["id"], "id"), name=text(given["name"], "name"), sector=sector)


def _origin(content: Any) -> Origin:
    given = texts(_only(content, ("id", "kind", "name"), "origins"), "origins")
    if given["kind"] not in _ORIGINS:
        raise Refused("its origins have a kind that is none")
    return Origin(**given)


def _definition(content: Any) -> dict[str, Any]:
    return {text(name, "definitions"): scalar(value) for name, value in _mapping(content, "outcome").items()}


def _register(content: Any) -> dict[str, Any]:
    given = _only(content, ("head", "entries"), "register")
    entries = []
    for each in _list(given["entries"], "register"):
        if not isinstance(each, list) or len(each) != 3:
            raise Refused("its register is none")
        at, kind, digest = each
        entries.append([_time(at), text(kind, "register"), _hash(digest)])
    return {"head": _hash(given["head"]), "entries": entries}


def _shared(content: Any, origins: int) -> Shared:
    given = _mapping(content, "estimates")
    if not set(given) <= _RECORD or "measure" not in given:
        raise Refused("one of its figures has other parts than figures have")
    origin = whole(given.get("origin"), "origin")
    if origin >= origins:
        raise Refused("one of its figures rests on nothing that it names")
    status = given.get("status")
    if status not in _STATUSES:
        raise Refused("one of its figures has a status that is none")
    if status == "withheld" and any(given.get(name) is not None for name in _SHOWN):
        raise Refused("it shows a number of a figure that is withheld")
    parameters = _mapping(given.get("parameters", {}), "parameters", most=MOST_GROUPS)
    values: dict[str, Any] = {name: number(given[name]) for name in _NUMBERS if name in given}
    values |= {name: text(given[name], name) for name in _WORDS if name in given}
    if (values.get("se") or 0) < 0:
        raise Refused("one of its figures has a standard error below nought")
    record = Record(
        measure=text(given["measure"], "measure"),
        parameters={text(name, "parameters"): scalar(value) for name, value in parameters.items()},
        by=texts(given.get("by", {}), "by"),
        n=whole(given["n"], "n") if "n" in given else None,
        status=status,
        **values,
    )
    return Shared(record=record, origin=origin)


_NUMBERS = ("estimate", "se", "low", "high", "level", "df", "n_eff")
_WORDS = ("outcome", "contrast", "reference", "reason", "unit", "method", "source")
_RECORD = {"measure", "parameters", "by", "status", "origin", "level", *_WORDS, *_SHOWN}


def _mapping(content: Any, where: str, *, most: int = MOST_ITEMS) -> Mapping[str, Any]:
    if not isinstance(content, dict) or len(content) > most:
        raise Refused(f"its {where} is not what it should be")
    return content


def _only(content: Any, names: Sequence[str], where: str) -> Mapping[str, Any]:
    given = _mapping(content, where)
    if set(given) != set(names):
        raise Refused(f"its {where} is not what it should be")
    return given


def _list(content: Any, where: str, *, most: int = MOST_ITEMS) -> Sequence[Any]:
    if not isinstance(content, list) or len(content) > most:
        raise Refused(f"its {where} is not what it should be")
    return content


def _flat(content: Any, where: str) -> dict[str, Any]:
    return {text(name, where): scalar(value) for name, value in _mapping(content, where, most=20).items()}


def _hash(value: Any) -> str:
    if not isinstance(value, str) or not _HASH.fullmatch(value):
        raise Refused("a hash in it is none")
    return value


def _time(value: Any) -> str:
    try:
        moment = datetime.fromisoformat(text(value, "time"))
    except ValueError:
        raise Refused("a time in it is none") from None
    if moment.tzinfo is None:
        raise Refused("a time in it has no zone")
    return str(value)
