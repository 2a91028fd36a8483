import { useState } from "react";
import { sendJSON } from "../../api/client";
import { paths } from "../../api/endpoints";
import type { Member } from "../../api/identity";
import { resources } from "../../api/ResourceCache";
import { useFresh } from "../../api/useFresh";
import { useResource } from "../../api/useResource";
import { useMay, useMe } from "../../auth/SessionContext";
import { useTimeZone } from "../../city/CityContext";
import { epoch, formatAgo, formatDate } from "../../format/time";
import { ConfirmDialog } from "../../ui/ConfirmDialog";
import { Badge, Card } from "../../ui/layout";
import { Pager } from "../../ui/Pager";
import { Empty, Pending, Skeleton } from "../../ui/states";
import { usePaging } from "../../ui/usePaging";
import { useRoles } from "../roles/useRoles";
import { SettingsPage } from "../SettingsPage";
import { InviteButton } from "./InviteButton";
import { RoleDialog } from "./RoleDialog";

const refresh = () => resources.invalidate((key) => key.startsWith("/users"));

/** Who belongs to the tenant, as what. */
export function UsersPage() {
    const mayWrite = useMay("users.write");
    const paging = usePaging("users");
    const path = paths.users({ limit: 50, cursor: paging.cursor });
    const list = useResource("users", path);
    useFresh(path);
    const [removing, setRemoving] = useState<Member | null>(null);
    const [changing, setChanging] = useState<Member | null>(null);
    const [news, setNews] = useState<string | null>(null);
    return (
        <SettingsPage title="Users" lead="Who belongs to this utility. Somebody may belong to others as well; what they are there is not shown here." actions={mayWrite && <InviteButton />}>
            <p role="status" className={news ? "callout callout-good" : "visually-hidden"}>{news}</p>
            <Card flush>
                <Pending resource={list} skeleton={<Skeleton lines={8} />}>
                    {({ users, nextCursor }) => (
                        <>
                            {users.length === 0 ? <Empty title="Nobody is here" /> : <UserTable users={users} mayWrite={mayWrite} change={setChanging} remove={setRemoving} />}
                            {(nextCursor !== null || paging.page > 1) && <Pager paging={paging} nextCursor={nextCursor} shown={users.length} what="users" />}
                        </>
                    )}
                </Pending>
            </Card>
            {changing && <RoleDialog user={changing} close={() => setChanging(null)} done={(words) => {
                setNews(words);
                refresh();
            }} />}
            {removing && (
                <ConfirmDialog title={`Remove ${removing.name || removing.email}?`} action="Remove from this utility" close={() => setRemoving(null)} act={async () => {
                    await sendJSON("DELETE", paths.user(removing.id));
                    refresh();
                }}>
                    <p>{removing.email} sees nothing of this utility from now on. The account itself stays, and so does everything that it changed.</p>
                </ConfirmDialog>
            )}
        </SettingsPage>
    );
}

interface UserTableProps {
    users: Member[];
    mayWrite: boolean;
    change: (user: Member) => void;
    remove: (user: Member) => void;
}

/** One's own role is another's to change, and so is one that allows more than oneself may. */
function UserTable({ users, mayWrite, change, remove }: UserTableProps) {
    const timeZone = useTimeZone();
    const { user: self } = useMe();
    const { givable, nameOf } = useRoles();
    const [now] = useState(() => Date.now() / 1000);
    return (
        <div className="table-scroll" tabIndex={0} role="region" aria-label="Users">
            <table data-testid="users">
                <caption className="visually-hidden">Users of this utility</caption>
                <thead><tr><th scope="col">Name</th><th scope="col">Role</th><th scope="col">Second factor</th><th scope="col">Last seen</th><th scope="col">Joined</th>{mayWrite && <th scope="col" className="cell-actions"><span className="visually-hidden">Actions</span></th>}</tr></thead>
                <tbody>
                    {users.map((user) => (
                        <tr key={user.id}>
                            <th scope="row">{user.name || user.email} {user.id === self.id && <Badge>you</Badge>}{user.isDisabled && <Badge tone="warning">disabled</Badge>}<span className="subline">{user.email}</span></th>
                            <td className="nowrap">{nameOf(user.role)}</td>
                            <td><Badge tone={user.hasSecondFactor ? "good" : "neutral"}>{user.hasSecondFactor ? "On" : "Off"}</Badge></td>
                            <td className="nowrap">{user.lastSeenAt ? formatAgo(now - epoch(user.lastSeenAt)) : "never"}</td>
                            <td className="nowrap">{formatDate(timeZone, epoch(user.memberSince))}</td>
                            {mayWrite && (
                                <td className="cell-actions">
                                    {user.id !== self.id && (
                                        <span className="row-actions">
                                            {givable.some(({ code }) => code === user.role) && <button type="button" className="button button-small" aria-label={`Change the role of ${user.email}`} onClick={() => change(user)}>Role…</button>}
                                            <button type="button" className="button button-small" aria-label={`Remove ${user.email}`} onClick={() => remove(user)}>Remove…</button>
                                        </span>
                                    )}
                                </td>
                            )}
                        </tr>
                    ))}
                </tbody>
            </table>
        </div>
    );
}
