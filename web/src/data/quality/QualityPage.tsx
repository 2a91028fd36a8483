import { Link, useQuery } from "../../app/router";
import type { DataQuality } from "../../api/types";
import { useResource } from "../../api/useResource";
import { formatCount, formatPercent } from "../../format/number";
import { Card, Kpi } from "../../ui/layout";
import { SortableHeader, sorted, type SortColumn } from "../../ui/sorting";
import { Empty, Pending, Skeleton } from "../../ui/states";
import { DataPage } from "../DataPage";
import { MeasureButtons, usePeriod } from "./choices";
import { MeterTable } from "./MeterTable";
import { together } from "./qualityScale";
import { useZoneNames } from "./useZoneNames";
import { ZoneHeat } from "./ZoneHeat";

/** How good the readings of the last days are: by zone and day, and which meters are the worst. */
export function QualityPage() {
    const period = usePeriod();
    const quality = useResource("GET /data-quality", { query: { days: period.days } });
    return (
        <DataPage title="Data quality" lead="Of the readings that were expected: how many came, how many came late, how many were estimated. Whole days of the city." actions={period.control}>
            <Pending resource={quality} skeleton={<Skeleton height={480} />}>
                {(data) => data.zones.every((zone) => zone.figures.expected === 0)
                    ? <Card><Empty title="No readings were expected in these days">They are counted for each series from its first reading on.</Empty></Card>
                    : <LoadedQuality quality={data} days={period.days} />}
            </Pending>
        </DataPage>
    );
}

type Row = DataQuality["zones"][number] & { name: string };

const columns: SortColumn<Row>[] = [
    { key: "zone", label: "Zone", value: (row) => row.name },
    { key: "completeness", label: "Complete", value: (row) => row.figures.completeness, numeric: true },
    { key: "late", label: "Late", value: (row) => row.figures.lateShare, numeric: true },
    { key: "estimated", label: "Estimated", value: (row) => row.figures.estimatedShare, numeric: true },
    { key: "series", label: "Series", value: (row) => row.figures.series, numeric: true },
    { key: "findings", label: "Open findings", value: (row) => row.openFindings, numeric: true },
];

function LoadedQuality({ quality, days }: { quality: DataQuality; days: number }) {
    const [query, change] = useQuery();
    const zoneName = useZoneNames();
    const rows = sorted(quality.zones.map((zone) => ({ ...zone, name: zoneName(zone.zoneId) })), columns, query, "completeness", false);
    const all = together(quality.zones.map((zone) => zone.figures));
    const open = quality.zones.reduce((sum, zone) => sum + zone.openFindings, 0);
    return (
        <div className="stack">
            <QualityKpis figures={all} open={open} />
            <Card title="Day by day" actions={<MeasureButtons />}><ZoneHeat zones={rows.map((row) => row.zoneId).filter((id): id is number => id !== null)} days={days} /></Card>
            <Card title="Zones" flush actions={<Link to="/data/findings">All findings</Link>}>
                <div className="table-scroll" tabIndex={0} role="region" aria-label="Zones">
                    <table data-testid="zone-quality">
                        <caption className="visually-hidden">Zones by the quality of their readings</caption>
                        <SortableHeader columns={columns} query={query} change={change} standard="completeness" descending={false} />
                        <tbody>
                            {rows.map((row) => (
                                <tr key={row.zoneId ?? "none"}>
                                    <th scope="row">{row.zoneId === null ? row.name : <Link to={`/data/quality/zones/${row.zoneId}${days === 14 ? "" : `?days=${days}`}`}>{row.name}</Link>}</th>
                                    <td className="num">{formatPercent(row.figures.completeness, 1)}</td>
                                    <td className="num">{formatPercent(row.figures.lateShare, 1)}</td>
                                    <td className="num">{formatPercent(row.figures.estimatedShare, 1)}</td>
                                    <td className="num">{formatCount(row.figures.series)}</td>
                                    <td className="num">{row.openFindings > 0 && row.zoneId !== null ? <Link to={`/data/findings?zone=${row.zoneId}&state=open`}>{formatCount(row.openFindings)}</Link> : formatCount(row.openFindings)}</td>
                                </tr>
                            ))}
                        </tbody>
                    </table>
                </div>
            </Card>
            <Card title="Worst meters" flush note={quality.worstMeters.length > 0 ? "a meter leads to its readings" : undefined}>
                {quality.worstMeters.length === 0 ? <Empty title="No meter lacks a reading" /> : <MeterTable meters={quality.worstMeters} />}
            </Card>
        </div>
    );
}

export function QualityKpis({ figures, open }: { figures: ReturnType<typeof together>; open: number }) {
    return (
        <dl className="kpis kpis-four" data-testid="quality-kpis">
            <Kpi label="Complete" value={formatPercent(figures.completeness, 1)} tone={(figures.completeness ?? 1) < 0.95 ? "warning" : "normal"}
                detail={`${formatCount(Math.max(0, figures.expected - figures.received + figures.estimated))} of ${formatCount(figures.expected)} did not come`} />
            <Kpi label="Late" value={formatPercent(figures.lateShare, 1)} detail={`${formatCount(figures.late)} readings`} />
            <Kpi label="Estimated" value={formatPercent(figures.estimatedShare, 1)} detail={`${formatCount(figures.estimated)} readings`} />
            <Kpi label="Open findings" value={formatCount(open)} tone={open > 0 ? "warning" : "normal"} detail={`of these days, on ${formatCount(figures.series)} series`} />
        </dl>
    );
}
