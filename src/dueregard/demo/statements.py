"""What was put to the residents of Brackwater, and how the model makes them vote on it."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["ADDRESS", "STATEMENTS", "Planned"]

Effects = tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A statement and what was planted about it.

    Attributes
    ----------
    text : str
        Its words.
    agree : float
        Log-odds that somebody in the middle agrees rather than disagrees.
    camp : float
        What a step towards keeping the pass adds.
    effects : tuple of (str, float)
        What belonging to a group adds: "young" (under 30), "old" (65 and over), "disabled", "traveller".
    moderated : int
        -1 rejected, 0 not looked at, 1 approved.
    is_meta : bool
        Whether it is about the consultation and not about the pass.
    """

    text: str
    agree: float = 0.0
    camp: float = 0.0
    effects: Effects = field(default=())
    moderated: int = 1
    is_meta: bool = False


ADDRESS = "The grant should go only to people who have had a fixed address in the town for a year."
"""The statement that most residents agree to and a small group cannot live with."""

STATEMENTS: tuple[Planned, ...] = (
    Planned(text="Keep the free pass for every adult. It is simple and nobody has to beg for it.", camp=1.9),
    Planned(
        text="Spend the money on people who miss work, school or treatment because they cannot get there.",
        agree=0.5,
        camp=-1.7,
        effects=(("disabled", 0.8),),
    ),
    Planned(
        text="Bring back the evening buses before you change anything else.",
        agree=1.9,
        effects=(("young", 0.6),),
    ),
    Planned(
        text="The pass is no use to somebody who cannot get on the bus.",
        agree=0.4,
        camp=-1.1,
        effects=(("disabled", 2.4),),
    ),
    Planned(text=ADDRESS, agree=0.9, effects=(("traveller", -4.4), ("young", -0.3))),
    Planned(
        text="Nobody should have to prove every year that they are poor, or that they are disabled.",
        agree=1.5,
        effects=(("disabled", 1.5), ("traveller", 1.0)),
    ),
    Planned(
        text="Apprentices and people under 25 should keep free travel whatever happens.",
        agree=0.2,
        camp=0.6,
        effects=(("young", 2.2), ("old", -0.6)),
    ),
    Planned(
        text="Older people would be cut off without the pass.", agree=0.6, camp=1.4, effects=(("old", 0.9),)
    ),
    Planned(
        text="A taxi voucher would help me more than a bus pass.",
        agree=-0.9,
        camp=-0.9,
        effects=(("disabled", 2.3),),
    ),
    Planned(text="There must be one bus to the hospital from every ward, without a change.", agree=2.3),
    Planned(
        text="Those who can afford it should pay a small fare.",
        agree=0.2,
        camp=-1.8,
        effects=(("young", -0.4),),
    ),
    Planned(text="People who work nights get nothing from the pass.", agree=0.3, camp=-0.7),
    Planned(
        text="Asking for the grant on paper or in person must be as easy as online.",
        agree=2.0,
        effects=(("old", 0.8), ("traveller", 1.2)),
    ),
    Planned(text="The town cannot afford the pass any longer. End it.", agree=-1.3, camp=-1.5),
    Planned(
        text="Whoever travels with a disabled person should travel free.",
        agree=1.7,
        effects=(("disabled", 0.9),),
    ),
    Planned(
        text="I do not trust the council to share out a grant fairly.",
        agree=0.1,
        camp=0.9,
        effects=(("traveller", 1.8),),
        moderated=0,
    ),
    Planned(text="Try the grant in two wards for a year, then decide.", agree=0.8, camp=-0.5),
    Planned(
        text="School travel must not pay for any of this.", agree=1.1, effects=(("young", 0.4),), moderated=0
    ),
    Planned(
        text="Drivers should wait until everybody has sat down.",
        agree=2.1,
        effects=(("old", 0.6), ("disabled", 0.6)),
    ),
    Planned(
        text="What is saved should be spent on buses to the outer wards.", agree=0.7, camp=-0.3, moderated=0
    ),
    Planned(text="This page was hard to use on my phone.", agree=-0.6, is_meta=True),
    Planned(text="The man who runs the depot is only in it for himself.", agree=-0.5, moderated=-1),
    Planned(text="Selling a bicycle, hardly used, ask at the market on Saturdays.", agree=-2.0, moderated=-1),
    Planned(text="Keep the pass!!! Keep the pass!!!", camp=1.5, moderated=-1),
)
