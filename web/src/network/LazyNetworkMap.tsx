import { lazy, Suspense, type ComponentProps } from "react";
import { canDrawVectors } from "../map/LazyCityMap";
import { Empty, Skeleton } from "../ui/states";

const NetworkMap = lazy(() => import("./NetworkMap").then((module) => ({ default: module.NetworkMap })));

export function LazyNetworkMap(props: ComponentProps<typeof NetworkMap>) {
    if (!canDrawVectors()) return <Empty title="This browser cannot draw the map">Every asset is in the list.</Empty>;
    return (
        <Suspense fallback={<Skeleton height={560} />}>
            <NetworkMap {...props} />
        </Suspense>
    );
}
