import { useState } from "react";
import { reload } from "../../api/cached";
import { ask } from "../../api/client";
import type { PermissionList, Role } from "../../api/identity";
import { useAction } from "../../api/useAction";
import { useMe } from "../../auth/SessionContext";
import { Dialog } from "../../ui/Dialog";
import { fieldError, remainingError } from "../../ui/formErrors";
import { ErrorState } from "../../ui/states";
import { TextField } from "../../ui/TextField";
import { PermissionPicker } from "./PermissionPicker";
import { codeOf, isSameSet, type RoleDraft } from "./useRoles";

interface RoleDialogProps {
    /** Null: a new one. */
    role: Role | null;
    permissions: PermissionList["permissions"];
    close: () => void;
}

/** Makes a role or changes one; what one may not do oneself can be neither given nor taken. */
export function RoleDialog({ role, permissions, close }: RoleDialogProps) {
    const { permissions: own } = useMe();
    const [draft, setDraft] = useState<RoleDraft>(() => role ?? { code: "", name: "", permissions: ["grid.read"] });
    const [hasOwnCode, setOwnCode] = useState(false);
    const isChanged = role === null || draft.name.trim() !== role.name || !isSameSet(draft.permissions, role.permissions);
    const isSound = draft.name.trim() !== "" && draft.permissions.length > 0 && /^[a-z][a-z0-9-]{1,39}$/.test(draft.code);
    const save = useAction(async () => {
        const body = { name: draft.name.trim(), permissions: draft.permissions };
        if (role === null) await ask("POST /roles", { body: { code: draft.code, ...body } });
        else await ask("PUT /roles/{code}", { path: { code: role.code }, body });
        reload("GET /roles");
    });
    const error = remainingError(save.error, ["name", "code", "permissions"]);
    return (
        <Dialog title={role === null ? "New role" : `Change the role ${role.name}`} isWide close={close} actions={
            <>
                <p className="dialog-status" role="status">{role === null ? "" : "Whoever has the role may at once what it then allows."}</p>
                <button type="button" className="button" onClick={close}>Cancel</button>
                <button type="submit" form="role" className="button button-primary" disabled={!isSound || !isChanged || save.isRunning}>{role === null ? "Make the role" : "Save"}</button>
            </>
        }>
            <form id="role" className="stack" onSubmit={(event) => {
                event.preventDefault();
                void save.run().then((isDone) => { if (isDone) close(); });
            }}>
                <div className="form">
                    <TextField label="Name" required maxLength={100} autoFocus value={draft.name} error={fieldError(save.error, "name")}
                        change={(name) => setDraft({ ...draft, name, ...(role === null && !hasOwnCode ? { code: codeOf(name) } : {}) })} />
                    {role === null && (
                        <TextField label="Code" required maxLength={40} pattern="[a-z][a-z0-9\-]{1,39}" title="2 to 40 of a–z, 0–9 and -, beginning with a letter" spellCheck={false} autoCapitalize="none" value={draft.code} hint="by which programs name it; it stays"
                            error={fieldError(save.error, "code")} change={(code) => {
                                setOwnCode(true);
                                setDraft({ ...draft, code });
                            }} />
                    )}
                </div>
                <PermissionPicker permissions={permissions} chosen={draft.permissions} changeable={own} change={(chosen) => setDraft({ ...draft, permissions: chosen })} />
                {fieldError(save.error, "permissions") && <p className="form-error" role="alert">{fieldError(save.error, "permissions")}</p>}
                {error && <ErrorState compact error={error} />}
            </form>
        </Dialog>
    );
}
