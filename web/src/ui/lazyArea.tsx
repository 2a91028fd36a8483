import { lazy, Suspense, type ComponentType } from "react";
import { Skeleton } from "./states";

/** An area of pages that comes in its own file when it is first opened. */
export function lazyArea(title: string, load: () => Promise<ComponentType>): () => JSX.Element {
    const Area = lazy(async () => ({ default: await load() }));
    return function LazyArea() {
        return (
            <Suspense fallback={<div className="page"><h1 className="visually-hidden">{title}</h1><Skeleton lines={10} /></div>}>
                <Area />
            </Suspense>
        );
    };
}
