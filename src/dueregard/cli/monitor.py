"""``dueregard monitor``: what was forecast of the option taken up, and what came of it."""

from __future__ import annotations

from dueregard.cli.answer import print_json
from dueregard.cli.flags import AsJson
from dueregard.errors import UsageError

__all__ = ["monitor"]


def monitor(*casebooks: str, as_json: AsJson = False) -> None:
    """Look back: score what was forecast of the option taken up by what came of it.

    Forecasts were written into the casebook's register when it was assessed. What was observed stands in its
    `outturns.csv`, and which option was taken up under `[decision]`. That they were compared is added to the
    register, once for the same content. See `docs/monitoring.md`.

    Parameters
    ----------
    casebooks
        The casebook: a folder with casebook.toml, or a workbook (.xlsx). With several, whether forecasts are
        as sure as they say is told over all of them.
    as_json
        Print one JSON object.
    """
    from dueregard.monitor import monitor as look_back
    from dueregard.publish import follow_ups

    if not casebooks:
        raise UsageError("CASEBOOK is needed.", remedy="Name the folder that `dueregard assess` was given.")
    looked = look_back(casebooks[0], *casebooks[1:])
    if as_json:
        from dataclasses import asdict

        print_json(
            [record.to_dict() for found in looked.found for record in found.records()],
            calibration=asdict(looked.together),
            casebooks=[
                {
                    "casebook": casebook.specification.question.title,
                    "reviewed": reviewed,
                    "publication": follow_ups(casebook),
                    **found.beside(),
                }
                for casebook, found, reviewed in zip(
                    looked.casebooks, looked.found, looked.reviewed, strict=True
                )
            ],
        )
    else:
        from dueregard.cli.monitored import print_monitored

        print_monitored(looked)
