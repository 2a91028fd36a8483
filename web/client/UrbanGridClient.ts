import type { Operations } from "../src/api/operations";
import type { Problem } from "../src/api/schema";

/** Where the API lies below the server's origin. */
export const apiBase = "/api/v1";

export interface UrbanGridClientOptions {
    /** Where the server is, without a path: `https://grid.example.org`. Empty in a page that the server itself has sent. */
    origin: string;
    /**
     * An API key (`ugk_…`) or an access token. Keep it out of the source: take it from the environment. A page of the
     * server's own origin needs none: there the browser sends the cookies of whoever is signed in.
     */
    key?: string;
    /** How long one try may take, of files and streams until their first byte. 30 seconds without; Infinity for no limit. */
    timeoutMilliseconds?: number;
    /** How often a read is tried again after 429 and 503. Twice without; what changes something is sent once. */
    retries?: number;
    /** For tests, and where another fetch is wanted. */
    fetch?: typeof fetch;
    /** Stands around each try: may look at the answer's status, do something about it, and send again. Not timed. */
    around?: <Reply extends { status: number }>(url: string, send: () => Promise<Reply>) => Promise<Reply>;
}

/** An operation by its method and path: `GET /zones/{id}`. */
export type OperationName = keyof Operations;

/** What an operation answers. */
export type Answer<Name extends OperationName> = Operations[Name]["answer"];

/** What an operation takes. null stands for nothing in a query, so that `cursor` takes a page's `nextCursor`. */
export type Input<Name extends OperationName> = {
    [Part in keyof Operations[Name]["input"]]: Part extends "query" ? OrNull<Operations[Name]["input"][Part]> : Operations[Name]["input"][Part];
} & {
    /** Ends the request, and its body, whenever you like. */
    signal?: AbortSignal;
    /** Instead of the client's own limit. */
    timeoutMilliseconds?: number;
};

type OrNull<Query> = { [Name in keyof Query]: undefined extends Query[Name] ? Query[Name] | null : Query[Name] };

/** An operation that needs nothing may be asked without anything. */
export type Given<Name extends OperationName> = {} extends Operations[Name]["input"] ? [input?: Input<Name>] : [input: Input<Name>];

interface AnyInput {
    path?: Record<string, string | number>;
    query?: Record<string, unknown>;
    headers?: Record<string, unknown>;
    body?: unknown;
    signal?: AbortSignal;
    timeoutMilliseconds?: number;
}

/** What came back; `text` is null where the body is a file or a stream, which is still to be read. */
interface Reply {
    status: number;
    response: Response;
    text: string | null;
}

/**
 * The server refused: what it said is in `problem`, and `requestId` names the request in its log. With a status below 300
 * it did not refuse, but something on the way answered with what is not JSON.
 */
export class UrbanGridError extends Error {
    readonly status: number;
    readonly problem: Problem | null;
    readonly requestId: string | null;

    constructor(status: number, problem: Problem | null, requestId: string | null) {
        const fields = (problem?.errors ?? []).map(({ field, message, expected }) => ` ${field}: ${message}${expected ? ` Expected ${expected}.` : ""}`);
        super(status < 300 ? `${status} The answer could not be read: it is no JSON`
            : `${status} ${problem?.title ?? "The server refused"}: ${problem?.detail ?? "no problem document came"}${fields.join("")}`);
        this.name = "UrbanGridError";
        this.status = status;
        this.problem = problem;
        this.requestId = requestId;
    }

    /** What a body says of why it was refused. */
    static read(status: number, body: string, requestId: string | null): UrbanGridError {
        let problem: Problem | null = null;
        try {
            const found: unknown = JSON.parse(body);
            if (typeof found === "object") problem = found as Problem | null;
        } catch {
            // A proxy may answer with a page of its own; the status still says enough.
        }
        return new UrbanGridError(status, problem, problem?.requestId ?? requestId);
    }
}

/** Asks an UrbanGrid server, each operation by its method and path. Needs `fetch`: any browser, Node 18 or newer. */
export class UrbanGridClient {
    private readonly options: UrbanGridClientOptions;

    constructor(options: UrbanGridClientOptions) {
        this.options = options;
    }

