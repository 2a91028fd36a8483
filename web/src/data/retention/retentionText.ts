import type { RetentionPolicy } from "../../api/types";

export type RetentionField = keyof RetentionPolicy;
/** What is typed for each field; empty: for ever. */
export type PolicyDraft = Record<RetentionField, string>;

export const leastRawMonths = 4;
const greatestMonths = 1200;

export const retentionFields: { name: RetentionField; label: string; help: string }[] = [
    { name: "rawMonths", label: "Readings", help: "as they came; nothing older is taken in once they are deleted" },
    { name: "revisionMonths", label: "Revisions", help: "what readings were before they were replaced" },
    { name: "hourlyMonths", label: "Hourly figures", help: "of series and areas; at least as long as readings" },
    { name: "dailyMonths", label: "Daily figures", help: "of series and areas; at least as long as hourly ones" },
    { name: "forecastMonths", label: "Forecasts", help: "by when they were issued" },
    { name: "anomalyMonths", label: "Anomalies", help: "by when they ended" },
];

export const tableLabels: Record<string, string> = {
    reading_blocks: "Readings",
    reading_revisions: "Revisions of readings",
    series_hourly: "Hourly figures of series",
    series_daily: "Daily figures of series",
    area_hourly: "Hourly figures of areas",
    area_daily: "Daily figures of areas",
    damaged_blocks: "Readings that were set aside as damaged",
    forecast_values: "Forecasts",
    anomalies: "Anomalies",
};

export function draftOf(policy: RetentionPolicy): PolicyDraft {
    return Object.fromEntries(retentionFields.map(({ name }) => [name, policy[name] == null ? "" : String(policy[name])])) as PolicyDraft;
}

export function policyOf(draft: PolicyDraft): RetentionPolicy {
    return Object.fromEntries(retentionFields.map(({ name }) => [name, draft[name].trim() === "" ? null : Number(draft[name])])) as RetentionPolicy;
}

/** What the server would refuse, by field. */
export function draftFaults(draft: PolicyDraft): Partial<Record<RetentionField, string>> {
    const faults: Partial<Record<RetentionField, string>> = {};
    const months = (name: RetentionField) => (draft[name].trim() === "" ? Infinity : Number(draft[name]));
    for (const { name } of retentionFields) {
        const least = name === "rawMonths" ? leastRawMonths : 1;
        const value = months(name);
        if (value !== Infinity && !(Number.isInteger(value) && value >= least && value <= greatestMonths)) {
            faults[name] = `A whole number from ${least} to ${greatestMonths}, or nothing`;
        }
    }
    if (!faults.hourlyMonths && months("hourlyMonths") < months("rawMonths")) faults.hourlyMonths = "At least as long as readings";
    if (!faults.dailyMonths && months("dailyMonths") < months("hourlyMonths")) faults.dailyMonths = "At least as long as hourly figures";
    return faults;
}

export function isSame(one: RetentionPolicy, other: RetentionPolicy): boolean {
    return retentionFields.every(({ name }) => (one[name] ?? null) === (other[name] ?? null));
}
