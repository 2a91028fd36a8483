import { lazy, Suspense, useMemo, useState } from "react";
import { AnomalyTable } from "../anomalies/AnomalyTable";
import { anomalyLink, anomalySentence } from "../anomalies/anomalyText";
import { NotFound } from "../app/NotFound";
import { Link, useRouter } from "../app/router";
import type { Series } from "../api/types";
import { useKept } from "../api/useKept";
import { useResource } from "../api/useResource";
import { useMay } from "../auth/SessionContext";
import { useCity } from "../city/CityContext";
import { PresetButtons } from "../chart/PresetButtons";
import { pointsFor } from "../chart/range";
import { TimeChart, type ChartLine, type ChartMark } from "../chart/TimeChart";
import { useChartRange } from "../chart/useChartRange";
import { formatCount, formatNumber, formatQuantity, formatSignificant, missing, powerScale } from "../format/number";
import { epoch, formatDateTime, isoUTC } from "../format/time";
import { Icon } from "../ui/Icon";
import { Badge, Card, Facts, Page } from "../ui/layout";
import { Empty, ErrorState, Pending, Skeleton } from "../ui/states";
import { readingsLine } from "../zones/zoneLines";
import { qualityAt, qualityCounts, qualitySpans } from "./qualityText";
import { FindingList, findingMark } from "./FindingList";
import { assetKindLabels, intervalLabel, quantityLabel } from "./seriesText";

const SeriesEditing = lazy(() => import("./editing/SeriesEditing").then((module) => ({ default: module.SeriesEditing })));

export function SeriesPage({ id }: { id: number }) {
    const series = useResource("GET /series/{id}", { path: { id } });
    if (series.error?.isNotFound) return <NotFound what="series" />;
    if (!series.data) return <div className="page">{series.error ? <ErrorState error={series.error} retry={series.retry} /> : <Skeleton height={420} />}</div>;
    return <LoadedSeries series={series.data} />;
}

