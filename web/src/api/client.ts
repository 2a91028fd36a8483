import { ApiError } from "./ApiError";
import type { Problem } from "./types";

export const apiBase = "/api/v1";
const defaultTimeout = 30_000;

export type QueryValue = string | number | boolean | null | undefined;

/** `/path?query` with empty values left out. */
export function withQuery(path: string, query: Record<string, QueryValue> = {}): string {
    const search = new URLSearchParams();
    for (const [name, value] of Object.entries(query)) {
        if (value !== null && value !== undefined && value !== "") search.set(name, String(value));
    }
    const text = search.toString();
    return text ? `${path}?${text}` : path;
}

/** GETs JSON. Throws ApiError, or the signal's AbortError when the caller no longer wants the answer. */
export async function getJSON<T>(path: string, signal?: AbortSignal, timeout = defaultTimeout): Promise<T> {
    const controller = new AbortController();
    let timedOut = false;
    const timer = setTimeout(() => {
        timedOut = true;
        controller.abort();
    }, timeout);
    const forward = () => controller.abort();
    if (signal?.aborted) controller.abort();
    signal?.addEventListener("abort", forward);
    try {
        const response = await fetch(apiBase + path, {
            headers: { Accept: "application/json" },
            signal: controller.signal,
        });
        if (!response.ok) throw await problemOf(response);
        return await readBody<T>(response);
    } catch (error) {
        if (error instanceof ApiError) throw error;
        if (timedOut) {
            throw new ApiError("timeout", "No answer in time", `The server did not answer within ${timeout / 1000} s.`, null, null);
        }
        if (controller.signal.aborted) throw error;
        throw new ApiError("network", "The server cannot be reached", "Check that UrbanGrid is running, then try again.", null, null);
    } finally {
        clearTimeout(timer);
        signal?.removeEventListener("abort", forward);
    }
}

async function readBody<T>(response: Response): Promise<T> {
    const text = await response.text();
    try {
        return JSON.parse(text) as T;
    } catch {
        throw new ApiError(
            "unreadable",
            "The answer could not be read",
            "The server sent something other than JSON.",
            response.status,
            response.headers.get("X-Request-Id"),
        );
    }
}

async function problemOf(response: Response): Promise<ApiError> {
    const requestId = response.headers.get("X-Request-Id");
    const text = await response.text().catch(() => "");
    let problem: Partial<Problem> = {};
    try {
        problem = JSON.parse(text) as Partial<Problem>;
    } catch {
        // A proxy or a crash may answer with something that is no problem document; the status still says enough.
    }
    return new ApiError(
        "problem",
        problem.title ?? `The server answered ${response.status}`,
        problem.detail ?? response.statusText,
        response.status,
        problem.requestId ?? requestId,
        problem.errors ?? [],
    );
}
