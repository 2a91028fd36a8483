import { lazy, Suspense, useEffect, type ReactNode } from "react";
import { useRouter } from "../app/router";
import { ErrorState, Skeleton } from "../ui/states";
import { AuthArea } from "../app/areas";
import { isAuthPath } from "./authRoutes";
import { nextFrom, signInPath } from "./nextPath";
import { useSessionState, useSessionStore } from "./SessionContext";
import { identityOf } from "./SessionStore";

const SessionEndedDialog = lazy(() => import("./SessionEndedDialog").then((module) => ({ default: module.SessionEndedDialog })));

/** Nobody gets past here who is not signed in; whoever signs in goes on where they wanted to. */
export function SessionGate({ children }: { children: ReactNode }) {
    const { location, navigate } = useRouter();
    const store = useSessionStore();
    const state = useSessionState();
    const isAuth = isAuthPath(location.path);
    const mustSignIn = state.kind === "out" && !isAuth;
    // Somebody who is signed in has nothing to do on the pages that lead there; an invitation is theirs to accept.
    const isThrough = state.kind === "in" && (location.path === "/sign-in" || location.path === "/sign-up");
    useEffect(() => {
        if (mustSignIn) navigate(signInPath(state.why === "signedOut" ? "/" : window.location.pathname + window.location.search), { replace: true });
    }, [mustSignIn, navigate, state]);
    useEffect(() => {
        if (isThrough) navigate(nextFrom(window.location), { replace: true });
    }, [isThrough, navigate]);
    if (isAuth && !isThrough && (state.kind !== "unknown" || !state.error)) return state.kind === "unknown" ? <Boot /> : <AuthArea />;
    if (state.kind === "unknown") return <Boot>{state.error && <ErrorState error={state.error} retry={() => void store.load()} />}</Boot>;
    if (state.kind === "out" || isThrough) return <Boot />;
    return (
        <div key={identityOf(state.me)} className="session">
            {children}
            {state.isLost && <Suspense fallback={null}><SessionEndedDialog /></Suspense>}
        </div>
    );
}

function Boot({ children }: { children?: ReactNode }) {
    return (
        <main className="boot">
            <h1>UrbanGrid</h1>
            {children || <Skeleton lines={4} />}
        </main>
    );
}
