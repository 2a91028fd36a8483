import { AccessKeeper } from "./AccessKeeper";
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
export function getJSON<T>(path: string, signal?: AbortSignal, timeout = defaultTimeout): Promise<T> {
    return request<T>("GET", path, undefined, signal, timeout);
}

export type Method = "POST" | "PUT" | "PATCH" | "DELETE";

/** Sends JSON (or nothing) and gives what comes back; undefined where the answer has no body. Throws as `getJSON` does. */
export function sendJSON<T>(method: Method, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
    return request<T>(method, path, body, signal, defaultTimeout);
}

/** Renews the cookies for every request of this tab, and asks the person where that is not enough. */
export const accessKeeper = new AccessKeeper({
    renew: async () => (await ask("POST", "/auth/refresh", undefined, undefined, defaultTimeout)).status,
});

/** Paths that say themselves who somebody is: a 401 there is an answer, and no session's end. */
function needsSession(path: string): boolean {
    return !path.startsWith("/auth/") || path.startsWith("/auth/tenant") || path.startsWith("/auth/invitation/accept");
}

/** As `ask`; a refusal for want of a good session is answered by renewing it and asking once more. */
export async function withSession<T>(path: string, send: () => Promise<T>, statusOf: (answer: T) => number): Promise<T> {
    const sentAt = Date.now();
    const answer = await send();
    if (statusOf(answer) !== 401 || !needsSession(path)) return answer;
    await accessKeeper.regain(sentAt);
    const again = await send();
    if (statusOf(again) !== 401) return again;
    await accessKeeper.lost();
    return send();
}

async function request<T>(method: "GET" | Method, path: string, body: unknown, signal: AbortSignal | undefined, timeout: number): Promise<T> {
    const response = await withSession(path, () => ask(method, path, body, signal, timeout), ({ status }) => status);
    if (response.status === 403) accessKeeper.onForbidden();
    if (!response.ok) throw problemFrom(response.text, response.status, response.statusText, response.requestId);
    return (response.text === "" ? undefined : readBody(response)) as T;
}

interface Answer {
    ok: boolean;
    status: number;
    statusText: string;
    requestId: string | null;
    text: string;
}

/** One exchange with the server, whatever it answers. */
async function ask(method: "GET" | Method, path: string, body: unknown, signal: AbortSignal | undefined, timeout: number): Promise<Answer> {
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
            method,
            headers: { Accept: "application/json", ...(body === undefined ? {} : { "Content-Type": "application/json" }) },
            ...(body === undefined ? {} : { body: JSON.stringify(body) }),
            signal: controller.signal,
        });
        const { ok, status, statusText } = response;
        return { ok, status, statusText, requestId: response.headers.get("X-Request-Id"), text: await response.text() };
    } catch (error) {
        if (timedOut) {
            throw new ApiError("timeout", "No answer in time", `The server did not answer within ${timeout / 1000} s.`, null, null);
        }
        if (controller.signal.aborted) throw error;
        throw unreachable();
    } finally {
        clearTimeout(timer);
        signal?.removeEventListener("abort", forward);
    }
}

/** Asks whether the server would answer a GET, whatever its answer is. Throws as `getJSON` does. */
export async function probe(path: string): Promise<void> {
    let response: Response;
    try {
        response = await withSession(path, () => fetch(apiBase + path), ({ status }) => status);
        if (response.ok) await response.arrayBuffer();
    } catch (error) {
        throw error instanceof ApiError ? error : unreachable();
    }
    if (!response.ok) {
        throw problemFrom(await response.text().catch(() => ""), response.status, response.statusText, response.headers.get("X-Request-Id"));
    }
}

export function unreachable(): ApiError {
    return new ApiError("network", "The server cannot be reached", "Check that UrbanGrid is running, then try again.", null, null);
}

function readBody(response: Answer): unknown {
    try {
        return JSON.parse(response.text);
    } catch {
        throw new ApiError("unreadable", "The answer could not be read", "The server sent something other than JSON.", response.status, response.requestId);
    }
}

/** The failure that a body tells, a problem document or not. */
export function problemFrom(text: string, status: number, statusText: string, requestId: string | null): ApiError {
    let problem: Partial<Problem> = {};
    try {
        problem = JSON.parse(text) as Partial<Problem>;
    } catch {
        // A proxy or a crash may answer with something that is no problem document; the status still says enough.
    }
    return new ApiError(
        "problem",
        problem.title ?? `The server answered ${status}`,
        problem.detail ?? statusText,
        status,
        problem.requestId ?? requestId,
        problem.errors ?? [],
    );
}
