"""``demo.json``: what the product needs to know to load the demo city and to speak of it honestly."""

from __future__ import annotations

from datetime import timedelta

from .layout import HOURS, INTERVAL_SECONDS, SOURCE_START, TIME_ZONE, iso
from .network import CENTRE_LATITUDE, CENTRE_LONGITUDE
from .weather import COLUMNS

# In the order of their importance: where there is little room, the first two titles are shown. The product puts the
# number of weeks in place of {weeks}.
NOTICES = (
    (
        "real-data-own-arrangement",
        "Real meters, real weather, a real network model; which household hangs where is ours",
        "Consumption and solar output were measured at 17 houses in Fontana, California, from August 2016 to "
        "July 2017. The network is SimBench's model of an urban 10 kV grid, laid over Fontana. Which household "
        "hangs where, the zones, their population, priority and critical sites are ours.",
    ),
    (
        "year-shifted",
        "Shown {weeks} weeks later than measured",
        "The readings of 2016 and 2017 are shown as if they were recent, moved by {weeks} whole weeks: weekdays are "
        "right, holidays and the changes of the clock fall on other dates.",
    ),
    (
        "load-points-are-mixtures",
        "A load point is a sum of real household days",
        "Every load point adds up the real days of as many of the 17 households as its rated demand needs. "
        "No value was synthesised; days were drawn among days of the same type, season and overall demand.",
    ),
    (
        "injected-faults",
        "Nine meter faults were put in on purpose",
        "So that you see the anomaly detector at work, nine faults (spike, dropout, stuck, shift, theft) were "
        "written into the load readings. faults.csv lists every one. Other oddities are the meters' own.",
    ),
    (
        "weather-of-another-year",
        "The weather is measured, but not on the same days",
        "The weather file that comes with the households does not belong to their days: it agrees with the "
        "season, not with the day (a hot day there is no hot day here). Expect it to help forecasts little.",
    ),
    (
        "no-weather-forecasts",
        "There are no weather forecasts",
        "The source's columns of predicted weather are the later measurements themselves, shifted. Using them "
        "would let a model see the future, so they are left out.",
    ),
)

SIMBENCH_ATTRIBUTION = (
    "SimBench, University of Kassel, TU Dortmund, RWTH Aachen University and Fraunhofer IEE, "
    "grid 1-MV-urban--0-sw; coordinates moved to Fontana"
)
CITYLEARN_ATTRIBUTION = (
    "CityLearn Challenge 2022 data, Intelligent Environments Laboratory (Jose Ramon Vazquez-Canteli, "
    "Kingsley Nweye, Zoltan Nagy); households recombined into load points"
)


def manifest(load_series: int, generation_series: int, zones: int, faults: int) -> dict[str, object]:
    """The content of ``demo.json``."""
    return {
        "formatVersion": 1,
        "name": "Fontana, California (demo)",
        "code": "fontana-demo",
        "timeZone": TIME_ZONE,
        "currency": "USD",
        "country": "US",
        "centre": {"longitude": CENTRE_LONGITUDE, "latitude": CENTRE_LATITUDE},
        "sourceStart": iso(SOURCE_START),
        "sourceEnd": iso(SOURCE_START + timedelta(seconds=HOURS * INTERVAL_SECONDS)),
        "intervalSeconds": INTERVAL_SECONDS,
        "counts": {"zones": zones, "loads": load_series, "solarGenerators": generation_series, "faults": faults},
        "files": _files(),
        "weatherStation": {
            "name": "CityLearn weather file (station not stated; the climate is that of the coast)",
            "longitude": CENTRE_LONGITUDE,
            "latitude": CENTRE_LATITUDE,
            "locationIsAssumed": True,
        },
        "notices": [{"id": code, "title": title, "text": text} for code, title, text in NOTICES],
        "licences": _licences(),
    }


def _files() -> dict[str, object]:
    return {
        "network": {"path": "network", "format": "simbench-csv"},
        "zones": {"path": "zones.geojson", "format": "geojson"},
        "load": {
            "path": "readings/load_kwh.csv.gz",
            "format": "wide-csv-gzip",
            "timeColumn": "start_utc",
            "quantity": "active_energy_consumed",
            "unit": "kWh",
            "resolution": 0.5,
            "columnsAre": "Load.csv id",
        },
        "generation": {
            "path": "readings/generation_kwh.csv.gz",
            "format": "wide-csv-gzip",
            "timeColumn": "start_utc",
            "quantity": "active_energy_generated",
            "unit": "kWh",
            "resolution": 0.1,
            "columnsAre": "RES.csv id",
        },
        "weather": {
            "path": "readings/weather.csv.gz",
            "format": "wide-csv-gzip",
            "timeColumn": "start_utc",
            "columns": [
                {"column": item.column, "quantity": item.quantity, "unit": item.unit, "title": item.title}
                for item in COLUMNS
            ],
        },
        "faults": {"path": "faults.csv", "format": "csv"},
    }


def _licences() -> list[dict[str, str]]:
    return [
        {
            "name": "SimBench network (network/, zones.geojson)",
            "licence": "ODbL-1.0",
            "url": "https://opendatacommons.org/licenses/odbl/1-0/",
            "attribution": SIMBENCH_ATTRIBUTION,
        },
        {
            "name": "CityLearn Challenge 2022 households, solar generation and weather (readings/)",
            "licence": "MIT",
            "url": "https://github.com/intelligent-environments-lab/CityLearn",
            "attribution": CITYLEARN_ATTRIBUTION,
        },
    ]
