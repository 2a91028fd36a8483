import L, { type Layer, type LatLng, type LayerGroup, type Map as LeafletMap } from "leaflet";
import { useEffect, useRef, useState } from "react";
import { useRouter } from "../app/router";
import type { Geometry, Network, Position, ZoneSummary } from "../api/types";
import { formatPower } from "../format/number";
import { loadingClass, loadingText, watchThreshold } from "./loadingScale";
import { MapLegend } from "./MapLegend";
import { ZonePanel } from "./ZonePanel";

const turned = ([longitude, latitude]: Position): LatLng => [latitude, longitude];

/**
 * The city without any tile server: zones coloured by loading, feeder lines, substations and critical sites. Colours
 * are CSS classes, so that live values and the theme change them without redrawing. Each zone is a link that Tab reaches.
 */
export function CityMap({ network, zones }: { network: Network; zones: ZoneSummary[] }) {
    const node = useRef<HTMLDivElement>(null);
    const shapes = useRef(new Map<number, Element>());
    const labels = useRef<LayerGroup | null>(null);
    const [pointed, setPointed] = useState<number | null>(null);
    const { navigate } = useRouter();
    const go = useRef(navigate);
    go.current = navigate;

    useEffect(() => {
        if (!node.current) return;
        const map = L.map(node.current, { attributionControl: false, zoomSnap: 0.25, scrollWheelZoom: false, minZoom: 9, maxZoom: 18, keyboard: false });
        const bounds: LatLng[] = [];
        shapes.current = new Map();
        for (const feature of network.features) {
            const { geometry, properties } = feature;
            if (properties.kind === "zone") {
                const layer = area(geometry).addTo(map);
                bounds.push(...corners(geometry));
                const element = layer.getElement?.();
                if (!element) continue;
                shapes.current.set(properties.id, element);
                makeLink(element, layer, () => go.current(`/zones/${properties.id}`), (isPointed) =>
                    setPointed((current) => (isPointed ? properties.id : current === properties.id ? null : current)));
            }
        }
        drawLines(network, map);
        labels.current = L.layerGroup().addTo(map);
        const fit = () => {
            map.invalidateSize({ animate: false });
            if (bounds.length > 0) map.fitBounds(bounds, { padding: [16, 16], animate: false });
        };
        fit();
        // Scrolling the page over the map must not zoom it; after a click into the map it may.
        const observer = typeof ResizeObserver === "undefined" ? null : new ResizeObserver(fit);
        observer?.observe(node.current);
        return () => {
            observer?.disconnect();
            map.remove();
        };
    }, [network]);

    useEffect(() => {
        labels.current?.clearLayers();
        for (const zone of zones) {
            const shape = shapes.current.get(zone.id);
            shape?.setAttribute("class", `leaflet-interactive zone ${loadingClass(zone.loading)}`);
            shape?.setAttribute("aria-label", `${zone.name}: ${formatPower(zone.loadKW)}, ${loadingText(zone.loading)} of capacity`);
            labels.current?.addLayer(label(zone));
            for (const site of zone.criticalSites) if (site.location) labels.current?.addLayer(criticalSite(site.location, `${site.name} (${site.kind})`));
        }
    }, [zones, network]);

    const zone = zones.find((candidate) => candidate.id === pointed);
    return (
        <div className="map">
            <div ref={node} role="group" aria-label="Map of the zones by loading" data-testid="map" />
            <MapLegend />
            {zone && <ZonePanel zone={zone} />}
        </div>
    );
}

function area(geometry: Geometry): Layer {
    const options = { className: "zone load-none" };
    if (geometry.type === "Polygon") return L.polygon(geometry.coordinates.map((ring) => ring.map(turned)), options);
    if (geometry.type === "MultiPolygon") return L.polygon(geometry.coordinates.map((part) => part.map((ring) => ring.map(turned))), options);
    return L.polygon([] as LatLng[], options);
}

function corners(geometry: Geometry): LatLng[] {
    if (geometry.type === "Polygon") return geometry.coordinates.flat().map(turned);
    if (geometry.type === "MultiPolygon") return geometry.coordinates.flat(2).map(turned);
    return [];
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
    element.addEventListener("focus", () => {
        element.classList.add("is-focused");
        point(true);
    });
    element.addEventListener("blur", () => {
        element.classList.remove("is-focused");
        point(false);
    });
    element.addEventListener("keydown", (event) => {
        if ((event as KeyboardEvent).key === "Enter") open();
    });
}

function label(zone: ZoneSummary): Layer {
    const box = document.createElement("span");
    const code = document.createElement("b");
    code.textContent = zone.code;
    box.append(code, loadingText(zone.loading));
    if ((zone.loading ?? 0) >= watchThreshold) box.className = "is-warning";
    box.setAttribute("aria-hidden", "true");
    return L.marker(turned(zone.centroid), { icon: L.divIcon({ className: "map-label", html: box }), interactive: false, keyboard: false });
}

function criticalSite(location: Position, title: string): Layer {
    const box = document.createElement("span");
    box.className = "map-site";
    box.textContent = "+";
    box.title = title;
    box.setAttribute("aria-hidden", "true");
    return L.marker(turned(location), { icon: L.divIcon({ className: "", html: box, iconSize: [16, 16] }), interactive: false, keyboard: false });
}
