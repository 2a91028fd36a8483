import "./browser";
import { createRoot, type Root } from "react-dom/client";
import { act } from "react-dom/test-utils";
import { App } from "../../src/app/App";
import { resources } from "../../src/api/ResourceCache";
import { me } from "./fixtures";
import type { EventStream } from "../../src/live/LiveClient";

type Answer = { status?: number; body: unknown } | "never" | "refused";

let root: Root | null = null;

export class FakeStream implements EventStream {
    static latest: FakeStream | null = null;
    readyState = 0;
    onopen: ((event: Event) => void) | null = null;
    onerror: ((event: Event) => void) | null = null;
    listeners = new Map<string, (event: MessageEvent<string>) => void>();
    isClosed = false;

    constructor(readonly url: string) {
        FakeStream.latest = this;
    }
    addEventListener(type: string, listener: (event: MessageEvent<string>) => void) {
        this.listeners.set(type, listener);
    }
    close() {
        this.isClosed = true;
    }
    send(type: string, data: unknown) {
        this.listeners.get(type)?.({ data: typeof data === "string" ? data : JSON.stringify(data) } as MessageEvent<string>);
    }
}

export interface Sent {
    method: string;
    path: string;
    body: unknown;
}

/**
 * Answers requests by the longest matching prefix of their path below /api/v1, before which a method may stand
 * (`PUT /retention`). Gives the list of what was sent with another method than GET.
 */
export function serve(given: Record<string, Answer>): Sent[] {
    const sent: Sent[] = [];
    // Whoever does not say who is signed in means somebody who may do everything.
    const answerTo = (asked: string): Answer | undefined => {
        const answers: Record<string, Answer> = { "/me": { body: me }, ...given };
        const key = Object.keys(answers).filter((prefix) => asked.startsWith(prefix)).sort((a, b) => b.length - a.length)[0];
        return key === undefined ? undefined : answers[key];
    };
    globalThis.fetch = ((url: string, options?: { method?: string; body?: string; signal?: AbortSignal }) => {
        const path = url.replace("/api/v1", "");
        const method = options?.method ?? "GET";
        if (method !== "GET") sent.push({ method, path, body: options?.body === undefined ? undefined : JSON.parse(options.body) });
        const asked = method === "GET" ? path : `${method} ${path}`;
        const answer = answerTo(asked);
        if (answer === "refused") return Promise.reject(new TypeError("fetch failed"));
        if (answer === "never") return new Promise((_, reject) => options?.signal?.addEventListener("abort", () => reject(new DOMException("aborted", "AbortError"))));
        const { status, body } = answer ?? { status: 404, body: { title: "Not found", status: 404, requestId: "r-404" } };
        const text = typeof body === "string" ? body : JSON.stringify(body);
        return Promise.resolve(new Response(text, { status: status ?? 200, headers: { "X-Request-Id": "r-1", "Content-Type": (status ?? 200) < 400 ? "application/json" : "application/problem+json" } }));
    }) as typeof fetch;
    return sent;
}

/** Opens a path of the app and waits until what it asked for has come. */
export async function open(path: string): Promise<HTMLElement> {
    close();
    window.history.replaceState(null, "", path);
    const container = document.getElementById("app") as HTMLElement;
    await act(async () => {
        root = createRoot(container);
        root.render(<App open={(url) => new FakeStream(url)} />);
    });
    await settle();
    return container;
}

export async function settle(): Promise<void> {
    for (let round = 0; round < 6; round += 1) await act(async () => new Promise((resolve) => setTimeout(resolve, 5)));
}

export async function run(action: () => void): Promise<void> {
    await act(async () => action());
    await settle();
}

/** Types into an input or chooses of a select, as React hears it. */
export async function enter(field: Element | null | undefined, value: string): Promise<void> {
    const node = field as HTMLInputElement;
    await run(() => {
        Object.getOwnPropertyDescriptor(Object.getPrototypeOf(node), "value")?.set?.call(node, value);
        node.dispatchEvent(new window.Event(node.tagName === "SELECT" ? "change" : "input", { bubbles: true }));
    });
}

/** The first button below `root` that says this. */
export function button(root: ParentNode, words: RegExp): HTMLButtonElement {
    const found = [...root.querySelectorAll("button")].find((item) => words.test(`${item.textContent} ${item.getAttribute("aria-label") ?? ""}`));
    if (!found) throw new Error(`There is no button ${words}`);
    return found;
}

export function close(): void {
    if (root) act(() => root?.unmount());
    root = null;
    resources.invalidate(() => true);
}
