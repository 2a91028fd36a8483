"""What the source files turn out to hold: the evidence that ``data/demo/README.md`` quotes."""

from __future__ import annotations

from datetime import timedelta

import numpy as np

from .arrays import FloatArray
from .clock import FIRST_DAY
from .households import DEAD_HOUR_KWH
from .layout import DAYS, HOURS
from .sources import CityLearnYear

SOUTH_FACING = 0
"""Building 1: its array is symmetric about solar noon."""

UTC_OFFSET_HOURS = -8
LATITUDE, LONGITUDE = 34.09, -117.43
CLEAR_DIRECT_W_M2 = 600.0


def findings(source: CityLearnYear) -> str:
    """The evidence as lines of text."""
    weather = source.weather
    return "\n".join(
        [
            "",
            "middle of the solar day by month, in hours of the row number (row % 24 = 0 is 0...1 h):",
            "month    sun (PST)   building 1   weather",
            *_solar_noons(source.solar_w_per_kw[SOUTH_FACING], weather["Direct Solar Radiation [W/m2]"]),
            "",
            f"building 1's clock moves against the sun at: {_clock_changes(source.solar_w_per_kw[SOUTH_FACING])}",
            "",
            *_diffuse_is_global(weather),
            "",
            *_weather_against_households(source),
            "",
            *_households(source),
        ]
    )


def solar_noon(day: int) -> float:
    """When the sun stands highest over Fontana on a day of the year's rows, in hours of PST."""
    return 12 - _equation_of_time(day) / 60 + 15 * UTC_OFFSET_HOURS / 15 - LONGITUDE / 15


def _equation_of_time(day: int) -> float:
    """Minutes by which a sundial is ahead (Duffie and Beckman's short form)."""
    turn = 2 * np.pi * ((FIRST_DAY + timedelta(days=day)).timetuple().tm_yday - 81) / 364
    return float(9.87 * np.sin(2 * turn) - 7.53 * np.cos(turn) - 1.5 * np.sin(turn))


def _middles(series: FloatArray) -> FloatArray:
    days = series.reshape(DAYS, 24)
    return np.asarray((days * (np.arange(24) + 0.5)).sum(axis=1) / np.maximum(days.sum(axis=1), 1e-9))


def _solar_noons(array: FloatArray, direct: FloatArray) -> list[str]:
    months = np.array([(FIRST_DAY + timedelta(days=day)).strftime("%Y-%m") for day in range(DAYS)])
    sun = np.array([solar_noon(day) for day in range(DAYS)])
    lines = []
    for month in dict.fromkeys(months.tolist()):
        own = months == month
        values = [sun[own].mean(), np.median(_middles(array)[own]), np.median(_middles(direct)[own])]
        lines.append(f"{month}  {values[0]:9.2f} {values[1]:12.2f} {values[2]:9.2f}")
    return lines


def _clock_changes(array: FloatArray) -> str:
    """The days at which the week before and the week after differ by more than 0.8 h."""
    late = _middles(array) - np.array([solar_noon(day) for day in range(DAYS)])
    steps = [float(np.median(late[day : day + 7]) - np.median(late[day - 7 : day])) for day in range(7, DAYS - 7)]
    found = [day for day in range(7, DAYS - 7) if _is_peak(np.abs(steps), day - 7)]
    return ", ".join(f"{FIRST_DAY + timedelta(days=day)} ({steps[day - 7]:+.2f} h)" for day in found)


def _is_peak(steps: FloatArray, index: int) -> bool:
    around = steps[max(0, index - 5) : index + 6]
    return bool(steps[index] > 0.8 and steps[index] == around.max())


