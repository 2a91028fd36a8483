import { useState } from "react";
import { ask } from "../../api/client";
import type { Member, Permission } from "../../api/identity";
import { useAction } from "../../api/useAction";
import { permissionMeanings } from "../../auth/permissions";
import { Dialog } from "../../ui/Dialog";
import { Field } from "../../ui/Field";
import { fieldError, remainingError } from "../../ui/formErrors";
import { ErrorState } from "../../ui/states";
import { useRoles } from "../roles/useRoles";
import { roleChange } from "./roleChange";

interface RoleDialogProps {
    user: Member;
    close: () => void;
    /** What is said of it, once it is done. */
    done: (words: string) => void;
}

/** Another role for somebody: what they gain and lose by it is said before it is saved, and nothing is sent until then. */
export function RoleDialog({ user, close, done }: RoleDialogProps) {
    const { resource, givable, nameOf, permissionsOf } = useRoles();
    const [role, setRole] = useState(user.role);
    const { gained, lost, aboutAdmin } = roleChange(user.role, role, permissionsOf);
    const who = user.name || user.email;
    const save = useAction(() => ask("PUT /users/{id}", { path: { id: user.id }, body: { role } }));
    const error = remainingError(save.error, ["role"]) ?? resource.error;
    const isChanged = role !== user.role;
    const words = aboutAdmin === "given" ? "Make them an Admin" : aboutAdmin === "taken" ? "Take Admin away" : "Change the role";
    return (
        <Dialog title={`Role of ${who}`} close={close} actions={
            <>
                <button type="button" className="button" onClick={close}>Cancel</button>
                <button type="submit" form="change-role" className={aboutAdmin === null ? "button button-primary" : "button button-danger"} disabled={!isChanged || save.isRunning}>{save.isRunning ? "Saving…" : words}</button>
            </>
        }>
            <form id="change-role" className="stack" onSubmit={(event) => {
                event.preventDefault();
                if (!isChanged) return;
                void save.run().then((isDone) => {
                    if (!isDone) return;
                    done(`${who} is ${nameOf(role)} now, and was ${nameOf(user.role)}.`);
                    close();
                });
            }}>
                <p>{user.email} is {nameOf(user.role)}.</p>
                <Field label="Role" hint="nobody gives more than they have" error={fieldError(save.error, "role")}>
                    {(props) => (
                        <select {...props} className="select" value={role} onChange={(event) => setRole(event.target.value)}>
                            {givable.map(({ code, name }) => <option key={code} value={code}>{name}</option>)}
                        </select>
                    )}
                </Field>
                <div role="status" className="stack" data-testid="role-change">
                    {aboutAdmin === "given" && <p className="callout callout-warning"><strong>An Admin may do everything here:</strong> give and take roles, yours too, remove people, make API keys, and ask for the deletion of this utility.</p>}
                    {aboutAdmin === "taken" && <p className="callout callout-warning"><strong>{who} is no Admin any more:</strong> only another Admin can give it back.</p>}
                    <Permissions title="They may from now on" permissions={gained} />
                    <Permissions title="They may no longer" permissions={lost} />
                    {isChanged && gained.length + lost.length === 0 && <p className="muted">Both roles allow the same.</p>}
                </div>
                {error && <ErrorState compact error={error} />}
            </form>
        </Dialog>
    );
}

function Permissions({ title, permissions }: { title: string; permissions: Permission[] }) {
    if (permissions.length === 0) return null;
    return (
        <div>
            <h3 className="group-title">{title}</h3>
            <ul className="bullets">{permissions.map((permission) => <li key={permission}>{permissionMeanings[permission] ?? permission}</li>)}</ul>
        </div>
    );
}
