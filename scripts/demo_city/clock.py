"""The two clocks of the CityLearn files, and how they map to UTC.

Both clocks were found by looking at the sun (``data/demo/README.md`` has the figures):

* households and solar generation: row ``i`` is the hour that *starts* at ``i % 24`` o'clock on local
  wall time, daylight saving included, from 2016-08-01. Each of the 365 days has 24 rows;
* weather: row ``i`` is the hour that *ends* at the labelled hour of Pacific Standard Time, all year.

The two first rows are therefore the same hour, 2016-08-01T07:00Z, and the last rows too.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from .arrays import IntArray
from .layout import DAYS, HOURS, SOURCE_START, TIME_ZONE

FIRST_DAY = date(2016, 8, 1)

HOLIDAYS = frozenset(
    {
        date(2016, 9, 5),
        date(2016, 11, 24),
        date(2016, 12, 25),
        date(2016, 12, 26),
        date(2017, 1, 1),
        date(2017, 1, 2),
        date(2017, 1, 16),
        date(2017, 2, 20),
        date(2017, 5, 29),
        date(2017, 7, 4),
    }
)
"""Days on which people stay at home: Labor Day, Thanksgiving, Christmas, New Year, ..."""

WORKDAY, SATURDAY, SUNDAY = 0, 1, 2


def interval_starts() -> list[datetime]:
    """The UTC starts of all hours of the year, in order and without gaps."""
    return [SOURCE_START + timedelta(hours=hour) for hour in range(HOURS)]


def wall_clock() -> tuple[IntArray, IntArray]:
    """For each UTC hour the local day (0...364) and the local hour (0...23) it starts in.

    The hour from 01:00 occurs twice on 2016-11-06, the one from 02:00 never on 2017-03-12.
    """
    zone = ZoneInfo(TIME_ZONE)
    local = [start.astimezone(zone) for start in interval_starts()]
    days = np.array([(moment.date() - FIRST_DAY).days for moment in local], dtype=np.int64)
    hours = np.array([moment.hour for moment in local], dtype=np.int64)
    return days, hours


def day_types() -> IntArray:
    """Workday, Saturday, or Sunday and holiday, for each of the 365 local days."""
    return np.array([_day_type(FIRST_DAY + timedelta(days=day)) for day in range(DAYS)], dtype=np.int64)


def _day_type(day: date) -> int:
    if day in HOLIDAYS or day.weekday() == 6:
        return SUNDAY
    return SATURDAY if day.weekday() == 5 else WORKDAY
