import { useMemo, useState } from "react";
import { Link } from "../../app/router";
import type { Given } from "../../api/client";
import { useResources } from "../../api/useResource";
import { ErrorState, Skeleton } from "../../ui/states";
import { useMeasure } from "./choices";
import { HeatStrip } from "./HeatStrip";
import { useZoneNames } from "./useZoneNames";

const rowsShown = 20;

/** The days of the zones, the worst on top; of very many, twenty at a time. */
export function ZoneHeat({ zones, days }: { zones: number[]; days: number }) {
    const measure = useMeasure();
    const zoneName = useZoneNames();
    const [count, setCount] = useState(rowsShown);
    const shown = zones.slice(0, count);
    const list = useResources("GET /zones/{id}/data-quality", useMemo(() => shown.map((id): Given<"GET /zones/{id}/data-quality"> => [{ path: { id }, query: { days } }]), [shown.join(), days]));
    const failed = list.find((item) => item.error && !item.data);
    const loaded = list.filter((item) => item.data);
    if (failed?.error) return <ErrorState compact error={failed.error} retry={failed.retry} />;
    if (loaded.length === 0) return <Skeleton height={Math.max(80, shown.length * 28)} />;
    const dates = loaded[0]?.data?.days.map((day) => day.date) ?? [];
    const rows = shown.map((id, index) => ({ key: String(id), heading: <Link to={`/data/quality/zones/${id}`}>{zoneName(id)}</Link>, days: list[index]?.data?.days ?? [] }));
    return (
        <>
            <HeatStrip label="Zones by day" dates={dates} rows={rows} measure={measure} />
            {zones.length > count && <button type="button" className="button button-small" onClick={() => setCount(count + rowsShown)}>Show {Math.min(rowsShown, zones.length - count)} more of {zones.length} zones</button>}
        </>
    );
}
