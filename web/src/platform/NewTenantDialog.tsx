import { useState } from "react";
import { ask } from "../api/client";
import { useAction } from "../api/useAction";
import { codeOf } from "../admin/roles/useRoles";
import { timeZoneChoices } from "../data/timeZones";
import { Dialog } from "../ui/Dialog";
import { Field } from "../ui/Field";
import { fieldError, remainingError } from "../ui/formErrors";
import { ErrorState } from "../ui/states";
import { TextField } from "../ui/TextField";
import { refreshTenants } from "./TenantsPage";

const shown = ["name", "code", "timeZone", "locale", "currency", "adminEmail"];

/** A new utility, and the invitation of its first admin. */
export function NewTenantDialog({ close }: { close: () => void }) {
    const here = Intl.DateTimeFormat().resolvedOptions();
    const [draft, setDraft] = useState({ name: "", code: "", timeZone: here.timeZone, locale: here.locale, currency: "USD", adminEmail: "" });
    const [hasOwnCode, setOwnCode] = useState(false);
    const set = (changes: Partial<typeof draft>) => setDraft({ ...draft, ...changes });
    const make = useAction(async () => {
        const { adminEmail, ...tenant } = draft;
        await ask("POST /platform/tenants", { body: { ...tenant, name: tenant.name.trim(), currency: tenant.currency.trim().toUpperCase(), ...(adminEmail.trim() ? { adminEmail: adminEmail.trim() } : {}) } });
        refreshTenants();
    });
    const error = remainingError(make.error, shown);
    const fault = (name: string) => fieldError(make.error, name);
    return (
        <Dialog title="New tenant" close={close} actions={
            <>
                <button type="button" className="button" onClick={close}>Cancel</button>
                <button type="submit" form="new-tenant" className="button button-primary" disabled={draft.name.trim() === "" || draft.code === "" || make.isRunning}>Make the tenant</button>
            </>
        }>
            <form id="new-tenant" className="stack" onSubmit={(event) => {
                event.preventDefault();
                void make.run().then((isDone) => { if (isDone) close(); });
            }}>
                <div className="form">
                    <TextField label="Name" required maxLength={200} autoFocus value={draft.name} error={fault("name")} change={(name) => set({ name, ...(hasOwnCode ? {} : { code: codeOf(name) }) })} />
                    <TextField label="Code" required maxLength={64} autoCapitalize="none" spellCheck={false} value={draft.code} hint="by which programs name it; it stays" error={fault("code")} change={(code) => {
                        setOwnCode(true);
                        set({ code });
                    }} />
                    <Field label="Time zone" error={fault("timeZone")}>
                        {(props) => (
                            <select {...props} className="select" value={draft.timeZone} onChange={(event) => set({ timeZone: event.target.value })}>
                                {timeZoneChoices(here.timeZone).map((name) => <option key={name} value={name}>{name}</option>)}
                            </select>
                        )}
                    </Field>
                    <TextField label="Currency" required maxLength={3} pattern="[A-Za-z]{3}" title="three letters, such as USD" value={draft.currency} change={(currency) => set({ currency })} error={fault("currency")} />
                    <TextField label="Locale" required maxLength={35} spellCheck={false} value={draft.locale} change={(locale) => set({ locale })} hint="such as en-US" error={fault("locale")} />
                    <TextField label="Its first admin" type="email" maxLength={254} autoComplete="off" value={draft.adminEmail} change={(adminEmail) => set({ adminEmail })} hint="is invited by mail; empty: nobody yet" error={fault("adminEmail")} />
                </div>
                {error && <ErrorState compact error={error} />}
            </form>
        </Dialog>
    );
}
