"""Puts the demo city together and writes its files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from shapely.geometry.base import BaseGeometry

from .arrays import IntArray
from .clock import interval_starts
from .faults import FAULTS, HEADER, apply_faults
from .generation import Generator, generation_readings
from .households import HouseholdPool, LoadPoint, draw_readings, dwellings, make_pool, peak_kw_per_household
from .layout import GENERATION_RESOLUTION_WH, LOAD_RESOLUTION_WH
from .manifest import manifest
from .network import Feeder, find_feeders, place
from .plans import PEOPLE_PER_DWELLING, PLANS
from .sources import CityLearnYear, Table, read_citylearn, read_network
from .weather import COLUMNS, require_shifted_predictions, weather_tenths
from .writing import rows_csv, series_csv, write_gzip, write_json, write_text
from .zones import geographic, zone_polygons

SUBSTATION_ZONE = -1
"""Of the one load on the substation's own busbar: it hangs on no feeder."""


@dataclass(frozen=True)
class DemoCity:
    """The city before it is written; readings in Wh, rows are hours."""

    tables: dict[str, Table]
    feeders: list[Feeder]
    polygons: list[BaseGeometry]
    points: list[LoadPoint]
    pool: HouseholdPool
    generators: list[Generator]
    clean_load: IntArray
    load: IntArray
    generation: IntArray
    source: CityLearnYear

    @property
    def load_columns(self) -> list[str]:
        """The load points' codes, in the order of the columns of ``load``."""
        return [point.code for point in self.points]


def make_city(simbench_wheel: Path, citylearn_wheel: Path) -> DemoCity:
    """Reads both wheels and computes everything; the same wheels give the same city."""
    tables = read_network(simbench_wheel)
    tables["Coordinates"] = place(tables["Coordinates"])
    source = read_citylearn(citylearn_wheel)
    require_shifted_predictions(source.weather)
    feeders = find_feeders(tables)
    points = _load_points(tables, feeders)
    pool = make_pool(source.consumption_kwh)
    clean = draw_readings(pool, points)
    generators = _solar_generators(tables)
    return DemoCity(
        tables=tables,
        feeders=feeders,
        polygons=zone_polygons(tables, feeders),
        points=points,
        pool=pool,
        generators=generators,
        clean_load=clean,
        load=apply_faults(clean, [point.code for point in points]),
        generation=generation_readings(source.solar_w_per_kw, generators),
        source=source,
    )


def write_city(city: DemoCity, folder: Path) -> None:
    """Writes every made file of ``data/demo`` below ``folder``."""
    starts = interval_starts()
    for name, table in city.tables.items():
        write_text(folder / "network" / f"{name}.csv", table.text())
    write_json(folder / "zones.geojson", _zones_geojson(city))
    load = _tenths(city.load, LOAD_RESOLUTION_WH)
    write_gzip(folder / "readings" / "load_kwh.csv.gz", series_csv(starts, city.load_columns, load))
    generation = _tenths(city.generation, GENERATION_RESOLUTION_WH)
    codes = [generator.code for generator in city.generators]
    write_gzip(folder / "readings" / "generation_kwh.csv.gz", series_csv(starts, codes, generation))
    titles = [column.column for column in COLUMNS]
    weather = series_csv(starts, titles, weather_tenths(city.source.weather))
    write_gzip(folder / "readings" / "weather.csv.gz", weather)
    write_text(folder / "faults.csv", rows_csv(HEADER, (fault.cells() for fault in FAULTS)))
    content = manifest(len(city.points), len(city.generators), len(city.feeders), len(FAULTS))
    write_json(folder / "demo.json", content)


def _load_points(tables: dict[str, Table], feeders: list[Feeder]) -> list[LoadPoint]:
    zones = {node: number for number, feeder in enumerate(feeders) for node in feeder.nodes}
    return [
        LoadPoint(row["id"], float(row["pLoad"]) * 1000, zones.get(row["node"], SUBSTATION_ZONE))
        for row in tables["Load"].records()
    ]


def _solar_generators(tables: dict[str, Table]) -> list[Generator]:
    """The low-voltage renewables, all taken as solar; the one hydro plant gets no readings."""
    return [
        Generator(row["id"], float(row["pRES"]) * 1000) for row in tables["RES"].records() if row["type"] == "lv_RES"
    ]


def _tenths(watt_hours: IntArray, resolution: int) -> IntArray:
    """Rounded to the meter's resolution, half up, in tenths of a kWh."""
    steps = (watt_hours + resolution // 2) // resolution
    return np.asarray(steps * (resolution // 100))


def _zones_geojson(city: DemoCity) -> dict[str, object]:
    peak = peak_kw_per_household(city.pool)
    features = [
        {
            "type": "Feature",
            "geometry": geographic(polygon),
            "properties": _zone_properties(city, number, feeder, peak),
        }
        for number, (feeder, polygon) in enumerate(zip(city.feeders, city.polygons, strict=True))
    ]
    return {"type": "FeatureCollection", "name": "operating zones", "features": features}


def _zone_properties(city: DemoCity, number: int, feeder: Feeder, peak_kw: float) -> dict[str, object]:
    plan = PLANS[feeder.code]
    points = [point for point in city.points if point.zone == number]
    homes = sum(dwellings(point, peak_kw) for point in points)
    return {
        "code": f"Z{number + 1:02d}",
        "name": plan.name,
        "population": homes * PEOPLE_PER_DWELLING,
        "dwellings": homes,
        "priority": plan.priority,
        "criticalSites": [
            {"name": site.name, "kind": site.kind, "nodeCode": site.node, "placedByUs": True} for site in plan.sites
        ],
        "feederCode": feeder.code,
        "headLine": feeder.head_line,
        "headSwitch": feeder.head_switch,
        "capacityKW": feeder.capacity_kw,
        "loadCodes": [point.code for point in points],
        "nodeCodes": feeder.nodes,
    }
