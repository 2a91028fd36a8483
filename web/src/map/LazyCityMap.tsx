import { lazy, Suspense } from "react";
import type { Network, ZoneSummary } from "../api/types";
import type { MapMode } from "./loadingScale";
import { Empty, Skeleton } from "../ui/states";

const CityMap = lazy(() => import("./CityMap").then((module) => ({ default: module.CityMap })));

export function canDrawVectors(): boolean {
    return typeof SVGSVGElement !== "undefined" && "createSVGRect" in SVGSVGElement.prototype;
}

/** The map comes in its own file, after the numbers; a browser that cannot draw it gets the numbers alone. */
export function LazyCityMap(props: { network: Network; zones: ZoneSummary[]; mode: MapMode }) {
    if (!canDrawVectors()) return <Empty title="This browser cannot draw the map">The zones' values are in the table.</Empty>;
    return (
        <Suspense fallback={<Skeleton height={560} />}>
            <CityMap {...props} />
        </Suspense>
    );
}
