"""The ten operating zones: one a feeder, with a polygon that holds its load points."""

from __future__ import annotations

from dataclasses import dataclass, field

import shapely
from shapely.geometry import LineString, MultiPoint, Point, Polygon
from shapely.geometry.base import BaseGeometry

from .network import Feeder, node_positions, to_degrees
from .sources import Table

SAMPLE_METRES = 25.0
MARGIN_METRES = 160.0
SIMPLIFY_METRES = 18.0
STATION_RADIUS_METRES = 120.0
"""All feeders meet at the substation: their cables do not claim ground that close to it."""


@dataclass(frozen=True)
class CriticalSite:
    """A place that must not lose power; we chose its node."""

    name: str
    kind: str
    node: str


@dataclass(frozen=True)
class ZonePlan:
    """What we decided about a feeder's zone."""

    name: str
    priority: int
    sites: list[CriticalSite] = field(default_factory=list)


def zone_polygons(tables: dict[str, Table], feeders: list[Feeder]) -> list[BaseGeometry]:
    """One polygon a feeder, in metres: the ground nearest to its cables and load points.

    The polygons share their borders, do not overlap, and end ``MARGIN_METRES`` outside the grid.
    """
    positions = node_positions(tables)
    served = _busbars(tables)
    samples, owners = _samples(tables, feeders, positions, served)
    cells = shapely.voronoi_polygons(MultiPoint(samples), ordered=True, extend_to=_frame(samples))
    outline = _outline(samples)
    zones = [
        shapely.union_all([cell for cell, owner in zip(cells.geoms, owners, strict=True) if owner == number])
        for number in range(len(feeders))
    ]
    zones = _join_islands([zone.intersection(outline) for zone in zones])
    return list(shapely.coverage_simplify(zones, SIMPLIFY_METRES, simplify_boundary=True))


def geographic(zone: BaseGeometry) -> dict[str, object]:
    """A GeoJSON polygon geometry, six decimals (10 cm), rings counter-clockwise."""
    polygon = shapely.geometry.polygon.orient(zone, sign=1.0)
    rings = [polygon.exterior, *polygon.interiors]
    return {"type": "Polygon", "coordinates": [[_rounded(x, y) for x, y in ring.coords] for ring in rings]}


def _rounded(east: float, north: float) -> list[float]:
    longitude, latitude = to_degrees(east, north)
    return [round(longitude, 6), round(latitude, 6)]


def _busbars(tables: dict[str, Table]) -> set[str]:
    return {row["id"] for row in tables["Node"].records() if row["type"] != "auxiliary" and " BS " not in row["id"]}


def _samples(
    tables: dict[str, Table], feeders: list[Feeder], positions: dict[str, tuple[float, float]], served: set[str]
) -> tuple[list[tuple[float, float]], list[int]]:
    """Points along each feeder's cables and at its busbars, each place once, and whose they are."""
    ends = {row["id"]: (row["nodeA"], row["nodeB"]) for row in tables["Line"].records()}
    station = Point(positions[tables["Transformer"].records()[0]["nodeLV"]])
    owner: dict[tuple[float, float], int] = {}
    for number, feeder in enumerate(feeders):
        for node in feeder.nodes:
            if node in served:
                owner.setdefault(positions[node], number)
    for number, feeder in enumerate(feeders):
        for line in feeder.lines:
            if "loop_line" in line or "Reserve" in line:
                continue
            for place in _along(LineString([positions[node] for node in ends[line]])):
                if station.distance(Point(place)) > STATION_RADIUS_METRES:
                    owner.setdefault(place, number)
    return list(owner), list(owner.values())


def _along(line: LineString) -> list[tuple[float, float]]:
    steps = max(1, round(line.length / SAMPLE_METRES))
    points = [line.interpolate(step / steps, normalized=True) for step in range(steps + 1)]
    return [(round(point.x, 1), round(point.y, 1)) for point in points]


def _frame(samples: list[tuple[float, float]]) -> BaseGeometry:
    return MultiPoint(samples).buffer(10 * MARGIN_METRES).envelope


def _outline(samples: list[tuple[float, float]]) -> BaseGeometry:
    wide = MultiPoint(samples).buffer(3 * MARGIN_METRES).buffer(-2 * MARGIN_METRES)
    return Polygon(max(getattr(wide, "geoms", [wide]), key=lambda part: part.area).exterior)


def _join_islands(zones: list[BaseGeometry]) -> list[BaseGeometry]:
    """Gives every detached piece to the neighbour it shares the longest border with."""
    parts = [sorted(getattr(zone, "geoms", [zone]), key=lambda part: part.area) for zone in zones]
    main = [pieces[-1] for pieces in parts]
    islands = [piece for pieces in parts for piece in pieces[:-1] if piece.area > 0]
    for island in sorted(islands, key=lambda piece: -piece.area):
        borders = [shapely.intersection(island, zone).length for zone in main]
        best = max(range(len(main)), key=lambda number: (borders[number], -number))
        main[best] = shapely.union(main[best], island)
    return main
