import type { ClockState } from "../api/types";

export interface Anchor {
    /** City time in epoch seconds at `at`. */
    city: number;
    /** Monotonic local milliseconds. */
    at: number;
    speed: number;
}

/** The city's clock between two words from the server: in a replay it runs at the replay's speed. */
export class CityClock {
    private anchor: Anchor;
    private readonly listeners = new Set<() => void>();

    constructor(private readonly monotonic: () => number = () => performance.now()) {
        this.anchor = { city: Date.now() / 1000, at: monotonic(), speed: 1 };
    }

    get speed(): number {
        return this.anchor.speed;
    }

    now(): number {
        return this.anchor.city + ((this.monotonic() - this.anchor.at) / 1000) * this.anchor.speed;
    }

    set(clock: ClockState): void {
        const city = Date.parse(clock.now) / 1000;
        if (!Number.isFinite(city)) return;
        this.anchor = { city, at: this.monotonic(), speed: clock.speed > 0 ? clock.speed : 1 };
        for (const listener of this.listeners) listener();
    }

    subscribe(listener: () => void): () => void {
        this.listeners.add(listener);
        return () => this.listeners.delete(listener);
    }
}
