import L, { type LatLng, type LayerGroup, type Map as LeafletMap } from "leaflet";
import { useEffect, useMemo, useRef, useState } from "react";
import type { Network } from "../api/types";
import { area, extent, turned } from "../map/geometry";
import { fittedMap } from "../map/leafletMap";
import { feederClass, placesOf, type Asset, type Place } from "./places";

interface Props {
    network: Network;
    assets: Asset[];
    colors: Map<number, number>;
    /** What is drawn clearly; the rest is faint. Null: everything. */
    feeder: number | null;
    selected: Asset | null;
    select: (asset: Asset) => void;
}

/** Lines, transformers and load points by feeder. What it shows can also be found, by keyboard, in the list beside it. */
export function NetworkMap({ network, assets, colors, feeder, selected, select }: Props) {
    const node = useRef<HTMLDivElement>(null);
    const [map, setMap] = useState<LeafletMap | null>(null);
    const drawn = useRef<LayerGroup | null>(null);
    const halo = useRef<LayerGroup | null>(null);
    const choose = useRef(select);
    choose.current = select;
    const bounds = useMemo<LatLng[]>(() => extent(network), [network]);

    useEffect(() => {
        if (!node.current) return;
        const fitted = fittedMap(node.current, bounds, () => ({ top: 20, side: 20, bottom: 20 }));
        for (const { geometry, properties } of network.features) {
            if (properties.kind === "zone") area(geometry, "zone-outline", false).addTo(fitted.map);
        }
        halo.current = L.layerGroup().addTo(fitted.map);
        drawn.current = L.layerGroup().addTo(fitted.map);
        setMap(fitted.map);
        return () => {
            setMap(null);
            fitted.destroy();
        };
    }, [network, bounds]);

    useEffect(() => {
        const group = drawn.current;
        if (!map || !group) return;
        group.clearLayers();
        for (const asset of assets) {
            if (asset.geometry.type !== "LineString") continue;
            const path = asset.geometry.coordinates.map(turned);
            group.addLayer(L.polyline(path, { className: `wire ${look(asset)}`, interactive: false }));
            // Wide and invisible, so that a thin line can be hit.
            group.addLayer(L.polyline(path, { className: "wire-hit" }).on("click", () => choose.current(asset)));
        }
        // Substations last, over the load points around them.
        const places = placesOf(assets).sort((a, b) => Number(isSubstation(a)) - Number(isSubstation(b)));
        for (const { position, assets: here } of places) {
            const [first] = here;
            if (!first) continue;
            const open = () => choose.current(first);
            if (first.properties.kind === "substation") {
                group.addLayer(L.circleMarker(turned(position), { className: `place-substation ${look(first)}`, radius: 9 }).on("click", open));
                continue;
            }
            if (here.some(({ properties }) => properties.kind === "generator")) {
                group.addLayer(L.circleMarker(turned(position), { className: `place-generator ${look(first)}`, radius: 7.5 }).on("click", open));
            }
            group.addLayer(L.circleMarker(turned(position), { className: `place ${look(first)}`, radius: 4.5 }).on("click", open));
        }

        function look({ properties }: Asset): string {
            return `${feederClass(colors, properties.feederId)} ${feeder !== null && properties.feederId !== feeder ? "is-faint" : ""}`;
        }
    }, [map, assets, colors, feeder]);

    useEffect(() => {
        const group = halo.current;
        if (!map || !group) return;
        group.clearLayers();
        if (!selected) return;
        if (selected.geometry.type === "LineString") {
            group.addLayer(L.polyline(selected.geometry.coordinates.map(turned), { className: "halo-line", interactive: false }));
        } else if (selected.geometry.type === "Point") {
            group.addLayer(L.circleMarker(turned(selected.geometry.coordinates), { className: "halo", radius: 14, interactive: false }));
        }
    }, [map, selected]);

    return (
        <div className="map network-map">
            <div ref={node} role="group" aria-label="Map of the network by feeder" data-testid="network-map" />
        </div>
    );
}

function isSubstation({ assets }: Place): boolean {
    return assets.some(({ properties }) => properties.kind === "substation");
}