def _diffuse_is_global(weather: dict[str, FloatArray]) -> list[str]:
    """In bright sun, "diffuse" less the direct beam's vertical part is what the sky scatters."""
    diffuse, direct = weather["Diffuse Solar Radiation [W/m2]"], weather["Direct Solar Radiation [W/m2]"]
    bright = direct > CLEAR_DIRECT_W_M2
    lines = ['"diffuse" minus direct x cos(zenith) in bright sun, W/m2, by the clock assumed for row i % 24 = h:']
    for name, shift in (("h-1...h PST (ends at its label)", -1.0), ("h...h+1 PST", 0.0), ("h-2...h-1 PST", -2.0)):
        rest = (diffuse - direct * np.maximum(_cosine_of_zenith(shift), 0))[bright]
        lines.append(
            f"  {name:32} mean {rest.mean():6.1f}  sd {rest.std():6.1f}  below zero {100 * (rest < 0).mean():.1f} %"
        )
    lines.append(
        f'  largest "diffuse" value {diffuse.max():.0f} W/m2, its mean in bright sun {diffuse[bright].mean():.0f}'
    )
    return lines


def _cosine_of_zenith(shift_hours: float) -> FloatArray:
    rows = np.arange(HOURS)
    day = rows // 24
    of_year = np.array([(FIRST_DAY + timedelta(days=int(number))).timetuple().tm_yday for number in range(DAYS)])[day]
    noon = np.array([solar_noon(number) for number in range(DAYS)])[day]
    hour_angle = np.radians(15 * (rows % 24 + 0.5 + shift_hours - noon))
    declination = np.radians(23.45) * np.sin(2 * np.pi * (284 + of_year) / 365)
    latitude = np.radians(LATITUDE)
    return np.asarray(
        np.sin(latitude) * np.sin(declination) + np.cos(latitude) * np.cos(declination) * np.cos(hour_angle)
    )


def _weather_against_households(source: CityLearnYear) -> list[str]:
    """Correlation of daily departures from the 29-day median, at the best of lags up to 15 days too."""
    sun = _departures(source.solar_w_per_kw[[0, 2, 4, 5, 7]].mean(axis=0))
    load = _departures(source.consumption_kwh.mean(axis=0))
    bright = _departures(source.weather["Diffuse Solar Radiation [W/m2]"])
    warm = _departures(source.weather["Outdoor Drybulb Temperature [C]"])
    among = _departures(source.solar_w_per_kw[1])
    return [
        "correlation of daily departures from the season:",
        f"  building 1's array with building 2's        {_r(_departures(source.solar_w_per_kw[0]), among):+.2f}",
        f"  the arrays with the weather's irradiance    {_r(sun, bright):+.2f}   {_best_lag(sun, bright)}",
        f"  the households with the weather's warmth    {_r(load, warm):+.2f}   {_best_lag(load, warm)}",
    ]


def _departures(series: FloatArray) -> FloatArray:
    daily = series.reshape(DAYS, 24).sum(axis=1)
    padded = np.concatenate([daily[-14:], daily, daily[:14]])
    return np.asarray(daily - np.array([float(np.median(padded[day : day + 29])) for day in range(DAYS)]))


def _r(one: FloatArray, other: FloatArray) -> float:
    return float(np.corrcoef(one, other)[0, 1])


def _best_lag(one: FloatArray, other: FloatArray) -> str:
    tries = [(abs(_r(one, np.roll(other, lag))), lag) for lag in range(-15, 16)]
    strength, lag = max(tries)
    return f"(best within 15 days: {strength:.2f} at {lag:+d} d)"


def _households(source: CityLearnYear) -> list[str]:
    lines = ["building   mean kWh/h   hours near 0, %   days with 4 such   solar kWh/kW   middle of solar day, Aug"]
    for number, (load, sun) in enumerate(zip(source.consumption_kwh, source.solar_w_per_kw, strict=True), start=1):
        dead = load < DEAD_HOUR_KWH
        days = int((dead.reshape(DAYS, 24).sum(axis=1) >= 4).sum())
        noon = float(np.median(_middles(sun)[8:31]))
        lines.append(
            f"{number:8d} {load.mean():12.2f} {100 * dead.mean():17.1f} {days:18d}"
            f" {sun.sum() / 1000:14.0f} {noon:26.2f}"
        )
    return lines
