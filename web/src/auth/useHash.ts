import { useSyncExternalStore } from "react";

function subscribe(changed: () => void): () => void {
    window.addEventListener("hashchange", changed);
    return () => window.removeEventListener("hashchange", changed);
}

/** What stands behind `#`: a link that is opened in a tab that has the page already changes nothing else. */
export function useHash(): string {
    return useSyncExternalStore(subscribe, () => window.location.hash);
}
