import { useState } from "react";
import { reload } from "../api/cached";
import { ask } from "../api/client";
import type { Confirmation, PersonSession } from "../api/identity";
import { useResource } from "../api/useResource";
import { useSessionStore } from "../auth/SessionContext";
import { useTimeZone } from "../city/CityContext";
import { epoch, formatAgo, formatDateTime } from "../format/time";
import { Badge, Card } from "../ui/layout";
import { Pending, Skeleton } from "../ui/states";
import { AccountPage } from "./AccountPage";
import { deviceName } from "./device";
import { IdentityDialog } from "./IdentityDialog";

/** Where the account is signed in; any of it can be ended from here. */
export function SessionsPage() {
    const store = useSessionStore();
    const list = useResource("GET /me/sessions");
    const [asking, setAsking] = useState<PersonSession | "others" | "all" | null>(null);
    const refresh = () => reload("GET /me/sessions");
    const endOthers = (confirmation: Confirmation) => ask("POST /me/sessions/end-others", { body: confirmation });
    const close = () => setAsking(null);
    const others = list.data?.sessions.filter(({ isCurrent }) => !isCurrent).length ?? 0;
    return (
        <AccountPage title="Sessions" lead="Browsers and programs that are signed in to your account. End what you do not know, then change your password." actions={
            <>
                <button type="button" className="button" disabled={others === 0} onClick={() => setAsking("others")}>Sign out everywhere else…</button>
                <button type="button" className="button button-danger" onClick={() => setAsking("all")}>Sign out everywhere…</button>
            </>
        }>
            <Card flush>
                <Pending resource={list} skeleton={<Skeleton lines={5} />}>
                    {({ sessions }) => <SessionTable sessions={sessions} end={setAsking} />}
                </Pending>
            </Card>
            {asking === "others" && (
                <IdentityDialog title="Sign out everywhere else" action="Sign out" close={close} act={async (confirmation) => {
                    await endOthers(confirmation);
                    refresh();
                }}>
                    Every session of your account ends but this one. API keys go on working.
                </IdentityDialog>
            )}
            {asking === "all" && (
                <IdentityDialog title="Sign out everywhere" action="Sign out everywhere" isDanger close={close} act={async (confirmation) => {
                    await endOthers(confirmation);
                    await store.signOut();
                }}>
                    Every session of your account ends, this one as well. API keys go on working.
                </IdentityDialog>
            )}
            {asking !== null && typeof asking === "object" && (
                <IdentityDialog title="End a session" action="End it" isDanger close={close} act={async (confirmation) => {
                    await ask("POST /me/sessions/{id}/end", { path: { id: asking.id }, body: confirmation });
                    refresh();
                }}>
                    {deviceName(asking.userAgent)} at {asking.address} is signed out.
                </IdentityDialog>
            )}
        </AccountPage>
    );
}

function SessionTable({ sessions, end }: { sessions: PersonSession[]; end: (session: PersonSession) => void }) {
    const timeZone = useTimeZone();
    const [now] = useState(() => Date.now() / 1000);
    return (
        <div className="table-scroll" tabIndex={0} role="region" aria-label="Sessions">
            <table data-testid="sessions">
                <caption className="visually-hidden">Sessions, last used first</caption>
                <thead><tr><th scope="col">Device</th><th scope="col">Address</th><th scope="col">Last used</th><th scope="col">Signed in</th><th scope="col"><span className="visually-hidden">Actions</span></th></tr></thead>
                <tbody>
                    {sessions.map((session) => (
                        <tr key={session.id}>
                            <th scope="row" title={session.userAgent}>{deviceName(session.userAgent)} {session.isCurrent && <Badge tone="good">this one</Badge>}</th>
                            <td className="mono">{session.address}</td>
                            <td className="nowrap" title={formatDateTime(timeZone, epoch(session.lastUsedAt))}>{formatAgo(now - epoch(session.lastUsedAt))}</td>
                            <td className="nowrap">{formatDateTime(timeZone, epoch(session.createdAt))}<span className="subline">by {session.method}</span></td>
                            <td>{!session.isCurrent && <button type="button" className="button button-small" aria-label={`End ${deviceName(session.userAgent)} at ${session.address}`} onClick={() => end(session)}>End…</button>}</td>
                        </tr>
                    ))}
                </tbody>
            </table>
        </div>
    );
}
