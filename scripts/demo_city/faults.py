"""Meter faults that we put into the load readings, so that the detector has something to find."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from .arrays import IntArray
from .layout import SOURCE_START, iso

HEADER = ("series", "start_utc", "end_utc", "kind", "description")


@dataclass(frozen=True)
class Fault:
    """A fault of one load point's meter.

    ``strength`` multiplies the true value (spike, theft) or, for a shift, is the offset as a share of
    the series' yearly mean. A dropout reads 0; a stuck meter repeats its last good value.
    """

    series: str
    kind: str
    first_day: int
    first_hour: int
    hours: int
    strength: float
    description: str

    @property
    def first_row(self) -> int:
        """Index of the first wrong interval."""
        return self.first_day * 24 + self.first_hour

    @property
    def rows(self) -> slice:
        """Indices of the wrong intervals."""
        return slice(self.first_row, self.first_row + self.hours)

    @property
    def start(self) -> datetime:
        """Start of the first wrong interval."""
        return SOURCE_START + timedelta(hours=self.first_row)

    @property
    def end(self) -> datetime:
        """End of the last wrong interval."""
        return self.start + timedelta(hours=self.hours)

    def cells(self) -> tuple[str, ...]:
        """The fault as a line of ``faults.csv``."""
        return (self.series, iso(self.start), iso(self.end), self.kind, self.description)


FAULTS = (
    Fault("MV3.101 Load 31", "stuck", 248, 5, 20, 0, "Register repeats one value for 20 hours"),
    Fault("MV3.101 Load 78", "spike", 262, 13, 2, 5, "Two hours at five times the true value"),
    Fault("MV3.101 Load 16", "dropout", 287, 9, 10, 0, "Reports zero for ten hours of daytime"),
    Fault("MV3.101 Load 102", "shift", 290, 6, 72, 0.6, "Three days higher by 60 % of the yearly mean"),
    Fault("MV3.101 Load 59", "stuck", 296, 10, 16, 0, "Register repeats one value for 16 hours"),
    Fault("MV3.101 Load 123", "theft", 298, 0, 576, 0.55, "24 days at 55 % of the true value: by-passed meter"),
    Fault("MV3.101 Load 9", "spike", 300, 3, 1, 6, "One hour of night at six times the true value"),
    Fault("MV3.101 Load 45", "dropout", 318, 16, 6, 0, "Reports zero over the evening peak"),
    Fault("MV3.101 Load 89", "spike", 327, 11, 3, 4, "Three hours at four times the true value"),
)
"""Days count from the first of the year; the product's "now" lies between day 305 and day 312."""


def apply_faults(watt_hours: IntArray, columns: list[str]) -> IntArray:
    """A copy of the readings (rows, columns) with every fault in it."""
    faulty = watt_hours.copy()
    for fault in FAULTS:
        column = columns.index(fault.series)
        faulty[fault.rows, column] = _distorted(watt_hours[:, column], fault)
    return faulty


def _distorted(series: IntArray, fault: Fault) -> IntArray | int:
    true = series[fault.rows]
    per_mille = round(fault.strength * 1000)
    match fault.kind:
        case "dropout":
            return 0
        case "stuck":
            return int(series[fault.first_row - 1])
        case "spike" | "theft":
            return true * per_mille // 1000
        case "shift":
            return true + int(series.sum()) // len(series) * per_mille // 1000
        case _:
            raise ValueError(f"unknown kind of fault: {fault.kind}")
