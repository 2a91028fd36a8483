import { useState } from "react";
import { invalidate } from "../../api/cached";
import { ask } from "../../api/client";
import type { TenantSettings } from "../../api/identity";
import { useAction } from "../../api/useAction";
import { useMe, useSessionStore } from "../../auth/SessionContext";
import { timeZoneChoices } from "../../data/timeZones";
import { Field } from "../../ui/Field";
import { fieldError, remainingError } from "../../ui/formErrors";
import { ErrorState } from "../../ui/states";
import { TextField } from "../../ui/TextField";

const shown = ["name", "timeZone", "locale", "currency", "units", "tariff", "allowedOrigins", "sessionIdleMinutes", "requiresSecondFactor"];

/** The settings as one form: they are saved together, so that none is silently another. */
export function TenantForm({ settings, mayChange }: { settings: TenantSettings; mayChange: boolean }) {
    const store = useSessionStore();
    const { tenant } = useMe();
    const [draft, setDraft] = useState(() => ({ ...settings, allowedOrigins: settings.allowedOrigins.join("\n"), sessionIdleMinutes: settings.sessionIdleMinutes === null ? "" : String(settings.sessionIdleMinutes) }));
    const set = (changes: Partial<typeof draft>) => setDraft({ ...draft, ...changes });
    const input: TenantSettings = {
        ...draft, name: draft.name.trim(), currency: draft.currency.trim().toUpperCase(), locale: draft.locale.trim(), allowedOrigins: draft.allowedOrigins.split(/\s+/).filter(Boolean),
        sessionIdleMinutes: draft.sessionIdleMinutes.trim() === "" ? null : Number(draft.sessionIdleMinutes),
    };
    const idleFault = input.sessionIdleMinutes !== null && !(Number.isInteger(input.sessionIdleMinutes) && input.sessionIdleMinutes >= 5 && input.sessionIdleMinutes <= 43_200) ? "A whole number from 5 to 43,200, or nothing." : null;
    const isChanged = JSON.stringify(input) !== JSON.stringify(settings);
    const save = useAction(async () => {
        await ask("PUT /tenant", { body: input });
        store.update((me) => (me.tenant ? { ...me, tenant: { ...me.tenant, name: input.name }, tenants: me.tenants.map((one) => (one.id === tenant?.id ? { ...one, name: input.name } : one)) } : me));
        invalidate(["GET /tenant", "GET /city"]);
    });
    const error = remainingError(save.error, shown);
    const fault = (name: string) => fieldError(save.error, name);
    return (
        <form className="stack" onSubmit={(event) => {
            event.preventDefault();
            void save.run();
        }}>
            <fieldset className="plain-fieldset" disabled={!mayChange}>
                <div className="form">
                    <TextField label="Name" required maxLength={200} value={draft.name} change={(name) => set({ name })} error={fault("name")} />
                    <Field label="Time zone" hint="makes what a day is; settled once there are readings" error={fault("timeZone")}>
                        {(props) => (
                            <select {...props} className="select" value={draft.timeZone} onChange={(event) => set({ timeZone: event.target.value })}>
                                {timeZoneChoices(settings.timeZone).map((name) => <option key={name} value={name}>{name}</option>)}
                            </select>
                        )}
                    </Field>
                    <TextField label="Currency" required maxLength={3} pattern="[A-Za-z]{3}" title="three letters, such as USD" value={draft.currency} change={(currency) => set({ currency })} hint="three letters (ISO 4217)" error={fault("currency")} />
                    <TextField label="Locale" required maxLength={35} spellCheck={false} value={draft.locale} change={(locale) => set({ locale })} hint="such as en-US (BCP 47)" error={fault("locale")} />
                    <Field label="Units" hint="energy and power stay kWh and kW" error={fault("units")}>
                        {(props) => (
                            <select {...props} className="select" value={draft.units} onChange={(event) => set({ units: event.target.value as TenantSettings["units"] })}>
                                <option value="metric">Metric: °C, km</option>
                                <option value="usCustomary">US customary: °F, miles</option>
                            </select>
                        )}
                    </Field>
                    <TextField label="Idle sessions end after, minutes" inputMode="numeric" placeholder="720" hint="empty: after 12 hours, or 30 days where somebody stays signed in; a shorter time holds for open sessions from their next renewal" value={draft.sessionIdleMinutes} change={(sessionIdleMinutes) => set({ sessionIdleMinutes })} error={idleFault ?? fault("sessionIdleMinutes")} />
                </div>
                <div className="form form-reason">
                    <Field label="Tariff" hint="what people should know of it, as plain text" error={fault("tariff")}>
                        {(props) => <textarea {...props} maxLength={4000} value={draft.tariff} onChange={(event) => set({ tariff: event.target.value })} />}
                    </Field>
                    <Field label="Other web apps that may call the API" hint="origins such as https://portal.example, one a line; they need a token of their own" error={fault("allowedOrigins")}>
                        {(props) => <textarea {...props} className="mono" spellCheck={false} value={draft.allowedOrigins} onChange={(event) => set({ allowedOrigins: event.target.value })} />}
                    </Field>
                </div>
                <Field label="Second factor" hint="whoever has none can only set one up until they have; API keys are not concerned; you need one yourself to switch it on" error={fault("requiresSecondFactor")}>
                    {(props) => <label className="toggle"><input {...props} type="checkbox" checked={draft.requiresSecondFactor} onChange={(event) => set({ requiresSecondFactor: event.target.checked })} /> Everybody of this utility needs a second factor</label>}
                </Field>
            </fieldset>
            {error && <ErrorState compact error={error} />}
            {mayChange && (
                <div className="form-actions">
                    <button type="submit" className="button button-primary" disabled={!isChanged || idleFault !== null || save.isRunning}>Save</button>
                </div>
            )}
        </form>
    );
}
