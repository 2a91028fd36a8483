import type { ApiKey, ApiKeyInput, ApiKeyScope, Permission } from "../../api/identity";
import { epoch, inputOf, epochOfInput, isoUTC } from "../../format/time";
import type { Tone } from "../../ui/layout";

export const keyStates: Record<ApiKey["state"], { tone: Tone; label: string }> = {
    active: { tone: "good", label: "Active" }, expired: { tone: "warning", label: "Expired" }, revoked: { tone: "neutral", label: "Revoked" },
};

/** What no key can have: people's business is not a program's. */
const personsOnly: Exclude<Permission, ApiKeyScope>[] = ["users.write", "roles.write", "keys.write", "tenant.delete"];

export function isScope(permission: Permission): permission is ApiKeyScope {
    return personsOnly.every((one) => one !== permission);
}

/** `ugk_1_7_…x9Zk`: a key as it is told from others. */
export function keyName({ prefix, hint }: ApiKey): string {
    return `${prefix}…${hint}`;
}

/** A key's settings as they are entered. */
export interface KeyDraft {
    name: string;
    scopes: ApiKeyScope[];
    /** One address or block a line. */
    addresses: string;
    requestsPerMinute: string;
    monthlyQuota: string;
    /** As a datetime-local input holds it; empty: never. */
    expires: string;
}

export function draftOf(key: ApiKey | null, timeZone: string): KeyDraft {
    if (key === null) return { name: "", scopes: [], addresses: "", requestsPerMinute: "", monthlyQuota: "", expires: "" };
    return {
        name: key.name, scopes: key.scopes, addresses: key.allowedAddresses.join("\n"), requestsPerMinute: textOf(key.requestsPerMinute), monthlyQuota: textOf(key.monthlyQuota),
        expires: key.expiresAt ? inputOf(timeZone, epoch(key.expiresAt)) : "",
    };
}

function textOf(value: number | null): string {
    return value === null ? "" : String(value);
}

export const largestRate = 1_000_000;
export const largestQuota = 1_000_000_000_000;

/** What is wrong, by field; an empty object when it can be sent. */
export function keyFaults(draft: KeyDraft): Partial<Record<keyof KeyDraft, string>> {
    const faults: Partial<Record<keyof KeyDraft, string>> = {};
    if (draft.name.trim() === "") faults.name = "Give it a name.";
    if (draft.scopes.length === 0) faults.scopes = "Choose at least one permission.";
    const number = (name: "requestsPerMinute" | "monthlyQuota", most: number) => {
        const text = draft[name].trim();
        if (text !== "" && (!/^\d+$/.test(text) || Number(text) < 1 || Number(text) > most)) faults[name] = `A whole number from 1 to ${most.toLocaleString("en-US")}, or nothing.`;
    };
    number("requestsPerMinute", largestRate);
    number("monthlyQuota", largestQuota);
    return faults;
}

export function keyInput(draft: KeyDraft, timeZone: string): ApiKeyInput {
    const number = (text: string) => (text.trim() === "" ? null : Number(text));
    const expires = epochOfInput(timeZone, draft.expires);
    return {
        name: draft.name.trim(), scopes: draft.scopes, allowedAddresses: draft.addresses.split(/[\s,;]+/).filter(Boolean),
        requestsPerMinute: number(draft.requestsPerMinute), monthlyQuota: number(draft.monthlyQuota), expiresAt: expires === null ? null : isoUTC(expires),
    };
}
