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
from dueregard.register.register import Register
from dueregard.register.running import sole_run

__all__ = [
    "SCHEDULES",
    "Break",
    "DiscountSchedule",
    "Entry",
    "Forecast",
    "IndicatorChange",
    "IndicatorRecord",
    "Made",
    "Register",
    "Verification",
    "discount_factor",
    "discount_schedule",
    "fix_indicators",
    "forecasts_of",
    "made_forecasts",
    "present_value",
    "record_forecasts",
    "record_review",
    "refuse_unexplained_removals",
    "sole_run",
]
