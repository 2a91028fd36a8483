import type { Finding } from "../../api/types";
import type { Tone } from "../../ui/layout";

export const findingKinds: Record<Finding["kind"], { label: string; help: string }> = {
    range: { label: "Out of range", help: "a value outside what the series should give" },
    rateOfChange: { label: "Too steep", help: "a step from one interval to the next that is too steep" },
    flatline: { label: "Flat line", help: "the same value for too long" },
    spike: { label: "Spike", help: "a value far above its neighbours" },
    gap: { label: "Gap", help: "intervals without a reading between two that have one" },
    silence: { label: "Silent", help: "no reading since, of a series that reported regularly" },
    ancientTimestamp: { label: "Too old", help: "a reading of a time that is not credible" },
    futureTimestamp: { label: "Of the future", help: "a reading of a time that has not come" },
    intervalMismatch: { label: "Wrong interval", help: "readings at another interval than the series'" },
    unitMismatch: { label: "Wrong unit", help: "values a thousand times what they were, or a thousandth" },
    registerRollover: { label: "Register rolled over", help: "a register that went through its highest stand" },
    registerReset: { label: "Register reset", help: "a register that began anew" },
    registerOutage: { label: "Register outage", help: "a register that was not read for a while" },
};

export const findingStates: Record<Finding["state"], { tone: Tone; label: string; help: string }> = {
    open: { tone: "warning", label: "Open", help: "nobody has looked at it yet" },
    estimated: { tone: "info", label: "Estimated", help: "the missing readings were estimated" },
    dismissed: { tone: "neutral", label: "Dismissed", help: "somebody said that the readings are right" },
    resolved: { tone: "good", label: "Resolved", help: "the readings were replaced and no longer break the rule" },
};

export function findingLabel(kind: Finding["kind"]): string {
    return findingKinds[kind].label;
}

/** The series with the finding in the middle of its chart. */
export function findingLink(finding: Finding): string {
    const [start, end] = [Date.parse(finding.start), Date.parse(finding.end)];
    const air = Math.max(end - start, 24 * 3_600_000);
    return `/series/${finding.seriesId}?from=${new Date(start - air).toISOString()}&to=${new Date(end + air).toISOString()}`;
}
