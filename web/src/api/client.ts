import { apiBase, UrbanGridClient, UrbanGridError, type Answer, type Given, type OperationName, type UrbanGridClientOptions } from "../../client/UrbanGridClient";
import { AccessKeeper } from "./AccessKeeper";
import { ApiError } from "./ApiError";

export { apiBase, UrbanGridError, type Answer, type Given, type Input, type OperationName } from "../../client/UrbanGridClient";

/** Renews the cookies for every request of this tab, and asks the person where that is not enough. */
export const accessKeeper = new AccessKeeper({
    renew: async () => {
        try {
            await client.send("POST /auth/refresh");
            return 200;
        } catch (cause) {
            if (cause instanceof UrbanGridError) return cause.status;
            throw failure(cause);
        }
    },
});

/**
 * The client that customers download, with the session of this browser instead of a key. It tries nothing again by itself:
 * a busy server is said on the screen at once, next to what was loaded before and with a button, instead of after minutes
 * of waiting (`Retry-After` is up to one each); and lists that go on are asked anew anyway, which must not add up.
 */
const options: UrbanGridClientOptions = { origin: "", retries: 0, around: withSession };
export const client = new UrbanGridClient(options);

/** Asks one operation of the API. Throws ApiError, or the signal's AbortError when the caller no longer wants the answer. */
export function ask<Name extends OperationName>(name: Name, ...given: Given<Name>): Promise<Answer<Name>> {
    return client.send(name, ...given).catch((cause: unknown) => Promise.reject(failure(cause)));
}

/** As `ask`, by another fetch and for as long as it takes. */
export function askBy<Name extends OperationName>(fetch: typeof globalThis.fetch, name: Name, ...given: Given<Name>): Promise<Answer<Name>> {
    const other = new UrbanGridClient({ ...options, fetch, timeoutMilliseconds: Infinity });
    return other.send(name, ...given).catch((cause: unknown) => Promise.reject(failure(cause)));
}

const ofTheSignedIn: OperationName[] = ["POST /auth/tenant", "POST /auth/invitation/accept"];

/** The others below /auth say themselves who somebody is: a 401 there is an answer, and no session's end. */
function needsSession(url: string): boolean {
    return !url.startsWith(`${apiBase}/auth/`) || ofTheSignedIn.some((name) => url === apiBase + name.slice("POST ".length));
}

/** A refusal for want of a good session is answered by renewing it and asking once more. */
export async function withSession<Reply extends { status: number }>(url: string, send: () => Promise<Reply>): Promise<Reply> {
    const sentAt = Date.now();
    const reply = await send();
    if (reply.status !== 401 || !needsSession(url)) return reply;
    await accessKeeper.regain(sentAt);
    const again = await send();
    if (again.status !== 401) return again;
    await accessKeeper.lost();
    return send();
}

/** Why it failed, in words for people: the one place where the client's errors become the screens'. */
function failure(cause: unknown): unknown {
    if (cause instanceof UrbanGridError) {
        if (cause.status === 403) accessKeeper.onForbidden();
        return refusal(cause);
    }
    if (cause instanceof ApiError || !(cause instanceof Error) || cause.name === "AbortError") return cause;
    return cause.name === "TimeoutError" ? new ApiError("timeout", "No answer in time", cause.message, null, null) : unreachable();
}

export function refusal({ status, problem, requestId }: UrbanGridError): ApiError {
    if (status < 300) return new ApiError("unreadable", "The answer could not be read", "The server sent something other than JSON.", status, requestId);
    const { title = `The server answered ${status}`, detail = "It did not say why.", errors = [] } = problem ?? {};
    return new ApiError("problem", title, detail, status, requestId, errors);
}

export function unreachable(): ApiError {
    return new ApiError("network", "The server cannot be reached", "Check that UrbanGrid is running, then try again.", null, null);
}
