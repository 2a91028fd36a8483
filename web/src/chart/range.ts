import { epoch, isoUTC } from "../format/time";

export interface Range {
    from: number;
    to: number;
}

const hour = 3600;
const day = 24 * hour;

/** What the buttons offer; each looks ahead as far as the forecast reaches. */
export const presets = {
    "48h": { label: "48 h", back: 48 * hour },
    "7d": { label: "7 d", back: 7 * day },
    "30d": { label: "30 d", back: 30 * day },
    "1y": { label: "1 y", back: 365 * day },
} as const;

export type Preset = keyof typeof presets;

export const shortestRange = 3 * hour;
const longestRange = 3 * 365 * day;

export function presetRange(preset: Preset, nowHour: number, ahead = 24 * hour): Range {
    return { from: nowHour - presets[preset].back, to: nowHour + ahead };
}

export interface ChosenRange {
    range: Range;
    preset: Preset | null;
}

/** The range that a URL asks for: `from` and `to`, else a preset, else the default. Nonsense falls back to the default. */
export function rangeFromQuery(query: URLSearchParams, nowHour: number, standard: Preset, ahead?: number): ChosenRange {
    const from = query.get("from");
    const to = query.get("to");
    if (from && to) {
        const range = { from: epoch(from), to: epoch(to) };
        if (range.to - range.from >= shortestRange && range.to - range.from <= longestRange) return { range, preset: null };
    }
    const asked = query.get("range");
    const preset = asked && asked in presets ? (asked as Preset) : standard;
    return { range: presetRange(preset, nowHour, ahead), preset };
}

export function rangeToQuery(range: Range): Record<string, string | null> {
    return { from: isoUTC(range.from), to: isoUTC(range.to), range: null };
}

export function zoomed(range: Range, factor: number): Range {
    const middle = (range.from + range.to) / 2;
    const half = Math.min(Math.max(((range.to - range.from) * factor) / 2, shortestRange / 2), longestRange / 2);
    return { from: Math.round(middle - half), to: Math.round(middle + half) };
}

export function panned(range: Range, share: number): Range {
    const step = Math.round((range.to - range.from) * share);
    return { from: range.from + step, to: range.to + step };
}

/**
 * How many points to ask the server for: two a pixel (each pixel's minimum and maximum), in coarse steps so that a
 * window that is resized does not ask again at every pixel; within what the API allows.
 */
export function pointsFor(widthPixels: number, pixelRatio = 1): number {
    const wanted = widthPixels * Math.min(Math.max(pixelRatio, 1), 2) * 2;
    return Math.min(5000, Math.max(500, Math.ceil(wanted / 500) * 500));
}

export interface ForecastQuery {
    /** null: now. */
    at: string | null;
    past: number;
}

/** Which forecast to show for a range: the newest, with as much of the past as the range shows (at most 14 days). */
export function forecastQuery(range: Range, now: number): ForecastQuery {
    const end = Math.min(range.to, now);
    const hours = Math.ceil((end - range.from) / hour);
    const past = Math.min(336, Math.max(1, hours));
    return { at: range.to >= now ? null : isoUTC(range.to), past: hours < 1 ? 48 : past };
}
