/** The part of EventSource that is used, so that tests can stand in for it. */
export interface EventStream {
    readyState: number;
    onopen: ((event: Event) => void) | null;
    onerror: ((event: Event) => void) | null;
    addEventListener(type: string, listener: (event: MessageEvent<string>) => void): void;
    close(): void;
}

export interface LiveConnection {
    state: "connecting" | "live" | "reconnecting" | "stale";
    /** Local time in milliseconds since when it is so; for stale, when the last event came. */
    since: number;
}

export interface LiveClientOptions {
    url: string;
    topics: string[];
    open: (url: string) => EventStream;
    /** Comes before a stream that was refused is opened again: a stream does not say why it was. A failure is waited out. */
    prepare?: () => Promise<unknown>;
    onEvent: (topic: string, data: unknown) => void;
    onConnection: (connection: LiveConnection) => void;
    now?: () => number;
    random?: () => number;
}

const closed = 2;
const staleAfter = 30_000;
const longestBackoff = 30_000;

/**
 * Keeps one event stream open. EventSource resumes broken connections by itself (with Last-Event-ID); what it gives up
 * on (an HTTP error) is opened again here with growing, jittered waits. Silence is noticed where the server has shown
 * that it sends its clock regularly, because a browser cannot see the stream's comment pings.
 */
export class LiveClient {
    private stream: EventStream | null = null;
    private connection: LiveConnection;
    private lastEventAt: number;
    private attempts = 0;
    private clockEvents = 0;
    private reopenTimer: ReturnType<typeof setTimeout> | null = null;
    private isStopped = false;
    private watchdog: ReturnType<typeof setInterval> | null = null;
    private readonly now: () => number;
    private readonly random: () => number;

    constructor(private readonly options: LiveClientOptions) {
        this.now = options.now ?? Date.now;
        this.random = options.random ?? Math.random;
        this.lastEventAt = this.now();
        this.connection = { state: "connecting", since: this.now() };
    }

    start(): void {
        this.isStopped = false;
        this.openStream();
        this.watchdog = setInterval(() => this.check(), 5_000);
    }

    stop(): void {
        this.isStopped = true;
        if (this.watchdog) clearInterval(this.watchdog);
        if (this.reopenTimer) clearTimeout(this.reopenTimer);
        this.watchdog = null;
        this.reopenTimer = null;
        this.stream?.close();
        this.stream = null;
    }

    private openStream(): void {
        this.stream?.close();
        this.clockEvents = 0;
        const stream = this.options.open(this.options.url);
        this.stream = stream;
        stream.onopen = () => {
            if (stream !== this.stream) return;
            this.attempts = 0;
            this.lastEventAt = this.now();
            this.change("live");
        };
        stream.onerror = () => {
            if (stream === this.stream) this.lost(stream);
        };
        for (const topic of this.options.topics) {
            stream.addEventListener(topic, (event) => {
                if (stream === this.stream) this.receive(topic, event.data);
            });
        }
    }

    private receive(topic: string, text: string): void {
        this.lastEventAt = this.now();
        if (topic === "clock") this.clockEvents += 1;
        this.change("live");
        let data: unknown;
        try {
            data = JSON.parse(text);
        } catch {
            console.warn(`The live stream sent a ${topic} event that is not JSON.`);
            return;
        }
        this.options.onEvent(topic, data);
    }

    private lost(stream: EventStream): void {
        if (this.connection.state !== "stale") this.change("reconnecting");
        if (stream.readyState === closed) this.reopenLater();
    }

    private reopenLater(): void {
        if (this.reopenTimer) return;
        const wait = Math.min(longestBackoff, 1000 * 2 ** this.attempts) * (0.5 + this.random() / 2);
        this.attempts += 1;
        this.reopenTimer = setTimeout(() => {
            this.reopenTimer = null;
            void this.reopen();
        }, wait);
    }

    private async reopen(): Promise<void> {
        try {
            await this.options.prepare?.();
        } catch {
            if (!this.isStopped) this.reopenLater();
            return;
        }
        if (!this.isStopped) this.openStream();
    }

    private check(): void {
        const silence = this.now() - this.lastEventAt;
        if (this.connection.state === "reconnecting" && silence > staleAfter) this.change("stale", this.lastEventAt);
        if (this.connection.state === "live" && this.clockEvents >= 2 && silence > 45_000) {
            this.change("stale", this.lastEventAt);
            this.openStream();
        }
    }

    private change(state: LiveConnection["state"], since = this.now()): void {
        if (this.connection.state === state) return;
        this.connection = { state, since };
        this.options.onConnection(this.connection);
    }
}
