"""The flags that describe a survey design, shared by every command that takes a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from cyclopts import Parameter

from dueregard.cli.flags import Switch
from dueregard.errors import UsageError

if TYPE_CHECKING:
    from dueregard.people import People

__all__ = ["Design"]


@Parameter(name="*", group="Survey design")
@dataclass(frozen=True, kw_only=True)
class Design:
    """How the people in the table were chosen.

    Parameters
    ----------
    weight
        Column of survey weights.
    strata
        Column of strata.
    cluster
        Column of primary sampling units; repeat for further stages.
    fpc
        Column of population sizes or sampling fractions, one for each stage.
    replicate_weights
        Pattern of the replicate-weight columns, for instance `rw_*`.
    replicate_method
        How the replicate weights were made.
    replicate_scale
        Overall scale of the replicate variance, when it is not the method's own.
    replicate_rscales
        A factor for each replicate (`jkn`, `given`); repeat in the order of the columns.
    replicate_multipliers
        The replicate columns multiply the weight; otherwise they are weights themselves.
    replicate_mse
        Measure the spread around the estimate itself, not around the mean of the replicates.
    fay_rho
        Fay's coefficient, between 0 and 1.
    lonely_psu
        What to do with a stratum that has one primary sampling unit.
    calibrate
        CSV file of known totals that the weights are brought to: columns `variable`, `level`, `total`.
        Crossed variables and their levels are joined by a star (`sex*age`, `f*16-34`); a total without a
        level is that of a column of numbers.
    calibration_method
        `raking` (iterative proportional fitting), `linear` (GREG), `logit`, or `poststratification`.
    calibration_bounds
        Lowest and highest ratio of calibrated to survey weight, for instance `0.3 3`.
    calibration_regression
        Whether survey weights count in the regression behind standard errors (as R's `calibrate` does) or
        everybody counts once (as its `rake` does).
    calibration_within
        Column of households or other clusters, whose people keep one weight.
    count
        `full` when the table is a complete register: then there is no sampling error.
    """

    weight: str | None = None
    strata: str | None = None
    cluster: list[str] | None = None
    fpc: list[str] | None = None
    replicate_weights: str | None = None
    replicate_method: Literal["jk1", "jkn", "brr", "fay", "bootstrap", "given"] | None = None
    replicate_scale: float | None = None
    replicate_rscales: list[float] | None = None
    replicate_multipliers: Switch = False
    replicate_mse: Switch = False
    fay_rho: float | None = None
    lonely_psu: Literal["adjust", "certainty", "average", "fail"] = "adjust"
    calibrate: str | None = None
    calibration_method: Literal["raking", "linear", "logit", "poststratification"] | None = None
    calibration_bounds: tuple[float, float] | None = None
    calibration_regression: Literal["weighted", "equal"] | None = None
    calibration_within: str | None = None
    count: Literal["sample", "full"] = "sample"

    def read(self, table: str, *, where: str | None = None) -> People:
        """Read the table with this design, keeping everybody in the design when `where` is given.

        Parameters
        ----------
        table : str
            A file of people.
        where : str, optional
            An expression that marks the domain.

        Returns
        -------
        People
        """
        from dueregard.people import read_people

        return read_people(
            table,
            weight=self.weight,
            strata=self.strata,
            cluster=self.cluster,
            fpc=self.fpc,
            replicate_weights=self._replicates(),
            lonely_psu=self.lonely_psu,
            calibration=self._known_totals(),
            count=self.count,
            where=where,
        )

    def _known_totals(self) -> dict[str, object] | None:
        told = {
            "method": self.calibration_method,
            "bounds": self.calibration_bounds,
            "regression": self.calibration_regression,
            "within": self.calibration_within,
        }
        given = {key: value for key, value in told.items() if value is not None}
        if self.calibrate is not None:
            return {"source": self.calibrate, **given}
        if given:
            raise UsageError(
                "How weights are to be calibrated is said, but not to which totals.",
                remedy="Add --calibrate with a CSV file of known totals: columns variable, level and total.",
            )
        return None

    def _replicates(self) -> dict[str, object] | None:
        told = {
            "method": self.replicate_method,
            "scale": self.replicate_scale,
            "rscales": self.replicate_rscales,
            "combined": False if self.replicate_multipliers else None,
            "mse": self.replicate_mse or None,
            "fay_rho": self.fay_rho,
        }
        given = {key: value for key, value in told.items() if value is not None}
        if self.replicate_weights is not None:
            return {"columns": self.replicate_weights, **given}
        if given:
            raise UsageError(
                "How replicate weights were made is said, but not which columns they are.",
                remedy="Add --replicate-weights with the pattern of their columns, for instance 'rw_*'.",
            )
        return None
