import { useMemo, useState } from "react";
import { anomalyLink, anomalySentence } from "../anomalies/anomalyText";
import { useQuery, useRouter } from "../app/router";
import type { ZoneDetail } from "../api/types";
import { useKept } from "../api/useKept";
import { useResource } from "../api/useResource";
import { useCity, useNow } from "../city/CityContext";
import { forecastQuery, pointsFor } from "../chart/range";
import { PresetButtons } from "../chart/PresetButtons";
import { TimeChart, type ChartMark } from "../chart/TimeChart";
import { useChartRange } from "../chart/useChartRange";
import { formatNumber, formatPercent, formatPower, powerScale } from "../format/number";
import { epoch, formatDateTime, isoUTC } from "../format/time";
import { Card } from "../ui/layout";
import { ErrorState, Skeleton } from "../ui/states";
import { ForecastScoreCard, RunNote } from "./ForecastScoreCard";
import { zoneBands, zoneLines } from "./zoneLines";

/** History, past day-ahead forecasts, the next 24 hours, weather and anomalies of a zone in one chart. */
export function ZoneChart({ zone }: { zone: ZoneDetail }) {
    const { city } = useCity();
    const { navigate } = useRouter();
    const [query, change] = useQuery();
    const { hour, range, preset, setRange, setPreset, reset } = useChartRange("48h");
    const now = useNow(5000);
    const [width, setWidth] = useState(0);
    const showsBaseline = query.get("baseline") === "yes";
    const showsWeather = query.get("weather") !== "no";
    const showsPast = query.get("past") !== "no";

    const window = { from: isoUTC(range.from), to: isoUTC(Math.min(range.to, hour + 3600)), points: pointsFor(width || 1000, globalThis.devicePixelRatio) };
    const isHistory = range.from < hour + 3600;
    const load = useKept(useResource("GET /series/{id}/readings", width > 0 && isHistory ? { path: { id: zone.series.load }, query: window } : null));
    const temperatureRef = zone.weatherSeries.find((series) => series.quantity === "temperature");
    const weather = useKept(useResource("GET /series/{id}/readings", width > 0 && isHistory && showsWeather && temperatureRef ? { path: { id: temperatureRef.id }, query: window } : null));
    const forecast = useKept(useResource("GET /zones/{id}/forecast", { path: { id: zone.id }, query: forecastQuery(range, hour) }));
    const anomalies = useKept(useResource("GET /anomalies", { query: { zoneId: zone.id, from: window.from, to: isoUTC(range.to), limit: 200 } }));

    const lines = useMemo(
        () => zoneLines({ load: load.data, weather: showsWeather ? weather.data : undefined, forecast: forecast.data, showsBaseline, showsPast }),
        [load.data, weather.data, forecast.data, showsBaseline, showsWeather, showsPast],
    );
    const bands = useMemo(() => zoneBands(lines), [lines]);
    const marks = useMemo<ChartMark[]>(
        () => (anomalies.data?.anomalies ?? []).filter((anomaly) => anomaly.seriesId === zone.series.load).map((anomaly) => ({
            key: String(anomaly.id), from: epoch(anomaly.start), to: epoch(anomaly.end), value: anomaly.actual,
            label: `${anomalySentence(anomaly)}, ${formatDateTime(city.timeZone, epoch(anomaly.start))}. Open.`, open: () => navigate(anomalyLink(anomaly)),
        })),
        [anomalies.data, zone.series.load, city.timeZone, navigate],
    );
    const scale = powerScale(Math.max(zone.capacityKW * 0.5, load.data?.summary.max ?? 0));
    const toggle = (name: string, isOn: boolean, standard: boolean) => change({ [name]: isOn === standard ? null : isOn ? "yes" : "no" });
    const points = forecast.data?.points ?? [];
    const top = points.reduce((best, point) => (point.p50 > (best?.p50 ?? -Infinity) ? point : best), points[0]);
    const summary = [
        load.data?.summary.last !== null && load.data?.summary.last !== undefined ? `Latest load ${formatPower(load.data.summary.last)}, between ${formatPower(load.data.summary.min)} and ${formatPower(load.data.summary.max)} in this range.` : "",
        top ? `The forecast peaks at ${formatDateTime(city.timeZone, epoch(top.start))}: ${formatPower(top.p10)} to ${formatPower(top.p90)}, median ${formatPower(top.p50)}, ${formatPercent(top.p90 / zone.capacityKW)} of capacity at P90.` : "",
    ].join(" ");
    const failed = load.error ?? forecast.error;
    return (
        <div className="stack">
            <Card title="Load and forecast" note={<RunNote forecast={forecast.data} />} actions={
                <>
                    <Toggle label="Past day-ahead" isOn={showsPast} set={(isOn) => toggle("past", isOn, true)} />
                    <Toggle label="Baseline" isOn={showsBaseline} set={(isOn) => toggle("baseline", isOn, false)} />
                    {temperatureRef && <Toggle label="Temperature" isOn={showsWeather} set={(isOn) => toggle("weather", isOn, true)} />}
                </>
            }>
                {failed && <ErrorState compact error={failed} retry={load.error ? load.retry : forecast.retry} />}
                {!load.data && !forecast.data && (load.isLoading || forecast.isLoading) && <Skeleton height={120} />}
                <TimeChart label={`Load and forecast of ${zone.name}`} summary={summary} range={range} lines={lines} bands={bands} marks={marks} now={now}
                    limit={{ value: zone.capacityKW, label: `capacity ${formatPower(zone.capacityKW)}` }}
                    leftLabel={scale.unit} leftFormat={(value) => formatNumber(value / scale.divisor, scale.unit === "MW" ? 1 : 0)}
                    rightLabel="°C" rightFormat={(value) => formatNumber(value, 0)} height={400} isRefreshing={load.isRefreshing || forecast.isRefreshing}
                    onRange={setRange} onReset={reset} onWidth={setWidth} controls={<PresetButtons preset={preset} choose={setPreset} />} />
                <p className="chart-summary">{summary}</p>
            </Card>
            <ForecastScoreCard forecast={forecast.data} />
        </div>
    );
}

function Toggle({ label, isOn, set }: { label: string; isOn: boolean; set: (isOn: boolean) => void }) {
    return (
        <label className="toggle">
            <input type="checkbox" checked={isOn} onChange={(event) => set(event.target.checked)} /> {label}
        </label>
    );
}
