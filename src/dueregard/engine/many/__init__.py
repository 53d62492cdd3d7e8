"""Many questions about the same people at once, from arrays in memory: every crossing in a few passes."""

from dueregard.engine.many.answerable import answerable
from dueregard.engine.many.joint import joint_over
from dueregard.engine.many.order import Paired, pairs_over
from dueregard.engine.many.people import (
    GroupCodes,
    ManyPeople,
    can_take,
    codes_of,
    key_of,
    many_people,
)
from dueregard.engine.many.settled import settled_over

__all__ = [
    "GroupCodes",
    "ManyPeople",
    "Paired",
    "answerable",
    "can_take",
    "codes_of",
    "joint_over",
    "key_of",
    "many_people",
    "pairs_over",
    "settled_over",
]
