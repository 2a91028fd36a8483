import type { Readings, ZoneForecast } from "../api/types";
import { withGaps, type Line } from "../chart/align";
import type { ChartBand, ChartLine } from "../chart/TimeChart";
import { formatPower, formatQuantity } from "../format/number";
import { epoch } from "../format/time";

interface Input {
    load: Readings | undefined;
    weather: Readings | undefined;
    forecast: ZoneForecast | undefined;
    showsBaseline: boolean;
    showsPast: boolean;
}

export function readingsLine(readings: Readings): Line {
    const gaps = readings.gaps.map((gap) => ({ from: epoch(gap.from), to: epoch(gap.to) }));
    return withGaps({ start: readings.columns.start, value: readings.columns.value }, readings.intervalSeconds, readings.isDownsampled, gaps);
}

/** A forecast that was computed afterwards is never shown as one that was issued. */
const pastKinds = [
    { suffix: "", color: "--chart-past", band: "--chart-past-band", words: "as issued", isBackfilled: false },
    { suffix: "-later", color: "--chart-later", band: "--chart-later-band", words: "computed afterwards", isBackfilled: true },
];

/** The chart's lines, those at the back first. */
export function zoneLines({ load, weather, forecast, showsBaseline, showsPast }: Input): ChartLine[] {
    const lines: ChartLine[] = [];
    const power = { format: (value: number) => formatPower(value) };
    const add = (key: string, label: string, color: string, line: Line, more: Partial<ChartLine> = {}) => lines.push({ key, label, color, ...line, ...power, ...more });
    const column = <P extends { start: string }>(points: P[], value: (point: P) => number): Line =>
        withGaps({ start: points.map((point) => epoch(point.start)), value: points.map(value) }, forecast?.intervalSeconds ?? 3600, false);

    if (weather) {
        add("temperature", "Temperature", "--chart-temperature", readingsLine(weather), {
            axis: "right", width: 1, format: (value) => formatQuantity(value, weather.unit),
        });
    }
    const past = showsPast ? (forecast?.past ?? []) : [];
    if (past.length > 0) {
        for (const { suffix, color, words, isBackfilled } of pastKinds) {
            const points = past.filter((point) => (point.isBackfilled ?? false) === isBackfilled);
            if (points.length === 0) continue;
            add(`past90${suffix}`, `Day-ahead P90, ${words}`, color, column(points, (point) => point.p90), { isEdge: true });
            add(`past10${suffix}`, `Day-ahead P10, ${words}`, color, column(points, (point) => point.p10), { isEdge: true });
            add(`past50${suffix}`, isBackfilled ? "Median, computed afterwards" : "Day-ahead median", color, column(points, (point) => point.p50), { dashed: true, width: 1.25 });
        }
    }
    const points = forecast?.points ?? [];
    if (points.length > 0) {
        add("p90", "P90", "--chart-forecast", column(points, (point) => point.p90), { isEdge: true });
        add("p10", "P10", "--chart-forecast", column(points, (point) => point.p10), { isEdge: true });
        add("p50", "Forecast median", "--chart-forecast", column(points, (point) => point.p50), { width: 2 });
    }
    if (showsBaseline && forecast && forecast.baseline.points.length > 0) {
        add("baseline", `Baseline: ${forecast.baseline.name}`, "--chart-baseline", column(forecast.baseline.points, (point) => point.value), { dashed: true });
    }
    if (load) add("load", "Load", "--chart-actual", readingsLine(load), { width: 1.75 });
    return lines;
}

export function zoneBands(lines: ChartLine[]): ChartBand[] {
    const bands: ChartBand[] = [];
    for (const { suffix, band, words } of pastKinds) {
        if (!lines.some((line) => line.key === `past90${suffix}`)) continue;
        bands.push({ upper: `past90${suffix}`, lower: `past10${suffix}`, color: band, swatch: band, label: `Day-ahead P10–P90, ${words}` });
    }
    if (lines.some((line) => line.key === "p90")) {
        bands.push({ upper: "p90", lower: "p10", color: "--chart-band", swatch: "--chart-band", label: "P10–P90" });
    }
    return bands;
}
