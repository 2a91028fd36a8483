"""The weather file: a clock, two honest names, and columns that must not be used."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .arrays import FloatArray, IntArray


@dataclass(frozen=True)
class WeatherColumn:
    """One column we keep, under the name of what it holds."""

    source: str
    column: str
    quantity: str
    unit: str
    title: str


COLUMNS = (
    WeatherColumn("Outdoor Drybulb Temperature [C]", "temperature_c", "air_temperature", "degC", "Outdoor temperature"),
    WeatherColumn("Relative Humidity [%]", "relative_humidity_pct", "relative_humidity", "%", "Relative humidity"),
    WeatherColumn(
        "Diffuse Solar Radiation [W/m2]",
        "global_horizontal_w_m2",
        "global_horizontal_irradiance",
        "W/m2",
        "Global horizontal irradiance",
    ),
    WeatherColumn(
        "Direct Solar Radiation [W/m2]",
        "direct_normal_w_m2",
        "direct_normal_irradiance",
        "W/m2",
        "Direct normal irradiance",
    ),
)
"""The source calls the third "diffuse"; it is global (``data/demo/README.md`` shows how we know)."""

PREDICTION_HOURS = (6, 12, 24)


def require_shifted_predictions(weather: dict[str, FloatArray]) -> None:
    """Raises ``ValueError`` unless every "prediction" column equals the future measurement exactly.

    They do in version 1.8.0, with the year wrapped round: they hold no forecast error, so that a model
    given them sees the future. They are not written out.
    """
    for column in COLUMNS:
        for hours in PREDICTION_HOURS:
            predicted = weather[f"{hours}h Prediction {column.source}"]
            if not np.array_equal(predicted, np.roll(weather[column.source], -hours)):
                raise ValueError(f"{hours} h prediction of {column.source!r} is no mere shift: look at it again")


def weather_tenths(weather: dict[str, FloatArray]) -> IntArray:
    """The kept columns in tenths of their units, shape (8760, columns), row ``i`` from 07:00Z + ``i`` h."""
    return np.stack([np.rint(weather[column.source] * 10).astype(np.int64) for column in COLUMNS], axis=1)
