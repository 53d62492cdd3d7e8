"""What a study of intersectional strata found: how much lies between them, and where each stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from dueregard.estimates import Record
from dueregard.estimates.support import Status, Support

__all__ = ["Family", "Figure", "FittedModel", "StrataFindings", "Stratum"]

Family = Literal["gaussian", "binomial"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number of the whole study, with its interval, or why there is none.

    Attributes
    ----------
    value : float, optional
        None where it cannot be had.
    se, low, high : float, optional
        Its uncertainty.
    status : {"ok", "approximate", "not_estimable"}
        Whether it may be relied on.
    reason : str, optional
        Why not.
    method : str
        How value and interval were made.
    """

    value: float | None
    se: float | None = None
    low: float | None = None
    high: float | None = None
    status: Status = "ok"
    reason: str | None = None
    method: str = ""

    @classmethod
    def absent(cls, reason: str) -> Figure:
        """Say why there is no number.

        Parameters
        ----------
        reason : str
            In words.

        Returns
        -------
        Figure
            Without a value.

        Examples
        --------
        >>> Figure.absent("there is one characteristic").status
        'not_estimable'
        """
        return cls(value=None, status="not_estimable", reason=reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class FittedModel:
    """One model of the strata, as it is told.

    Attributes
    ----------
    estimation : str
        ``REML``, ``ML``, ``Laplace`` or ``adaptive Gauss-Hermite, 15 points``; with weights, of which kind.
    variance : float
        Between strata, of their deviations from the fixed part.
    residual : float, optional
        Within strata, of a normal model.
    log_likelihood : float
        With all constants.
    coefficients : mapping of str to tuple of (float, float)
        Each of the fixed part with its standard error; a level is against the first of its characteristic.
    boundary : bool
        Whether the variance is estimated as 0.
    """

    estimation: str
    variance: float
    residual: float | None
    log_likelihood: float
    coefficients: Mapping[str, tuple[float, float]] = field(repr=False)
    boundary: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Stratum:
    """One stratum: people who are alike in every characteristic that was crossed.

    Attributes
    ----------
    levels : mapping of str to str
        Its level of each characteristic.
    n : int
        People with an outcome.
    n_eff : float
        Their effective number.
    events : int, optional
        Of a yes/no outcome, the people with a yes.
    raw, raw_se : float
        Mean outcome as it is: a share, of a yes/no outcome; no standard error of one person.
    shrunken, shrunken_se, low, high : float
        What the main-effects model (or, without one, the null model) predicts of its mean, with its own
        deviation as far as its size allows.
    expected : float, optional
        What the characteristics alone predict, each by itself.
    interaction, interaction_se, interaction_low, interaction_high : float, optional
        What its crossing adds to that, on the scale of the model: log odds, of a yes/no outcome.
    flagged : bool
        Whether the interval of the interaction leaves out 0.
    deviation, deviation_se : float
        From the mean of strata, in the null model, on the scale of the model.
    sparse : bool
        Whether so few people are in it that its place is mostly borrowed from the others.
    support : Support
        For the disclosure gate.
    """

    levels: Mapping[str, str]
    n: int
    n_eff: float
    events: int | None
    raw: float
    raw_se: float | None
    shrunken: float
    shrunken_se: float
    low: float
    high: float
    expected: float | None
    interaction: float | None
    interaction_se: float | None
    interaction_low: float | None
    interaction_high: float | None
    flagged: bool
    deviation: float
    deviation_se: float
    sparse: bool
    support: Support = field(repr=False)

    @property
    def label(self) -> str:
        """Its levels in one line: ``female, working``; codes with what they are of: ``sex 1``."""
        return ", ".join(
            f"{name} {level}" if level.lstrip("-").isdigit() else level for name, level in self.levels.items()
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StrataFindings:
    """Inequality between intersectional strata.

    Attributes
    ----------
    outcome : str
        As it was asked for.
    family : {"gaussian", "binomial"}
        Of the models.
    estimation : str
        How variances were estimated, in words: ``REML``, ``ML``, ``Laplace``, with weights or not.
    variables : mapping of str to str
        Names of the characteristics that were crossed, to what they are called in words.
    strata : tuple of Stratum
        From the lowest prediction to the highest.
    people : int
        People in them.
    vpc : Figure
        Share of the variance that lies between strata, in the null model; of a yes/no outcome, on the latent
        scale.
    pcv : Figure
        Share of the variance between strata that the characteristics explain one by one; from maximum
        likelihood, whatever `estimation` says.
    variance, variance_main : Figure
        Between strata, in the null and in the main-effects model, by `estimation`.
    variance_ml, variance_main_ml : Figure
        The same by maximum likelihood.
    mor : Figure
        Median odds ratio of two strata, of a yes/no outcome.
    auc, auc_main : Figure
        How well the predictions of strata tell yes from no, in the null and in the main-effects model.
    chance, chance_main : float, optional
        The p-value of no differences between strata, and of none beyond the main effects.
    null, main : FittedModel, optional
        The models.
    by_chance : float, optional
        How many strata one would expect to be flagged if no crossing added anything.
    statements : tuple of str
        What was found, in sentences.
    warnings : tuple of str
        What to be careful with.
    notes : tuple of str
        What was decided while reading.
    level : float
        Confidence level of all intervals.
    adjusted : tuple of str
        Covariates that both models hold constant.
    seed : int, optional
        Of what was drawn.
    """

    outcome: str
    family: Family
    estimation: str
    variables: Mapping[str, str]
    strata: tuple[Stratum, ...] = field(repr=False)
    people: int
    vpc: Figure
    pcv: Figure
    variance: Figure
    variance_main: Figure
    variance_ml: Figure
    variance_main_ml: Figure
    mor: Figure
    auc: Figure
    auc_main: Figure
    chance: float | None
    chance_main: float | None
    null: FittedModel | None
    main: FittedModel | None
    by_chance: float | None
    statements: tuple[str, ...]
    warnings: tuple[str, ...]
    notes: tuple[str, ...] = ()
    level: float = 0.95
    adjusted: tuple[str, ...] = ()
    seed: int | None = None
    unit: str | None = None
    withheld: tuple[Mapping[str, str], ...] = ()

    @property
    def main_is_uneven(self) -> bool:
        """Whether REML leaves a variance beyond the main effects where maximum likelihood leaves none."""
        return self.variance_main_ml.value == 0 and bool(self.variance_main.value)

    def told(self, statements: tuple[str, ...], warnings: tuple[str, ...]) -> StrataFindings:
        """Add what is said of the numbers.

        Parameters
        ----------
        statements, warnings : tuple of str
            Sentences.

        Returns
        -------
        StrataFindings
            With them.
        """
        return replace(self, statements=statements, warnings=warnings)

    @property
    def flagged(self) -> tuple[Stratum, ...]:
        """The strata whose crossing adds or takes away something, from the lowest prediction."""
        return tuple(each for each in self.strata if each.flagged)

    def records(self) -> list[Record]:
        """Give the public record of every number.

        Returns
        -------
        list of Record
            Of the study, then of each stratum: ``stratum_mean`` or ``stratum_probability``, ``raw_mean``,
            ``interaction`` and ``stratum_deviation``.
        """
        from dueregard.causes.strata.recording import records_of

        return records_of(self)

    def to_dict(self) -> dict[str, Any]:
        """Give what stands beside the records in the JSON of ``dueregard strata``.

        Returns
        -------
        dict
            ``vpc``, ``pcv``, ``variance`` and so on as numbers; what is absent is None, with its reason.
        """
        from dueregard.causes.strata.recording import study_of

        return study_of(self)
