import { useState } from "react";
import { reload } from "../../api/cached";
import { ask } from "../../api/client";
import type { Role } from "../../api/identity";
import { useResource } from "../../api/useResource";
import { useMay } from "../../auth/SessionContext";
import { ConfirmDialog } from "../../ui/ConfirmDialog";
import { Icon } from "../../ui/Icon";
import { Card } from "../../ui/layout";
import { Pending, Skeleton } from "../../ui/states";
import { SettingsPage } from "../SettingsPage";
import { PermissionMatrix } from "./PermissionMatrix";
import { RoleDialog } from "./RoleDialog";

/** What each role may do, side by side; roles of one's own are made here. */
export function RolesPage() {
    const mayWrite = useMay("roles.write");
    const roles = useResource("GET /roles");
    const permissions = useResource("GET /permissions");
    const [editing, setEditing] = useState<Role | "new" | null>(null);
    const [deleting, setDeleting] = useState<Role | null>(null);
    return (
        <SettingsPage title="Roles" lead="A role is a set of permissions. Admin, Operator and Viewer are there in every utility and stay as they are." actions={mayWrite &&
            <button type="button" className="button button-primary" onClick={() => setEditing("new")}><Icon name="plus" size={15} /> New role…</button>
        }>
            <Card flush>
                <Pending resource={permissions} skeleton={<Skeleton height={520} />}>
                    {({ permissions: known }) => (
                        <Pending resource={roles} skeleton={<Skeleton height={520} />}>
                            {({ roles: list }) => <PermissionMatrix permissions={known} roles={list} mayWrite={mayWrite} edit={setEditing} remove={setDeleting} />}
                        </Pending>
                    )}
                </Pending>
            </Card>
            {editing && <RoleDialog role={editing === "new" ? null : editing} permissions={permissions.data?.permissions ?? []} close={() => setEditing(null)} />}
            {deleting && (
                <ConfirmDialog title={`Delete the role ${deleting.name}?`} action="Delete the role" close={() => setDeleting(null)} act={async () => {
                    await ask("DELETE /roles/{code}", { path: { code: deleting.code } });
                    reload("GET /roles");
                }}>
                    <p>It can be deleted when nobody has it and no open invitation gives it.</p>
                </ConfirmDialog>
            )}
        </SettingsPage>
    );
}
