import { Link } from "../app/router";
import { NotFound } from "../app/NotFound";
import { AnomalyTable } from "../anomalies/AnomalyTable";
import type { ZoneDetail } from "../api/types";
import { useResource } from "../api/useResource";
import { useMay } from "../auth/SessionContext";
import { useCity } from "../city/CityContext";
import { formatCount, formatNumber, formatPercent, formatPower } from "../format/number";
import { epoch, formatDateTime } from "../format/time";
import { loadingText, watchThreshold } from "../map/loadingScale";
import { SeriesTable } from "../series/SeriesTable";
import { Icon } from "../ui/Icon";
import { Badge, Card, Facts, Kpi, Page } from "../ui/layout";
import { Empty, ErrorState, Pending, Skeleton } from "../ui/states";
import { ZoneChart } from "./ZoneChart";

export function ZonePage({ id }: { id: number }) {
    const zone = useResource("GET /zones/{id}", { path: { id } });
    if (zone.error?.isNotFound) return <NotFound what="zone" />;
    if (!zone.data) return <div className="page">{zone.error ? <ErrorState error={zone.error} retry={zone.retry} /> : <Skeleton height={420} />}</div>;
    return <LoadedZone zone={zone.data} />;
}

function LoadedZone({ zone }: { zone: ZoneDetail }) {
    const { city } = useCity();
    const mayExport = useMay("readings.export");
    const series = useResource("GET /series", { query: { zoneId: zone.id, limit: 200 } });
    const anomalies = useResource("GET /anomalies", { query: { zoneId: zone.id, limit: 20 } });
    const peak = zone.nextPeak;
    const tone = (loading: number | null | undefined) => ((loading ?? 0) > 1 ? "critical" : (loading ?? 0) > watchThreshold ? "warning" : "normal");
    return (
        <Page title={`${zone.code} · ${zone.name}`}
            above={<Link to="/zones" className="crumb"><Icon name="back" size={14} /> Zones</Link>}
            actions={
                <>
                    <Link className="button" to={`/data/quality/zones/${zone.id}`}>Data quality</Link>
                    {mayExport && <Link className="button" to={`/data/export?zone=${zone.id}`}><Icon name="download" size={16} /> Export</Link>}
                </>
            }
            lead={`${formatCount(zone.population)} people, priority ${zone.priority}. ${formatCount(zone.loadPoints)} load points and ${formatCount(zone.generators)} generators on ${formatNumber(zone.lengthKm, 1)} km of line.`}>
            <div className="stack">
                <dl className="kpis" data-testid="zone-kpis">
                    <Kpi label="Net load" value={<span data-testid="zone-load">{formatPower(zone.loadKW)}</span>}
                        detail={zone.loadAt ? `${formatDateTime(city.timeZone, epoch(zone.loadAt))}${zone.quality ? `, ${zone.quality}` : ""}` : "no reading"} />
                    <Kpi label="Of capacity" value={loadingText(zone.loading)} tone={tone(zone.loading)} detail={`of ${formatPower(zone.capacityKW)}`} />
                    <Kpi label="Consumption" value={formatPower(zone.consumptionKW)} detail={`generation ${formatPower(zone.generationKW)}`} />
                    <Kpi label="Peak in 24 h, P90" value={peak ? formatPower(peak.p90) : "–"} tone={tone(peak?.loading90)}
                        detail={peak ? `${formatPercent(peak.loading90)} of capacity, P50 ${formatPower(peak.p50)}` : "no forecast yet"} />
                    <Kpi label="Peak expected" value={peak ? formatDateTime(city.timeZone, epoch(peak.at), { zone: false }).replace(/^\w+ /, "") : "–"} detail="hour starting" />
                    <Kpi label="Data complete, 24 h" value={formatPercent(zone.completeness24h)} tone={zone.completeness24h < 0.95 ? "warning" : "normal"}
                        detail={`${zone.anomalies7d} ${zone.anomalies7d === 1 ? "anomaly" : "anomalies"} in 7 days`} />
                </dl>
                <ZoneChart zone={zone} />
                <div className="columns">
                    <Card title="Critical sites">
                        {zone.criticalSites.length === 0 ? <Empty title="None in this zone" /> : (
                            <Facts items={zone.criticalSites.map((site) => [site.kind.replace(/_/g, " "), site.name])} />
                        )}
                    </Card>
                    <Card title="Anomalies of this zone" flush actions={<Link to={`/anomalies?zone=${zone.id}`}>All</Link>}>
                        <Pending resource={anomalies}>
                            {({ anomalies: list }) => list.length === 0 ? <Empty title="No anomaly in this zone" /> : <AnomalyTable anomalies={list.slice(0, 8)} isCompact />}
                        </Pending>
                    </Card>
                </div>
                <Card title="Series of this zone" flush note={<Badge>{series.data ? series.data.series.length + (series.data.nextCursor ? "+" : "") : "…"}</Badge>}
                    actions={<Link to={`/series?zone=${zone.id}`}>All</Link>}>
                    <Pending resource={series}>
                        {({ series: list }) => list.length === 0 ? <Empty title="No series yet" /> : <SeriesTable series={list.slice(0, 12)} />}
                    </Pending>
                </Card>
            </div>
        </Page>
    );
}
