"""The table of the casebook under ``[causes]``: how far what nobody chooses goes with how people fare."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from dueregard.casebook.characteristics import canonical_name
from dueregard.casebook.fields import Names, Part, Share, Text, Truth, Whole, Words

__all__ = ["CauseEdge", "Causes", "Decompose", "StrataOf"]

Estimator = Literal["tree", "forest", "parametric", "nonparametric", "expost"]

Method = Literal["twofold", "threefold", "kitagawa", "rif", "dfl", "logit"]

Coefficients = Literal["pooled", "neumark", "group", "reference", "reimers", "cotton"]


def _one_or_more(value: object) -> object:
    return [value] if isinstance(value, str) else value


class Decompose(Part):
    """A gap between two groups, to be told apart by what goes along with it."""

    outcome: Text
    """The outcome."""
    gap: Text
    """The characteristic or place whose groups are compared."""
    reference: Words = None
    """The group that the other is compared with; without it, as in the gaps."""
    other: Words = None
    """The other group; without it, the one that is furthest behind."""
    covariates: Names = ()
    """Columns, or expressions of columns such as age**2, by which the groups differ; without it, age, sex
    and the circumstances, which came before. What came after (a job, say) may itself be a part of the
    disadvantage: what it goes along with is then called explained, and is not justified."""
    method: Method | None = None
    """How; without it, twofold for numbers and logit for yes or no."""
    coefficients: Coefficients = "pooled"
    """Whose coefficients count as those without a disadvantage."""
    quantile: Annotated[Share, Field(gt=0, lt=1)] | None = None
    """For the method rif: the quantile, such as 0.5 for the median."""

    @field_validator("gap")
    @classmethod
    def _canonical(cls, gap: str) -> str:
        return canonical_name(gap)

    @model_validator(mode="after")
    def _quantile_is_of_rif(self) -> Self:
        if self.quantile is not None and self.method != "rif":
            raise PydanticCustomError("plain", 'gives a quantile, which only method = "rif" takes')
        return self


class StrataOf(Part):
    """Characteristics whose crossings are looked at as strata."""

    of: Annotated[tuple[Text, ...], Field(min_length=2)]
    """The characteristics, by name."""
    outcomes: Names = ()
    """The outcomes, by name; without it, those of [causes]."""

    @field_validator("of")
    @classmethod
    def _named_once(cls, of: tuple[str, ...]) -> tuple[str, ...]:
        names = tuple(canonical_name(name) for name in of)
        if len(set(names)) < len(names):
            raise PydanticCustomError("plain", "must name each characteristic once")
        return names


class CauseEdge(Part):
    """One line of the cause map: what is said to lead to what, and how that is known."""

    from_: Annotated[Text, Field(alias="from")]
    """What comes before."""
    to: Text
    """What comes after."""
    kind: Literal["descriptive", "associational", "causal"]
    """Whether the two are only counted, go together, or one is said to bring about the other."""
    assumption: Words = None
    """What must hold for it; a causal line needs one."""
    source: Words = None
    """Where it is shown; a causal line needs one."""
    outcomes: Names = ()
    """The outcomes that it is about, by name."""

    @model_validator(mode="after")
    def _causal_is_owned(self) -> Self:
        lacking = [name for name in ("assumption", "source") if getattr(self, name) is None]
        if self.kind == "causal" and lacking:
            raise PydanticCustomError(
                "plain",
                f"is causal and lacks its {' and its '.join(lacking)}: give it, or write "
                'kind = "associational"',
            )
        return self


class Causes(Part):
    """How inequality goes with circumstances of birth, what gaps go with, and which crossings stand out."""

    outcomes: Names = ()
    """The outcomes that are looked at, by name; without it, all that the people's table holds."""
    estimators: Annotated[
        tuple[Estimator, ...], BeforeValidator(_one_or_more, json_schema_input_type=str | list[str])
    ] = ("tree", "parametric", "nonparametric")
    """How the part that goes with circumstances is estimated, the headline first. Never one alone: the
    spread between them is shown."""
    alpha: Annotated[Share, Field(gt=0, lt=1)] = 0.01
    """The level at which the opportunity tree still splits, from 0 to 1."""
    min_size: Annotated[Whole, Field(ge=1)] = 50
    """The fewest people of a type of birth."""
    growth: Literal["auto", "design", "unweighted"] = "auto"
    """How forks of the tree are tested: by the survey design, or unweighted, by permutation of the people as
    interviewed; auto is by design, and unweighted with sampling weights alone. Means are always weighted."""
    scale: Literal["level", "log"] | None = None
    """Whether numbers are taken as they are, or their logarithms; without it, trees take them as they are and
    regressions take logarithms of amounts above nought, and log odds of yes or no."""
    missing: Literal["level", "drop"] = "level"
    """Whether people of whom a circumstance is not known are a level of their own, or are left out."""
    replicates: Annotated[Whole, Field(ge=20, le=2000)] = 50
    """Repeats behind the intervals."""
    null_draws: Annotated[Whole, Field(ge=0, le=9999)] = 0
    """Shuffles for a test of whether each group of circumstances goes with an outcome at all, such as 499;
    they take long. Without them, the tree's own tests say so: it forks by nothing that may be chance."""
    seed: Annotated[Whole, Field(ge=0)] = 1
    """The seed of repeats and forests."""
    widest_gaps: Annotated[Whole, Field(ge=0, le=20)] = 3
    """Of how many outcomes the widest gap is decomposed, where nothing is declared under decompose."""
    skip: Truth = False
    """Whether this stage is left out."""
    decompose: tuple[Decompose, ...] = ()
    """Gaps to be decomposed, in place of the widest."""
    strata: tuple[StrataOf, ...] = ()
    """Crossings to be looked at; without it, those of [[intersections]]."""
    map: tuple[CauseEdge, ...] = ()
    """The cause map."""

    @field_validator("estimators")
    @classmethod
    def _some_once(cls, estimators: tuple[str, ...]) -> tuple[str, ...]:
        if not estimators:
            raise PydanticCustomError("plain", "must name at least one estimator")
        return tuple(dict.fromkeys(estimators))