function LoadedSeries({ series }: { series: Series }) {
    const { city } = useCity();
    const mayExport = useMay("readings.export");
    const { navigate } = useRouter();
    const { range, preset, setRange, setPreset, reset } = useChartRange("7d", 3600);
    const [width, setWidth] = useState(0);
    const readings = useKept(useResource("GET /series/{id}/readings", width > 0
        ? { path: { id: series.id }, query: { from: isoUTC(range.from), to: isoUTC(range.to), points: pointsFor(width, globalThis.devicePixelRatio) } } : null));
    const anomalies = useKept(useResource("GET /anomalies", { query: { seriesId: series.id, from: isoUTC(range.from), to: isoUTC(range.to), limit: 200 } }));
    const data = readings.data;
    const format = (value: number) => formatQuantity(value, series.unit);
    const lines = useMemo<ChartLine[]>(() => (data ? [{
        key: "value", label: quantityLabel(series.quantity), color: "--chart-actual", ...readingsLine(data), format: (value) => formatQuantity(value, series.unit),
        stepped: !data.isDownsampled && series.unit === "kWh",
    }] : []), [data, series]);
    const spans = useMemo(() => (data ? qualitySpans(data) : []), [data]);
    const notes = useMemo(() => (data ? { label: "Quality", at: qualityAt(data) } : undefined), [data]);
    const shaded = useMemo(() => data?.gaps.map((gap) => ({ from: epoch(gap.from), to: epoch(gap.to) })) ?? [], [data]);
    const findings = useKept(useResource("GET /findings", series.isDerived ? null : { query: { seriesId: series.id, from: isoUTC(range.from), to: isoUTC(range.to), limit: 200 } }));
    const marks = useMemo<ChartMark[]>(() => [...(findings.data?.findings ?? []).map(findingMark), ...(anomalies.data?.anomalies ?? []).map((anomaly) => ({
        key: String(anomaly.id), from: epoch(anomaly.start), to: epoch(anomaly.end), value: anomaly.actual,
        label: `${anomalySentence(anomaly)}, ${formatDateTime(city.timeZone, epoch(anomaly.start))}. Open.`, open: () => navigate(anomalyLink(anomaly)),
    }))], [anomalies.data, findings.data, city.timeZone, navigate]);
    const scale = series.unit === "kW" ? powerScale(Math.max(Math.abs(data?.summary.max ?? 0), Math.abs(data?.summary.min ?? 0))) : null;
    const summary = data && data.summary.last !== null
        ? `Between ${format(data.summary.min ?? 0)} and ${format(data.summary.max ?? 0)}, mean ${formatQuantity(data.summary.mean, series.unit)}, last ${format(data.summary.last)}.` : "";
    const missingIntervals = data?.gaps.reduce((sum, gap) => sum + gap.missing, 0) ?? 0;
    return (
        <Page title={series.name} above={series.zoneId !== null
            ? <Link to={`/zones/${series.zoneId}`} className="crumb"><Icon name="back" size={14} /> Zone</Link>
            : <Link to="/series" className="crumb"><Icon name="back" size={14} /> Series</Link>}
            lead={<>{quantityLabel(series.quantity)} in {series.unit} every {intervalLabel(series.intervalSeconds)} · {assetKindLabels[series.assetKind]} {series.assetName} {series.isDerived && <Badge>computed from its meters</Badge>}</>}
            actions={
                <>
                    {!series.isDerived && <Link className="button" to={`/data/rules?series=${series.id}`}>Rules</Link>}
                    {mayExport && <Link className="button" to={`/data/export?series=${series.id}&from=${isoUTC(range.from)}&to=${isoUTC(range.to)}`}><Icon name="download" size={16} /> Export</Link>}
                </>
            }>
            <div className="stack">
                <Card title="Readings" note={data ? `${formatCount(data.sourceCount)} readings in this range${data.isDownsampled ? ", drawn by their minima and maxima" : ""}` : undefined}>
                    {readings.error && <ErrorState compact error={readings.error} retry={readings.retry} />}
                    {data && data.columns.start.length === 0 && <Empty title="No readings in this range">Choose another range, or reset it.</Empty>}
                    <TimeChart label={`Readings of ${series.name}`} summary={summary} range={range} lines={lines} marks={marks} shaded={shaded} spans={spans} {...(notes ? { notes } : {})}
                        leftLabel={scale?.unit ?? series.unit}
                        leftFormat={(value) => (scale ? formatNumber(value / scale.divisor, scale.unit === "MW" ? 1 : 0) : formatSignificant(value))}
                        height={360} isRefreshing={readings.isRefreshing} onRange={setRange} onReset={reset} onWidth={setWidth}
                        controls={<PresetButtons preset={preset} choose={setPreset} />} />
                    <p className="chart-summary">{summary} {data && data.marked.length > 0 && `Not measured: ${qualityCounts(data)}.`} {missingIntervals > 0 && `${formatCount(missingIntervals)} intervals are missing (shaded).`}</p>
                </Card>
                <div className="columns">
                    <Card title="About this series">
                        <Facts items={[
                            ["External name", <code key="name">{series.externalName}</code>],
                            ["Readings", formatCount(series.readingCount)],
                            ["First reading", series.firstReadingAt ? formatDateTime(city.timeZone, epoch(series.firstReadingAt), { year: true }) : missing],
                            ["Last reading", series.lastReadingAt ? formatDateTime(city.timeZone, epoch(series.lastReadingAt), { year: true }) : missing],
                        ]} />
                    </Card>
                    <Card title="Anomalies in this range" flush>
                        <Pending resource={anomalies}>
                            {({ anomalies: list }) => list.length === 0 ? <Empty title="None in this range" /> : <AnomalyTable anomalies={list.slice(0, 20)} isCompact />}
                        </Pending>
                    </Card>
                </div>
                {!series.isDerived && (
                    <>
                        <Card title="Findings in this range" flush>
                            <Pending resource={findings}>
                                {({ findings: list }) => list.length === 0 ? <Empty title="No rule found fault in this range" /> : <FindingList findings={list.slice(0, 20)} />}
                            </Pending>
                        </Card>
                        <Suspense fallback={<Skeleton lines={4} />}><SeriesEditing series={series} readings={data} range={range} /></Suspense>
                    </>
                )}
            </div>
        </Page>
    );
}
