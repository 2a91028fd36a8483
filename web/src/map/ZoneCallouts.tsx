import type { Map as LeafletMap, LatLng } from "leaflet";
import { useEffect, useMemo, useState } from "react";
import { Link } from "../app/router";
import type { ZoneSummary } from "../api/types";
import { formatPower } from "../format/number";
import { placeCallouts, type Anchor } from "./callouts";
import { turned } from "./geometry";
import { loadingClass, loadingText, watchThreshold, zoneValue, type MapMode } from "./loadingScale";

interface Props {
    map: LeafletMap;
    bounds: LatLng[];
    zones: ZoneSummary[];
    mode: MapMode;
    pointed: number | null;
    point: (id: number | null) => void;
}

export const wideFrom = 620;
export const calloutSize = (isWide: boolean) => (isWide ? { width: 148, height: 44 } : { width: 58, height: 36 });

/** The zones' names and values beside the map, with a line to each zone. The zones themselves are what Tab reaches. */
export function ZoneCallouts({ map, bounds, zones, mode, pointed, point }: Props) {
    const [view, setView] = useState(0);
    const [isMoving, setMoving] = useState(false);
    useEffect(() => {
        const moved = () => setView((count) => count + 1);
        const started = () => setMoving(true);
        const ended = () => {
            setMoving(false);
            moved();
        };
        map.on("move resize viewreset", moved).on("zoomstart", started).on("zoomend", ended);
        moved();
        return () => {
            map.off("move resize viewreset", moved).off("zoomstart", started).off("zoomend", ended);
        };
    }, [map]);

    const size = map.getSize();
    const isWide = size.x >= wideFrom;
    const placed = useMemo(() => {
        // Above is the pointed zone's bar, below are the legend and the zoom buttons.
        const at = (position: LatLng) => map.latLngToContainerPoint(position);
        const xs = bounds.map((corner) => at(corner).x);
        const anchors: Anchor[] = zones.map((zone) => ({ id: zone.id, ...xy(at(turned(zone.centroid))), weight: zoneValue(zone, mode).loading ?? -1 }));
        return placeCallouts(anchors, calloutSize(isWide), {
            width: size.x, height: size.y, top: 46, bottom: size.y - 92, cityLeft: Math.min(...xs), cityRight: Math.max(...xs),
        });
    }, [map, view, zones, bounds, isWide, size.x, size.y, mode]);
    if (isMoving) return null;
    const box = calloutSize(isWide);
    return (
        <div className="callouts" aria-hidden="true">
            <svg width={size.x} height={size.y}>
                {placed.map(({ id, leader }) => (
                    <g key={id} className={id === pointed ? "is-pointed" : undefined}>
                        <line {...leader} />
                        <circle cx={leader.x2} cy={leader.y2} r="3" />
                    </g>
                ))}
            </svg>
            {placed.map(({ id, left, top }) => {
                const zone = zones.find((candidate) => candidate.id === id);
                if (!zone) return null;
                const { loading, loadKW } = zoneValue(zone, mode);
                return (
                    <Link key={id} to={`/zones/${id}`} tabIndex={-1} style={{ left, top, width: box.width, height: box.height }}
                        className={`callout-box ${isWide ? "" : "callout-small"} ${id === pointed ? "is-pointed" : ""} ${(loading ?? 0) > 1 ? "is-critical" : (loading ?? 0) >= watchThreshold ? "is-warning" : ""}`}
                        onMouseEnter={() => point(id)} onMouseLeave={() => point(null)}>
                        <i className={loadingClass(loading)} />
                        <span className="callout-name"><b>{zone.code}</b>{isWide && ` ${zone.name}`}</span>
                        <span className="callout-value">{loadingText(loading)}{isWide && loadKW !== null && <small> · {formatPower(loadKW)}</small>}</span>
                    </Link>
                );
            })}
        </div>
    );
}

function xy({ x, y }: { x: number; y: number }): { x: number; y: number } {
    return { x, y };
}
