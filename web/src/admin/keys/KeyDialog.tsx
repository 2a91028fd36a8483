import { useState } from "react";
import { invalidate } from "../../api/cached";
import { ask } from "../../api/client";
import type { ApiKey, NewApiKey } from "../../api/identity";
import { useAction } from "../../api/useAction";
import { useResource } from "../../api/useResource";
import { useMe } from "../../auth/SessionContext";
import { useTimeZone } from "../../city/CityContext";
import { zoneAbbreviation } from "../../format/time";
import { Dialog } from "../../ui/Dialog";
import { Field } from "../../ui/Field";
import { fieldError, remainingError } from "../../ui/formErrors";
import { ErrorState, Pending } from "../../ui/states";
import { TextField } from "../../ui/TextField";
import { PermissionPicker } from "../roles/PermissionPicker";
import { draftOf, isScope, keyFaults, keyInput, type KeyDraft } from "./apiKeyText";

interface KeyDialogProps {
    /** Null: a new one. */
    apiKey: ApiKey | null;
    close: () => void;
    made?: (key: NewApiKey) => void;
}

const shown = ["name", "scopes", "allowedAddresses", "requestsPerMinute", "monthlyQuota", "expiresAt"];

/** A key's name, permissions, addresses, limits and end. */
export function KeyDialog({ apiKey, close, made }: KeyDialogProps) {
    const timeZone = useTimeZone();
    const { permissions: own } = useMe();
    const permissions = useResource("GET /permissions");
    const [draft, setDraft] = useState<KeyDraft>(() => draftOf(apiKey, timeZone));
    const [isTried, setTried] = useState(false);
    const set = (changes: Partial<KeyDraft>) => setDraft({ ...draft, ...changes });
    const faults = isTried ? keyFaults(draft) : {};
    const save = useAction(async () => {
        const input = keyInput(draft, timeZone);
        if (apiKey === null) made?.(await ask("POST /api-keys", { body: input }));
        else await ask("PUT /api-keys/{id}", { path: { id: apiKey.id }, body: input });
        invalidate(["GET /api-keys", "GET /api-keys/{id}", "GET /api-keys/{id}/use"]);
    });
    const submit = async () => {
        setTried(true);
        if (Object.keys(keyFaults(draft)).length === 0 && (await save.run())) close();
    };
    const error = remainingError(save.error, shown);
    const scopeFault = faults.scopes ?? fieldError(save.error, "scopes");
    return (
        <Dialog title={apiKey === null ? "New API key" : `Settings of ${apiKey.name}`} isWide close={close} actions={
            <>
                <button type="button" className="button" onClick={close}>Cancel</button>
                <button type="submit" form="api-key" className="button button-primary" disabled={save.isRunning}>{apiKey === null ? "Make the key" : "Save"}</button>
            </>
        }>
            <form id="api-key" className="stack" noValidate onSubmit={(event) => {
                event.preventDefault();
                void submit();
            }}>
                <div className="form">
                    <TextField label="Name" required maxLength={100} autoFocus={apiKey === null} value={draft.name} change={(name) => set({ name })} hint="the program that has it" error={faults.name ?? fieldError(save.error, "name")} />
                    <TextField label="Requests a minute, at most" inputMode="numeric" placeholder="as the server allows" value={draft.requestsPerMinute} change={(requestsPerMinute) => set({ requestsPerMinute })}
                        error={faults.requestsPerMinute ?? fieldError(save.error, "requestsPerMinute")} />
                    <TextField label="Requests a month, at most" inputMode="numeric" placeholder="no quota" value={draft.monthlyQuota} change={(monthlyQuota) => set({ monthlyQuota })} error={faults.monthlyQuota ?? fieldError(save.error, "monthlyQuota")} />
                    <TextField label={`Expires, ${zoneAbbreviation(timeZone, Date.now() / 1000)}`} type="datetime-local" value={draft.expires} change={(expires) => set({ expires })} hint="empty: never" error={fieldError(save.error, "expiresAt")} />
                </div>
                <div role="group" aria-label="Permissions">
                    <h3 className="group-title">Permissions</h3>
                    {scopeFault && <p className="form-error" role="alert">{scopeFault}</p>}
                    <Pending resource={permissions}>
                        {({ permissions: known }) => <PermissionPicker permissions={known.filter(({ name }) => isScope(name))} chosen={draft.scopes} changeable={own} change={(scopes) => set({ scopes: scopes.filter(isScope) })} />}
                    </Pending>
                    <p className="form-note">A key can have no more than you; people, roles and keys are changed by people only.</p>
                </div>
                <Field label="Only from these addresses" hint="addresses or blocks such as 192.0.2.0/24, one a line; empty: from anywhere" error={fieldError(save.error, "allowedAddresses")}>
                    {(props) => <textarea {...props} className="mono" spellCheck={false} value={draft.addresses} onChange={(event) => set({ addresses: event.target.value })} />}
                </Field>
                {error && <ErrorState compact error={error} />}
            </form>
        </Dialog>
    );
}
