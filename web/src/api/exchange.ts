import { ApiError } from "./ApiError";
import { unreachable, withSession } from "./client";

export interface ExchangeRequest {
    method: string;
    /** From the origin on. */
    url: string;
    headers: Record<string, string>;
    body: string | Blob | null;
    /** An API key to send it with; null: the session of this browser. */
    key: string | null;
}

/** What a server answered, as far as it was read. */
export interface Exchange {
    status: number;
    statusText: string;
    headers: [name: string, value: string][];
    contentType: string;
    /** From sending to the answer's head, and to the end of what was read. */
    headMilliseconds: number;
    milliseconds: number;
    body: Blob;
    /** False: it went on, and was left. */
    isWhole: boolean;
    isRunning: boolean;
}

export interface ExchangeOptions {
    signal: AbortSignal;
    /** More of a body is not read. */
    largestBody: number;
    /** Comes with what there is so far: at the head, and while a stream goes on. */
    onProgress: (exchange: Exchange) => void;
}

/**
 * Sends a request as it is given and reads its answer, whatever that is: for people who try the API. Stopping it once the
 * head is there keeps what came. Throws ApiError when there is no answer, and an AbortError when stopped before.
 */
export async function exchange(request: ExchangeRequest, { signal, largestBody, onProgress }: ExchangeOptions): Promise<Exchange> {
    const startedAt = performance.now();
    const response = await head(request, signal);
    const contentType = response.headers.get("Content-Type") ?? "";
    const chunks: Uint8Array[] = [];
    const headMilliseconds = performance.now() - startedAt;
    const state = (isRunning: boolean, isWhole: boolean): Exchange => ({
        status: response.status, statusText: response.statusText, headers: [...response.headers.entries()], contentType, headMilliseconds,
        milliseconds: performance.now() - startedAt, body: new Blob(chunks, { type: contentType }), isRunning, isWhole,
    });
    onProgress(state(true, false));
    const reader = response.body?.getReader();
    if (!reader) return state(false, true);
    let bytes = 0;
    try {
        for (;;) {
            const { done, value } = await reader.read();
            if (done) return state(false, true);
            chunks.push(bytes + value.length > largestBody ? value.subarray(0, largestBody - bytes) : value);
            bytes += value.length;
            if (bytes > largestBody) {
                await reader.cancel();
                return state(false, false);
            }
            if (contentType.startsWith("text/event-stream")) onProgress(state(true, false));
        }
    } catch {
        // Stopped by the person, or broken on the way: what came is shown, and that it is not all.
        return state(false, false);
    }
}

async function head({ method, url, headers, body, key }: ExchangeRequest, signal: AbortSignal): Promise<Response> {
    const send = () => fetch(url, {
        method,
        headers: key === null ? headers : { ...headers, Authorization: `Bearer ${key}` },
        ...(body === null ? {} : { body }),
        credentials: key === null ? "same-origin" : "omit",
        redirect: "manual",
        cache: "no-store",
        signal,
    });
    try {
        if (key !== null) return await send();
        return await withSession(url, send);
    } catch (error) {
        throw error instanceof ApiError || signal.aborted ? error : unreachable();
    }
}
