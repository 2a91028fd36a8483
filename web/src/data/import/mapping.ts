import type { ReadingsMapping } from "../../api/types";

export const units = ["Wh", "kWh", "MWh", "W", "kW", "MW"] as const;

/** What a mapping says of one column, for its heading; null when the column is not read. */
export function roleOf(column: string, mapping: ReadingsMapping): string | null {
    if (column === mapping.start) return "start";
    if (mapping.layout === "long") {
        if (column === mapping.series) return "series";
        if (column === mapping.value) return "value";
        return column === mapping.quality ? "quality" : null;
    }
    return mapping.columns == null || mapping.columns.includes(column) ? "a series" : null;
}

/** How dates may be written, with an example. */
export const dateFormats = [["iso", "Year first, 2026-03-29"], ["dayFirst", "Day first, 29.03.2026"], ["monthFirst", "Month first, 03/29/2026"]] as const;

/** How characters may be written. */
export const encodings = [["utf-8", "UTF-8"], ["windows-1252", "Windows-1252 (Latin-1)"], ["utf-16", "UTF-16"]] as const;

/**
 * What is still missing before the server can read the file, in words.
 * @param unclear members of the mapping that the file leaves open
 */
export function mappingFault(mapping: ReadingsMapping, unclear: readonly string[] = []): string | null {
    if (!mapping.start) return "Choose the column of the times.";
    if (unclear.includes("dateFormat") && mapping.dateFormat == null) return "Choose whether the day or the month comes first: the dates fit both.";
    if (mapping.layout === "wide") {
        return mapping.columns != null && mapping.columns.filter((column) => column !== mapping.start).length === 0 ? "Choose a column with values." : null;
    }
    if (!mapping.series) return "Choose the column that names the series.";
    if (!mapping.value) return "Choose the column of the values.";
    const used: string[] = [mapping.start, mapping.series, mapping.value, ...(mapping.quality ? [mapping.quality] : [])];
    return new Set(used).size < used.length ? "A column can mean one thing only." : null;
}

/** Where the server proposes nothing. */
export function emptyMapping(): ReadingsMapping {
    return { layout: "long", start: "", columns: null, series: null, value: null, quality: null, unit: null, decimalComma: null, timeZone: null, delimiter: null, dateFormat: null, encoding: null };
}

/** Without what belongs to the other layout. */
export function cleaned(mapping: ReadingsMapping): ReadingsMapping {
    return mapping.layout === "wide" ? { ...mapping, series: null, value: null, quality: null } : { ...mapping, columns: null };
}
