"""Checks the committed demo city against what it promises; needs only the standard library."""

from __future__ import annotations

import csv
import gzip
import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from .layout import HOURS, NETWORK_TABLES, SOURCE_START, instant, iso

MOST_BYTES = 5_000_000
CITY = (-117.43, 34.09)
CITY_DEGREES = 0.03
WEEK = 168

Ring = list[list[float]]


@dataclass(frozen=True)
class Readings:
    """A wide readings file: the hours, and each column's numbers."""

    starts: list[str]
    columns: dict[str, list[float]]


@dataclass(frozen=True)
class CommittedCity:
    """The files, parsed."""

    folder: Path
    tables: dict[str, list[dict[str, str]]]
    zones: list[dict[str, Any]]
    load: Readings
    generation: Readings
    weather: Readings
    faults: list[dict[str, str]]
    manifest: dict[str, Any]


def check(folder: Path) -> list[str]:
    """Everything that is wrong with the demo city in ``folder``; empty when nothing is."""
    try:
        city = _read_city(folder)
    except (OSError, ValueError, KeyError, IndexError) as error:
        return [f"cannot be read: {error}"]
    checks = (_network, _times, _load, _generation, _weather, _zone_members, _zone_shapes, _faults, _manifest)
    return [problem for each in checks for problem in each(city)]


def _read_city(folder: Path) -> CommittedCity:
    return CommittedCity(
        folder=folder,
        tables={name: _rows(folder / "network" / f"{name}.csv", ";") for name in NETWORK_TABLES},
        zones=json.loads((folder / "zones.geojson").read_text("utf-8"))["features"],
        load=_readings(folder / "readings" / "load_kwh.csv.gz"),
        generation=_readings(folder / "readings" / "generation_kwh.csv.gz"),
        weather=_readings(folder / "readings" / "weather.csv.gz"),
        faults=_rows(folder / "faults.csv", ","),
        manifest=json.loads((folder / "demo.json").read_text("utf-8")),
    )


def _rows(path: Path, delimiter: str) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=delimiter, strict=True))


def _readings(path: Path) -> Readings:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as stream:
        lines = list(csv.reader(stream))
    header, body = lines[0], lines[1:]
    if any(len(line) != len(header) for line in body):
        raise ValueError(f"{path.name} has lines of differing length")
    columns = {title: [float(line[index]) for line in body] for index, title in enumerate(header) if index > 0}
    return Readings([line[0] for line in body], columns)


def _network(city: CommittedCity) -> Iterator[str]:
    known = {name: {row["id"] for row in rows} for name, rows in city.tables.items() if name != "StudyCases"}
    references = (
        ("Node", "coordID", "Coordinates"),
        ("Line", "nodeA", "Node"),
        ("Line", "nodeB", "Node"),
        ("Line", "type", "LineType"),
        ("Switch", "nodeA", "Node"),
        ("Switch", "nodeB", "Node"),
        ("Transformer", "nodeHV", "Node"),
        ("Transformer", "nodeLV", "Node"),
        ("Transformer", "type", "TransformerType"),
        ("Load", "node", "Node"),
        ("RES", "node", "Node"),
        ("ExternalNet", "node", "Node"),
    )
    for table, column, target in references:
        missing = {row[column] for row in city.tables[table]} - known[target]
        if missing:
            yield f"{table}.{column} names what {target} does not have: {sorted(missing)[:3]}"
    for row in city.tables["Coordinates"]:
        if math.dist((float(row["x"]), float(row["y"])), CITY) > CITY_DEGREES:
            yield f"{row['id']} lies outside the city"


def _times(city: CommittedCity) -> Iterator[str]:
    expected = [iso(SOURCE_START + timedelta(hours=hour)) for hour in range(HOURS)]
    for name, readings in (("load", city.load), ("generation", city.generation), ("weather", city.weather)):
        if readings.starts != expected:
            yield f"{name} readings are not the {HOURS} hours from {expected[0]}"


def _load(city: CommittedCity) -> Iterator[str]:
    rated = {row["id"]: float(row["pLoad"]) * 1000 for row in city.tables["Load"]}
    if list(city.load.columns) != list(rated):
        yield "the load columns are not the ids of Load.csv in its order"
        return
    faulty = {fault["series"] for fault in city.faults}
    for code, values in city.load.columns.items():
        if min(values) < 0 or any(value * 2 != int(value * 2) for value in values):
            yield f"{code} has values below 0 or off the 0.5 kWh raster"
        if not 0.15 < sum(values) / HOURS / rated[code] < 0.6:
            yield f"{code} has an implausible mean for {rated[code]:.0f} kW rated"
        if code not in faulty and not 0.6 < max(values) / rated[code] < 1.3:
            yield f"{code} peaks at {max(values):.0f} kW, rated {rated[code]:.0f} kW"


def _generation(city: CommittedCity) -> Iterator[str]:
    rated = {row["id"]: float(row["pRES"]) * 1000 for row in city.tables["RES"] if row["type"] == "lv_RES"}
    if list(city.generation.columns) != list(rated):
        yield "the generation columns are not the lv_RES of RES.csv in its order"
        return
    dark = [row for row, start in enumerate(city.generation.starts) if start[11:13] in ("07", "08", "09", "10")]
    for code, values in city.generation.columns.items():
        if min(values) < 0 or max(values) > rated[code] + 0.05:
            yield f"{code} generates below 0 or above its rated {rated[code]} kW"
        if any(values[row] > 0.01 * rated[code] for row in dark):
            yield f"{code} generates in the dead of night"
        if not 900 < sum(values) / rated[code] < 2000:
            yield f"{code} yields {sum(values) / rated[code]:.0f} kWh per kW in the year"


