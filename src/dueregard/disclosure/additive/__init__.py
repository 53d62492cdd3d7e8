"""Tables that add up, as numbers: what must be withheld beside what is withheld, and what could be derived.

Nothing here knows of people, names or tables: a problem is a row of values, the equations between them, and
what is asked for each. :func:`protect` withholds, :func:`attack` derives what an outsider could.
"""

from dueregard.disclosure.additive.answers import Intervals, Protection
from dueregard.disclosure.additive.attack import attack
from dueregard.disclosure.additive.problem import AdditiveProblem
from dueregard.disclosure.additive.protect import protect

__all__ = ["AdditiveProblem", "Intervals", "Protection", "attack", "protect"]
