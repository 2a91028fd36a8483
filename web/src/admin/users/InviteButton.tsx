import { useState } from "react";
import { invalidate } from "../../api/cached";
import { ask } from "../../api/client";
import { useAction } from "../../api/useAction";
import { Dialog } from "../../ui/Dialog";
import { Field } from "../../ui/Field";
import { fieldError, remainingError } from "../../ui/formErrors";
import { Icon } from "../../ui/Icon";
import { ErrorState } from "../../ui/states";
import { TextField } from "../../ui/TextField";
import { useRoles } from "../roles/useRoles";

export function InviteButton() {
    const [isOpen, setOpen] = useState(false);
    return (
        <>
            <button type="button" className="button button-primary" onClick={() => setOpen(true)}><Icon name="plus" size={15} /> Invite…</button>
            {isOpen && <InviteDialog close={() => setOpen(false)} />}
        </>
    );
}

/** Invites by mail: an address and what they are to be here. */
function InviteDialog({ close }: { close: () => void }) {
    const { givable, resource } = useRoles();
    const [email, setEmail] = useState("");
    const [role, setRole] = useState("viewer");
    const chosen = givable.some(({ code }) => code === role) ? role : (givable[0]?.code ?? "");
    const invite = useAction(async () => {
        await ask("POST /invitations", { body: { email: email.trim(), role: chosen } });
        invalidate(["GET /invitations"]);
    });
    const error = remainingError(invite.error, ["email", "role"]) ?? resource.error;
    return (
        <Dialog title="Invite somebody" close={close} actions={
            <>
                <button type="button" className="button" onClick={close}>Cancel</button>
                <button type="submit" form="invite" className="button button-primary" disabled={email.trim() === "" || chosen === "" || invite.isRunning}>Send the invitation</button>
            </>
        }>
            <form id="invite" className="stack" onSubmit={(event) => {
                event.preventDefault();
                void invite.run().then((isDone) => { if (isDone) close(); });
            }}>
                <TextField label="E-mail address" type="email" required maxLength={254} autoComplete="off" autoFocus value={email} change={setEmail} hint="a mail with a link goes there; it holds for a week" error={fieldError(invite.error, "email")} />
                <Field label="Role" hint="nobody gives more than they have" error={fieldError(invite.error, "role")}>
                    {(props) => (
                        <select {...props} className="select" value={chosen} onChange={(event) => setRole(event.target.value)}>
                            {givable.map(({ code, name }) => <option key={code} value={code}>{name}</option>)}
                        </select>
                    )}
                </Field>
                {error && <ErrorState compact error={error} />}
            </form>
        </Dialog>
    );
}
