// The part of Leaflet that is used; Debian's package carries no declarations.
declare module "leaflet" {
    export type LatLng = [latitude: number, longitude: number];

    export interface LeafletEvent {
        target: unknown;
    }

    export interface Layer {
        addTo(target: Map | LayerGroup): this;
        remove(): this;
        on(type: string, listener: (event: LeafletEvent) => void): this;
        getElement?(): Element | undefined;
    }

    export interface LayerGroup extends Layer {
        clearLayers(): this;
        addLayer(layer: Layer): this;
    }

    export interface Map {
        fitBounds(bounds: LatLng[], options?: { paddingTopLeft?: [number, number]; paddingBottomRight?: [number, number]; animate?: boolean }): this;
        invalidateSize(options?: { animate?: boolean }): this;
        setMaxBounds(bounds: LatLng[]): this;
        getContainer(): HTMLElement;
        remove(): this;
        on(type: string, listener: (event: LeafletEvent) => void): this;
        off(type: string, listener: (event: LeafletEvent) => void): this;
        latLngToContainerPoint(position: LatLng): Point;
        getSize(): Point;
        setView(center: LatLng, zoom?: number, options?: { animate?: boolean }): this;
        getZoom(): number;
    }

    export interface Point {
        x: number;
        y: number;
    }

    export interface PathOptions {
        className?: string;
        interactive?: boolean;
        stroke?: boolean;
        weight?: number;
        radius?: number;
    }

    interface Leaflet {
        map(element: HTMLElement, options: Record<string, unknown>): Map;
        polygon(positions: LatLng[] | LatLng[][] | LatLng[][][], options?: PathOptions): Layer;
        polyline(positions: LatLng[] | LatLng[][], options?: PathOptions): Layer;
        circleMarker(position: LatLng, options?: PathOptions): Layer;
        marker(position: LatLng, options: Record<string, unknown>): Layer;
        divIcon(options: { className: string; html: HTMLElement; iconSize?: [number, number] }): unknown;
        layerGroup(): LayerGroup;
        control: { zoom(options: { position: string }): { addTo(map: Map): unknown } };
    }

    const leaflet: Leaflet;
    export default leaflet;
}
