import { useMemo } from "react";
import { Link, useQuery } from "../app/router";
import type { ZoneSummary } from "../api/types";
import { useKept } from "../api/useKept";
import { useResource } from "../api/useResource";
import { useCity, useHour } from "../city/CityContext";
import { Sparkline } from "../chart/Sparkline";
import { formatCount, formatPercent, formatPower } from "../format/number";
import { epoch, formatClock, isoUTC } from "../format/time";
import { LoadBar } from "../ui/LoadBar";
import { Badge, Card, Page } from "../ui/layout";
import { SortableHeader, sorted, type SortColumn } from "../ui/sorting";
import { Empty, Pending, Skeleton } from "../ui/states";
import { OutsideZones } from "./OutsideZones";
import { useZoneLoads } from "./useZoneLoads";

const columns: SortColumn<ZoneSummary>[] = [
    { key: "code", label: "Zone", value: (zone) => zone.code },
    { key: "loading", label: "Loading", value: (zone) => zone.loading },
    { key: "load", label: "Load", value: (zone) => zone.loadKW, numeric: true },
    { key: "generation", label: "Generation", value: (zone) => zone.generationKW, numeric: true },
    { key: "capacity", label: "Capacity", value: (zone) => zone.capacityKW, numeric: true },
    { key: "peak", label: "P90 peak, next 24 h", value: (zone) => zone.nextPeak?.loading90 ?? null, numeric: true },
    { key: "priority", label: "Priority", value: (zone) => zone.priority, numeric: true },
    { key: "anomalies", label: "Anomalies, 7 d", value: (zone) => zone.anomalies7d, numeric: true },
    { key: "completeness", label: "Complete, 24 h", value: (zone) => zone.completeness24h, numeric: true },
];

export function ZonesPage() {
    const { city } = useCity();
    const hour = useHour();
    const zones = useResource("GET /zones");
    const loads = useZoneLoads(48, hour);
    const cityLoad = useKept(useResource("GET /city/load", { query: { from: isoUTC(hour - 3600), to: isoUTC(hour), points: 4 } }));
    const [query, change] = useQuery();
    const filter = (query.get("find") ?? "").toLowerCase();
    const starts = useMemo(() => Array.from({ length: 48 }, (_, index) => hour - (47 - index) * 3600), [hour]);
    return (
        <Page title="Zones" lead="Net load per operating zone: consumption less generation, latest complete hour."
            actions={
                <label className="field">
                    Find <input className="input" type="search" value={query.get("find") ?? ""} onChange={(event) => change({ find: event.target.value || null })} />
                </label>
            }>
            <Card flush>
                <Pending resource={zones} skeleton={<Skeleton lines={10} />}>
                    {({ zones: all }) => {
                        const list = sorted(all.filter((zone) => `${zone.code} ${zone.name}`.toLowerCase().includes(filter)), columns, query, "loading", true);
                        if (all.length === 0) return <Empty title="No zones yet">Zones come with the network import.</Empty>;
                        if (list.length === 0) return <Empty title={`No zone matches “${filter}”`} />;
                        return (
                            <div className="table-scroll" tabIndex={0} role="region" aria-label="Zones">
                                <table>
                                    <caption className="visually-hidden">Zones with their load now, sortable</caption>
                                    <SortableHeader columns={columns} query={query} change={change} standard="loading" descending extra={["48 h"]} extraAt={2} />
                                    <tbody>
                                        {list.map((zone) => (
                                            <tr key={zone.id}>
                                                <th scope="row">
                                                    <Link to={`/zones/${zone.id}`}>{zone.code} · {zone.name}</Link>
                                                    <span className="subline">{formatCount(zone.population)} people{zone.criticalSites.length > 0 ? ` · ${zone.criticalSites.length} critical ${zone.criticalSites.length === 1 ? "site" : "sites"}` : ""}</span>
                                                </th>
                                                <td><LoadBar loading={zone.loading} peak90={zone.nextPeak?.loading90 ?? null} /></td>
                                                <td><ZoneSparkline line={loads.byZone.get(zone.id)} starts={starts} isLoading={loads.isLoading} code={zone.code} /></td>
                                                <td className="num">{formatPower(zone.loadKW)}</td>
                                                <td className="num">{formatPower(zone.generationKW)}</td>
                                                <td className="num">{formatPower(zone.capacityKW)}</td>
                                                <td className="num">
                                                    {zone.nextPeak ? (
                                                        <>
                                                            {formatPercent(zone.nextPeak.loading90)}
                                                            <span className="subline">{formatPower(zone.nextPeak.p90)} at {formatClock(city.timeZone, epoch(zone.nextPeak.at))}</span>
                                                        </>
                                                    ) : "–"}
                                                </td>
                                                <td className="num"><Badge tone={zone.priority === 1 ? "info" : "neutral"}>{zone.priority}</Badge></td>
                                                <td className="num">{zone.anomalies7d > 0 ? <Link to={`/anomalies?zone=${zone.id}`}>{zone.anomalies7d}</Link> : 0}</td>
                                                <td className="num">{formatPercent(zone.completeness24h)}</td>
                                            </tr>
                                        ))}
                                    </tbody>
                                </table>
                            </div>
                        );
                    }}
                </Pending>
            </Card>
            {cityLoad.data && <p className="chart-summary"><OutsideZones data={cityLoad.data} /></p>}
        </Page>
    );
}

interface ZoneSparklineProps {
    line: { start: ArrayLike<number>; value: ArrayLike<number | null> } | undefined;
    starts: number[];
    isLoading: boolean;
    code: string;
}

function ZoneSparkline({ line, starts, isLoading, code }: ZoneSparklineProps) {
    if (isLoading) return <Skeleton height={24} />;
    const values = new Map<number, number | null>();
    for (let index = 0; index < (line?.start.length ?? 0); index += 1) values.set(line?.start[index] as number, line?.value[index] ?? null);
    return <Sparkline label={`Load of ${code} over 48 hours`} values={starts.map((start) => values.get(start) ?? null)} />;
}
