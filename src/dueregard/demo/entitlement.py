"""What decides who may have a grant: help with council tax, and a fixed address in the town."""

from __future__ import annotations

import numpy as np

from dueregard.demo.draws import Columns, along, stage_generator
from dueregard.demo.levels import code_of
from dueregard.demo.parameters_of_outcomes import Entitlement

__all__ = ["entitlement"]

_YOUNG = 30


def entitlement(seed: int, parameters: Entitlement, columns: Columns) -> Columns:
    """Draw which households are helped with their council tax, and which have had an address for a year.

    Both are facts that a council knows or asks for, and neither is about a characteristic. The second weighs
    on Gypsy or Irish Traveller households most.

    Parameters
    ----------
    seed : int
        The seed of the town.
    parameters : Entitlement
    columns : dict of str to ndarray
        Needs household, relationship, age, ethnicity, income.

    Returns
    -------
    dict of str to ndarray of int8, each of shape (people,)
        council_tax_help and fixed_address: the same for everybody in a household.
    """
    random = stage_generator(seed, "entitlement")
    reference = np.flatnonzero(columns["relationship"] == code_of("relationship", "reference person"))
    of_income = along(parameters.council_tax_help, columns["income"][reference])
    traveller = columns["ethnicity"][reference] == code_of("ethnicity", "Gypsy or Irish Traveller")
    young = columns["age"][reference] < _YOUNG
    settled = np.where(young, parameters.address_young, parameters.address)
    settled = np.where(traveller, parameters.address_traveller, settled)
    helped = random.random(len(reference)) < of_income
    fixed = random.random(len(reference)) < settled
    household = columns["household"]
    return {
        "council_tax_help": helped[household].astype(np.int8),
        "fixed_address": fixed[household].astype(np.int8),
    }
