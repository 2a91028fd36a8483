import { useCallback, useSyncExternalStore } from "react";
import { ask, type Answer } from "../api/client";
import { resources, type ResourceState } from "../api/ResourceCache";
import type { Resource } from "../api/useResource";

type InvitationPreview = Answer<"POST /auth/invitation/preview">;

const idle: ResourceState<InvitationPreview> = { data: undefined, error: undefined, isLoading: false, loadedAt: 0 };

/** What an invitation is to; null asks for nothing. Its token goes in the body: addresses are kept by proxies and histories. */
export function useInvitation(token: string | null): Resource<InvitationPreview> {
    const key = `invitation ${token}`;
    const subscribe = useCallback(
        (listener: () => void) =>
            token === null
                ? () => undefined
                : resources.subscribe(key, (signal) => ask("POST /auth/invitation/preview", { body: { token }, signal }), listener),
        [key, token],
    );
    const state = useSyncExternalStore(subscribe, () => (token === null ? idle : resources.state<InvitationPreview>(key)));
    const retry = useCallback(() => resources.refresh(key), [key]);
    return { ...state, retry };
}
