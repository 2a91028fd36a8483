import { type Input } from "../../api/client";
import type { Quantity, Series } from "../../api/types";
import { isoUTC } from "../../format/time";

export type ExportFormat = "csv" | "jsonl" | "xlsx" | "greenbutton";
export type ExportResolution = "raw" | "hour" | "day";

export interface ExportRequest {
    series: number[];
    zoneId: number | null;
    quantity: Quantity | null;
    /** Epoch seconds. */
    from: number | null;
    to: number | null;
    format: ExportFormat;
    layout: "long" | "wide";
    resolution: ExportResolution;
    timeZone: string;
}

export const formats: { value: ExportFormat; label: string; help: string }[] = [
    { value: "csv", label: "CSV", help: "for spreadsheets and scripts" },
    { value: "xlsx", label: "Excel", help: "a workbook with units and quality" },
    { value: "jsonl", label: "JSON lines", help: "one reading on a line, for programs" },
    { value: "greenbutton", label: "Green Button", help: "ESPI XML; energy and power only" },
];

/** What the server takes at most. */
export const exportLimits = { series: 10_000, days: 3660, wideSeries: 256 };

export function exportInput(request: ExportRequest): Input<"GET /exports/readings"> {
    return { query: {
        series: request.series.length > 0 ? request.series.join(",") : null,
        zoneId: request.series.length > 0 ? null : request.zoneId,
        quantity: request.series.length > 0 ? null : request.quantity,
        from: request.from === null ? null : isoUTC(request.from),
        to: request.to === null ? null : isoUTC(request.to),
        format: request.format,
        layout: request.format === "greenbutton" ? null : request.layout,
        resolution: request.resolution,
        timeZone: request.timeZone,
    } };
}

/**
 * The same export of its last second, as text: what the server refuses of the one it refuses of the other, and its
 * answer is short. It is read to its end, so that the place it takes among the exports at once is free again.
 */
export function probeInput(request: ExportRequest): Input<"GET /exports/readings"> {
    return exportInput({ ...request, from: request.to === null ? null : request.to - 1, format: request.format === "xlsx" ? "csv" : request.format });
}

/** How many readings the file holds when none is missing. */
export function readingsExpected(series: Series[], request: ExportRequest): number {
    if (request.from === null || request.to === null) return 0;
    const span = Math.max(0, request.to - request.from);
    const least = { raw: 0, hour: 3600, day: 86_400 }[request.resolution];
    return series.reduce((sum, item) => sum + Math.ceil(span / Math.max(item.intervalSeconds, least)), 0);
}

/** Why the server would refuse this, in words; null when nothing speaks against it. */
export function exportFault(request: ExportRequest, seriesCount: number | null): string | null {
    if (request.series.length === 0 && request.zoneId === null && request.quantity === null) return "Choose a zone, a quantity or some series.";
    if (request.from === null || request.to === null) return "Enter when the period begins and ends.";
    if (request.to <= request.from) return "The period must end after it begins.";
    if (request.to - request.from > exportLimits.days * 86_400) return `A file holds at most ${exportLimits.days} days.`;
    if (seriesCount === 0) return "No series fits this choice.";
    if (request.layout === "wide" && request.format !== "greenbutton" && (seriesCount ?? 0) > exportLimits.wideSeries) {
        return `Side by side there is room for ${exportLimits.wideSeries} series; choose fewer, or one below the other.`;
    }
    return null;
}
