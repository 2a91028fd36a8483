// Times as the city's clocks show them. The browser's own zone plays no part.

const formats = new Map<string, Intl.DateTimeFormat>();

function format(timeZone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
    const key = timeZone + JSON.stringify(options);
    let found = formats.get(key);
    if (!found) {
        found = new Intl.DateTimeFormat("en-US", { timeZone, hourCycle: "h23", ...options });
        formats.set(key, found);
    }
    return found;
}

export interface LocalParts {
    year: number;
    /** 1–12 */
    month: number;
    day: number;
    hour: number;
    minute: number;
    second: number;
}

export function localParts(timeZone: string, epochSeconds: number): LocalParts {
    const parts: Record<string, number> = {};
    const options: Intl.DateTimeFormatOptions = {
        year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric",
    };
    for (const { type, value } of format(timeZone, options).formatToParts(epochSeconds * 1000)) parts[type] = Number(value);
    return {
        year: parts["year"] ?? 1970,
        month: parts["month"] ?? 1,
        day: parts["day"] ?? 1,
        hour: parts["hour"] ?? 0,
        minute: parts["minute"] ?? 0,
        second: parts["second"] ?? 0,
    };
}

/** Seconds to add to UTC to get the zone's wall clock at that instant. */
export function utcOffset(timeZone: string, epochSeconds: number): number {
    const whole = Math.floor(epochSeconds);
    const p = localParts(timeZone, whole);
    return Date.UTC(p.year, p.month - 1, p.day, p.hour, p.minute, p.second) / 1000 - whole;
}

/**
 * The instant at which the zone's clock shows the given wall time. A time that the spring change skips becomes the
 * same reading of the old offset (02:30 → 03:30); of a repeated hour, the first.
 */
export function instantOf(timeZone: string, year: number, month: number, day: number, hour = 0): number {
    const wall = Date.UTC(year, month - 1, day, hour) / 1000;
    const before = wall - utcOffset(timeZone, wall - 86_400);
    const after = wall - utcOffset(timeZone, wall + 86_400);
    if (before === after) return before;
    if (before + utcOffset(timeZone, before) === wall) return before;
    if (after + utcOffset(timeZone, after) === wall) return after;
    return before;
}

export function startOfDay(timeZone: string, epochSeconds: number, dayOffset = 0): number {
    const p = localParts(timeZone, epochSeconds);
    return instantOf(timeZone, p.year, p.month, p.day + dayOffset);
}

export function epoch(iso: string): number {
    return Date.parse(iso) / 1000;
}

export function isoUTC(epochSeconds: number): string {
    return new Date(Math.round(epochSeconds) * 1000).toISOString().replace(".000Z", "Z");
}

/** `PST` or `PDT`, as at that instant. */
export function zoneAbbreviation(timeZone: string, epochSeconds: number): string {
    const parts = format(timeZone, { timeZoneName: "short" }).formatToParts(epochSeconds * 1000);
    return parts.find((part) => part.type === "timeZoneName")?.value ?? timeZone;
}

/** `18:00` */
export function formatClock(timeZone: string, epochSeconds: number, seconds = false): string {
    const options: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit" };
    return format(timeZone, seconds ? { ...options, second: "2-digit" } : options).format(epochSeconds * 1000);
}

/** `Tue 24 Nov` */
export function formatDay(timeZone: string, epochSeconds: number, year = false): string {
    const parts: Record<string, string> = {};
    const options: Intl.DateTimeFormatOptions = { weekday: "short", day: "numeric", month: "short", year: "numeric" };
    for (const { type, value } of format(timeZone, options).formatToParts(epochSeconds * 1000)) parts[type] = value;
    return `${parts["weekday"]} ${parts["day"]} ${parts["month"]}${year ? ` ${parts["year"]}` : ""}`;
}

/** `24 Nov 2026` */
export function formatDate(timeZone: string, epochSeconds: number): string {
    return formatDay(timeZone, epochSeconds, true).replace(/^\w+ /, "");
}

/** `Tue 24 Nov 18:00 PST` */
export function formatDateTime(timeZone: string, epochSeconds: number, options: { year?: boolean; zone?: boolean } = {}): string {
    const zone = options.zone === false ? "" : ` ${zoneAbbreviation(timeZone, epochSeconds)}`;
    return `${formatDay(timeZone, epochSeconds, options.year)} ${formatClock(timeZone, epochSeconds)}${zone}`;
}

/** `2 h`, `3 d`, `12 min` — rounded down to one unit. */
export function formatDuration(seconds: number): string {
    const s = Math.max(0, Math.round(seconds));
    if (s < 60) return `${s}\u00a0s`;
    if (s < 3600) return `${Math.floor(s / 60)}\u00a0min`;
    if (s < 2 * 86_400) return `${Math.floor(s / 3600)}\u00a0h`;
    return `${Math.floor(s / 86_400)}\u00a0d`;
}

export function formatAgo(seconds: number): string {
    return seconds < 45 ? "just now" : `${formatDuration(seconds)} ago`;
}

/** `2026-11-24T18:00`: what a datetime-local input holds for an instant. */
export function inputOf(timeZone: string, epochSeconds: number): string {
    const p = localParts(timeZone, epochSeconds);
    const two = (value: number) => String(value).padStart(2, "0");
    return `${String(p.year).padStart(4, "0")}-${two(p.month)}-${two(p.day)}T${two(p.hour)}:${two(p.minute)}`;
}

/** The instant that a datetime-local input means on the zone's clock; null when it is empty or no time. */
export function epochOfInput(timeZone: string, text: string): number | null {
    const match = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})/.exec(text);
    if (!match) return null;
    const [year, month, day, hour, minute] = match.slice(1).map(Number) as [number, number, number, number, number];
    return instantOf(timeZone, year, month, day, hour) + minute * 60;
}
