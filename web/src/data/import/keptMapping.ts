import type { ReadingsMapping, UploadWithGuess } from "../../api/types";

/** What somebody chose for a file that is not imported yet, for this tab: a reload forgets nothing. */
export interface KeptMapping {
    mapping: ReadingsMapping;
    /** Series of a Green Button file's usage points. */
    points: Record<string, string>;
}

const keyOf = (id: string) => `urbangrid.upload.${id}`;

/** What was kept of an upload; null when nothing was, or when it names columns that the file does not have. */
export function keptMapping({ id, guess }: Pick<UploadWithGuess, "id" | "guess">): KeptMapping | null {
    try {
        const kept = JSON.parse(sessionStorage.getItem(keyOf(id)) ?? "null") as Partial<KeptMapping> | null;
        const mapping = kept?.mapping;
        if (!mapping || (mapping.layout !== "long" && mapping.layout !== "wide") || typeof mapping.start !== "string" || typeof kept.points !== "object" || kept.points === null) return null;
        const named = [mapping.start, mapping.series, mapping.value, mapping.quality, ...(mapping.columns ?? [])].filter((name): name is string => typeof name === "string" && name !== "");
        return named.every((name) => guess?.columns.includes(name)) ? { mapping, points: kept.points } : null;
    } catch {
        // Without storage, or with something else in it, the file's own proposal stands.
        return null;
    }
}

export function keepMapping(id: string, kept: KeptMapping): void {
    try {
        sessionStorage.setItem(keyOf(id), JSON.stringify(kept));
    } catch {
        // Full or not allowed: only a reload would have used it.
    }
}

export function forgetMapping(id: string): void {
    try {
        sessionStorage.removeItem(keyOf(id));
    } catch {
        // There was none to forget.
    }
}
