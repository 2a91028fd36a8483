import { ApiError } from "./ApiError";

export interface ResourceState<T> {
    data: T | undefined;
    error: ApiError | undefined;
    isLoading: boolean;
    /** Local time in milliseconds when `data` came. */
    loadedAt: number;
}

interface Entry {
    state: ResourceState<unknown>;
    listeners: Set<() => void>;
    inFlight: { controller: AbortController; again: boolean } | null;
    load: (signal: AbortSignal) => Promise<unknown>;
}

const empty: ResourceState<unknown> = { data: undefined, error: undefined, isLoading: true, loadedAt: 0 };

/**
 * Answers of the API by a key each (`keyOf`), shared by all screens. One request a key is in flight at a time; what was
 * loaded stays on screen while it is refreshed, and stays (with the error next to it) when the refresh fails.
 */
export class ResourceCache {
    private readonly entries = new Map<string, Entry>();

    constructor(private readonly capacity = 200) {}

    subscribe(key: string, load: Entry["load"], listener: () => void): () => void {
        const entry = this.entry(key, load);
        entry.load = load;
        entry.listeners.add(listener);
        if (!entry.inFlight && (entry.state.data === undefined || Date.now() - entry.state.loadedAt > 15_000)) {
            this.refresh(key);
        }
        return () => {
            entry.listeners.delete(listener);
            if (entry.listeners.size === 0 && entry.inFlight) {
                entry.inFlight.controller.abort();
                entry.inFlight = null;
            }
        };
    }

    state<T>(key: string): ResourceState<T> {
        return (this.entries.get(key)?.state ?? empty) as ResourceState<T>;
    }

    refresh(key: string): void {
        const entry = this.entries.get(key);
        if (!entry) return;
        if (entry.inFlight) {
            entry.inFlight.again = true;
            return;
        }
        const flight = { controller: new AbortController(), again: false };
        entry.inFlight = flight;
        this.publish(entry, { ...entry.state, isLoading: true });
        entry.load(flight.controller.signal).then(
            (data) => this.settle(key, entry, flight, { data, error: undefined, isLoading: false, loadedAt: Date.now() }),
            (error: unknown) => {
                if (flight.controller.signal.aborted) return;
                const failure =
                    error instanceof ApiError
                        ? error
                        : new ApiError("unreadable", "The screen could not use the answer", String(error), null, null);
                this.settle(key, entry, flight, { ...entry.state, error: failure, isLoading: false });
            },
        );
    }

    /** Refreshes what is on screen and forgets the rest, for every key that `matches`. */
    invalidate(matches: (key: string) => boolean): void {
        for (const [key, entry] of this.entries) {
            if (!matches(key)) continue;
            if (entry.listeners.size > 0) this.refresh(key);
            else this.entries.delete(key);
        }
    }

    /** Forgets everything: what comes next belongs to somebody else, or to another tenant. */
    clear(): void {
        for (const entry of this.entries.values()) {
            entry.inFlight?.controller.abort();
            entry.inFlight = null;
        }
        this.entries.clear();
    }

    /** Changes loaded data in place (the live stream does). */
    update<T>(key: string, change: (data: T) => T): void {
        const entry = this.entries.get(key);
        if (!entry || entry.state.data === undefined) return;
        this.publish(entry, { ...entry.state, data: change(entry.state.data as T) });
    }

    private entry(key: string, load: Entry["load"]): Entry {
        let entry = this.entries.get(key);
        if (!entry) {
            this.trim();
            entry = { state: empty, listeners: new Set(), inFlight: null, load };
            this.entries.set(key, entry);
        }
        return entry;
    }

    private settle(key: string, entry: Entry, flight: NonNullable<Entry["inFlight"]>, state: ResourceState<unknown>): void {
        if (flight.controller.signal.aborted) return;
        entry.inFlight = null;
        this.publish(entry, state);
        if (flight.again) this.refresh(key);
    }

    private publish(entry: Entry, state: ResourceState<unknown>): void {
        entry.state = state;
        for (const listener of entry.listeners) listener();
    }

    private trim(): void {
        if (this.entries.size < this.capacity) return;
        for (const [key, entry] of this.entries) {
            if (entry.listeners.size === 0) this.entries.delete(key);
            if (this.entries.size < this.capacity) return;
        }
    }
}

export const resources = new ResourceCache();
