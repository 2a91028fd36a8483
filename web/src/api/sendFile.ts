import { apiBase, problemFrom, unreachable, withSession } from "./client";
import { ApiError } from "./ApiError";

/**
 * POSTs a file as it is. Goes by XMLHttpRequest, which alone tells how much was sent. Throws ApiError; an abort by
 * `signal` rejects with an AbortError.
 */
export async function sendFile<T>(path: string, file: Blob, onProgress: (fraction: number) => void, signal: AbortSignal): Promise<T> {
    const request = await withSession(path, () => send(path, file, onProgress, signal), ({ status }) => status);
    const requestId = request.getResponseHeader("X-Request-Id");
    if (request.status < 200 || request.status >= 300) throw problemFrom(request.responseText, request.status, request.statusText, requestId);
    try {
        return JSON.parse(request.responseText) as T;
    } catch {
        throw new ApiError("unreadable", "The answer could not be read", "The server sent something other than JSON.", request.status, requestId);
    }
}

function send(path: string, file: Blob, onProgress: (fraction: number) => void, signal: AbortSignal): Promise<XMLHttpRequest> {
    return new Promise((resolve, reject) => {
        const request = new XMLHttpRequest();
        const stop = () => request.abort();
        const end = (settle: () => void) => {
            signal.removeEventListener("abort", stop);
            settle();
        };
        request.open("POST", apiBase + path);
        request.setRequestHeader("Accept", "application/json");
        request.setRequestHeader("Content-Type", "application/octet-stream");
        request.upload.onprogress = (event) => {
            if (event.lengthComputable && event.total > 0) onProgress(event.loaded / event.total);
        };
        request.onload = () => end(() => resolve(request));
        request.onerror = () => end(() => reject(unreachable()));
        request.onabort = () => end(() => reject(new DOMException("aborted", "AbortError")));
        if (signal.aborted) {
            reject(new DOMException("aborted", "AbortError"));
            return;
        }
        signal.addEventListener("abort", stop);
        request.send(file);
    });
}
