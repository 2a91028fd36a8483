import { useEffect } from "react";
import { keyOf, type Read } from "./cached";
import type { Given } from "./client";
import { resources } from "./ResourceCache";

/** What others change while a page is open is there within this time, in milliseconds, as long as the page is looked at. */
const interval = 10_000;

/**
 * Asks again for what is loaded of an operation: when the page opens over an older answer, when the window is looked at
 * again, and in between. For lists that others change and of which the live stream does not tell.
 */
export function useFresh<Name extends Read>(name: Name, ...given: Given<Name>): void {
    const key = keyOf(name, ...given);
    useEffect(() => {
        const refresh = () => {
            const { isLoading } = resources.state(key);
            if (document.visibilityState !== "hidden" && !isLoading) resources.refresh(key);
        };
        refresh();
        const timer = setInterval(refresh, interval);
        window.addEventListener("focus", refresh);
        document.addEventListener("visibilitychange", refresh);
        return () => {
            clearInterval(timer);
            window.removeEventListener("focus", refresh);
            document.removeEventListener("visibilitychange", refresh);
        };
    }, [key]);
}
