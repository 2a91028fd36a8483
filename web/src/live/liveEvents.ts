import { paths } from "../api/endpoints";
import type { ResourceCache } from "../api/ResourceCache";
import type { ClockState, Job, LiveZone, ZoneDetail, ZoneList } from "../api/types";

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
                this.refresh("cityLoad", (key) => key.startsWith("/city/load"));
                break;
            case "clock":
                this.onClock(data as ClockState);
                break;
            case "job":
                this.mergeJob(data as Job);
                break;
            case "anomaly":
                this.refresh("anomalies", (key) => key.startsWith("/anomalies"));
                this.refresh("zones", (key) => key === paths.zones());
                break;
            case "forecast":
                this.refresh("forecast", (key) => /^\/zones\/\d+\/forecast/.test(key));
                // The next peaks come from the forecast.
                this.refresh("zones", (key) => key === paths.zones() || /^\/zones\/\d+$/.test(key));
                break;
        }
    }

    private refresh(name: string, matches: (key: string) => boolean): void {
        this.throttle.run(name, () => this.resources.invalidate(matches));
    }

    private mergeZones(event: ZonesEvent): void {
        const changed = new Map(event.zones.map((zone) => [zone.id, zone]));
        this.resources.update<ZoneList>(paths.zones(), (list) => ({
            asOf: event.asOf ?? list.asOf,
            zones: list.zones.map((zone) => mergeZone(zone, changed.get(zone.id))),
        }));
        for (const zone of event.zones) {
            this.resources.update<ZoneDetail>(paths.zone(zone.id), (detail) => mergeZone(detail, zone));
        }
    }

    private mergeJob(job: Job): void {
        this.resources.update<{ jobs: Job[] }>(paths.jobs(), ({ jobs }) => ({
            jobs: jobs.some((known) => known.id === job.id)
                ? jobs.map((known) => (known.id === job.id ? job : known))
                : [job, ...jobs],
        }));
        this.resources.update<Job>(paths.job(job.id), () => job);
        if (job.state !== "queued") this.refresh("jobs", (key) => key === paths.connectors() || key === paths.uploads());
        if (job.state === "succeeded") this.refresh("models", (key) => key.startsWith("/models"));
    }
}

/** A late event must not take a zone back in time. */
export function mergeZone<Z extends LiveZone>(zone: Z, change: LiveZone | undefined): Z {
    if (!change) return zone;
    if (zone.loadAt && change.loadAt && Date.parse(change.loadAt) < Date.parse(zone.loadAt)) return zone;
    return { ...zone, ...change };
}
