const formatters = new Map<string, Intl.NumberFormat>();

export const missing = "–";
/** Keeps a number and its unit on one line. */
export const nbsp = "\u00a0";

function formatter(options: Intl.NumberFormatOptions): Intl.NumberFormat {
    const key = JSON.stringify(options);
    let found = formatters.get(key);
    if (!found) {
        found = new Intl.NumberFormat("en-US", options);
        formatters.set(key, found);
    }
    return found;
}

export function formatNumber(value: number | null | undefined, digits = 0): string {
    if (value === null || value === undefined || !Number.isFinite(value)) return missing;
    const text = formatter({ minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
    return text.replace("-", "\u2212").replace(/^\u2212(0(\.0+)?)$/, "$1");
}

/** `0.634` → `63 %`. */
export function formatPercent(fraction: number | null | undefined, digits = 0): string {
    if (fraction === null || fraction === undefined || !Number.isFinite(fraction)) return missing;
    return `${formatNumber(fraction * 100, digits)}${nbsp}%`;
}

/** Three significant digits, for values whose size is not known beforehand. */
export function formatSignificant(value: number | null | undefined, digits = 3): string {
    if (value === null || value === undefined || !Number.isFinite(value)) return missing;
    return formatter({ maximumSignificantDigits: digits }).format(value).replace("-", "\u2212");
}

export function formatCount(value: number | null | undefined): string {
    return formatNumber(value, 0);
}

export function formatQuantity(value: number | null | undefined, unit: string): string {
    if (value === null || value === undefined || !Number.isFinite(value)) return missing;
    if (unit === "kW") return formatPower(value);
    return `${formatSignificant(value, Math.abs(value) >= 100 ? 4 : 3)}${nbsp}${unit}`;
}

export interface PowerScale {
    unit: "kW" | "MW";
    /** kW in one unit. */
    divisor: number;
    digits: number;
}

/** One scale for all values of a chart or column, chosen by the largest. */
export function powerScale(largestKW: number): PowerScale {
    const size = Math.abs(largestKW);
    if (size === 0) return { unit: "kW", divisor: 1, digits: 0 };
    if (size >= 1000) return { unit: "MW", divisor: 1000, digits: size >= 100_000 ? 0 : size >= 10_000 ? 1 : 2 };
    return { unit: "kW", divisor: 1, digits: size >= 100 ? 0 : size >= 10 ? 1 : 2 };
}

/** kW below one megawatt, MW from there: `812 kW`, `3.42 MW`. */
export function formatPower(kW: number | null | undefined, scale?: PowerScale): string {
    if (kW === null || kW === undefined || !Number.isFinite(kW)) return missing;
    const used = scale ?? powerScale(kW);
    return `${formatNumber(kW / used.divisor, used.digits)}${nbsp}${used.unit}`;
}