def _weather(city: CommittedCity) -> Iterator[str]:
    bounds = {
        "temperature_c": (-10, 50),
        "relative_humidity_pct": (0, 100),
        "global_horizontal_w_m2": (0, 1200),
        "direct_normal_w_m2": (0, 1200),
    }
    if list(city.weather.columns) != list(bounds):
        yield f"the weather columns are {list(city.weather.columns)}"
        return
    for name, values in city.weather.columns.items():
        low, high = bounds[name]
        if min(values) < low or max(values) > high:
            yield f"{name} leaves {low} to {high}"


def _zone_members(city: CommittedCity) -> Iterator[str]:
    nodes = {row["id"] for row in city.tables["Node"]}
    lines = {row["id"] for row in city.tables["Line"]}
    hosts = {row["id"]: row["node"] for row in city.tables["Load"]}
    owners: dict[str, str] = {}
    for zone in city.zones:
        properties = zone["properties"]
        code, members = properties["code"], set(properties["nodeCodes"])
        for node in members & set(owners):
            yield f"{node} is in {owners[node]} and in {code}"
        owners.update(dict.fromkeys(members, code))
        if members - nodes:
            yield f"{code} names nodes that the network does not have"
        if properties["headLine"] not in lines:
            yield f"{code} has an unknown head line"
        if properties["loadCodes"] != [load for load, node in hosts.items() if node in members]:
            yield f"{code}'s loads are not those at its nodes"
        if not {site["nodeCode"] for site in properties["criticalSites"]} <= members:
            yield f"{code} has a critical site at another zone's node"
        if properties["priority"] not in (1, 2, 3) or properties["population"] <= 0 or properties["capacityKW"] <= 0:
            yield f"{code} has an implausible priority, population or capacity"
    if len(city.zones) != 10:
        yield f"there are {len(city.zones)} zones"
    outside = [load for load, node in hosts.items() if node not in owners]
    if outside != ["HV1_MV3.101_load"]:
        yield f"loads in no zone: {outside}; only the substation's own should be"


def _zone_shapes(city: CommittedCity) -> Iterator[str]:
    rings: dict[str, Ring] = {zone["properties"]["code"]: zone["geometry"]["coordinates"][0] for zone in city.zones}
    places = {row["id"]: (float(row["x"]), float(row["y"])) for row in city.tables["Coordinates"]}
    position = {row["id"]: places[row["coordID"]] for row in city.tables["Node"]}
    hosts = {row["id"]: row["node"] for row in city.tables["Load"]}
    for zone in city.zones:
        properties = zone["properties"]
        code = properties["code"]
        if zone["geometry"]["type"] != "Polygon" or rings[code][0] != rings[code][-1]:
            yield f"{code} is no closed polygon"
        for load in properties["loadCodes"]:
            if load in hosts and not _inside(position[hosts[load]], rings[code]):
                yield f"{load} lies outside its zone {code}"
    for east in range(-60, 61):
        for north in range(-60, 61):
            place = (CITY[0] + east * 0.00041, CITY[1] + north * 0.00043)
            around = [code for code, ring in rings.items() if _inside(place, ring)]
            if len(around) > 1:
                yield f"{around} overlap at {place}"


def _inside(place: tuple[float, float], ring: Ring) -> bool:
    """Whether a ray from ``place`` crosses the ring an odd number of times."""
    x, y = place
    inside = False
    for (x1, y1), (x2, y2) in pairwise(ring):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


def _faults(city: CommittedCity) -> Iterator[str]:
    for fault in city.faults:
        code, kind = fault["series"], fault["kind"]
        first = int((instant(fault["start_utc"]) - SOURCE_START).total_seconds()) // 3600
        last = int((instant(fault["end_utc"]) - SOURCE_START).total_seconds()) // 3600
        if code not in city.load.columns or not WEEK <= first < last <= HOURS:
            yield f"the {kind} of {code} is outside the readings"
            continue
        values = city.load.columns[code]
        if not _visible(kind, values, first, last):
            yield f"the {kind} of {code} cannot be seen in the readings"


def _visible(kind: str, values: list[float], first: int, last: int) -> bool:
    faulty = values[first:last]
    usual = sum(values[first - WEEK : first]) / WEEK
    mean = sum(faulty) / len(faulty)
    match kind:
        case "dropout":
            return max(faulty) == 0
        case "stuck":
            return len(set(faulty)) == 1 and faulty[0] == values[first - 1]
        case "spike":
            return min(faulty) > 2 * max(values[first - 1], values[last])
        case "shift":
            return mean > 1.2 * usual
        case "theft":
            return mean < 0.85 * usual
        case _:
            return False


def _manifest(city: CommittedCity) -> Iterator[str]:
    content = city.manifest
    if content["sourceStart"] != city.load.starts[0] or content["counts"]["loads"] != len(city.load.columns):
        yield "demo.json does not describe the readings"
    if content["counts"]["faults"] != len(city.faults):
        yield "demo.json does not count the faults right"
    for name, file in content["files"].items():
        if not (city.folder / file["path"]).exists():
            yield f"demo.json names a file for {name} that is not there"
    size = sum(path.stat().st_size for path in city.folder.rglob("*") if path.is_file())
    if size > MOST_BYTES:
        yield f"the folder has {size} bytes, more than {MOST_BYTES}"
