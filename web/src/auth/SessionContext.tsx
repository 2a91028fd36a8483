import { createContext, useContext, useEffect, useState, useSyncExternalStore, type ReactNode } from "react";
import type { Me, Permission } from "../api/identity";
import { SessionStore, type SessionChannel, type SessionState } from "./SessionStore";

const Context = createContext<SessionStore | null>(null);

function openBroadcast(): SessionChannel | null {
    return typeof BroadcastChannel === "undefined" ? null : (new BroadcastChannel("urbangrid.session") as unknown as SessionChannel);
}

export function SessionProvider({ children, openChannel = openBroadcast }: { children: ReactNode; openChannel?: () => SessionChannel | null }) {
    const [store] = useState(() => new SessionStore());
    useEffect(() => store.start(openChannel), [store, openChannel]);
    return <Context.Provider value={store}>{children}</Context.Provider>;
}

export function useSessionStore(): SessionStore {
    const store = useContext(Context);
    if (!store) throw new Error("useSessionStore is only for components inside SessionProvider");
    return store;
}

export function useSessionState(): SessionState {
    const store = useSessionStore();
    return useSyncExternalStore(store.subscribe, () => store.state);
}

/** Who is signed in; for screens that only they see. */
export function useMe(): Me {
    const state = useSessionState();
    if (state.kind !== "in") throw new Error("useMe is only for screens of somebody who is signed in");
    return state.me;
}

/** Whether the person may do this in the tenant they are in. Nothing is offered that the server would refuse. */
export function useMay(permission: Permission): boolean {
    return useMe().permissions.includes(permission);
}
