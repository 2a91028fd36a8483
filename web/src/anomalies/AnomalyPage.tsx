import { useMemo, useState } from "react";
import { NotFound } from "../app/NotFound";
import { Link } from "../app/router";
import type { Anomaly } from "../api/types";
import { useKept } from "../api/useKept";
import { useResource } from "../api/useResource";
import { useCity } from "../city/CityContext";
import { pointsFor } from "../chart/range";
import { TimeChart, type ChartLine } from "../chart/TimeChart";
import { useChartRange } from "../chart/useChartRange";
import { formatNumber, formatQuantity, formatSignificant } from "../format/number";
import { epoch, formatDateTime, formatDuration, isoUTC } from "../format/time";
import { Icon } from "../ui/Icon";
import { Card, Facts, Page } from "../ui/layout";
import { ErrorState, Skeleton } from "../ui/states";
import { readingsLine } from "../zones/zoneLines";
import { kindHelp, kindLabels } from "./anomalyText";

const hour = 3600;

export function AnomalyPage({ id }: { id: number }) {
    const anomaly = useResource("GET /anomalies/{id}", { path: { id } });
    if (anomaly.data) return <LoadedAnomaly anomaly={anomaly.data} />;
    if (anomaly.error?.isNotFound) return <NotFound what="anomaly" />;
    if (anomaly.error) return <div className="page"><ErrorState error={anomaly.error} retry={anomaly.retry} /></div>;
    return <div className="page"><Skeleton height={360} /></div>;
}

function LoadedAnomaly({ anomaly }: { anomaly: Anomaly }) {
    const { city } = useCity();
    const start = epoch(anomaly.start);
    const end = epoch(anomaly.end);
    const around = Math.max(48 * hour, (end - start) * 3);
    const standard = useMemo(() => ({ from: start - around, to: end + around }), [start, end, around]);
    const chosen = useChartRange("7d");
    const [isZoomed, setZoomed] = useState(chosen.preset === null);
    const range = isZoomed ? chosen.range : standard;
    const [width, setWidth] = useState(0);
    const readings = useKept(useResource("GET /series/{id}/readings", width > 0
        ? { path: { id: anomaly.seriesId }, query: { from: isoUTC(range.from), to: isoUTC(range.to), points: pointsFor(width, globalThis.devicePixelRatio) } } : null));
    const format = (value: number) => formatQuantity(value, anomaly.unit);
    const lines = useMemo<ChartLine[]>(() => {
        const during = [start, end];
        const flat = (key: string, label: string, value: number, more: Partial<ChartLine>): ChartLine =>
            ({ key, label, color: "--chart-forecast", start: during, value: [value, value], format, ...more });
        return [
            flat("high", "Expected, high", anomaly.expectedHigh, { isEdge: true }),
            flat("low", "Expected, low", anomaly.expectedLow, { isEdge: true }),
            ...(readings.data ? [{ key: "value", label: anomaly.seriesName, color: "--chart-actual", ...readingsLine(readings.data), format, width: 1.75 }] : []),
            flat("expected", "Expected", anomaly.expected, { width: 2, dashed: true }),
        ].map((line) => (line.key === "value" ? line : onStarts(line, readings.data?.columns.start ?? [], start, end)));
    }, [anomaly, readings.data, start, end]);
    const label = kindLabels[anomaly.kind] ?? anomaly.kind;
    const summary = `${label}: actual ${format(anomaly.actual)}, expected ${format(anomaly.expected)}, between ${format(anomaly.expectedLow)} and ${format(anomaly.expectedHigh)}.`;
    return (
        <Page title={`${label} · ${anomaly.assetName}`} tabTitle={`Anomaly ${anomaly.id}`}
            above={<Link to="/anomalies" className="crumb"><Icon name="back" size={14} /> Anomalies</Link>} lead={formatDateTime(city.timeZone, start, { year: true })}>
            <div className="stack">
                <p className="reason">{anomaly.reason}</p>
                <Card title="Actual against expected" actions={<Link to={`/series/${anomaly.seriesId}?from=${isoUTC(range.from)}&to=${isoUTC(range.to)}`}>Open the series</Link>}>
                    {readings.error && <ErrorState compact error={readings.error} retry={readings.retry} />}
                    <TimeChart label={`Readings around the anomaly of ${anomaly.assetName}`} summary={summary} range={range} lines={lines}
                        bands={[{ upper: "high", lower: "low", color: "--chart-band", swatch: "--chart-band", label: "Expected range" }]}
                        marks={[{ key: "anomaly", from: start, to: end, value: anomaly.actual, label: summary, open: () => undefined }]}
                        leftLabel={anomaly.unit} leftFormat={(value) => formatSignificant(value)} height={320} isRefreshing={readings.isRefreshing}
                        onRange={(next) => { setZoomed(true); chosen.setRange(next); }} onReset={() => { setZoomed(false); chosen.reset(); }} onWidth={setWidth} />
                    <p className="chart-summary">{summary}</p>
                </Card>
                <Card title="Evidence">
                    <Facts items={[
                        ["Kind", <>{label}<span className="subline">{kindHelp[anomaly.kind]}</span></>],
                        ["Lasted", formatDuration(end - start)],
                        ["Actual", format(anomaly.actual)],
                        ["Expected", `${format(anomaly.expected)} (${format(anomaly.expectedLow)} – ${format(anomaly.expectedHigh)})`],
                        ["Score", `${formatNumber(anomaly.score, 2)}, flagged above ${formatNumber(anomaly.threshold, 2)}`],
                        ["Found", formatDateTime(city.timeZone, epoch(anomaly.detectedAt), { year: true })],
                        ["Model", <Link key="model" to={`/models/${anomaly.modelId}`}>Model {anomaly.modelId}</Link>],
                        ["Series", <Link key="series" to={`/series/${anomaly.seriesId}`}>{anomaly.seriesName}</Link>],
                        ...(anomaly.zoneId !== null ? [["Zone", <Link key="zone" to={`/zones/${anomaly.zoneId}`}>Open the zone</Link>] as [string, JSX.Element]] : []),
                    ]} />
                </Card>
            </div>
        </Page>
    );
}

/** Gives a constant line a value at each of the readings' starts, so that the cursor shows it anywhere in the anomaly. */
function onStarts(line: ChartLine, starts: number[], from: number, to: number): ChartLine {
    const inside = [...new Set([from, ...starts.filter((time) => time > from && time < to), to])];
    const value = line.value[0] ?? null;
    return { ...line, start: inside, value: inside.map(() => value) };
}
