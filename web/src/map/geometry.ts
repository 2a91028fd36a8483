import L, { type Layer, type LatLng } from "leaflet";
import type { Geometry, Network, Position } from "../api/types";

/** GeoJSON says longitude first, Leaflet latitude. */
export const turned = ([longitude, latitude]: Position): LatLng => [latitude, longitude];

export function area(geometry: Geometry, className: string, interactive = true): Layer {
    const options = { className, interactive };
    if (geometry.type === "Polygon") return L.polygon(geometry.coordinates.map((ring) => ring.map(turned)), options);
    if (geometry.type === "MultiPolygon") return L.polygon(geometry.coordinates.map((part) => part.map((ring) => ring.map(turned))), options);
    return L.polygon([] as LatLng[], options);
}

export function corners(geometry: Geometry): LatLng[] {
    switch (geometry.type) {
        case "Point":
            return [turned(geometry.coordinates)];
        case "LineString":
            return geometry.coordinates.map(turned);
        case "Polygon":
            return geometry.coordinates.flat().map(turned);
        case "MultiPolygon":
            return geometry.coordinates.flat(2).map(turned);
    }
}

/** What the map must show: the zones, or where there are none, everything. */
export function extent(network: Network): LatLng[] {
    const zones = network.features.filter(({ properties }) => properties.kind === "zone");
    return (zones.length > 0 ? zones : network.features).flatMap(({ geometry }) => corners(geometry));
}
