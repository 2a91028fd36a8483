import { useState } from "react";
import { ask } from "../../api/client";
import { useAction } from "../../api/useAction";
import { useMe, useSessionStore } from "../../auth/SessionContext";
import { Dialog } from "../../ui/Dialog";
import { fieldError, remainingError } from "../../ui/formErrors";
import { Card } from "../../ui/layout";
import { PasswordField } from "../../ui/PasswordField";
import { ErrorState } from "../../ui/states";
import { TextField } from "../../ui/TextField";

/** The end of the tenant, for those who may ask for it. */
export function DeletionCard() {
    const [isAsking, setAsking] = useState(false);
    return (
        <Card title="Delete this tenant">
            <div className="stack">
                <p>Everything of it is deleted for good: readings, models, people's roles, keys and the audit log. It is not served from the moment that you ask for it; for 30 days it can be taken back.</p>
                <p><button type="button" className="button button-danger" onClick={() => setAsking(true)}>Delete the tenant…</button></p>
            </div>
            {isAsking && <DeletionDialog close={() => setAsking(false)} />}
        </Card>
    );
}

function DeletionDialog({ close }: { close: () => void }) {
    const store = useSessionStore();
    const { user, tenant } = useMe();
    const [code, setCode] = useState("");
    const [password, setPassword] = useState("");
    const run = useAction(async () => {
        await ask("POST /tenant/deletion", { body: { code: code.trim(), password } });
        const me = await ask("GET /me");
        close();
        store.begin(me, { isNew: false });
    });
    const error = remainingError(run.error, ["code", "password"]);
    return (
        <Dialog title={`Delete ${tenant?.name ?? "this tenant"}?`} close={close} actions={
            <>
                <button type="button" className="button" onClick={close}>Cancel</button>
                <button type="submit" form="tenant-deletion" className="button button-danger" disabled={code.trim() === "" || password === "" || run.isRunning}>Have it deleted</button>
            </>
        }>
            <form id="tenant-deletion" className="stack" onSubmit={(event) => {
                event.preventDefault();
                void run.run();
            }}>
                <p>Nobody reaches it from now on, its meters neither. After 30 days it is gone; until then you take it back where you choose a tenant.</p>
                <input type="email" name="email" autoComplete="username" value={user.email} readOnly hidden />
                <TextField label="The tenant's code" hint="its short name in commands and file names" autoComplete="off" autoCapitalize="none" spellCheck={false} value={code} change={setCode} error={fieldError(run.error, "code")} />
                <PasswordField label="Your password" autoComplete="current-password" value={password} change={setPassword} error={fieldError(run.error, "password")} />
                {error && <ErrorState compact error={error} />}
            </form>
        </Dialog>
    );
}
