"""How the people in a table were selected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from dueregard.engine.calibration_targets import Calibrated, Margin
from dueregard.errors import UsageError

__all__ = ["Calibrated", "Margin", "Poststrata", "ReplicateWeights", "SurveyDesign"]

ReplicateMethod = Literal["jk1", "jkn", "brr", "fay", "bootstrap", "given"]
Lonely = Literal["adjust", "certainty", "average", "fail"]

_METHODS = ("jk1", "jkn", "brr", "fay", "bootstrap", "given")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplicateWeights:
    """Columns of replicate weights and how their estimates make a variance.

    The variance is ``scale * sum(rscales * (replicate - centre)^2)``; the centre is the estimate of the
    whole sample with ``mse``, else the mean of the replicates.

    Attributes
    ----------
    columns : tuple of str
        The user's column names, one a replicate.
    method : {"jk1", "jkn", "brr", "fay", "bootstrap", "given"}
        How the replicates were made.
    scale : float, optional
        The factor of the whole sum; needed for ``given``, else the method's own.
    rscales : tuple of float, optional
        A factor per replicate; needed for ``jkn``, else ones.
    mse : bool
        Centre on the estimate of the whole sample.
    fay_rho : float
        Fay's shrinkage, in [0, 1).
    combined : bool
        Whether the columns are analysis weights (True) or multipliers of the weight.

    Raises
    ------
    UsageError
        When a needed constant is absent or there are fewer than two replicates.

    References
    ----------
    Lumley (2010), Complex Surveys, section 2.3; the constants are those of ``svrepdesign`` in R survey 4.5.

    Examples
    --------
    >>> ReplicateWeights(columns=("r1", "r2", "r3", "r4"), method="brr").factor
    0.25
    """

    columns: tuple[str, ...]
    method: ReplicateMethod
    scale: float | None = None
    rscales: tuple[float, ...] | None = None
    mse: bool = False
    fay_rho: float = 0.0
    combined: bool = True

    def __post_init__(self) -> None:
        if self.method not in _METHODS:
            raise UsageError(
                f"There is no replicate method {self.method!r}.",
                remedy=f"Choose from: {', '.join(_METHODS)}.",
            )
        if len(self.columns) < 2:
            raise UsageError("A variance needs at least two replicate weights.")
        if self.method == "given" and self.scale is None:
            raise UsageError("Replicate weights of method 'given' need their scale.")
        if self.method == "jkn" and self.rscales is None:
            raise UsageError(
                "Replicate weights of method 'jkn' need rscales.",
                remedy="Give one a replicate: usually (n - 1)/n with n the PSUs of its stratum.",
            )
        if self.rscales is not None and len(self.rscales) != len(self.columns):
            raise UsageError(
                "There must be one of rscales for each replicate weight.",
                found=f"{len(self.rscales)} factors for {len(self.columns)} columns.",
            )
        if not 0 <= self.fay_rho < 1:
            raise UsageError("Fay's rho must be at least 0 and below 1.")

    @property
    def factor(self) -> float:
        """The factor of the whole sum."""
        if self.scale is not None:
            return self.scale
        count = len(self.columns)
        return {
            "jk1": (count - 1) / count,
            "jkn": 1.0,
            "brr": 1 / count,
            "fay": 1 / (count * (1 - self.fay_rho) ** 2),
            "bootstrap": 1 / (count - 1),
        }[self.method]


@dataclass(frozen=True, slots=True, kw_only=True)
class Poststrata:
    """Known totals of people that the weights are brought to.

    Attributes
    ----------
    column : str or tuple of str
        The user's column that holds the post-stratum, or several that are crossed.
    totals : mapping of str (or tuple of str) to float
        People in the population by code, or by the codes of crossed columns.

    Examples
    --------
    >>> Poststrata(column="sex", totals={"f": 51.0, "m": 49.0}).calibrated.method
    'poststratification'
    """

    column: str | tuple[str, ...]
    totals: Mapping[Any, float]

    @property
    def calibrated(self) -> Calibrated:
        """The same as a calibration with one margin."""
        columns = (self.column,) if isinstance(self.column, str) else tuple(self.column)
        totals = {
            (key,) if isinstance(key, str) else tuple(key): float(total) for key, total in self.totals.items()
        }
        return Calibrated(margins=(Margin(columns=columns, totals=totals),), method="poststratification")


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyDesign:
    """How the people in a table were selected, in the user's column names.

    Attributes
    ----------
    weight : str, optional
        The sampling weight; without it everybody counts once, or as the finite population counts imply.
    strata : str, optional
        The stratum of the first stage.
    clusters : tuple of str
        The sampling units, one column a stage; without it each row is its own unit. PSU codes are nested
        in strata.
    fpc : tuple of str
        Finite populations, one column a stage: counts of units in the stratum, or fractions sampled.
    replicates : ReplicateWeights, optional
        Replicate weights, used instead of strata and clusters.
    poststrata : Poststrata, optional
        Known totals of the levels of one column, or of several crossed, that weights are brought to.
    calibration : Calibrated, optional
        Known totals of any kind, and how weights are brought to them; instead of ``poststrata``.
    lonely : {"adjust", "certainty", "average", "fail"}
        What a stratum with one unit contributes; "adjust" centres it on the mean of all units.
    count : {"sample", "full"}
        A full count has no sampling error.
    model : str, optional
        The superpopulation model on which the intervals of a full count rest.

    Raises
    ------
    UsageError
        When parts of it contradict each other.

    Examples
    --------
    >>> SurveyDesign(weight="rb050", strata="db040", clusters=("db030",)).rows_are_units
    False
    """

    weight: str | None = None
    strata: str | None = None
    clusters: tuple[str, ...] = ()
    fpc: tuple[str, ...] = ()
    replicates: ReplicateWeights | None = None
    poststrata: Poststrata | None = None
    calibration: Calibrated | None = None
    lonely: Lonely = "adjust"
    count: Literal["sample", "full"] = "sample"
    model: str | None = None

    def __post_init__(self) -> None:
        if len(self.fpc) > max(1, len(self.clusters)):
            raise UsageError(
                "There are more finite population columns than stages.",
                found=f"{len(self.fpc)} for {max(1, len(self.clusters))} stages.",
                remedy="Give one for each column of clusters, or one where people were sampled directly.",
            )
        if self.poststrata is not None and self.calibration is not None:
            raise UsageError(
                "Weights are brought to known totals once, and two ways are declared.",
                remedy="Make the post-strata a margin of the calibration.",
            )

    @property
    def stages(self) -> tuple[str, ...]:
        """The sampling units that count: later stages only as far as finite populations are given."""
        return self.clusters[: max(1, len(self.fpc))]

    @property
    def rows_are_units(self) -> bool:
        """Whether each row is its own sampling unit."""
        return not self.clusters

    @property
    def has_sampling_error(self) -> bool:
        """Whether estimates have a sampling source of error."""
        return self.count == "sample" or self.model is not None

    @property
    def known_totals(self) -> Calibrated | None:
        """The known totals that weights are brought to, however they were declared."""
        return self.calibration if self.poststrata is None else self.poststrata.calibrated

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that it names."""
        replicates = self.replicates.columns if self.replicates else ()
        known = self.known_totals.columns if self.known_totals else ()
        single = tuple(name for name in (self.weight, self.strata) if name is not None)
        return tuple(dict.fromkeys((*single, *self.clusters, *self.fpc, *known, *replicates)))
