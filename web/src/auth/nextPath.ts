const base = "http://here";

/** Where to go after the sign-in: a path of this site and nothing else, whatever the address said. */
export function nextPath(given: string | null): string {
    if (!given || !given.startsWith("/")) return "/";
    try {
        // The URL parser reads `\` and control characters as browsers do: `/\evil.example` is another site.
        const url = new URL(given, base);
        return url.origin === base && !url.pathname.startsWith("/sign-in") ? url.pathname + url.search + url.hash : "/";
    } catch {
        return "/";
    }
}

/** The sign-in page that leads back to `path`. */
export function signInPath(path: string): string {
    return path === "/" || path.startsWith("/sign-in") ? "/sign-in" : `/sign-in?next=${encodeURIComponent(path)}`;
}

/** A one-time token of a mail: behind `#`, which is sent to no server and ends in no log. */
export function tokenFrom(location: { hash: string }, name = "token"): string | null {
    return new URLSearchParams(location.hash.replace(/^#/, "")).get(name);
}

/** The sign-in page of somebody who is invited: where they go on holds their token, so it stands behind `#` as well. */
export function signInForInvitation(token: string, email?: string): string {
    const next = new URLSearchParams({ next: `/invitation#token=${token}` });
    return `/sign-in${email === undefined ? "" : `?${new URLSearchParams({ email })}`}#${next}`;
}

/** Where a sign-in page leads on to, as its address says it. */
export function nextFrom(location: { search: string; hash: string }): string {
    return nextPath(tokenFrom(location, "next") ?? new URLSearchParams(location.search).get("next"));
}
