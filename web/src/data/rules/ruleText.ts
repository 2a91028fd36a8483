import type { Rule } from "../../api/types";

interface RuleTextOf {
    label: string;
    help: string;
    parameters: { name: string; label: string; unit: "" | "h" | "d" | "kW" | "series" | "perHour"; from: number; to: number; isRequired: boolean }[];
}

/** The rules in words, with the parameters that each takes and their bounds. */
export const ruleTexts: Record<Rule["kind"], RuleTextOf> = {
    range: { label: "Range", help: "A value outside what the series should give.", parameters: [
        { name: "minimum", label: "At least", unit: "series", from: -1e12, to: 1e12, isRequired: false }, { name: "maximum", label: "At most", unit: "series", from: -1e12, to: 1e12, isRequired: false }] },
    rateOfChange: { label: "Rate of change", help: "A step from one interval to the next that is too steep.", parameters: [{ name: "perHour", label: "At most", unit: "perHour", from: 0, to: 1e12, isRequired: true }] },
    flatline: { label: "Flat line", help: "The same value for too long; zero may last longer, as a solar plant's nights do.", parameters: [
        { name: "hours", label: "Longer than", unit: "h", from: 0.5, to: 8784, isRequired: true }, { name: "zeroHours", label: "At zero, longer than", unit: "h", from: 0.5, to: 8784, isRequired: false }] },
    spike: { label: "Spike", help: "The highest value around it, and this many times more than the third highest.", parameters: [
        { name: "ratio", label: "Above the third highest, times", unit: "", from: 0.1, to: 1000, isRequired: true }, { name: "windowHours", label: "Neighbours within", unit: "h", from: 2, to: 168, isRequired: true }, { name: "least", label: "None up to", unit: "series", from: 0, to: 1e12, isRequired: true }] },
    gap: { label: "Gap", help: "Intervals without a reading between two that have one.", parameters: [{ name: "hours", label: "Longer than", unit: "h", from: 0, to: 8784, isRequired: true }] },
    silence: { label: "Silence", help: "No reading since a moment, of a series that reported regularly.", parameters: [{ name: "hours", label: "Longer than", unit: "h", from: 0.5, to: 8784, isRequired: true }] },
    timestamp: { label: "Timestamp", help: "A reading whose time is not credible.", parameters: [{ name: "oldestDays", label: "Older than", unit: "d", from: 1, to: 100_000, isRequired: true }] },
    interval: { label: "Interval", help: "Readings at another interval than the series'.", parameters: [{ name: "count", label: "Readings looked at", unit: "", from: 6, to: 10_000, isRequired: true }] },
    unit: { label: "Unit", help: "Values a thousand times what they were before, or a thousandth.", parameters: [{ name: "factor", label: "Within this factor of 1000", unit: "", from: 1.1, to: 8, isRequired: true }] },
    register: { label: "Register", help: "A cumulative register that went down, jumped or was not read for a while.", parameters: [
        { name: "greatestKW", label: "Greatest power", unit: "kW", from: 0.001, to: 1e9, isRequired: true }, { name: "digits", label: "Digits of the register", unit: "", from: 3, to: 12, isRequired: false }] },
};

export interface RuleDraft {
    kind: Rule["kind"];
    isEnabled: boolean;
    parameters: Record<string, string>;
    /** Set for this target, and not taken from what is more general. */
    isOwn: boolean;
}

export function draftsOf(rules: Rule[], target: "quantity" | "series"): RuleDraft[] {
    return rules.map((rule) => ({
        kind: rule.kind, isEnabled: rule.isEnabled, isOwn: rule.origin === target,
        parameters: Object.fromEntries(rule.parameters.map(({ name, value }) => [name, String(value)])),
    }));
}

/** What is wrong with a parameter, in words. */
export function parameterFault(draft: RuleDraft, name: string): string | null {
    const parameter = ruleTexts[draft.kind].parameters.find((item) => item.name === name);
    const text = (draft.parameters[name] ?? "").trim();
    if (!parameter) return null;
    if (text === "") return parameter.isRequired && draft.isEnabled ? "Needed" : null;
    const value = Number(text);
    return Number.isFinite(value) && value >= parameter.from && value <= parameter.to ? null : `A number from ${parameter.from} to ${parameter.to}`;
}

/** The rules that are set for the target itself, as the server takes them. */
export function ownRules(drafts: RuleDraft[]): Pick<Rule, "kind" | "isEnabled" | "parameters">[] {
    return drafts.filter((draft) => draft.isOwn).map((draft) => ({
        kind: draft.kind, isEnabled: draft.isEnabled,
        parameters: Object.entries(draft.parameters).filter(([, text]) => text.trim() !== "").map(([name, text]) => ({ name, value: Number(text) })),
    }));
}
