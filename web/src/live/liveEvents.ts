import { invalidate, update, type Read } from "../api/cached";
import type { ResourceCache } from "../api/ResourceCache";
import type { ClockState, Job, LiveZone } from "../api/types";

export const liveTopics = ["snapshot", "zones", "anomaly", "job", "forecast", "clock"];

interface ZonesEvent {
    asOf?: string;
    zones: LiveZone[];
}

/** Lets a refresh through at once, then at most one per `interval` milliseconds, so that a fast replay makes no storm. */
export class Throttle {
    private readonly due = new Map<string, ReturnType<typeof setTimeout> | null>();

    constructor(private readonly interval: number) {}

    run(key: string, action: () => void): void {
        if (this.due.has(key)) {
            if (this.due.get(key) !== null) return;
            this.due.set(key, setTimeout(() => {
                this.arm(key);
                action();
            }, this.interval));
            return;
        }
        this.arm(key);
        action();
    }

    private arm(key: string): void {
        this.due.set(key, null);
        setTimeout(() => {
            if (this.due.get(key) === null) this.due.delete(key);
        }, this.interval);
    }
}

/** Applies what the live stream says to what the screens have loaded. */
export class LiveUpdater {
    constructor(
        private readonly resources: ResourceCache,
        private readonly onClock: (clock: ClockState) => void,
        private readonly throttle = new Throttle(5_000),
    ) {}

    receive(topic: string, data: unknown): void {
        switch (topic) {
            case "snapshot":
            case "zones":
                this.mergeZones(data as ZonesEvent);
                this.refresh("GET /city/load");
                break;
            case "clock":
                this.onClock(data as ClockState);
                break;
            case "job":
                this.mergeJob(data as Job);
                break;
            case "anomaly":
                this.refresh("GET /anomalies", "GET /anomalies/{id}", "GET /zones");
                break;
            case "forecast":
                // The next peaks come from the forecast.
                this.refresh("GET /zones/{id}/forecast", "GET /zones", "GET /zones/{id}");
                break;
        }
    }

    private refresh(...names: Read[]): void {
        for (const name of names) this.throttle.run(name, () => invalidate([name], this.resources));
    }

    private mergeZones(event: ZonesEvent): void {
        const changed = new Map(event.zones.map((zone) => [zone.id, zone]));
        update(this.resources, (list) => ({
            asOf: event.asOf ?? list.asOf,
            zones: list.zones.map((zone) => mergeZone(zone, changed.get(zone.id))),
        }), "GET /zones");
        for (const zone of event.zones) {
            update(this.resources, (detail) => mergeZone(detail, zone), "GET /zones/{id}", { path: { id: zone.id } });
        }
    }

    private mergeJob(job: Job): void {
        update(this.resources, ({ jobs }) => ({
            jobs: jobs.some((known) => known.id === job.id)
                ? jobs.map((known) => (known.id === job.id ? job : known))
                : [job, ...jobs],
        }), "GET /jobs");
        update(this.resources, () => job, "GET /jobs/{id}", { path: { id: job.id } });
        if (job.state !== "queued") this.refresh("GET /connectors", "GET /uploads");
        if (job.state === "succeeded") this.refresh("GET /models", "GET /models/{id}");
    }
}

/** A late event must not take a zone back in time. */
export function mergeZone<Z extends LiveZone>(zone: Z, change: LiveZone | undefined): Z {
    if (!change) return zone;
    if (zone.loadAt && change.loadAt && Date.parse(change.loadAt) < Date.parse(zone.loadAt)) return zone;
    return { ...zone, ...change };
}
