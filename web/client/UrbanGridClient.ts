import type { Operations } from "../src/api/operations";
import type { Problem } from "../src/api/schema";

export interface UrbanGridClientOptions {
    /** Where the server is, without a path: `https://grid.example.org`. */
    origin: string;
    /** An API key (`ugk_…`) or an access token. Keep it out of the source: take it from the environment. */
    key: string;
    /** How long one try may take until its answer's first byte. 30 seconds without. */
    timeoutMilliseconds?: number;
    /** How often a read is tried again after 429 and 503. Twice without; what changes something is sent once. */
    retries?: number;
    /** For tests, and where another fetch is wanted. */
    fetch?: typeof fetch;
}

type Input<Name extends keyof Operations> = Operations[Name]["input"] & { signal?: AbortSignal };
/** An operation that needs nothing may be asked without anything. */
type Given<Name extends keyof Operations> = {} extends Operations[Name]["input"] ? [input?: Input<Name>] : [input: Input<Name>];

interface AnyInput {
    path?: Record<string, string | number>;
    query?: Record<string, unknown>;
    headers?: Record<string, unknown>;
    body?: unknown;
    signal?: AbortSignal;
}

/** The server refused: what it said is in `problem`, and `requestId` names the request in its log. */
export class UrbanGridError extends Error {
    readonly status: number;
    readonly problem: Problem | null;
    readonly requestId: string | null;

    constructor(status: number, problem: Problem | null, requestId: string | null) {
        const fields = (problem?.errors ?? []).map(({ field, message, expected }) => ` ${field}: ${message}${expected ? ` Expected ${expected}.` : ""}`);
        super(`${status} ${problem?.title ?? "The server refused"}: ${problem?.detail ?? "no problem document came"}${fields.join("")}`);
        this.name = "UrbanGridError";
        this.status = status;
        this.problem = problem;
        this.requestId = requestId;
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
    async send<Name extends keyof Operations>(name: Name, ...given: Given<Name>): Promise<Operations[Name]["answer"]> {
        const space = name.indexOf(" ");
        const method = name.slice(0, space);
        const input = (given[0] ?? {}) as AnyInput;
        const response = await this.patiently(method, this.address(name.slice(space + 1), input), input);
        const type = response.headers.get("Content-Type") ?? "";
        if (!response.ok) throw await refusal(response);
        if (response.status === 204) return undefined as Operations[Name]["answer"];
        return (/[/+]json\b/.test(type) ? await response.json() : response) as Operations[Name]["answer"];
    }

    private address(template: string, { path = {}, query = {} }: AnyInput): string {
        const filled = template.replace(/\{(\w+)\}/g, (_, part: string) => {
            const value = path[part];
            if (value === undefined || value === "") throw new TypeError(`${template} needs the path's ${part}.`);
            return encodeURIComponent(String(value));
        });
        const search = new URLSearchParams();
        for (const [name, value] of Object.entries(query)) if (value !== undefined && value !== null) search.set(name, String(value));
        const text = search.toString();
        return `${this.options.origin.replace(/\/+$/, "")}/api/v1${filled}${text ? `?${text}` : ""}`;
    }

    /** Waits as long as `Retry-After` says and asks again, where asking twice does no harm. */
    private async patiently(method: string, url: string, input: AnyInput): Promise<Response> {
        const tries = method === "GET" ? (this.options.retries ?? 2) : 0;
        for (let attempt = 0; ; attempt += 1) {
            const response = await this.once(method, url, input);
            if (attempt >= tries || (response.status !== 429 && response.status !== 503)) return response;
            const seconds = Number(response.headers.get("Retry-After") ?? 1);
            await response.body?.cancel();
            await pause((Number.isFinite(seconds) ? Math.min(Math.max(seconds, 0), 60) : 1) * 1000, input.signal);
        }
    }

    private async once(method: string, url: string, { headers = {}, body, signal }: AnyInput): Promise<Response> {
        const isJSON = body !== undefined && typeof body !== "string" && !(body instanceof Blob);
        const controller = new AbortController();
        const limit = this.options.timeoutMilliseconds ?? 30_000;
        const timer = setTimeout(() => controller.abort(new DOMException(`No answer within ${limit} ms`, "TimeoutError")), limit);
        const forward = () => controller.abort(signal?.reason);
        if (signal?.aborted) forward();
        signal?.addEventListener("abort", forward);
        try {
            return await (this.options.fetch ?? fetch)(url, {
                method,
                headers: {
                    Accept: "application/json, */*;q=0.5",
                    Authorization: `Bearer ${this.options.key}`,
                    ...(isJSON ? { "Content-Type": "application/json" } : {}),
                    ...Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined).map(([name, value]) => [name, String(value)])),
                },
                ...(body === undefined ? {} : { body: isJSON ? JSON.stringify(body) : (body as string | Blob) }),
                signal: controller.signal,
            });
        } finally {
            // From here on the body comes, for as long as it takes; the caller's own signal still ends it.
            clearTimeout(timer);
        }
    }
}

async function refusal(response: Response): Promise<UrbanGridError> {
    let problem: Problem | null = null;
    try {
        problem = (await response.json()) as Problem;
    } catch {
        // A proxy may answer with a page of its own; the status still says enough.
    }
    return new UrbanGridError(response.status, problem, problem?.requestId ?? response.headers.get("X-Request-Id"));
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
