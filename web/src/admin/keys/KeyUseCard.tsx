import { useMemo, useState } from "react";
import { useQuery } from "../../app/router";
import type { ApiKeyUse } from "../../api/identity";
import { useKept } from "../../api/useKept";
import { useResource } from "../../api/useResource";
import { TimeChart, type ChartLine } from "../../chart/TimeChart";
import { formatCount } from "../../format/number";
import { epoch, formatDate, isoUTC } from "../../format/time";
import { Card } from "../../ui/layout";
import { Empty, ErrorState, Skeleton } from "../../ui/states";
import { hourlyUse } from "./keyUse";

const periods: [days: number, label: string][] = [[1, "24 h"], [7, "7 days"], [30, "30 days"], [92, "92 days"]];

/** How often a key was used, hour by hour, and how often it was refused. */
export function KeyUseCard({ id }: { id: number }) {
    const [query, change] = useQuery();
    const days = periods.find(([value]) => value === Number(query.get("days")))?.[0] ?? 7;
    const [end] = useState(() => Math.ceil(Date.now() / 3_600_000) * 3600);
    const use = useKept(useResource("GET /api-keys/{id}/use", { path: { id }, query: { from: isoUTC(end - days * 86_400), to: isoUTC(end) } }));
    return (
        <Card title="Use" note={use.data && `${formatCount(use.data.requests)} requests, ${formatCount(use.data.refused)} refused in ${periods.find(([value]) => value === days)?.[1]}`} actions={
            <span className="segmented" role="group" aria-label="Period">
                {periods.map(([value, label]) => <button key={value} type="button" aria-pressed={value === days} onClick={() => change({ days: value === 7 ? null : String(value) })}>{label}</button>)}
            </span>
        }>
            {use.error && <ErrorState compact error={use.error} retry={use.retry} />}
            {use.data && <MonthOfQuota month={use.data.month} />}
            {use.data ? use.data.requests + use.data.refused === 0 ? <Empty title="Not used in this time">No request was let in or refused.</Empty> : <UseChart use={use.data} isRefreshing={use.isRefreshing} /> : !use.error && <Skeleton height={240} />}
        </Card>
    );
}

/** What the quota counts: this month of UTC, as the server has it. */
function MonthOfQuota({ month }: { month: ApiKeyUse["month"] }) {
    const until = formatDate("UTC", epoch(month.end));
    const share = month.quota === null ? null : month.requests / month.quota;
    return (
        <p className={share !== null && share >= 0.9 ? "callout callout-warning" : "muted"} data-testid="month-of-quota">
            {share === null || month.quota === null ? `${formatCount(month.requests)} requests in this month of UTC; no quota.`
                : `${formatCount(month.requests)} of ${formatCount(month.quota)} requests of this month of UTC used (${Math.floor(share * 100)} %). ${share >= 1 ? "It is refused until" : "The count begins anew on"} ${until}.`}
        </p>
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
