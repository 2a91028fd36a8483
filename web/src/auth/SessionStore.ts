import { accessKeeper, ask } from "../api/client";
import { signedOut, type AccessKeeper } from "../api/AccessKeeper";
import { ApiError } from "../api/ApiError";
import type { Me } from "../api/identity";
import { resources, type ResourceCache } from "../api/ResourceCache";

export type SessionState =
    | { kind: "unknown"; error: ApiError | null }
    | { kind: "out"; why: "never" | "signedOut" | "ended" }
    /** `isLost`: the session has ended while somebody works; what is on screen stays until they sign in again. */
    | { kind: "in"; me: Me; isLost: boolean };

/** What tabs tell each other. */
export type SessionNews = { kind: "in"; identity: string } | { kind: "out" };

export interface SessionChannel {
    postMessage(news: SessionNews): void;
    onmessage: ((event: MessageEvent<SessionNews>) => void) | null;
    close(): void;
}

/** Somebody in some tenant: what is loaded belongs to exactly that. */
export function identityOf(me: Me): string {
    return `${me.user.id}/${me.tenant?.id ?? "none"}`;
}

/** Whether somebody is signed in, as far as this tab knows; all tabs of the browser share one session. */
export class SessionStore {
    private current: SessionState = { kind: "unknown", error: null };
    private readonly listeners = new Set<() => void>();
    private channel: SessionChannel | null = null;
    private lookedAt = 0;
    private waiting: { resolve: () => void; reject: (error: ApiError) => void }[] = [];

    constructor(private readonly keeper: AccessKeeper = accessKeeper, private readonly cache: ResourceCache = resources) {}

    get state(): SessionState {
        return this.current;
    }

    subscribe = (listener: () => void): (() => void) => {
        this.listeners.add(listener);
        return () => this.listeners.delete(listener);
    };

    /** Listens to the requests of this tab and to the other tabs. Gives what ends it. */
    start(openChannel: () => SessionChannel | null): () => void {
        this.keeper.onLost = () => this.lost();
        this.keeper.onForbidden = () => this.lookAgain();
        const channel = openChannel();
        this.channel = channel;
        if (channel) channel.onmessage = ({ data }) => this.hear(data);
        void this.load();
        return () => {
            this.keeper.onLost = () => Promise.reject(signedOut());
            this.keeper.onForbidden = () => undefined;
            channel?.close();
            this.channel = null;
        };
    }

    /** Asks the server who is signed in. */
    async load(): Promise<void> {
        try {
            this.begin(await ask("GET /me"), { isNew: false });
        } catch (error) {
            if (!(error instanceof ApiError)) throw error;
            if (this.current.kind !== "unknown") return;
            this.change(error.status === 401 ? { kind: "out", why: "never" } : { kind: "unknown", error });
        }
    }

    /** Somebody signed in, chose another tenant or changed what is known of them. */
    begin(me: Me, { isNew = true } = {}): void {
        const before = this.current.kind === "in" ? identityOf(this.current.me) : null;
        const identity = identityOf(me);
        if (isNew) this.keeper.noteRenewal();
        if (before !== identity) this.cache.clear();
        this.change({ kind: "in", me, isLost: false });
        this.channel?.postMessage({ kind: "in", identity });
        const waiting = this.waiting;
        this.waiting = [];
        // A request is sent again only for whom it was meant.
        for (const { resolve, reject } of waiting) before === null || before === identity ? resolve() : reject(signedOut());
    }

    /** Something of the account changed, and not who it is. */
    update(change: (me: Me) => Me): void {
        if (this.current.kind === "in") this.change({ ...this.current, me: change(this.current.me) });
    }

    /** Ends the session here and in the other tabs. Throws when the server could not be told: then it goes on. */
    async signOut(): Promise<void> {
        try {
            await ask("POST /auth/logout");
        } catch (error) {
            // A session that is over already is what was wanted.
            if (!(error instanceof ApiError) || error.status !== 401) throw error;
        }
        this.end("signedOut");
        this.channel?.postMessage({ kind: "out" });
    }

    /** Gives up the work on screen: the sign-in page comes instead. */
    leave(): void {
        this.end("ended");
    }

    private lost(): Promise<void> {
        if (this.current.kind !== "in") return Promise.reject(signedOut());
        this.change({ ...this.current, isLost: true });
        return new Promise((resolve, reject) => this.waiting.push({ resolve, reject }));
    }

    private end(why: "signedOut" | "ended"): void {
        this.cache.clear();
        this.change({ kind: "out", why });
        const waiting = this.waiting;
        this.waiting = [];
        for (const { reject } of waiting) reject(signedOut());
    }

    private hear(news: SessionNews): void {
        if (news.kind === "out") {
            if (this.current.kind === "in") this.end("signedOut");
            return;
        }
        const { current } = this;
        const isSame = current.kind === "in" && identityOf(current.me) === news.identity;
        if (isSame && !current.isLost) return;
        // The other tab has set the cookies for this one as well: who it is, the server says.
        void this.follow();
    }

    private async follow(): Promise<void> {
        try {
            const me = await ask("GET /me");
            const isSame = this.current.kind === "in" && !this.current.isLost && identityOf(this.current.me) === identityOf(me);
            if (isSame) this.update(() => me);
            else this.begin(me, { isNew: false });
        } catch {
            // As it was: the next request that is refused tells.
        }
    }

    /** Another role, a suspended tenant: asked once in a while, however much is refused. */
    private lookAgain(): void {
        if (this.current.kind !== "in" || this.current.isLost || Date.now() - this.lookedAt < 5_000) return;
        this.lookedAt = Date.now();
        void this.follow();
    }

    private change(state: SessionState): void {
        this.current = state;
        for (const listener of this.listeners) listener();
    }
}
