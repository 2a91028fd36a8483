import { lazy, Suspense } from "react";
import { Skeleton } from "../ui/states";

const DataArea = lazy(() => import("./DataArea").then((module) => ({ default: module.DataArea })));

/** The Data area comes in its own file when it is first opened. */
export function LazyDataArea() {
    return (
        <Suspense fallback={<div className="page"><h1 className="visually-hidden">Data</h1><Skeleton lines={10} /></div>}>
            <DataArea />
        </Suspense>
    );
}
