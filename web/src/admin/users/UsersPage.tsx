import { useState } from "react";
import { invalidate } from "../../api/cached";
import { ask } from "../../api/client";
import type { Member } from "../../api/identity";
import { useAction } from "../../api/useAction";
import { useFresh } from "../../api/useFresh";
import { useResource } from "../../api/useResource";
import { useMay, useMe } from "../../auth/SessionContext";
import { useTimeZone } from "../../city/CityContext";
import { epoch, formatAgo, formatDate } from "../../format/time";
import { ConfirmDialog } from "../../ui/ConfirmDialog";
import { Badge, Card } from "../../ui/layout";
import { Pager } from "../../ui/Pager";
import { Empty, ErrorState, Pending, Skeleton } from "../../ui/states";
import { usePaging } from "../../ui/usePaging";
import { useRoles } from "../roles/useRoles";
import { SettingsPage } from "../SettingsPage";
import { InviteButton } from "./InviteButton";

const refresh = () => invalidate(["GET /users"]);

/** Who belongs to the tenant, as what; roles are changed in place. */
export function UsersPage() {
    const mayWrite = useMay("users.write");
    const paging = usePaging("users");
    const page = { query: { limit: 50, cursor: paging.cursor } };
    const list = useResource("GET /users", page);
    useFresh("GET /users", page);
    const [removing, setRemoving] = useState<Member | null>(null);
    return (
        <SettingsPage title="Users" lead="Who belongs to this utility. Somebody may belong to others as well; what they are there is not shown here." actions={mayWrite && <InviteButton />}>
            <Card flush>
                <Pending resource={list} skeleton={<Skeleton lines={8} />}>
                    {({ users, nextCursor }) => (
                        <>
                            {users.length === 0 ? <Empty title="Nobody is here" /> : <UserTable users={users} mayWrite={mayWrite} remove={setRemoving} />}
                            {(nextCursor !== null || paging.page > 1) && <Pager paging={paging} nextCursor={nextCursor} shown={users.length} what="users" />}
                        </>
                    )}
                </Pending>
            </Card>
            {removing && (
                <ConfirmDialog title={`Remove ${removing.name || removing.email}?`} action="Remove from this utility" close={() => setRemoving(null)} act={async () => {
                    await ask("DELETE /users/{id}", { path: { id: removing.id } });
                    refresh();
                }}>
                    <p>{removing.email} sees nothing of this utility from now on. The account itself stays, and so does everything that it changed.</p>
                </ConfirmDialog>
            )}
        </SettingsPage>
    );
}

function UserTable({ users, mayWrite, remove }: { users: Member[]; mayWrite: boolean; remove: (user: Member) => void }) {
    const timeZone = useTimeZone();
    const { user: self } = useMe();
    const [now] = useState(() => Date.now() / 1000);
    return (
        <div className="table-scroll" tabIndex={0} role="region" aria-label="Users">
            <table data-testid="users">
                <caption className="visually-hidden">Users of this utility</caption>
                <thead><tr><th scope="col">Name</th><th scope="col">Role</th><th scope="col">Second factor</th><th scope="col">Last seen</th><th scope="col">Joined</th>{mayWrite && <th scope="col"><span className="visually-hidden">Actions</span></th>}</tr></thead>
                <tbody>
                    {users.map((user) => (
                        <tr key={user.id}>
                            <th scope="row">{user.name || user.email} {user.id === self.id && <Badge>you</Badge>}{user.isDisabled && <Badge tone="warning">disabled</Badge>}<span className="subline">{user.email}</span></th>
                            <td><RoleOf user={user} mayWrite={mayWrite && user.id !== self.id} /></td>
                            <td><Badge tone={user.hasSecondFactor ? "good" : "neutral"}>{user.hasSecondFactor ? "On" : "Off"}</Badge></td>
                            <td className="nowrap">{user.lastSeenAt ? formatAgo(now - epoch(user.lastSeenAt)) : "never"}</td>
                            <td className="nowrap">{formatDate(timeZone, epoch(user.memberSince))}</td>
                            {mayWrite && <td>{user.id !== self.id && <button type="button" className="button button-small" aria-label={`Remove ${user.email}`} onClick={() => remove(user)}>Remove…</button>}</td>}
                        </tr>
                    ))}
                </tbody>
            </table>
        </div>
    );
}

/** One's own role is another's to change, and so is one that allows more than oneself may. */
function RoleOf({ user, mayWrite }: { user: Member; mayWrite: boolean }) {
    const { givable, nameOf } = useRoles();
    const change = useAction(async (role: string) => {
        await ask("PUT /users/{id}", { path: { id: user.id }, body: { role } });
        refresh();
    });
    if (!mayWrite || !givable.some(({ code }) => code === user.role)) return <>{nameOf(user.role)}</>;
    return (
        <>
            <select className="select" aria-label={`Role of ${user.email}`} value={user.role} disabled={change.isRunning} onChange={(event) => void change.run(event.target.value)}>
                {givable.map(({ code, name }) => <option key={code} value={code}>{name}</option>)}
            </select>
            {change.error && <ErrorState compact error={change.error} />}
        </>
    );
}
