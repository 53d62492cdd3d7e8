"""The rules engines that an option can name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from dueregard.options.engines.policyengine_uk import PolicyEngineUK
from dueregard.options.engines.rules_engine import RulesEngine
from dueregard.options.legal_change import EngineName

__all__ = ["ENGINES", "engine_named"]

ENGINES: dict[str, Callable[..., RulesEngine]] = {"policyengine-uk": PolicyEngineUK}
"""By the name of the package; each is made with what is assumed for everybody."""


def engine_named(name: EngineName, *, assume: Mapping[str, Any]) -> RulesEngine:
    """Make an engine.

    Parameters
    ----------
    name : str
        As an option writes it.
    assume : mapping of str to value
        Inputs that are the same for everybody.

    Returns
    -------
    RulesEngine

    Raises
    ------
    MissingExtra
        When it is not installed.
    """
    return ENGINES[name](assume=assume)
