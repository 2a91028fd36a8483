import { useState, type ReactNode } from "react";
import { invalidate } from "../../api/cached";
import { ask } from "../../api/client";
import type { Member } from "../../api/identity";
import { useResource } from "../../api/useResource";
import { useMay } from "../../auth/SessionContext";
import { ConfirmDialog } from "../../ui/ConfirmDialog";
import { ErrorState, Skeleton } from "../../ui/states";
import { keyName } from "../keys/apiKeyText";

/** As many as a tenant can have. */
const most = 500;

/** Removes somebody, after what they made that lets others in was shown and decided upon. */
export function RemoveDialog({ user, close }: { user: Member; close: () => void }) {
    const [maySeeKeys, mayRevokeKeys] = [useMay("keys.read"), useMay("keys.write")];
    const keys = useResource("GET /api-keys", maySeeKeys ? { query: { maker: user.email, state: "active", limit: most } } : null);
    const invitations = useResource("GET /invitations", { query: { invitedBy: user.id, state: "open", limit: most } });
    const [endsKeys, setEndsKeys] = useState(mayRevokeKeys);
    const [endsInvitations, setEndsInvitations] = useState(true);
    const keyTexts = (keys.data?.apiKeys ?? []).map((key) => `${key.name}, ${keyName(key)}`);
    const addresses = (invitations.data?.invitations ?? []).map(({ email }) => email);
    // What cannot be listed at the moment can be ended all the same.
    const isLoading = (maySeeKeys && !keys.data && !keys.error) || (!invitations.data && !invitations.error);
    const revoke = [...(endsKeys && mayRevokeKeys ? ["apiKeys" as const] : []), ...(endsInvitations ? ["invitations" as const] : [])];
    return (
        <ConfirmDialog title={`Remove ${user.name || user.email}?`} action="Remove from this utility" close={close} act={async () => {
            await ask("DELETE /users/{id}", { path: { id: user.id }, query: revoke.length > 0 ? { revoke } : {} });
            invalidate(["GET /users", "GET /api-keys", "GET /invitations"]);
        }}>
            <p>{user.email} can sign in to this utility no more, from now on. The account itself stays, and so does everything that it changed.</p>
            {isLoading && <Skeleton lines={3} />}
            {keys.error && <ErrorState compact error={keys.error} retry={keys.retry} />}
            {invitations.error && <ErrorState compact error={invitations.error} retry={invitations.retry} />}
            {!maySeeKeys && <p className="callout callout-warning">API keys that they made go on. You may not see keys: ask somebody who may whether there are any.</p>}
            {keyTexts.length > 0 && (
                <Left title={`${keyTexts.length === 1 ? "An API key" : `${keyTexts.length} API keys`} that they made`} items={keyTexts} isEnded={endsKeys && mayRevokeKeys}
                    ended="Programs with these keys are refused within seconds." kept="These keys go on, and whoever made them may have kept their text.">
                    {mayRevokeKeys ? <label className="toggle"><input type="checkbox" checked={endsKeys} onChange={(event) => setEndsKeys(event.target.checked)} /> Revoke the keys with them</label> : <p className="muted">You may not revoke keys.</p>}
                </Left>
            )}
            {addresses.length > 0 && (
                <Left title={`${addresses.length === 1 ? "An open invitation" : `${addresses.length} open invitations`} that they sent`} items={addresses} isEnded={endsInvitations}
                    ended="Their links are good no more." kept="Whoever has the mail can still join.">
                    <label className="toggle"><input type="checkbox" checked={endsInvitations} onChange={(event) => setEndsInvitations(event.target.checked)} /> Take the invitations back with them</label>
                </Left>
            )}
            {!isLoading && maySeeKeys && !keys.error && !invitations.error && keyTexts.length + addresses.length === 0 && <p className="muted">They made no API keys that can be used, and no invitation of theirs is open.</p>}
        </ConfirmDialog>
    );
}

interface LeftProps {
    title: string;
    items: string[];
    isEnded: boolean;
    ended: string;
    kept: string;
    children: ReactNode;
}

function Left({ title, items, isEnded, ended, kept, children }: LeftProps) {
    return (
        <section>
            <h3 className="group-title">{title}</h3>
            <ul className="bullets bullets-long" tabIndex={items.length > 6 ? 0 : undefined} aria-label={title}>{items.map((item) => <li key={item}>{item}</li>)}</ul>
            {children}
            <p className={isEnded ? "muted" : "callout callout-warning"}>{isEnded ? ended : kept}</p>
        </section>
    );
}
