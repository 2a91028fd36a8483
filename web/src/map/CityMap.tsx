import L, { type Layer, type LayerGroup, type LatLng, type Map as LeafletMap } from "leaflet";
import { useEffect, useMemo, useRef, useState } from "react";
import { useRouter } from "../app/router";
import type { Network, Position, ZoneSummary } from "../api/types";
import { formatPower } from "../format/number";
import { area, extent, turned } from "./geometry";
import { fittedMap } from "./leafletMap";
import { loadingClass, loadingText, zoneValue, type MapMode } from "./loadingScale";
import { MapLegend } from "./MapLegend";
import { calloutSize, wideFrom, ZoneCallouts } from "./ZoneCallouts";
import { ZonePanel } from "./ZonePanel";

/**
 * The city without any tile server: zones coloured by loading, feeder lines, substations and critical sites. Colours
 * are CSS classes, so that live values and the theme change them without redrawing. Each zone is a link that Tab reaches.
 */
export function CityMap({ network, zones, mode }: { network: Network; zones: ZoneSummary[]; mode: MapMode }) {
    const node = useRef<HTMLDivElement>(null);
    const shapes = useRef(new Map<number, Element>());
    const sites = useRef<LayerGroup | null>(null);
    const [map, setMap] = useState<LeafletMap | null>(null);
    const [pointed, setPointed] = useState<number | null>(null);
    const { navigate } = useRouter();
    const go = useRef(navigate);
    go.current = navigate;
    const bounds = useMemo<LatLng[]>(() => extent(network), [network]);

    useEffect(() => {
        const box = node.current;
        if (!box) return;
        const fitted = fittedMap(box, bounds, () => {
            const isWide = box.clientWidth >= wideFrom;
            return { top: 14, side: calloutSize(isWide).width + 26, bottom: isWide ? 14 : 96 };
        });
        shapes.current = new Map();
        for (const { geometry, properties } of network.features) {
            if (properties.kind !== "zone") continue;
            const layer = area(geometry, "zone load-none").addTo(fitted.map);
            const element = layer.getElement?.();
            if (!element) continue;
            shapes.current.set(properties.id, element);
            makeLink(element, layer, () => go.current(`/zones/${properties.id}`), (isPointed) =>
                setPointed((current) => (isPointed ? properties.id : current === properties.id ? null : current)));
        }
        drawLines(network, fitted.map);
        sites.current = L.layerGroup().addTo(fitted.map);
        setMap(fitted.map);
        return () => {
            setMap(null);
            fitted.destroy();
        };
    }, [network, bounds]);

    useEffect(() => {
        if (!map) return;
        sites.current?.clearLayers();
        for (const zone of zones) {
            const { loading, loadKW } = zoneValue(zone, mode);
            const shape = shapes.current.get(zone.id);
            shape?.setAttribute("class", `leaflet-interactive zone ${loadingClass(loading)} ${zone.id === pointed ? "is-pointed" : ""}`);
            const what = mode === "peak" ? "P90 peak of the next 24 hours " : "";
            shape?.setAttribute("aria-label", `${zone.name}: ${what}${formatPower(loadKW)}, ${loadingText(loading)} of capacity`);
            for (const site of zone.criticalSites) if (site.location) sites.current?.addLayer(criticalSite(site.location, `${site.name} (${site.kind})`));
        }
    }, [zones, map, mode, pointed]);

    const zone = zones.find((candidate) => candidate.id === pointed);
    return (
        <div className="map">
            <div ref={node} role="group" aria-label="Map of the zones by loading" data-testid="map" />
            {map && <ZoneCallouts map={map} bounds={bounds} zones={zones} mode={mode} pointed={pointed} point={setPointed} />}
            <MapLegend />
            {zone && <ZonePanel zone={zone} />}
        </div>
    );
}

function drawLines(network: Network, map: LeafletMap): void {
    for (const { geometry, properties } of network.features) {
        if (properties.kind === "line" && geometry.type === "LineString") {
            L.polyline(geometry.coordinates.map(turned), { className: "feeder", interactive: false }).addTo(map);
        }
    }
    for (const { geometry, properties } of network.features) {
        if (properties.kind === "substation" && geometry.type === "Point") {
            L.circleMarker(turned(geometry.coordinates), { className: "substation", radius: 7, interactive: false }).addTo(map);
        }
    }
}

function makeLink(element: Element, layer: Layer, open: () => void, point: (isPointed: boolean) => void): void {
    element.setAttribute("tabindex", "0");
    element.setAttribute("role", "link");
    layer.on("click", open).on("mouseover", () => point(true)).on("mouseout", () => point(false));
    element.addEventListener("focus", () => point(true));
    element.addEventListener("blur", () => point(false));
    element.addEventListener("keydown", (event) => {
        if ((event as KeyboardEvent).key === "Enter") open();
    });
}

function criticalSite(location: Position, title: string): Layer {
    const box = document.createElement("span");
    box.className = "map-site";
    box.textContent = "+";
    box.title = title;
    box.setAttribute("aria-hidden", "true");
    return L.marker(turned(location), { icon: L.divIcon({ className: "", html: box, iconSize: [13, 13] }), interactive: false, keyboard: false });
}
