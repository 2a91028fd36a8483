import { useMemo, useState } from "react";
import { useQuery } from "../../app/router";
import type { ApiKeyUse } from "../../api/identity";
import { useKept } from "../../api/useKept";
import { useResource } from "../../api/useResource";
import { TimeChart, type ChartLine } from "../../chart/TimeChart";
import { formatCount } from "../../format/number";
import { epoch, isoUTC } from "../../format/time";
import { Card } from "../../ui/layout";
import { ErrorState, Skeleton } from "../../ui/states";
import { hourlyUse } from "./keyUse";

const periods: [days: number, label: string][] = [[1, "24 h"], [7, "7 days"], [30, "30 days"], [92, "92 days"]];

/** How often a key was used, hour by hour, and how often it was refused. */
export function KeyUseCard({ id, quota }: { id: number; quota: number | null }) {
    const [query, change] = useQuery();
    const days = periods.find(([value]) => value === Number(query.get("days")))?.[0] ?? 7;
    const [end] = useState(() => Math.ceil(Date.now() / 3_600_000) * 3600);
    const use = useKept(useResource("GET /api-keys/{id}/use", { path: { id }, query: { from: isoUTC(end - days * 86_400), to: isoUTC(end) } }));
    return (
        <Card title="Use" note={use.data && `${formatCount(use.data.requests)} requests, ${formatCount(use.data.refused)} refused${quota === null ? "" : `; ${formatCount(quota)} a month at most`}`} actions={
            <span className="segmented" role="group" aria-label="Period">
                {periods.map(([value, label]) => <button key={value} type="button" aria-pressed={value === days} onClick={() => change({ days: value === 7 ? null : String(value) })}>{label}</button>)}
            </span>
        }>
            {use.error && <ErrorState compact error={use.error} retry={use.retry} />}
            {use.data ? <UseChart use={use.data} isRefreshing={use.isRefreshing} /> : !use.error && <Skeleton height={240} />}
        </Card>
    );
}

function UseChart({ use, isRefreshing }: { use: ApiKeyUse; isRefreshing: boolean }) {
    const lines = useMemo<ChartLine[]>(() => {
        const { start, requests, refused } = hourlyUse(use);
        const line = (key: string, label: string, color: string, value: number[], more: Partial<ChartLine> = {}): ChartLine => ({ key, label, color, start, value, format: formatCount, stepped: true, ...more });
        return [line("requests", "Requests an hour", "--chart-forecast", requests), line("refused", "Refused", "--chart-anomaly", refused, { dashed: true })];
    }, [use]);
    return (
        <TimeChart label="Requests with this key, hour by hour" summary={`${formatCount(use.requests)} requests in this period, ${formatCount(use.refused)} of them refused.`}
            range={{ from: epoch(use.from), to: epoch(use.to) }} lines={lines} leftLabel="requests" leftFormat={(value) => formatCount(value)} height={240} isRefreshing={isRefreshing} />
    );
}
