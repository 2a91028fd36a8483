import { useState } from "react";
import { reload } from "../api/cached";
import { ask } from "../api/client";
import type { AuthSettings, LinkedIdentity } from "../api/identity";
import { useResource } from "../api/useResource";
import { useQuery } from "../app/router";
import { useTimeZone } from "../city/CityContext";
import { epoch, formatDateTime } from "../format/time";
import { Badge, Card } from "../ui/layout";
import { Pending, Skeleton } from "../ui/states";
import { IdentityDialog } from "./IdentityDialog";

type Provider = AuthSettings["oidc"][number];

/** Other services that open this account: linked and unlinked. Nothing where the installation knows none. */
export function ProvidersCard() {
    const providers = useResource("GET /auth/settings").data?.oidc ?? [];
    return providers.length === 0 ? null : <Providers providers={providers} />;
}

function Providers({ providers }: { providers: Provider[] }) {
    const linked = useResource("GET /me/identities");
    const [linking, setLinking] = useState<Provider | null>(null);
    const [, setQuery] = useQuery();
    const [unlinking, setUnlinking] = useState<LinkedIdentity | null>(null);
    /** What was said of the last one is over once the next begins. */
    const begin = (start: () => void) => {
        setQuery({ note: null });
        start();
    };
    return (
        <Card title="Sign-in providers" note="Services that you may sign in with instead of your password here.">
            <div className="stack">
                <Pending resource={linked} skeleton={<Skeleton lines={2} />}>
                    {({ identities }) => identities.length === 0
                        ? <p className="muted">None is linked yet. Link an account that you have there, and you can sign in with it.</p>
                        : <LinkedList identities={identities} unlink={(identity) => begin(() => setUnlinking(identity))} />}
                </Pending>
                <div className="form-actions">
                    {providers.map((provider) => (
                        <button key={provider.id} type="button" className="button" onClick={() => begin(() => setLinking(provider))}>Link {provider.name}…</button>
                    ))}
                </div>
            </div>
            {linking && (
                <IdentityDialog title={`Link ${linking.name}`} action={`Go on to ${linking.name}`} close={() => setLinking(null)}
                    act={async (confirmation) => {
                        const { url } = await ask("POST /me/identities", { body: { provider: linking.id, ...confirmation } });
                        window.location.assign(url);
                    }}>
                    Sign in there with the account that is to open this one: whoever has it comes in here. You are then signed out everywhere else.
                </IdentityDialog>
            )}
            {unlinking && (
                <IdentityDialog title={`Unlink ${unlinking.name}`} action="Unlink" isDanger close={() => setUnlinking(null)}
                    act={async (confirmation) => {
                        await ask("POST /me/identities/{id}/unlink", { path: { id: unlinking.id }, body: confirmation });
                        reload("GET /me/identities");
                    }}>
                    {unlinking.email ?? "The account there"} opens this account no more. You are signed out everywhere else.
                </IdentityDialog>
            )}
        </Card>
    );
}

function LinkedList({ identities, unlink }: { identities: LinkedIdentity[]; unlink: (identity: LinkedIdentity) => void }) {
    const timeZone = useTimeZone();
    return (
        <ul className="linked-accounts" aria-label="Linked accounts" data-testid="linked">
            {identities.map((identity) => (
                <li key={identity.id}>
                    <div>
                        <strong>{identity.name}</strong> {identity.provider === null && <Badge tone="warning">not in use here any more</Badge>}
                        <span className="subline">{identity.email ?? "It tells no e-mail address"}</span>
                        <span className="subline">Linked {formatDateTime(timeZone, epoch(identity.linkedAt), { year: true })}</span>
                    </div>
                    <button type="button" className="button button-small" aria-label={`Unlink ${identity.name}${identity.email === null ? "" : `, ${identity.email}`}`} onClick={() => unlink(identity)}>Unlink…</button>
                </li>
            ))}
        </ul>
    );
}
