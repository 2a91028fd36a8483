import type { Quality, Readings } from "../api/types";
import type { ChartSpan } from "../chart/TimeChart";
import { formatCount } from "../format/number";
import { epoch } from "../format/time";

export const qualityLabels: Record<Quality, string> = {
    measured: "Measured",
    calculated: "Calculated",
    estimated: "Estimated",
    substituted: "Substituted",
    edited: "Edited by hand",
};

const looks: Record<"estimated" | "substituted" | "edited", Pick<ChartSpan, "color" | "pattern">> = {
    estimated: { color: "--chart-estimated", pattern: "solid" },
    substituted: { color: "--chart-past", pattern: "dashed" },
    edited: { color: "--chart-forecast", pattern: "dotted" },
};

/** The stretches whose readings nobody measured, for a chart and its legend. */
export function qualitySpans(readings: Readings): ChartSpan[] {
    return readings.marked.flatMap(({ from, to, quality }) =>
        quality === "measured" || quality === "calculated" ? [] : [{ from: epoch(from), to: epoch(to), label: qualityLabels[quality], ...looks[quality] }]);
}

/** `12 estimated, 3 edited by hand`; empty when all were measured. */
export function qualityCounts(readings: Readings): string {
    const counts = new Map<Quality, number>();
    for (const run of readings.marked) counts.set(run.quality, (counts.get(run.quality) ?? 0) + run.readings);
    return [...counts].map(([quality, count]) => `${formatCount(count)} ${qualityLabels[quality].toLowerCase()}`).join(", ");
}

/** The quality of the reading that starts then, in words. */
export function qualityAt(readings: Readings): (start: number) => string {
    const names = new Map(readings.columns.start.map((start, index) => [start, readings.qualities[readings.columns.quality[index] ?? 0]]));
    return (start) => {
        const name = names.get(start);
        return name ? qualityLabels[name] : "";
    };
}
