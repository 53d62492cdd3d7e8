"""What each option does: before and after on the same people, by group, with paired uncertainty."""

from dueregard.consequences.checking import check_options
from dueregard.consequences.failures import Failure
from dueregard.consequences.find import find_consequences
from dueregard.consequences.findings import Consequences, Flag
from dueregard.consequences.released import ReleasedConsequences, released_consequences
from dueregard.consequences.simulate import simulate
from dueregard.consequences.stage import ConsequencesFindings, OptionTold
from dueregard.consequences.welfare import (
    atkinson_equivalent,
    distributional_weight,
    kolm_equivalent,
    marginal_value_of_public_funds,
)

__all__ = [
    "Consequences",
    "ConsequencesFindings",
    "Failure",
    "Flag",
    "OptionTold",
    "ReleasedConsequences",
    "atkinson_equivalent",
    "check_options",
    "distributional_weight",
    "find_consequences",
    "kolm_equivalent",
    "marginal_value_of_public_funds",
    "released_consequences",
    "simulate",
]
