import type { Read } from "../../api/cached";
import type { EditInput } from "../../api/types";
import { isoUTC } from "../../format/time";

/** What is no longer as it was loaded, once readings are edited. */
export const outdatedByEdit: Read[] = [
    "GET /series", "GET /series/{id}", "GET /series/{id}/readings", "GET /edits", "GET /findings", "GET /data-quality", "GET /zones/{id}/data-quality",
];

export type EditMethod = NonNullable<EditInput["method"]>;
export type EditKind = EditMethod | "constant" | "values";

export const editKinds: { value: EditKind; label: string; help: string }[] = [
    { value: "linear", label: "Straight line", help: "between the readings around; for short gaps" },
    { value: "likeDays", label: "Like days", help: "the median of the same hour of like days" },
    { value: "feederAllocation", label: "Share of the feeder", help: "what the feeder's total leaves for this meter" },
    { value: "constant", label: "One value", help: "the same for every interval" },
    { value: "values", label: "Value by value", help: "each interval by hand" },
];

/** Values that are entered one by one, at most. */
export const mostTyped = 400;
export const mostIntervals = 10_000;
export const leastReason = 3;

export interface EditDraft {
    from: number | null;
    to: number | null;
    kind: EditKind;
    constant: string;
    /** What was typed, by start. */
    typed: Map<number, string>;
    reason: string;
}

export function intervalsOf(draft: EditDraft, intervalSeconds: number): number[] {
    if (draft.from === null || draft.to === null) return [];
    const starts: number[] = [];
    for (let start = draft.from; start < draft.to && starts.length <= mostIntervals; start += intervalSeconds) starts.push(start);
    return starts;
}

function numberOf(text: string | undefined): number | null {
    if (text === undefined || text.trim() === "") return null;
    const value = Number(text);
    return Number.isFinite(value) ? value : null;
}

/** What is still wrong with an edit, in words; null when it can be previewed. */
export function editFault(draft: EditDraft, intervalSeconds: number): string | null {
    const { from, to, kind } = draft;
    if (from === null || to === null) return "Enter where the stretch begins and ends.";
    if (to <= from) return "The stretch must end after it begins.";
    if (from % intervalSeconds !== 0 || to % intervalSeconds !== 0) return `Begin and end must be whole intervals of ${intervalSeconds / 60} minutes.`;
    const starts = intervalsOf(draft, intervalSeconds);
    if (starts.length > mostIntervals) return `At most ${mostIntervals} intervals are edited at once.`;
    if (kind === "constant" && numberOf(draft.constant) === null) return "Enter the value, a number.";
    if (kind === "values") {
        if (starts.length > mostTyped) return `At most ${mostTyped} values are typed one by one; choose a shorter stretch or a method.`;
        const wrong = starts.filter((start) => (draft.typed.get(start) ?? "").trim() !== "" && numberOf(draft.typed.get(start)) === null);
        if (wrong.length > 0) return `${wrong.length === 1 ? "One value is" : `${wrong.length} values are`} no number.`;
        if (!starts.some((start) => numberOf(draft.typed.get(start)) !== null)) return "Enter at least one new value.";
    }
    return null;
}

export function reasonFault(draft: EditDraft): string | null {
    return draft.reason.trim().length < leastReason ? "Say why, in a few words: it stays with the edit." : null;
}

/** The edit as the server takes it. */
export function editInput(draft: EditDraft, intervalSeconds: number): EditInput {
    const { from, to, kind } = draft;
    const reason = draft.reason.trim();
    if (kind === "constant" || kind === "values") {
        const values = intervalsOf(draft, intervalSeconds).flatMap((start) => {
            const value = numberOf(kind === "constant" ? draft.constant : draft.typed.get(start));
            return value === null ? [] : [{ start: isoUTC(start), value }];
        });
        return { values, reason };
    }
    return { method: kind, from: isoUTC(from ?? 0), to: isoUTC(to ?? 0), reason };
}
