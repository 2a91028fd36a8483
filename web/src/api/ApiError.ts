import type { Problem } from "./types";

export type ApiErrorKind = "network" | "timeout" | "problem" | "unreadable";

/** Why a request failed, in words that a person can act on, with the request id the server logged. */
export class ApiError extends Error {
    constructor(
        readonly kind: ApiErrorKind,
        readonly title: string,
        readonly detail: string,
        readonly status: number | null,
        readonly requestId: string | null,
        readonly fields: NonNullable<Problem["errors"]> = [],
    ) {
        super(`${title}: ${detail}`);
        this.name = "ApiError";
    }

    get isNotFound(): boolean {
        return this.status === 404;
    }
}
