"""Whether it came true: what was forecast of the option taken up, scored by what was observed."""

from dueregard.consequences.monitoring.calibration import (
    Calibration,
    Leaning,
    calibration_of,
    calibrations_by,
    leanings_of,
    worse_than_forecast,
)
from dueregard.consequences.monitoring.matching import Matches, Scored, Unmatched, match
from dueregard.consequences.monitoring.monitoring import Due, Monitoring, due_dates, monitoring_of
from dueregard.consequences.monitoring.outturns import Outturn, as_decided, outturns_of
from dueregard.consequences.monitoring.scores import Score, interval_score, score, widened

__all__ = [
    "Calibration",
    "Due",
    "Leaning",
    "Matches",
    "Monitoring",
    "Outturn",
    "Score",
    "Scored",
    "Unmatched",
    "as_decided",
    "calibration_of",
    "calibrations_by",
    "due_dates",
    "interval_score",
    "leanings_of",
    "match",
    "monitoring_of",
    "outturns_of",
    "score",
    "widened",
    "worse_than_forecast",
]
