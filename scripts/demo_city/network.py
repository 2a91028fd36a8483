"""The grid's graph, its feeders, and its place on the map."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from .sources import Table

CENTRE_LATITUDE = 34.0900
CENTRE_LONGITUDE = -117.4300
METRES_PER_DEGREE = 111_320.0
"""Of latitude, and of longitude at the equator: a sphere is exact enough for four kilometres."""

Point = tuple[float, float]


@dataclass(frozen=True)
class Feeder:
    """What hangs on one circuit breaker of the substation while the open points stay open."""

    code: str
    """``F01`` ... in the order of the head line's number."""
    head_line: str
    head_switch: str
    nodes: list[str]
    lines: list[str]
    capacity_kw: int
    """sqrt(3) x nominal voltage x thermal limit of the head line, unity power factor."""


def place(coordinates: Table) -> Table:
    """The coordinates moved to Fontana: north stays up, a metre stays a metre.

    ``x`` is longitude and ``y`` latitude (WGS 84) as in the original, with six decimals.
    """
    x, y = coordinates.header.index("x"), coordinates.header.index("y")
    xs = [float(row[x]) for row in coordinates.rows]
    ys = [float(row[y]) for row in coordinates.rows]
    middle_x, middle_y = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    stretch = math.cos(math.radians(middle_y)) / math.cos(math.radians(CENTRE_LATITUDE))
    rows = [list(row) for row in coordinates.rows]
    for row, old_x, old_y in zip(rows, xs, ys, strict=True):
        row[x] = f"{CENTRE_LONGITUDE + (old_x - middle_x) * stretch:.6f}"
        row[y] = f"{CENTRE_LATITUDE + (old_y - middle_y):.6f}"
    return Table(coordinates.header, rows)


def to_metres(longitude: float, latitude: float) -> Point:
    """East and north of the city's centre."""
    scale = math.cos(math.radians(CENTRE_LATITUDE))
    return (
        (longitude - CENTRE_LONGITUDE) * METRES_PER_DEGREE * scale,
        (latitude - CENTRE_LATITUDE) * METRES_PER_DEGREE,
    )


def to_degrees(east: float, north: float) -> Point:
    """Longitude and latitude, the inverse of ``to_metres``."""
    scale = math.cos(math.radians(CENTRE_LATITUDE))
    return (
        CENTRE_LONGITUDE + east / (METRES_PER_DEGREE * scale),
        CENTRE_LATITUDE + north / METRES_PER_DEGREE,
    )


def node_positions(tables: dict[str, Table]) -> dict[str, Point]:
    """Metres east and north of the centre by node, from placed coordinates."""
    places = {row["id"]: to_metres(float(row["x"]), float(row["y"])) for row in tables["Coordinates"].records()}
    return {row["id"]: places[row["coordID"]] for row in tables["Node"].records()}


def find_feeders(tables: dict[str, Table]) -> list[Feeder]:
    """The parts into which the grid falls without the substation, those that serve a load.

    Open switches stay open, so every node belongs to at most one feeder.
    """
    trunk = substation_nodes(tables)
    parts = _connected_parts(tables, trunk)
    loads = {row["node"] for row in tables["Load"].records()}
    serving = [part for part in parts if part & loads]
    heads = [_head(tables, part, trunk) for part in serving]
    ranked = sorted(zip(heads, serving, strict=True), key=lambda pair: line_number(pair[0][0]))
    return [
        Feeder(
            code=f"F{number:02d}",
            head_line=line,
            head_switch=switch,
            nodes=_in_table_order(tables["Node"], part),
            lines=[row["id"] for row in tables["Line"].records() if row["nodeA"] in part and row["nodeB"] in part],
            capacity_kw=_capacity_kw(tables, line),
        )
        for number, ((line, switch), part) in enumerate(ranked, start=1)
    ]


def substation_nodes(tables: dict[str, Table]) -> set[str]:
    """The main substation's busbars and what lies before them, up to the external grid."""
    station = tables["Transformer"].records()[0]["substation"]
    lines = {row[end] for row in tables["Line"].records() for end in ("nodeA", "nodeB")}
    return {
        row["id"] for row in tables["Node"].records() if row["substation"] == station and row["id"] not in lines
    } | {row["id"] for row in tables["Node"].records() if row["id"].startswith("HV1 ")}


def line_number(line: str) -> int:
    """``MV3.101 Line 12`` is number 12."""
    return int(line.rsplit(" ", 1)[1])


def _connected_parts(tables: dict[str, Table], removed: set[str]) -> list[set[str]]:
    neighbours: dict[str, list[str]] = {row["id"]: [] for row in tables["Node"].records() if row["id"] not in removed}
    edges = [(row["nodeA"], row["nodeB"]) for row in tables["Line"].records()]
    edges += [(row["nodeA"], row["nodeB"]) for row in tables["Switch"].records() if row["cond"] == "1"]
    for start, end in edges:
        if start in neighbours and end in neighbours:
            neighbours[start].append(end)
            neighbours[end].append(start)
    parts: list[set[str]] = []
    seen: set[str] = set()
    for node in neighbours:
        if node not in seen:
            parts.append(_reachable(node, neighbours))
            seen |= parts[-1]
    return parts


def _reachable(start: str, neighbours: dict[str, list[str]]) -> set[str]:
    found, frontier = {start}, [start]
    while frontier:
        fresh = [node for node in neighbours[frontier.pop()] if node not in found]
        found.update(fresh)
        frontier.extend(fresh)
    return found


def _head(tables: dict[str, Table], part: set[str], trunk: set[str]) -> tuple[str, str]:
    """The one line and breaker through which the substation feeds the part."""
    entries = [
        (next(iter({row["nodeA"], row["nodeB"]} & part)), row["id"])
        for row in tables["Switch"].records()
        if row["cond"] == "1" and {row["nodeA"], row["nodeB"]} & trunk and {row["nodeA"], row["nodeB"]} & part
    ]
    if len(entries) != 1:
        raise ValueError(f"a feeder should have one head, found {entries}")
    terminal, switch = entries[0]
    line = next(row["id"] for row in tables["Line"].records() if terminal in (row["nodeA"], row["nodeB"]))
    return line, switch


def _capacity_kw(tables: dict[str, Table], line: str) -> int:
    kind, node = next((row["type"], row["nodeA"]) for row in tables["Line"].records() if row["id"] == line)
    amperes = next(float(row["iMax"]) for row in tables["LineType"].records() if row["id"] == kind)
    kilovolts = next(float(row["vmR"]) for row in tables["Node"].records() if row["id"] == node)
    return round(math.sqrt(3) * kilovolts * amperes)


def _in_table_order(table: Table, chosen: Iterable[str]) -> list[str]:
    wanted = set(chosen)
    return [row["id"] for row in table.records() if row["id"] in wanted]
