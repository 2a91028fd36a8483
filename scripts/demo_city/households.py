"""Builds each load point's readings as a sum of many real household-days.

A load point of 400 kW is over a hundred dwellings, and there are 17 real ones. Every dwelling of a
load point is one of the real households for the whole year (a seeded mixture, similar within a
zone); on each day it lives one of *that household's* real days: of the same day type, near in the
season, and on which all households together used about as much. No value is synthetic.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .arrays import BoolArray, FloatArray, IntArray
from .clock import day_types, wall_clock
from .layout import DAYS, SEED

EXCLUDED_HOUSEHOLDS = (11, 14)
"""Buildings 12 and 15 (counted from 0): nothing at night all year, a solar-shaped peak at noon."""

CLOCKLESS_HOUSEHOLDS = (9, 10, 15, 16)
"""Buildings 10, 11, 16, 17: their solar clock is off from 2017-02-24 to 2017-03-20."""

CLOCKLESS_DAYS = slice(207, 232)

DEAD_HOUR_KWH = 0.02
DEAD_HOURS = 4
"""A day with that many hours below that value is a metering gap, not a way of living."""

CANDIDATE_DAYS = 70
SEASON_SPREAD_DAYS = 36.0
LEVEL_SPREAD = 0.22
"""Wide enough that a day is a blend of some 40 days a household. Narrower spreads hand the swings
of 15 neighbouring houses on to the whole city: at 0.07 the weekly naive errs by 19 %, not 12 %."""

ZONE_CONCENTRATION = 2.0
POINT_CONCENTRATION = 30.0


@dataclass(frozen=True)
class HouseholdPool:
    """The real household-days that dwellings draw from."""

    watt_hours: IntArray
    """Shape (households, 365, 24), Wh per local hour."""
    usable: BoolArray
    """Shape (households, 365): days that are complete."""
    level: FloatArray
    """Shape (365,): what all households together used that day, relative to their mean."""

    @property
    def count(self) -> int:
        """Number of households in the pool."""
        return int(self.watt_hours.shape[0])


@dataclass(frozen=True)
class LoadPoint:
    """A load of the network that gets readings."""

    code: str
    rated_kw: float
    zone: int
    """Index of its zone; load points of one zone resemble each other."""


def make_pool(consumption_kwh: FloatArray) -> HouseholdPool:
    """The pool from the 17 households' hourly consumption, shape (17, 8760)."""
    kept = [house for house in range(consumption_kwh.shape[0]) if house not in EXCLUDED_HOUSEHOLDS]
    days = consumption_kwh.reshape(-1, DAYS, 24)
    usable = (days < DEAD_HOUR_KWH).sum(axis=2) < DEAD_HOURS
    usable[list(CLOCKLESS_HOUSEHOLDS), CLOCKLESS_DAYS] = False
    watt_hours = np.rint(days[kept] * 1000).astype(np.int64)
    return HouseholdPool(watt_hours, usable[kept], _cohort_level(watt_hours, usable[kept]))


def peak_kw_per_household(pool: HouseholdPool) -> float:
    """The pool's demand per dwelling in its ten highest hours: the after-diversity maximum demand."""
    weight = pool.usable[:, :, None]
    hourly = (pool.watt_hours * weight).sum(axis=0) / weight.sum(axis=0)
    return round(float(np.sort(hourly.ravel())[-10:].mean()) / 1000, 3)


def dwellings(point: LoadPoint, peak_kw: float) -> int:
    """How many dwellings together reach the load point's rated demand in their peak hour."""
    return max(1, round(point.rated_kw / peak_kw))


def draw_readings(pool: HouseholdPool, points: list[LoadPoint]) -> IntArray:
    """Energy of each UTC hour and load point in Wh, shape (8760, points)."""
    generator = np.random.Generator(np.random.PCG64([SEED, 1]))
    homes = _homes(pool, points, generator)
    local = np.zeros((len(points), DAYS, 24), dtype=np.int64)
    for day in range(DAYS):
        for house in range(pool.count):
            candidates, chances = _candidate_days(pool, house, day)
            drawn = generator.multinomial(homes[:, house], chances)
            local[:, day] += drawn @ pool.watt_hours[house, candidates]
    days, hours = wall_clock()
    return np.ascontiguousarray(local[:, days, hours].T)


def _cohort_level(watt_hours: IntArray, usable: BoolArray) -> FloatArray:
    daily = watt_hours.sum(axis=2).astype(float)
    usual = (daily * usable).sum(axis=1) / usable.sum(axis=1)
    relative = daily / usual[:, None]
    return np.asarray((relative * usable).sum(axis=0) / usable.sum(axis=0))


def _homes(pool: HouseholdPool, points: list[LoadPoint], generator: np.random.Generator) -> IntArray:
    """How many dwellings of each load point are which real household, shape (points, households)."""
    peak = peak_kw_per_household(pool)
    zones = 1 + max(point.zone for point in points)
    mixtures = generator.dirichlet(np.full(pool.count, ZONE_CONCENTRATION), size=zones)
    shares = [generator.dirichlet(POINT_CONCENTRATION * mixtures[point.zone] + 0.05) for point in points]
    return np.array(
        [generator.multinomial(dwellings(point, peak), share) for point, share in zip(points, shares, strict=True)]
    )


def _candidate_days(pool: HouseholdPool, house: int, day: int) -> tuple[IntArray, FloatArray]:
    """The days that ``house`` may live on ``day``, and their chances."""
    types = day_types()
    possible = np.flatnonzero(pool.usable[house] & (types == types[day]))
    distance = np.abs(possible - day)
    season = np.minimum(distance, DAYS - distance) / SEASON_SPREAD_DAYS
    level = np.log(pool.level[possible] / pool.level[day]) / LEVEL_SPREAD
    likeness = -0.5 * (season**2 + level**2)
    best = np.sort(possible[np.argsort(-likeness, kind="stable")[:CANDIDATE_DAYS]])
    chosen = likeness[np.searchsorted(possible, best)]
    chances = np.round(np.exp(chosen - chosen.max()), 6)
    return best, chances / chances.sum()
