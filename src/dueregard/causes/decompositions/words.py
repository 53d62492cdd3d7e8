"""What the parts of a decomposition are called, and what they must not be taken for."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["COMPONENTS", "NEVER_JUSTIFIED", "NOT_DISCRIMINATION", "component_words"]

COMPONENTS: Mapping[str, str] = {
    "explained": "goes with differences in the covariates (explained)",
    "unexplained": "does not (unexplained)",
    "endowments": "differences in the covariates (endowments)",
    "coefficients": "differences in what they go with (coefficients)",
    "interaction": "both at once (interaction)",
    "composition": "who people are (composition)",
    "rate": "what they have in each cell (rate)",
    "structure": "what people like them have (structure)",
    "specification_error": "error of the regression (specification)",
    "reweighting_error": "error of the reweighting",
    "rif_gap": "the gap by recentred influence, which the parts below add up to",
    "approximation_error": "what recentred influence misses of the gap (approximation error)",
}
"""What each component is called in words."""

NEVER_JUSTIFIED = (
    "'Explained' never means justified: what the groups differ in may itself come of unequal treatment, in "
    "schooling, in the work that was open to people, or in what was counted."
)
NOT_DISCRIMINATION = (
    "Nor is the unexplained part a measure of discrimination: it holds everything that was not observed, and "
    "it shrinks or grows with the covariates chosen. Both are associations."
)


def component_words(component: str) -> str:
    """Say what a component is.

    Parameters
    ----------
    component : str
        Its name.

    Returns
    -------
    str
        The name itself, with spaces, where no words are known.

    Examples
    --------
    >>> component_words("explained")
    'goes with differences in the covariates (explained)'
    """
    return COMPONENTS.get(component, component.replace("_", " "))
