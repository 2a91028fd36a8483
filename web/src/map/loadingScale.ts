import type { ZoneSummary } from "../api/types";
import { formatPercent } from "../format/number";

/** The steps of |load| / capacity. Blue up to the 80 % that operators watch for, then amber and vermilion: a pair that
 *  stays apart in every common form of colour blindness; the value is always written out as well. */
export const loadingSteps = [
    { upTo: 0.2, label: "0–20 %" },
    { upTo: 0.4, label: "20–40 %" },
    { upTo: 0.6, label: "40–60 %" },
    { upTo: 0.8, label: "60–80 %" },
    { upTo: 1.0, label: "80–100 %" },
    { upTo: Infinity, label: "over 100 %" },
] as const;

export const watchThreshold = 0.8;

/** The step's index, or null without a value. A zone exactly at a limit belongs to the step above it. */
export function loadingStep(loading: number | null | undefined): number | null {
    if (loading === null || loading === undefined || !Number.isFinite(loading)) return null;
    return loadingSteps.findIndex((step) => loading < step.upTo);
}

export function loadingClass(loading: number | null | undefined): string {
    const step = loadingStep(loading);
    return step === null ? "load-none" : `load-${step}`;
}

export function loadingText(loading: number | null | undefined): string {
    return loading === null || loading === undefined ? "no reading" : formatPercent(loading);
}

/** What the map shows: the latest hour, or the highest P90 of the next 24 hours. */
export type MapMode = "now" | "peak";

export function zoneValue(zone: ZoneSummary, mode: MapMode): { loading: number | null; loadKW: number | null } {
    if (mode === "now") return { loading: zone.loading, loadKW: zone.loadKW };
    return { loading: zone.nextPeak?.loading90 ?? null, loadKW: zone.nextPeak?.p90 ?? null };
}
