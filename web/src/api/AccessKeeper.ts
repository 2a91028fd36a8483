import { ApiError } from "./ApiError";

const lockName = "urbangrid.session";
/** Milliseconds in which another tab's answer arrives. */
const arrivalTime = 500;
const renewedKey = "urbangrid.renewedAt";

export interface AccessKeeperOptions {
    /** Asks the server for fresh cookies; resolves with the answer's status. Rejects when it cannot be reached. */
    renew: () => Promise<number>;
    now?: () => number;
}

/**
 * Keeps the browser's cookies good. They are the server's alone (HttpOnly); all that is known here is that a request was
 * refused. Then one tab renews them for all: the refresh token is good for one use, and its second ends the session.
 */
export class AccessKeeper {
    /** Called when the session is over: resolves once somebody is signed in again, rejects when nobody will be. */
    onLost: () => Promise<void> = () => Promise.reject(signedOut());
    /** Called when something is refused that was offered: what the person may do has changed. */
    onForbidden: () => void = () => undefined;
    private renewing: Promise<boolean> | null = null;
    private losing: Promise<void> | null = null;
    private readonly now: () => number;

    constructor(private readonly options: AccessKeeperOptions) {
        this.now = options.now ?? Date.now;
    }

    /** After a 401 to a request that was sent at `sentAt` (local milliseconds): resolves when it may be sent again. */
    async regain(sentAt: number): Promise<void> {
        if (!(await this.renew(sentAt))) await this.lost();
    }

    /** The session is over, whatever a renewal says. Everybody who asks meanwhile waits for the same answer. */
    lost(): Promise<void> {
        this.losing ??= this.onLost().finally(() => {
            this.losing = null;
        });
        return this.losing;
    }

    /** Whoever signed in or renewed has fresh cookies: requests sent before this need no renewal of their own. */
    noteRenewal(): void {
        try {
            localStorage.setItem(renewedKey, String(this.now()));
        } catch {
            // Without storage another tab renews once more than it must.
        }
    }

    private renew(sentAt: number): Promise<boolean> {
        this.renewing ??= exclusively(() => this.renewUnlessDone(sentAt)).finally(() => {
            this.renewing = null;
        });
        return this.renewing;
    }

    private async renewUnlessDone(sentAt: number): Promise<boolean> {
        const renewedAt = lastRenewal();
        if (renewedAt >= sentAt && renewedAt <= this.now()) return true;
        const status = await this.options.renew();
        if (status >= 200 && status < 300) {
            this.noteRenewal();
            return true;
        }
        // Another tab, where there are no locks, was a moment earlier: its cookies are here, or on their way.
        if (status === 409) {
            await new Promise((resolve) => setTimeout(resolve, arrivalTime));
            return true;
        }
        // Busy or broken is not the end of a session.
        if (status === 429 || status >= 500) {
            throw new ApiError("problem", "The session could not be renewed", `The server answered ${status}. Try again in a moment.`, status, null);
        }
        return false;
    }
}

export function signedOut(): ApiError {
    return new ApiError("problem", "Nobody is signed in", "Sign in, then try again.", 401, null);
}

function lastRenewal(): number {
    try {
        return Number(localStorage.getItem(renewedKey) ?? 0);
    } catch {
        return 0;
    }
}

/** One tab at a time. Web Locks exist over HTTPS and on localhost; elsewhere this tab alone is kept in order. */
function exclusively<T>(work: () => Promise<T>): Promise<T> {
    const locks = navigator.locks as LockManager | undefined;
    return locks ? locks.request(lockName, work) : work();
}
