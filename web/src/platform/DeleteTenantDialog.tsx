import { useState } from "react";
import { ask } from "../api/client";
import type { PlatformTenant } from "../api/identity";
import { useAction } from "../api/useAction";
import { Dialog } from "../ui/Dialog";
import { fieldError, remainingError } from "../ui/formErrors";
import { ErrorState } from "../ui/states";
import { TextField } from "../ui/TextField";
import { refreshTenants } from "./TenantsPage";

/** Has a tenant deleted after a time of grace; its code is typed, so that it is not another one. */
export function DeleteTenantDialog({ tenant, close }: { tenant: PlatformTenant; close: () => void }) {
    const [code, setCode] = useState("");
    const [days, setDays] = useState("30");
    const graceDays = Number(days);
    const daysFault = Number.isInteger(graceDays) && graceDays >= 1 && graceDays <= 365 ? null : "A whole number from 1 to 365.";
    const run = useAction(async () => {
        await ask("PUT /platform/tenants/{id}", { path: { id: tenant.id }, body: { state: "deleting", graceDays } });
        refreshTenants();
    });
    const error = remainingError(run.error, ["graceDays"]);
    return (
        <Dialog title={`Delete ${tenant.name}?`} close={close} actions={
            <>
                <button type="button" className="button" onClick={close}>Cancel</button>
                <button type="submit" form="delete-tenant" className="button button-danger" disabled={code.trim() !== tenant.code || daysFault !== null || run.isRunning}>Have it deleted</button>
            </>
        }>
            <form id="delete-tenant" className="stack" onSubmit={(event) => {
                event.preventDefault();
                void run.run().then((isDone) => { if (isDone) close(); });
            }}>
                <p>It is not served from now on. When the time of grace has passed, everything of it is deleted for good; until then it can be resumed. Export first what must be kept: <code>urbangrid tenant export {tenant.code}</code>.</p>
                <TextField label="Days of grace" inputMode="numeric" value={days} change={setDays} error={daysFault ?? fieldError(run.error, "graceDays")} />
                <TextField label={`Type ${tenant.code} to go on`} autoComplete="off" autoCapitalize="none" spellCheck={false} value={code} change={setCode} />
                {error && <ErrorState compact error={error} />}
            </form>
        </Dialog>
    );
}
