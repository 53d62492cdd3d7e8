"""Cells that add up: their values, what is shown of them, and what an outsider must not derive."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import ArrayLike, NDArray

from dueregard.errors import UsageError

__all__ = ["AdditiveProblem"]

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Counts = NDArray[np.int64]
CLOSE = 1e-6
"""How closely the values must satisfy the equations, relative to the largest value in each."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AdditiveProblem:
    """Cells of one or several linked tables, with everything that an outsider knows of them.

    Make one with :meth:`of`, which fills in what is usual and checks the rest. An outsider knows the
    equations, the limits `lower` and `upper` of every cell, and of each cell that is not withheld that it
    lies from `shown_lower` to `shown_upper`: its value when it is shown exactly, an interval when it is
    shown rounded. What he can derive of a withheld cell i is the interval of x[i] over all x that agree.

    It is protected when that interval reaches from `values` − `protection_lower` to `values` +
    `protection_upper` and is at least `protection_width` wide (sliding protection). More than the limits
    that anybody knows cannot be asked: each demand ends at `lower` and `upper`.

    Parameters
    ----------
    values : array, shape (n,)
        True values; counts, or magnitudes.
    lower, upper : array, shape (n,)
        What anybody knows of them beforehand.
    shown_lower, shown_upper : array, shape (n,)
        What is known of a cell that is not withheld.
    withheld : array of bool, shape (n,)
        The cells that must be withheld for their own sake (primary).
    protection_lower, protection_upper, protection_width : array, shape (n,)
        How far an outsider's interval must reach below and above the value, and how wide it must be; in the
        unit of the cell. Only asked of the primary cells.
    costs : array, shape (n,)
        What is lost when a cell is withheld; 0 where nothing is.
    equations : sparse matrix, shape (m, n)
        Each row times the true values is 0: 1 for the parts, -1 for the total.
    fixed : array of bool, shape (n,)
        Cells that can no longer be withheld, because they have been published.
    insiders : array of int, shape (n,)
        The number (1, 2 ...) of the one who knows this cell's value, being alone in it; 0 where there is
        none. The primary cells of others are protected from each of them as from everybody.

    References
    ----------
    Fischetti, M. and Salazar-González, J. J. (2001), Solving the cell suppression problem on tabular data
    with linear constraints, Management Science 47(7), 1008-1027: sections 2 and 3. Willenborg, L. and
    de Waal, T. (2001), Elements of Statistical Disclosure Control, chapter 6. Hundepool, A. et al. (2012),
    Statistical Disclosure Control, section 4.4.

    Examples
    --------
    >>> row = AdditiveProblem.of([3, 40, 43], equations=[[1, 1, -1]], withheld=[True, False, False])
    >>> row.values.tolist(), row.protection_upper.tolist()
    ([3.0, 40.0, 43.0], [1.0, 0.0, 0.0])
    """

    values: Floats
    lower: Floats
    upper: Floats
    shown_lower: Floats
    shown_upper: Floats
    withheld: Flags
    protection_lower: Floats
    protection_upper: Floats
    protection_width: Floats
    costs: Floats
    equations: sp.csr_matrix
    fixed: Flags
    insiders: Counts

    @classmethod
    def of(
        cls,
        values: ArrayLike,
        *,
        equations: object,
        withheld: ArrayLike,
        lower: ArrayLike | None = None,
        upper: ArrayLike | None = None,
        shown_lower: ArrayLike | None = None,
        shown_upper: ArrayLike | None = None,
        protection_lower: ArrayLike | None = None,
        protection_upper: ArrayLike | None = None,
        protection_width: ArrayLike | None = None,
        costs: ArrayLike | None = None,
        fixed: ArrayLike | None = None,
        insiders: ArrayLike | None = None,
        rounding: float = 0.0,
    ) -> AdditiveProblem:
        """Fill in what is usual, and check what was given.

        Parameters
        ----------
        values, equations, withheld
            As above; `equations` may be any matrix.
        lower, upper
            By default 0 (or the value, where it is negative) and no upper limit.
        shown_lower, shown_upper
            By default the values themselves, or what `rounding` leaves.
        protection_lower, protection_upper
            By default 1 for each withheld cell: no count is then exactly recoverable.
        protection_width
            By default nothing beyond the two.
        costs
            By default 1 + log(1 + |value|): few cells, and small ones.
        fixed, insiders
            By default none.
        rounding : float
            The base to which every shown value is rounded, to the nearest; 0 for exact values.

        Returns
        -------
        AdditiveProblem

        Raises
        ------
        UsageError
            If shapes differ, a number is missing, or the values break an equation or a limit.

        Examples
        --------
        >>> cell = AdditiveProblem.of([13, 13], equations=[[1, -1]], withheld=[False, False], rounding=5)
        >>> cell.shown_lower.tolist(), cell.shown_upper.tolist()
        ([12.5, 12.5], [17.5, 17.5])
        """
        true = np.asarray(values, dtype=float)
        primary = _filled(withheld, np.zeros(len(true), dtype=bool), dtype=np.bool_)
        near = rounding * np.floor(true / rounding + 0.5) if rounding else true
        below = _filled(protection_lower, primary.astype(float))
        above = _filled(protection_upper, primary.astype(float))
        made = cls(
            values=true,
            lower=_filled(lower, np.minimum(true, 0.0)),
            upper=_filled(upper, np.full(len(true), np.inf)),
            shown_lower=_filled(shown_lower, near - rounding / 2),
            shown_upper=_filled(shown_upper, near + rounding / 2),
            withheld=primary,
            protection_lower=below,
            protection_upper=above,
            protection_width=_filled(protection_width, np.zeros(len(true))),
            costs=_filled(costs, 1.0 + np.log1p(np.abs(true))),
            equations=sp.csr_matrix(equations, dtype=float),
            fixed=_filled(fixed, np.zeros(len(true), dtype=bool), dtype=np.bool_),
            insiders=_filled(insiders, np.zeros(len(true), dtype=np.int64), dtype=np.int64),
        )
        made.check()
        return made

    @property
    def cells(self) -> int:
        """How many cells there are."""
        return len(self.values)

    def check(self) -> None:
        """Raise a UsageError where the parts do not fit together; no value is quoted."""
        if self.equations.shape[1] != self.cells:
            raise UsageError(
                "The equations are not about these cells.",
                found=f"{self.cells} cells and {self.equations.shape[1]} columns.",
            )
        for name in _ROWS:
            given = getattr(self, name)
            if given.shape != (self.cells,):
                raise UsageError(
                    f"{name} is not one number for each cell.",
                    found=f"Its shape is {given.shape}, and there are {self.cells} cells.",
                )
            wrong = np.isnan(given) | (np.isinf(given) & (name not in {"lower", "upper"}))
            _refuse(wrong, f"{name} is not a number")
        for name in ("protection_lower", "protection_upper", "protection_width", "costs"):
            _refuse(getattr(self, name) < 0, f"{name} is negative")
        slack = CLOSE * (1.0 + np.abs(self.values))
        for name in ("", "shown_"):
            low, high = getattr(self, f"{name}lower"), getattr(self, f"{name}upper")
            outside = (self.values < low - slack) | (self.values > high + slack)
            _refuse(outside, f"the value is not from {name}lower to {name}upper")
        size = abs(self.equations) @ np.abs(self.values)
        broken = np.abs(self.equations @ self.values) > CLOSE * (1.0 + size)
        if broken.any():
            raise UsageError(
                "The values do not add up.",
                found=f"{int(broken.sum())} of {len(broken)} equations, first in row {int(broken.argmax())}.",
                remedy="Leave out equations that rounding or missing people have broken.",
            )


_ROWS = (
    *("values", "lower", "upper", "shown_lower", "shown_upper"),
    *("protection_lower", "protection_upper", "protection_width", "costs"),
    *("withheld", "fixed", "insiders"),
)


def _filled(given: ArrayLike | None, usual: NDArray[Any], dtype: type = np.float64) -> NDArray[Any]:
    """Take what was given, one number standing for all cells, or what is usual."""
    taken: NDArray[Any] = np.asarray(usual if given is None else given, dtype=dtype)
    return np.broadcast_to(taken, usual.shape).copy() if taken.ndim == 0 else taken


def _refuse(wrong: Flags, what: str) -> None:
    if wrong.any():
        first = int(wrong.argmax())
        raise UsageError(
            "A cell of a table cannot be protected as it is given.",
            found=f"In {int(wrong.sum())} of {len(wrong)} cells {what}, first in cell {first}.",
        )
