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

/** A one-time token of a mail: behind `#`, which is sent to no server; `?token=` is understood as well. */
export function tokenFrom(location: { search: string; hash: string }, name = "token"): string | null {
    return new URLSearchParams(location.hash.replace(/^#/, "")).get(name) ?? new URLSearchParams(location.search).get(name);
}
