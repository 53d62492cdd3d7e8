"""The append-only record of what was fixed, assessed and published."""

from dueregard.register.chain import Break, Verification
from dueregard.register.discounting import (
    SCHEDULES,
    DiscountSchedule,
    discount_factor,
    discount_schedule,
    present_value,
)
from dueregard.register.entry import Entry
from dueregard.register.filing import (
    Filed,
    Removal,
    filed,
    record_filed,
    record_withdrawn,
    removed_since,
)
from dueregard.register.forecasts import (
    Forecast,
    Made,
    forecasts_of,
    made_forecasts,
    record_forecasts,
    record_review,
)
from dueregard.register.indicators import (
    IndicatorChange,
    IndicatorRecord,
    fix_indicators,
    refuse_unexplained_removals,
)
from dueregard.register.kinds import KINDS, Kind, unknown_kinds
from dueregard.register.register import Register
from dueregard.register.running import sole_run
from dueregard.register.sources import RecordedSource, record_sources, recorded_sources

__all__ = [
    "KINDS",
    "SCHEDULES",
    "Break",
    "DiscountSchedule",
    "Entry",
    "Filed",
    "Forecast",
    "IndicatorChange",
    "IndicatorRecord",
    "Kind",
    "Made",
    "RecordedSource",
    "Register",
    "Removal",
    "Verification",
    "discount_factor",
    "discount_schedule",
    "filed",
    "fix_indicators",
    "forecasts_of",
    "made_forecasts",
    "present_value",
    "record_filed",
    "record_forecasts",
    "record_review",
    "record_sources",
    "record_withdrawn",
    "recorded_sources",
    "refuse_unexplained_removals",
    "removed_since",
    "sole_run",
    "unknown_kinds",
]
