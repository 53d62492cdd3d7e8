"""Lawful routes to treat people differently: prompts with their sources, as data; never legal advice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dueregard.casebook.characteristics import PROTECTED
from dueregard.casebook.objections import Action, Cell

__all__ = ["ROUTES", "Route", "RoutePrompt", "route_prompts"]

_ACT = "Equality Act 2010"
NO_ADVICE = "A prompt, not legal advice: somebody with legal knowledge must look at it."


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A provision under which a group may, or must, be treated differently.

    Attributes
    ----------
    name : str
        As files name it.
    source : str
        Where it stands.
    covers : tuple of str
        Characteristics that it is about; empty for all that are protected.
    asks : str
        What has to be shown.
    employment : bool
        Whether it is for appointing people, so that it is named only where the casebook names it.
    """

    name: str
    source: str
    covers: tuple[str, ...] = ()
    asks: str
    employment: bool = False

    def fits(self, characteristic: str) -> bool:
        """Say whether it can be about a characteristic.

        Parameters
        ----------
        characteristic : str
            Its one name.

        Returns
        -------
        bool
            False for what the Act does not protect.
        """
        protected = characteristic in PROTECTED and characteristic != "socio_economic_position"
        return characteristic in self.covers if self.covers else protected


ROUTES: tuple[Route, ...] = (
    Route(
        name="positive action",
        source=f"{_ACT} s.158",
        asks=(
            "Is it reasonable to think that people who share the characteristic have a disadvantage that is "
            "connected to it, other needs, or take part disproportionately little; and is the action a "
            "proportionate means of mending that?"
        ),
    ),
    Route(
        name="positive action in recruitment and promotion",
        source=f"{_ACT} s.159",
        asks=(
            "Is the person as qualified as the other, is there no policy of preferring the group, and is it "
            "a proportionate means?"
        ),
        employment=True,
    ),
    Route(
        name="more favourable treatment",
        source=f"{_ACT} s.149(3) and (6)",
        asks=(
            "Does it meet needs that differ from those of others, or remove a disadvantage? Meeting the duty "
            "may mean treating some more favourably, and permits nothing that the Act otherwise forbids."
        ),
    ),
    Route(
        name="reasonable adjustments",
        source=f"{_ACT} ss.20 to 22, s.29(7) and Schedule 2",
        covers=("disability",),
        asks=(
            "Which provision, feature or lack of an aid puts disabled people at a substantial disadvantage, "
            "and what is reasonable to do? For services it is owed in advance, and they may not be charged."
        ),
    ),
    Route(
        name="more favourable treatment of disabled people",
        source=f"{_ACT} s.13(3)",
        covers=("disability",),
        asks="Is it for disabled people? Treating them more favourably does not discriminate against others.",
    ),
    Route(
        name="justified by age",
        source=f"{_ACT} s.13(2)",
        covers=("age",),
        asks="Is it a proportionate means of achieving a legitimate aim?",
    ),
    Route(
        name="pregnancy and childbirth",
        source=f"{_ACT} s.13(6)(b)",
        covers=("pregnancy_and_maternity", "sex"),
        asks="Is it special treatment in connection with pregnancy or childbirth?",
    ),
)
"""In Great Britain; Northern Ireland has its own law."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutePrompt:
    """An action that treats a protected group differently, and the routes to be considered.

    Attributes
    ----------
    action : Action
        The action.
    characteristic : str
        The protected characteristic.
    named : Route or None
        The route that the casebook names, where it is one of those known and can be about the characteristic.
    routes : tuple of Route
        Those that can be about it.
    words : str
        The prompt in a sentence.
    """

    action: Action
    characteristic: str
    named: Route | None
    routes: tuple[Route, ...]
    words: str


def route_prompts(actions: Iterable[Action], cells: dict[str, Cell]) -> tuple[RoutePrompt, ...]:
    """Ask of every action for a protected group by which lawful route it goes.

    Parameters
    ----------
    actions : iterable of Action
        What will be done.
    cells : dict of str to Cell
        What objections and findings are about, by id: an action because of them may be for their group.

    Returns
    -------
    tuple of RoutePrompt
        One for each action and protected characteristic that it names as its group, or names a route for.
        Actions for everybody need none.

    Examples
    --------
    >>> action = Action(
    ...     what="Go to the site",
    ...     owner=None,
    ...     due=None,
    ...     measure=None,
    ...     reach="service",
    ...     who=Cell(characteristic="ethnic_group", level="Gypsy or Irish Traveller"),
    ... )
    >>> [prompt] = route_prompts([action], {})
    >>> [route.name for route in prompt.routes][0], prompt.named
    ('positive action', None)
    """
    found = []
    for action in actions:
        for name in _characteristics(action, cells):
            routes = tuple(route for route in ROUTES if route.fits(name))
            if routes and action.status != "dropped":
                named = _named(action, routes)
                found.append(
                    RoutePrompt(
                        action=action,
                        characteristic=name,
                        named=named,
                        routes=routes,
                        words=_words(action, name, named, routes),
                    )
                )
    return tuple(found)


def _characteristics(action: Action, cells: dict[str, Cell]) -> list[str]:
    if action.who.characteristic:
        return [action.who.characteristic]
    if action.route is None:
        return []
    about = [cells[each].characteristic for each in action.because if each in cells]
    return list(dict.fromkeys(each for each in about if each))


def _named(action: Action, routes: Iterable[Route]) -> Route | None:
    given = " ".join((action.route or "").casefold().split())
    return next((route for route in routes if route.name == given), None)


def _words(action: Action, name: str, named: Route | None, routes: Iterable[Route]) -> str:
    about = PROTECTED[name].statutory_name
    if named is not None:
        return f"{named.name.capitalize()} ({named.source}): {named.asks}"
    known = "; ".join(f"{route.name} ({route.source})" for route in routes if not route.employment)
    if action.route:
        return f"It names “{action.route}”. Of {about} the Act knows: {known}."
    return f"It is for people of one group ({about}). By which route? The Act knows: {known}."
