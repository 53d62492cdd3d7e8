"""The stage: from what may be seen to the five-principle profile."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from dueregard.appraisal.combine import cell_of, unknown_of
from dueregard.appraisal.dominance import dominated, not_compared, trade_offs
from dueregard.appraisal.evidence import Evidence
from dueregard.appraisal.finding import PRINCIPLES, Finding, Principle
from dueregard.appraisal.instruments.registry import findings_of
from dueregard.appraisal.profile import Appraisal
from dueregard.appraisal.rules import RULES
from dueregard.options import DO_NOTHING

__all__ = ["appraise", "profile_of"]


def appraise(evidence: Evidence) -> Appraisal:
    """Appraise every option, doing nothing included, by every principle.

    Parameters
    ----------
    evidence : Evidence
        What may be seen; see :func:`dueregard.appraisal.evidence.evidence_of`.

    Returns
    -------
    Appraisal
        A cell for each principle and option, whatever the casebook lacks: what is missing is said in it.
    """
    names = [option.name for option in evidence.options]
    tried = evidence.consequences
    # An option that needs an extra which is not installed has only the name of its file.
    names += [each.option for each in tried.findings.failures if each.option not in names] if tried else []
    return profile_of(findings_of(evidence), options=(DO_NOTHING, *names))


def profile_of(findings: Iterable[Finding], *, options: Sequence[str]) -> Appraisal:
    """Combine findings by the rules.

    Parameters
    ----------
    findings : iterable of Finding
        Of any instruments, in any order; those without an option are about every option.
    options : sequence of str
        Doing nothing first.

    Returns
    -------
    Appraisal
        The same for the same findings, in whatever order they come.
    """
    sorted_by: dict[tuple[Principle, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        for option in options if finding.option is None else (finding.option,):
            sorted_by[finding.principle, option].append(finding)
    cells = {
        option: {
            principle: cell_of(principle, option, sorted_by[principle, option]) for principle in PRINCIPLES
        }
        for option in options
    }
    every = tuple(cells[option][principle] for principle in PRINCIPLES for option in options)
    used = {cell.rule for cell in every}
    return Appraisal(
        options=tuple(options),
        cells=every,
        dominated=dominated(options, cells),
        trade_offs=trade_offs(options, cells),
        not_compared=not_compared(options, cells),
        rules_applied=tuple(rule.id for rule in RULES if rule.id in used),
        unknown=unknown_of(gap for cell in every for gap in cell.gaps),
    )
