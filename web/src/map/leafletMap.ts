import L, { type LatLng, type Map as LeafletMap } from "leaflet";

export interface FittedMap {
    map: LeafletMap;
    destroy: () => void;
}

/**
 * A map without any tile server that shows `bounds`, also after its box has changed. Scrolling the page over it does
 * not zoom it; the buttons and a double click do.
 */
export function fittedMap(node: HTMLElement, bounds: LatLng[], padding: () => { top: number; side: number; bottom: number }): FittedMap {
    const map = L.map(node, {
        attributionControl: false, zoomSnap: 0.1, zoomDelta: 0.6, scrollWheelZoom: false, minZoom: 9, maxZoom: 19, keyboard: false, zoomControl: false,
    });
    L.control.zoom({ position: "bottomright" }).addTo(map);
    const fit = () => {
        const { top, side, bottom } = padding();
        map.invalidateSize({ animate: false });
        if (bounds.length > 0) map.fitBounds(bounds, { paddingTopLeft: [side, top], paddingBottomRight: [side, bottom], animate: false });
    };
    // Leaflet makes a shape's element only on a map that has a view.
    fit();
    const observer = typeof ResizeObserver === "undefined" ? null : new ResizeObserver(fit);
    observer?.observe(node);
    return {
        map,
        destroy: () => {
            observer?.disconnect();
            map.remove();
        },
    };
}
