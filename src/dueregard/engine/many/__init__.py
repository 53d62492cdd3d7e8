"""Many questions about the same people at once, from arrays in memory: every crossing in a few passes."""

from dueregard.engine.many.people import ManyPeople, can_take, many_people

__all__ = ["ManyPeople", "can_take", "many_people"]
