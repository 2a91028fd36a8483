import {
    createContext, useCallback, useContext, useEffect, useMemo, useState,
    type AnchorHTMLAttributes, type MouseEvent, type ReactNode,
} from "react";

export interface Location {
    path: string;
    query: URLSearchParams;
}

interface Router {
    location: Location;
    navigate: (url: string, options?: { replace?: boolean }) => void;
}

const Context = createContext<Router | null>(null);

function readLocation(): Location {
    return { path: window.location.pathname, query: new URLSearchParams(window.location.search) };
}

export function RouterProvider({ children }: { children: ReactNode }) {
    const [location, setLocation] = useState(readLocation);
    useEffect(() => {
        const onPop = () => setLocation(readLocation());
        window.addEventListener("popstate", onPop);
        return () => window.removeEventListener("popstate", onPop);
    }, []);
    const navigate = useCallback<Router["navigate"]>((url, options) => {
        const from = window.location.pathname;
        window.history[options?.replace ? "replaceState" : "pushState"](null, "", url);
        setLocation(readLocation());
        if (window.location.pathname === from) return;
        window.scrollTo(0, 0);
        // A screen reader and the Tab key start at the new page, as after a real page load.
        requestAnimationFrame(() => {
            const main = document.getElementById("main");
            // A field of the new page that took the focus keeps it.
            if (!main?.contains(document.activeElement)) main?.focus({ preventScroll: true });
        });
    }, []);
    const value = useMemo(() => ({ location, navigate }), [location, navigate]);
    return <Context.Provider value={value}>{children}</Context.Provider>;
}

export function useRouter(): Router {
    const router = useContext(Context);
    if (!router) throw new Error("useRouter is only for components inside RouterProvider");
    return router;
}

/** Changes some of the URL's query, and keeps the rest. A null takes a value out. */
export function useQuery(): [URLSearchParams, (changes: Record<string, string | null>, options?: { push?: boolean }) => void] {
    const { location, navigate } = useRouter();
    const change = useCallback(
        (changes: Record<string, string | null>, options?: { push?: boolean }) => {
            const query = new URLSearchParams(window.location.search);
            for (const [name, value] of Object.entries(changes)) {
                if (value === null) query.delete(name);
                else query.set(name, value);
            }
            const text = query.toString();
            navigate(window.location.pathname + (text ? `?${text}` : ""), { replace: !options?.push });
        },
        [navigate],
    );
    return [location.query, change];
}

type LinkProps = AnchorHTMLAttributes<HTMLAnchorElement> & { to: string };

export function Link({ to, onClick, ...rest }: LinkProps) {
    const { navigate } = useRouter();
    const click = (event: MouseEvent<HTMLAnchorElement>) => {
        onClick?.(event);
        if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
        event.preventDefault();
        navigate(to);
    };
    return <a href={to} onClick={click} {...rest} />;
}
