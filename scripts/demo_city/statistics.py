"""How city-like the made readings are: the figures that ``data/demo/README.md`` quotes."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .arrays import FloatArray
from .clock import SUNDAY, WORKDAY, day_types, wall_clock
from .layout import DAYS
from .making import DemoCity

DAY = 24
WEEK = 168
WARM_UP = 8 * WEEK

Measure = Callable[[FloatArray], float]


def report(city: DemoCity) -> str:
    """The figures as lines of text; load without the injected faults."""
    load = city.clean_load / 1000
    zones = np.stack([_zone_sum(city, load, number) for number in range(len(city.feeders))], axis=1)
    net = zones - np.stack([_zone_solar(city, number) for number in range(len(city.feeders))], axis=1)
    total = load.sum(axis=1)
    lines = [
        "quantity                                        city   zones (median)   load points (median)",
        _row("mean, kW", total, zones, load, _mean),
        _row("highest hour, kW", total, zones, load, _peak),
        _row("load factor", total, zones, load, _load_factor),
        _row("correlation of successive hours", total, zones, load, _hourly_correlation),
        _row("day's shape against the month's, nRMSE %", total, zones, load, _shape_error),
        _row("same hour last week (168 h naive), nMAE %", total, zones, load, _weekly_naive),
        _row("same hour yesterday (24 h naive), nMAE %", total, zones, load, _daily_naive),
        _row("Sunday's energy against a workday's", total, zones, load, _sunday_ratio),
        _row("daily energy against the file's temperature, r", total, zones, load, _temperature(city)),
        "",
        f"coincidence of load points (city's peak / sum of peaks): {total.max() / load.max(axis=0).sum():.3f}",
        f"coincidence of zones: {total.max() / zones.max(axis=0).sum():.3f}",
        f"net load of zones, 168 h naive nMAE %: {_median(net, _weekly_naive):.1f}; lowest hour {net.min():.0f} kW",
        _zone_table(city, zones, net),
    ]
    return "\n".join(lines)


def _zone_sum(city: DemoCity, load: FloatArray, zone: int) -> FloatArray:
    return np.asarray(load[:, [point.zone == zone for point in city.points]].sum(axis=1))


def _zone_solar(city: DemoCity, zone: int) -> FloatArray:
    nodes = set(city.feeders[zone].nodes)
    places = {row["id"]: row["node"] for row in city.tables["RES"].records()}
    chosen = [places[generator.code] in nodes for generator in city.generators]
    return np.asarray(city.generation[:, chosen].sum(axis=1) / 1000)


def _row(title: str, total: FloatArray, zones: FloatArray, points: FloatArray, measure: Measure) -> str:
    return f"{title:46} {measure(total):8.3f} {_median(zones, measure):10.3f} {_median(points, measure):16.3f}"


def _median(columns: FloatArray, measure: Measure) -> float:
    return float(np.median([measure(columns[:, number]) for number in range(columns.shape[1])]))


def _mean(series: FloatArray) -> float:
    return float(series.mean())


def _peak(series: FloatArray) -> float:
    return float(series.max())


def _load_factor(series: FloatArray) -> float:
    return float(series.mean() / series.max())


def _hourly_correlation(series: FloatArray) -> float:
    return float(np.corrcoef(series[1:], series[:-1])[0, 1])


def _shape_error(series: FloatArray) -> float:
    """Each day's share of energy by hour against the mean of the same kind of day in its 28 days."""
    shapes = series.reshape(DAYS, DAY) / series.reshape(DAYS, DAY).mean(axis=1, keepdims=True)
    blocks = [shapes[start : start + 28] for start in range(0, DAYS - 27, 28)]
    return float(100 * np.mean([np.sqrt(((block - block.mean(axis=0)) ** 2).mean()) for block in blocks]))


def _weekly_naive(series: FloatArray) -> float:
    return _naive(series, WEEK)


def _daily_naive(series: FloatArray) -> float:
    return _naive(series, DAY)


def _naive(series: FloatArray, lag: int) -> float:
    errors = np.abs(series[WARM_UP:] - series[WARM_UP - lag : -lag])
    return float(100 * errors.mean() / np.abs(series[WARM_UP:]).mean())


def _sunday_ratio(series: FloatArray) -> float:
    days, _ = wall_clock()
    types = day_types()[days]
    return float(series[types == SUNDAY].mean() / series[types == WORKDAY].mean())


def _temperature(city: DemoCity) -> Measure:
    """Correlation of daily departures from the 29-day median: the season is taken out."""
    warmth = _departures(city.source.weather["Outdoor Drybulb Temperature [C]"])

    def measure(series: FloatArray) -> float:
        return float(np.corrcoef(_departures(series), warmth)[0, 1])

    return measure


def _departures(series: FloatArray) -> FloatArray:
    daily = series.reshape(DAYS, DAY).mean(axis=1)
    padded = np.concatenate([daily[-14:], daily, daily[:14]])
    usual = [float(np.median(padded[day : day + 29])) for day in range(DAYS)]
    return np.asarray(daily - np.array(usual))


def _zone_table(city: DemoCity, zones: FloatArray, net: FloatArray) -> str:
    lines = ["", "zone   capacity kW   highest load kW   loading   lowest net kW   168 h naive nMAE %"]
    for number, feeder in enumerate(city.feeders):
        top = zones[:, number].max()
        lines.append(
            f"Z{number + 1:02d} {feeder.capacity_kw:14d} {top:17.0f} {top / feeder.capacity_kw:9.2f}"
            f" {net[:, number].min():15.0f} {_weekly_naive(zones[:, number]):20.1f}"
        )
    return "\n".join(lines)
