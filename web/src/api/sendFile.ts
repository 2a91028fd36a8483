import { askBy, type Answer, type Given } from "./client";

/** Operations that take a file as it is. */
type Sending = "POST /uploads";

/**
 * Sends a file and tells how much of it is sent. Throws ApiError; an abort by the input's signal rejects with an
 * AbortError.
 */
export function sendFile<Name extends Sending>(name: Name, onProgress: (fraction: number) => void, ...given: Given<Name>): Promise<Answer<Name>> {
    return askBy(fetchByXMLHttpRequest(onProgress), name, ...given);
}

/** A fetch for the client by XMLHttpRequest, which alone tells how much was sent. */
function fetchByXMLHttpRequest(onProgress: (fraction: number) => void): typeof fetch {
    return (url, { method = "GET", headers, body, signal } = {}) => new Promise((resolve, reject) => {
        const request = new XMLHttpRequest();
        const stop = () => request.abort();
        const end = (settle: () => void) => {
            signal?.removeEventListener("abort", stop);
            settle();
        };
        const aborted = () => reject(new DOMException("aborted", "AbortError"));
        request.open(method, String(url));
        new Headers(headers).forEach((value, name) => request.setRequestHeader(name, value));
        request.upload.onprogress = (event) => {
            if (event.lengthComputable && event.total > 0) onProgress(event.loaded / event.total);
        };
        request.onload = () => end(() => resolve(answerOf(request)));
        request.onerror = () => end(() => reject(new TypeError("The request failed.")));
        request.onabort = () => end(aborted);
        if (signal?.aborted) {
            aborted();
            return;
        }
        signal?.addEventListener("abort", stop);
        request.send(body as XMLHttpRequestBodyInit);
    });
}

function answerOf(request: XMLHttpRequest): Response {
    const headers = new Headers();
    for (const name of ["Content-Type", "X-Request-Id"]) headers.set(name, request.getResponseHeader(name) ?? "");
    return new Response(request.responseText, { status: request.status, statusText: request.statusText, headers });
}
