"""An option as its author writes it: who it is for, what they get, who takes it up, and who pays."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from dueregard.casebook.characteristics import PROTECTED, canonical_name
from dueregard.casebook.fields import Names, Number, Part, Share, Text, Truth, Whole, Words
from dueregard.options.constants import constant
from dueregard.options.later import Formula, Later, Year, problem_of_years
from dueregard.options.legal_change import Assumed, EngineName, Months, Parameters, problem_of

__all__ = [
    "CostCap",
    "Kind",
    "Option",
    "PartOfOption",
    "Payment",
    "TakeUp",
    "Uncertainty",
    "Unit",
    "Withdrawal",
]

Kind = Literal[
    "cash", "in_kind", "charge_reduction", "wage_floor", "place_grant", "service_change", "parameter"
]
Unit = Literal["person", "family", "household", "place"]


def _rate(value: Any) -> Any:
    if isinstance(value, dict | TakeUp):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise PydanticCustomError("plain", "must be a share such as 0.5, or a table with `rate`")
    return {"rate": value}


def _year(value: Any) -> Any:
    if isinstance(value, dict):
        for year in value:
            if not (isinstance(year, int) or (isinstance(year, str) and year.isdecimal() and len(year) == 4)):
                raise PydanticCustomError("plain", "must be by year, such as 2027 = 0.5")
    return value


def _one_line(value: str) -> str:
    if not value.isprintable():
        raise PydanticCustomError("plain", "must be one line of plain letters, without control characters")
    return value


def _no_truth(value: Any) -> Any:
    if isinstance(value, bool):
        raise PydanticCustomError("plain", "must be a number, or an expression in quotation marks")
    return value


def _characteristics(value: dict[str, str]) -> dict[str, str]:
    for name in value.values():
        if canonical_name(name) not in PROTECTED:
            known = ", ".join(PROTECTED)
            raise PydanticCustomError(
                "plain", f"must name what the column stands for, one of {known}; found {name!r}"
            )
    return value


Name = Annotated[Text, AfterValidator(_one_line)]
Money = Annotated[Formula, BeforeValidator(_no_truth, json_schema_input_type=str | int | float)]
Positive = Annotated[Number, Field(gt=0)]
NotNegative = Annotated[Number, Field(ge=0)]


class TakeUp(Part):
    """Who, of those that may have it, comes to have it."""

    rate: Share = 1.0
    """The share of eligible units that take it up, where `rates` says nothing else."""
    by: Text | None = None
    """A column by which the rate differs."""
    rates: Annotated[dict[str, Share], Field(default_factory=dict)]
    """The rate of each value of that column."""
    mode: Literal["draw", "expected"] = "draw"
    """`draw`: each unit takes it up or not. `expected`: each gets the rate times the amount."""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if bool(self.rates) != (self.by is not None):
            raise PydanticCustomError("plain", "needs both `by` and `rates`, or neither")
        return self

    @property
    def certain(self) -> bool:
        """Whether everybody takes it up."""
        return self.rate == 1.0 and all(rate == 1.0 for rate in self.rates.values())


class Withdrawal(Part):
    """How the amount shrinks as means grow."""

    against: Formula
    """What it is withdrawn against, such as an income."""
    start: Annotated[Number, Field(alias="from")] = 0.0
    """Up to here nothing is withdrawn."""
    rate: Share
    """How much of each further pound."""


class CostCap(Part):
    """The most that may be spent."""

    total: Positive
    """The budget."""
    rule: Literal["scale", "ration", "fail"] = "scale"
    """`scale` all amounts down alike, `ration` whole amounts by need, or `fail`."""
    need: Formula | None = None
    """For `ration`: who comes first."""
    first: Literal["highest", "lowest"] = "highest"
    """For `ration`: whether the highest or the lowest value of `need` comes first."""

    @model_validator(mode="after")
    def _rationed(self) -> Self:
        if (self.rule == "ration") != (self.need is not None):
            raise PydanticCustomError("plain", 'needs `need` where the rule is "ration", and only there')
        return self


class Payment(Part):
    """Who of the same people bears the cost."""

    share: Share = 1.0
    """The share of the cost that these people bear; the rest is borne elsewhere."""
    by: Formula = "equal"
    """`equal` for so much a head, or a column or expression that payments are proportional to."""
    among: Formula = "true"
    """Who pays."""
    source: Words = None
    """Where this is from."""


class Uncertainty(Part):
    """How uncertain the amount or effect is: in amounts, or as a multiple of what is written."""

    distribution: Literal["normal", "uniform", "interval"]
    """`normal` with a standard deviation; `uniform` from low to high; a normal whose `interval` that is."""
    sd: Positive | None = None
    """Standard deviation of the multiple; 0.1 is a tenth of the amount."""
    low: Number | None = None
    """Lowest multiple."""
    high: Number | None = None
    """Highest multiple."""
    sd_amount: Positive | None = None
    """Standard deviation in the unit of the amount, where `amount` is one number."""
    low_amount: Number | None = None
    """Lowest amount or effect."""
    high_amount: Number | None = None
    """Highest amount or effect."""
    level: Annotated[Number, Field(gt=0, lt=1)] = 0.95
    """Confidence level of the interval."""

    @property
    def in_amounts(self) -> bool:
        """Whether it is written in the unit of the amount; then multiples follow from the amount."""
        return not (self.sd_amount is self.low_amount is self.high_amount is None)

    @model_validator(mode="after")
    def _complete(self) -> Self:
        multiples, amounts = (
            (self.sd, self.low, self.high),
            (self.sd_amount, self.low_amount, self.high_amount),
        )
        if self.in_amounts and multiples != (None, None, None):
            raise PydanticCustomError("plain", "is given in amounts or as multiples, not in both")
        sd, low, high = amounts if self.in_amounts else multiples
        if self.distribution == "normal":
            if sd is None or low is not None or high is not None:
                raise PydanticCustomError(
                    "plain", "of a normal distribution is given by `sd` or `sd_amount` alone"
                )
        elif sd is not None or low is None or high is None:
            raise PydanticCustomError(
                "plain", "is given by `low` and `high`, or by `low_amount` and `high_amount`"
            )
        elif not self.in_amounts and (not low <= 1 <= high or low == high):
            raise PydanticCustomError(
                "plain", "must reach from below 1 to above 1: it multiplies the amount as written"
            )
        return self


class PartOfOption(Part):
    """One of several things that an option does at once, each with its own people, amount and take-up."""

    name: Name
    """What this part is, such as `the pass ends`."""
    eligible: Formula = "true"
    """A condition on people; a unit is eligible when one of its members is."""
    amount: Money
    """What an eligible unit gets, or gives up when below nought."""
    at_most: Formula | None = None
    """A ceiling on each amount."""
    amounts_below_zero: Literal["refuse", "allow"] = "refuse"
    """Whether this part may take money from people."""
    cost: Formula | None = None
    """What a unit costs, where that is not its amount."""
    take_up: Annotated[TakeUp, BeforeValidator(_rate)] = TakeUp(rates={})
    """Who takes this part up: a rate, or a table."""
    withdraw: Withdrawal | None = None
    """How the amount shrinks as means grow."""
    cost_cap: CostCap | None = None
    """The most that may be spent on this part."""
    evidence: Words = None
    """Where the amount or the take-up is from."""


class Option(Part):
    """One thing that could be done.

    The smallest has a name, a kind and an amount; everything else has a default that is printed with the
    answer: for everybody, per person, full take-up, no withdrawal, fully phased in, no cap, paid elsewhere.
    """

    name: Name
    """What the option is called."""
    kind: Kind
    """What is given or changed."""
    unit: Unit = "person"
    """Who is entitled: each person, family, household or place."""
    unit_column: Text | None = None
    """The column that says which family, household, place or person; else that of the command."""
    eligible: Formula = "true"
    """A condition on people; a unit is eligible when one of its members is."""
    amount: Money | None = None
    """What an eligible unit gets in the outcome's unit and period; for a service change, the effect."""
    at_most: Formula | None = None
    """A ceiling on each amount, such as the charge that is reduced."""
    amounts_below_zero: Literal["refuse", "allow"] = "refuse"
    """Whether the option may take money from people."""
    floor: Positive | None = None
    """Of a wage floor: pay per hour."""
    earnings: Formula | None = None
    """Of a wage floor: pay in the outcome's period."""
    hours: Formula | None = None
    """Of a wage floor: hours in the same period."""
    cost: Formula | None = None
    """What a unit costs, where that is not its amount; for a service change it must be said."""
    take_up: Annotated[TakeUp, BeforeValidator(_rate)] = TakeUp(rates={})
    """Who takes it up: a rate, or a table."""
    withdraw: Withdrawal | None = None
    """How the amount shrinks as means grow."""
    parts: tuple[PartOfOption, ...] = ()
    """Several things done at once to the same units, in place of one amount: `[[parts]]`."""
    phase_in: Annotated[dict[int, Share], BeforeValidator(_year), Field(default_factory=dict)]
    """The share of the amount that is paid from each year on."""
    starts: Year | None = None
    """The first year it is in force; by default that of `phase_in`, or the first that is looked at."""
    ends: Year | None = None
    """The last year it is in force; by default it does not end."""
    later: tuple[Later, ...] = ()
    """What people pay or get in later years because of it."""
    cost_cap: CostCap | None = None
    """The most that may be spent."""
    who_pays: Payment | None = None
    """Who of the same people bears the cost; by default somebody else."""
    uncertainty: Uncertainty | None = None
    """How uncertain the amount or effect is; intervals then hold that too."""
    counts_as_income: Truth = True
    """Whether what is given counts in the outcome; if not, only its cost does."""
    evidence: Words = None
    """Where the amount or the effect is from; a service change needs it."""
    outcome: Text | None = None
    """In a casebook: the outcome that it changes, where that is not the one of [consequences]."""
    authored_by: Names = ()
    """Who designed the option."""
    proxies: Annotated[dict[str, Text], AfterValidator(_characteristics), Field(default_factory=dict)]
    """Columns that stand for a protected characteristic: `postcode = "ethnic_group"`."""
    engine: EngineName | None = None
    """Of a parameter: the rules engine that holds the law."""
    year: Whole | None = None
    """Of a parameter: the start of the fiscal year; else that of the command."""
    parameters: Parameters
    """Of a parameter: the engine's paths, and what each is changed to."""
    inputs: Annotated[dict[str, Text], Field(default_factory=dict)]
    """Of a parameter: which column of the table an input of the engine is, where the names differ."""
    assume: Assumed
    """Of a parameter: one value for everybody of an input that the table lacks."""
    period: Months | None = None
    """Of a parameter: what the table's amounts of money are for; the engine's are for a year."""
    note: Words = None
    """Anything a reader should know."""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        problem = (
            _of_the_kind(self)
            or _of_amounts(self)
            or problem_of_years(self.starts, self.ends, self.phase_in, self.later)
        )
        if problem:
            raise PydanticCustomError("plain", problem)
        return self