    /**
     * Sends one operation. JSON comes as what the operation answers, nothing as undefined, and files and streams as the
     * Response whose body is still to be read. Throws UrbanGridError for a refusal, what fetch throws when there is no
     * answer, and a TimeoutError when none comes in time.
     */
    async send<Name extends OperationName>(name: Name, ...given: Given<Name>): Promise<Answer<Name>> {
        const input = (given[0] ?? {}) as AnyInput;
        const { response, text } = await this.patiently(name.slice(0, name.indexOf(" ")), this.address(name, ...given), input);
        const requestId = response.headers.get("X-Request-Id");
        if (!response.ok) throw UrbanGridError.read(response.status, text ?? "", requestId);
        if (text === null) return response as Answer<Name>;
        try {
            return (text === "" ? undefined : JSON.parse(text)) as Answer<Name>;
        } catch {
            throw new UrbanGridError(response.status, null, requestId);
        }
    }

    /** Where an operation is asked: for links, for what fetches by itself, and as a name of its answer. */
    address<Name extends OperationName>(name: Name, ...given: Given<Name>): string {
        const { path = {}, query = {} } = (given[0] ?? {}) as AnyInput;
        const filled = name.slice(name.indexOf(" ") + 1).replace(/\{(\w+)\}/g, (_, part: string) => {
            const value = path[part];
            if (value === undefined || value === "") throw new TypeError(`${name} needs the path's ${part}.`);
            return encodeURIComponent(String(value));
        });
        const search = new URLSearchParams();
        for (const [key, value] of Object.entries(query)) if (value !== undefined && value !== null) search.set(key, String(value));
        const text = search.toString();
        return `${this.options.origin.replace(/\/+$/, "")}${apiBase}${filled}${text ? `?${text}` : ""}`;
    }

    /** Waits as long as `Retry-After` says and asks again, where asking twice does no harm. */
    private async patiently(method: string, url: string, input: AnyInput): Promise<Reply> {
        const { retries = 2, around = (_, send) => send() } = this.options;
        const tries = method === "GET" ? retries : 0;
        for (let attempt = 0; ; attempt += 1) {
            const reply = await around(url, () => this.once(method, url, input));
            if (attempt >= tries || (reply.status !== 429 && reply.status !== 503)) return reply;
            const seconds = Number(reply.response.headers.get("Retry-After") ?? 1);
            await pause((Number.isFinite(seconds) ? Math.min(Math.max(seconds, 0), 60) : 1) * 1000, input.signal);
        }
    }

    private async once(method: string, url: string, { headers = {}, body, signal, timeoutMilliseconds }: AnyInput): Promise<Reply> {
        const { key, fetch: send = fetch, timeoutMilliseconds: usual = 30_000 } = this.options;
        const isRaw = typeof body === "string" || body instanceof Blob;
        const limit = timeoutMilliseconds ?? usual;
        const controller = new AbortController();
        let late: DOMException | null = null;
        const timer = !Number.isFinite(limit) ? undefined : setTimeout(() => {
            late = new DOMException(`The server did not answer within ${limit / 1000} s.`, "TimeoutError");
            controller.abort(late);
        }, limit);
        const forward = () => controller.abort(signal?.reason);
        if (signal?.aborted) forward();
        signal?.addEventListener("abort", forward);
        let isRead = true;
        try {
            const response = await send(url, {
                method,
                headers: {
                    Accept: "application/json, */*;q=0.5",
                    ...(key === undefined ? {} : { Authorization: `Bearer ${key}` }),
                    ...(body === undefined ? {} : { "Content-Type": isRaw ? "application/octet-stream" : "application/json" }),
                    ...Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined).map(([name, value]) => [name, String(value)])),
                },
                ...(body === undefined ? {} : { body: isRaw ? body : JSON.stringify(body) }),
                // Who asks by a key is that key alone, whoever else is signed in.
                credentials: key === undefined ? "same-origin" : "omit",
                signal: controller.signal,
            });
            isRead = isText(response);
            // A file or a stream comes for as long as it takes; the caller's own signal still ends it.
            return { status: response.status, response, text: isRead ? await response.text() : null };
        } catch (error) {
            // Not every fetch gives the reason that it was ended for.
            throw late ?? error;
        } finally {
            clearTimeout(timer);
            if (isRead) signal?.removeEventListener("abort", forward);
        }
    }
}

/** Whether a body is small and read at once: JSON, nothing, or why not. Pages and plain text are no answers of this API, but a proxy's. */
function isText({ ok, headers }: Response): boolean {
    const type = headers.get("Content-Type");
    return !ok || type === null || /[/+](json|html|plain)\b/.test(type);
}

function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
        const stop = () => {
            clearTimeout(timer);
            reject(signal?.reason as Error);
        };
        const timer = setTimeout(() => {
            signal?.removeEventListener("abort", stop);
            resolve();
        }, milliseconds);
        if (signal?.aborted) stop();
        else signal?.addEventListener("abort", stop, { once: true });
    });
}
