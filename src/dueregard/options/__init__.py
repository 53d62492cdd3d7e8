"""What could be done: options as declared, checked and applied to people; a budget shared out."""

from dueregard.options.application import Applied, apply_option
from dueregard.options.asking import ask_engine
from dueregard.options.declared import DO_NOTHING, DeclaredOption, declared_options, load_with_options
from dueregard.options.draws import unit_draws
from dueregard.options.entitled import entitled_units
from dueregard.options.formulas import Formula, formulas_of
from dueregard.options.law import Law
from dueregard.options.parts import is_drawn, parts_of, take_up_columns, takes_from_people
from dueregard.options.prompts import Prompt, prompts_of
from dueregard.options.reading import option_from, read_option
from dueregard.options.rows import Rows, read_rows
from dueregard.options.specification import Option
from dueregard.options.uncertainty import draws_of, spread_of
from dueregard.options.units import Units, units_of

__all__ = [
    "DO_NOTHING",
    "Applied",
    "DeclaredOption",
    "Formula",
    "Law",
    "Option",
    "Prompt",
    "Rows",
    "Units",
    "apply_option",
    "ask_engine",
    "declared_options",
    "draws_of",
    "entitled_units",
    "formulas_of",
    "is_drawn",
    "load_with_options",
    "option_from",
    "parts_of",
    "prompts_of",
    "read_option",
    "read_rows",
    "spread_of",
    "take_up_columns",
    "takes_from_people",
    "unit_draws",
    "units_of",
]