def _of_the_kind(option: Option) -> str | None:
    """Say what the kind of option still needs, or must not have."""
    problem = problem_of(option)
    if problem or option.kind == "parameter":
        return problem
    if option.parts:
        return _of_parts(option)
    if option.kind == "place_grant" and option.unit != "place":
        return 'a place grant has unit = "place"'
    if option.kind == "service_change" and option.evidence is None:
        return "a service change needs `evidence`: the source of its effect"
    if option.kind == "service_change" and option.cost is None:
        return "a service change needs `cost`: what a unit costs, or saves when below nought"
    return _of_wages(option)


def _of_parts(option: Option) -> str | None:
    if option.kind in ("wage_floor", "service_change"):
        return f"an option of kind {option.kind!r} has no `parts`"
    own = [
        name
        for name in PartOfOption.model_fields
        if name not in ("name", "evidence") and getattr(option, name) != Option.model_fields[name].default
    ]
    if own:
        return f"an option with `parts` has no {_listed(own)} of its own: write that in a part"
    names = [part.name for part in option.parts]
    twice = next((name for name in names if names.count(name) > 1), None)
    return f"two parts are called {twice!r}: give each a name of its own" if twice else None


def _of_amounts(option: Option) -> str | None:
    """Bring an uncertainty in amounts to multiples of the amount, or say why that cannot be."""
    given = option.uncertainty
    if given is None or not given.in_amounts:
        return None
    amount = constant(option.amount or "")
    if not amount:
        return (
            "can have an uncertainty in amounts only where `amount` is one number other than nought: write "
            "`sd`, or `low` and `high`, as multiples of it"
        )
    if given.sd_amount is not None:
        found = {"sd": abs(given.sd_amount / amount)}
    else:
        assert given.low_amount is not None
        assert given.high_amount is not None
        if not given.low_amount <= amount <= given.high_amount or given.low_amount == given.high_amount:
            return f"has an `amount` of {amount:g}, which its `low_amount` and `high_amount` must enclose"
        low, high = sorted((given.low_amount / amount, given.high_amount / amount))
        found = {"low": low, "high": high}
    for name, multiple in found.items():
        # The table is read once; what follows from the amount is added while the option is being made.
        object.__setattr__(given, name, multiple)
    return None


def _of_wages(option: Option) -> str | None:
    wage = {"floor": option.floor, "earnings": option.earnings, "hours": option.hours}
    if option.kind == "wage_floor":
        absent = [name for name, value in wage.items() if value is None]
        if absent:
            return f"a wage floor needs {_listed(absent)}"
        if option.amount is not None:
            return "a wage floor has no `amount`: it follows from `floor`, `earnings` and `hours`"
        return None
    given = [name for name, value in wage.items() if value is not None]
    if given:
        return f"only a wage floor has {_listed(given)}"
    if option.amount is None:
        return "an option without an amount has no cost and no effect: `amount` is missing"
    return None


def _listed(names: list[str]) -> str:
    quoted = [f"`{name}`" for name in names]
    return " and ".join(quoted) if len(quoted) < 3 else f"{', '.join(quoted[:-1])} and {quoted[-1]}"
