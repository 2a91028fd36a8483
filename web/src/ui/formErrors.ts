import { ApiError } from "../api/ApiError";

/** What the server found wrong with one field: `email`, or a place in the body that ends so (`body.email`). */
export function fieldError(error: ApiError | null, name: string): string | null {
    const found = error?.fields.find(({ field }) => nameOf(field) === name);
    if (!found) return null;
    return found.expected ? `${sentence(found.message)} Expected: ${found.expected}.` : found.message;
}

/** The failure without what is said at the fields; null when nothing else is left to say. */
export function remainingError(error: ApiError | null, shown: string[]): ApiError | null {
    if (!error || error.fields.length === 0) return error;
    const rest = error.fields.filter(({ field }) => !shown.includes(nameOf(field)));
    return rest.length === 0 ? null : new ApiError(error.kind, error.title, error.detail, error.status, error.requestId, rest);
}

function nameOf(field: string): string {
    return field.replace(/^.*\./, "").replace(/\[\d+\]$/, "");
}

function sentence(text: string): string {
    return /[.!?]$/.test(text) ? text : `${text}.`;
}
