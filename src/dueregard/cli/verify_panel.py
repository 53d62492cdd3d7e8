"""``dueregard verify-panel``: whether a published panel is what it claims."""

from __future__ import annotations

import sys

from dueregard.cli.answer import print_object
from dueregard.cli.flags import AsJson
from dueregard.cli.panel import read_record, read_tables
from dueregard.cli.progress import progress_bar
from dueregard.errors import UsageError

__all__ = ["verify_panel"]

MARKS = {True: "ok      ", False: "WRONG   ", None: "not done"}


def verify_panel(
    lottery: str,
    respondents: str | None = None,
    targets: str | None = None,
    /,
    *,
    seed: str | None = None,
    ticket: int | None = None,
    as_json: AsJson = False,
) -> int:
    """Check a published lottery, its draw and its panel, with code that has no part in making them.

    For example: `dueregard verify-panel drawn.json respondents.csv targets.csv`.

    Parameters
    ----------
    lottery
        A file that `dueregard panel --out` has written.
    respondents
        The volunteers. Without them quotas, addresses and the proof are not checked.
    targets
        The quotas.
    seed
        The seed as it was drawn in public: the draw in the file has to be of this one.
    ticket
        The number of the ticket as it was drawn in public.
    as_json
        Print one JSON object.
    """
    from dueregard.voices.panel.verifier.drawn import expected_draw
    from dueregard.voices.panel.verifier.verify import verify_panel as verify

    if (respondents is None) != (targets is None):
        raise UsageError("Give both the respondents and the targets, or neither.")
    record = read_record(lottery)
    with progress_bar(quiet=as_json) as progress:
        progress("Checking", 0.3)
        pool = quotas = None
        if respondents is not None and targets is not None:
            pool, quotas = read_tables(respondents, targets, record=record)
        checks = verify(record, pool=pool, targets=quotas)
        if seed is not None or ticket is not None:
            checks.append(expected_draw(record, seed=seed, ticket=ticket))
    failed = [check for check in checks if check.passed is False]
    verdict = (
        f"{len(failed)} of {len(checks)} checks failed: this is not what it claims to be."
        if failed
        else f"All {sum(check.passed is True for check in checks)} checks that were done passed."
    )
    if as_json:
        told = [check.to_dict() for check in checks]
        print_object({"estimates": [], "verified": not failed, "checks": told, "verdict": verdict})
    else:
        for check in checks:
            print(f"{MARKS[check.passed]}  {check.name}: {check.told}")
        print(verdict, file=sys.stdout)
    return 1 if failed else 0
