import { useEffect, useMemo, useState } from "react";
import { ask } from "../api/client";
import { useResource } from "../api/useResource";
import type { Line } from "../chart/align";
import { isoUTC } from "../format/time";

export interface ZoneLoads {
    byZone: Map<number, Line>;
    isLoading: boolean;
    /** Zones whose readings did not come. */
    failed: number;
    expected: number;
}

const together = 4;
const noLoads: ZoneLoads = { byZone: new Map(), isLoading: true, failed: 0, expected: 0 };

/** The hourly net load of every zone over the last `hours`, a few requests at a time; kept while a newer hour loads. */
export function useZoneLoads(hours: number, hour: number): ZoneLoads {
    const list = useResource("GET /series", { query: { assetKind: "zone", quantity: "netLoad", limit: 1000 } });
    const series = list.data?.series;
    const [loads, setLoads] = useState<ZoneLoads>(noLoads);
    const key = useMemo(() => series?.map((item) => item.id).join() ?? "", [series]);

    useEffect(() => {
        if (!series) return;
        const controller = new AbortController();
        const query = { from: isoUTC(hour - hours * 3600), to: isoUTC(hour + 3600), points: 500 };
        const byZone = new Map<number, Line>();
        const waiting = [...series];
        let failed = 0;
        const work = async () => {
            for (let item = waiting.shift(); item; item = waiting.shift()) {
                try {
                    const readings = await ask("GET /series/{id}/readings", { path: { id: item.id }, query, signal: controller.signal });
                    byZone.set(item.assetId, { start: readings.columns.start, value: readings.columns.value });
                } catch {
                    // Counted, and said on screen next to what did come.
                    failed += 1;
                }
            }
        };
        Promise.all(Array.from({ length: together }, work)).then(() => {
            if (!controller.signal.aborted) setLoads({ byZone, isLoading: false, failed, expected: series.length });
        });
        return () => controller.abort();
        // `series` is a new array at each refresh; its ids say whether it changed.
    }, [key, hours, hour]);

    return list.error && !series ? { ...noLoads, isLoading: false, failed: 1 } : loads;
}
