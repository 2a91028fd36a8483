import { useState } from "react";
import { reload } from "../api/cached";
import { ask } from "../api/client";
import type { PersonSession } from "../api/identity";
import { useAction } from "../api/useAction";
import { useResource } from "../api/useResource";
import { useSessionStore } from "../auth/SessionContext";
import { useTimeZone } from "../city/CityContext";
import { epoch, formatAgo, formatDateTime } from "../format/time";
import { Dialog } from "../ui/Dialog";
import { Badge, Card } from "../ui/layout";
import { ErrorState, Pending, Skeleton } from "../ui/states";
import { AccountPage } from "./AccountPage";
import { deviceName } from "./device";

/** Where the account is signed in; any of it can be ended from here. */
export function SessionsPage() {
    const store = useSessionStore();
    const list = useResource("GET /me/sessions");
    const [isAsking, setAsking] = useState(false);
    const refresh = () => reload("GET /me/sessions");
    const endOne = useAction(async (id: string) => {
        await ask("DELETE /me/sessions/{id}", { path: { id } });
        refresh();
    });
    const endOthers = useAction(async () => {
        await ask("DELETE /me/sessions");
        refresh();
    });
    const endAll = useAction(async () => {
        await ask("DELETE /me/sessions");
        await store.signOut();
    });
    const error = endOne.error ?? endOthers.error;
    const others = list.data?.sessions.filter(({ isCurrent }) => !isCurrent).length ?? 0;
    return (
        <AccountPage title="Sessions" lead="Browsers and programs that are signed in to your account. End what you do not know, then change your password." actions={
            <>
                <button type="button" className="button" disabled={others === 0 || endOthers.isRunning} onClick={() => void endOthers.run()}>Sign out everywhere else</button>
                <button type="button" className="button button-danger" onClick={() => setAsking(true)}>Sign out everywhere…</button>
            </>
        }>
            <div className="stack">
                {error && <ErrorState compact error={error} />}
                <Card flush>
                    <Pending resource={list} skeleton={<Skeleton lines={5} />}>
                        {({ sessions }) => <SessionTable sessions={sessions} isBusy={endOne.isRunning} end={(id) => void endOne.run(id)} />}
                    </Pending>
                </Card>
            </div>
            {isAsking && (
                <Dialog title="Sign out everywhere?" close={() => setAsking(false)} actions={
                    <>
                        <button type="button" className="button" onClick={() => setAsking(false)}>Cancel</button>
                        <button type="button" className="button button-danger" disabled={endAll.isRunning} onClick={() => void endAll.run()}>Sign out everywhere</button>
                    </>
                }>
                    <p>Every session of your account ends, this one as well. API keys go on working.</p>
                    {endAll.error && <ErrorState compact error={endAll.error} />}
                </Dialog>
            )}
        </AccountPage>
    );
}

function SessionTable({ sessions, isBusy, end }: { sessions: PersonSession[]; isBusy: boolean; end: (id: string) => void }) {
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
                            <td>{!session.isCurrent && <button type="button" className="button button-small" disabled={isBusy} aria-label={`End ${deviceName(session.userAgent)} at ${session.address}`} onClick={() => end(session.id)}>End</button>}</td>
                        </tr>
                    ))}
                </tbody>
            </table>
        </div>
    );
}
