import { useState } from "react";
import { useQuery } from "../../app/router";
import { invalidate } from "../../api/cached";
import type { Member } from "../../api/identity";
import { useFresh } from "../../api/useFresh";
import { useResource } from "../../api/useResource";
import { useMay, useMe } from "../../auth/SessionContext";
import { useTimeZone } from "../../city/CityContext";
import { epoch, formatAgo, formatDate } from "../../format/time";
import { ChoiceFilter } from "../../ui/ChoiceFilter";
import { Badge, Card } from "../../ui/layout";
import { Pager } from "../../ui/Pager";
import { Empty, Pending, Skeleton } from "../../ui/states";
import { TypedFilter } from "../../ui/TypedFilter";
import { usePaging } from "../../ui/usePaging";
import { useRoles } from "../roles/useRoles";
import { SettingsPage } from "../SettingsPage";
import { InviteButton } from "./InviteButton";
import { RemoveDialog } from "./RemoveDialog";
import { RoleDialog } from "./RoleDialog";

const refresh = () => invalidate(["GET /users"]);

/** Who belongs to the tenant, as what. */
export function UsersPage() {
    const mayWrite = useMay("users.write");
    const [query, filter] = useQuery();
    const { resource: roles } = useRoles();
    const wanted = { search: query.get("search"), role: query.get("role") };
    const isFiltered = wanted.search !== null || wanted.role !== null;
    const paging = usePaging(JSON.stringify(wanted));
    const page = { query: { ...wanted, limit: 50, cursor: paging.cursor } };
    const list = useResource("GET /users", page);
    useFresh("GET /users", page);
    const [removing, setRemoving] = useState<Member | null>(null);
    const [changing, setChanging] = useState<Member | null>(null);
    const [news, setNews] = useState<string | null>(null);
    return (
        <SettingsPage title="Users" lead="Who belongs to this utility. Somebody may belong to others as well; what they are there is not shown here." actions={mayWrite && <InviteButton />}>
            <p role="status" className={news ? "callout callout-good" : "visually-hidden"}>{news}</p>
            <div className="filters page-filters" role="group" aria-label="Filters">
                <TypedFilter asTyped label="Find" value={wanted.search ?? ""} placeholder="name or e-mail" change={(search) => filter({ search: search || null })} />
                <ChoiceFilter label="Role" value={wanted.role} choices={(roles.data?.roles ?? []).map(({ code, name }) => [code, name])} change={(role) => filter({ role })} />
            </div>
            <Card flush>
                <Pending resource={list} skeleton={<Skeleton lines={8} />}>
                    {({ users, nextCursor }) => (
                        <>
                            {users.length === 0 ? <Empty title={isFiltered ? "Nobody fits" : "Nobody is here"}>{isFiltered ? "Look for less of the name, or in all roles." : ""}</Empty> : <UserTable users={users} mayWrite={mayWrite} change={setChanging} remove={setRemoving} />}
                            {(nextCursor !== null || paging.page > 1) && <Pager paging={paging} nextCursor={nextCursor} shown={users.length} what="users" />}
                        </>
                    )}
                </Pending>
            </Card>
            {changing && <RoleDialog user={changing} close={() => setChanging(null)} done={(words) => {
                setNews(words);
                refresh();
            }} />}
            {removing && <RemoveDialog user={removing} close={() => setRemoving(null)} />}
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
