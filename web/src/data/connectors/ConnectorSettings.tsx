import { useState } from "react";
import type { Connector, ConnectorInput } from "../../api/types";
import type { Action } from "../../api/useAction";
import { Dialog } from "../../ui/Dialog";
import { Field } from "../../ui/Field";
import { fieldError } from "../../ui/formErrors";
import { PasswordField } from "../../ui/PasswordField";
import { ErrorState } from "../../ui/states";

interface ConnectorSettingsProps {
    connector: Connector;
    title: string;
    close: () => void;
    save: Action<[ConnectorInput]>;
}

const limits = { minutes: [15, 1440], dailyCalls: [1, 1_000_000], backfillDays: [0, 90], radiusKm: [1, 100] } as const;

export function ConnectorSettings({ connector, title, close, save }: ConnectorSettingsProps) {
    const [values, setValues] = useState({
        minutes: String(connector.intervalSeconds / 60), dailyCalls: String(connector.dailyCalls), backfillDays: String(connector.backfillDays),
        radiusKm: String(connector.radiusKm), baseUrl: connector.baseUrl, apiKey: "",
    });
    const [isForgetting, setForgetting] = useState(false);
    const fault = (name: keyof typeof limits): string | null => {
        const value = Number(values[name]);
        const [least, most] = limits[name];
        const isSound = values[name].trim() !== "" && (name === "radiusKm" || Number.isInteger(value)) && value >= least && value <= most;
        return isSound ? null : `${name === "radiusKm" ? "A" : "A whole"} number from ${least} to ${most}`;
    };
    const number = (name: keyof typeof limits, label: string, hint: string) => (
        <Field label={label} hint={hint} error={fault(name)}>
            {(props) => <input {...props} className="input" inputMode="numeric" value={values[name]} onChange={(event) => setValues({ ...values, [name]: event.target.value })} />}
        </Field>
    );
    const isSound = (Object.keys(limits) as (keyof typeof limits)[]).every((name) => (name === "radiusKm" && connector.name !== "openaq") || fault(name) === null);
    const submit = async () => {
        const done = await save.run({
            intervalSeconds: Number(values.minutes) * 60, dailyCalls: Number(values.dailyCalls), backfillDays: Number(values.backfillDays),
            ...(connector.name === "openaq" ? { radiusKm: Number(values.radiusKm) } : {}),
            ...(isForgetting ? { apiKey: null } : values.apiKey.trim() !== "" ? { apiKey: values.apiKey.trim() } : {}),
            ...(values.baseUrl.trim() !== connector.baseUrl ? { baseUrl: values.baseUrl.trim() } : {}),
        });
        if (done) close();
    };
    return (
        <Dialog title={`Settings of ${title}`} close={close} actions={
            <>
                <button type="button" className="button" onClick={close}>Cancel</button>
                <button type="button" className="button button-primary" disabled={!isSound || save.isRunning} onClick={() => void submit()}>Save</button>
            </>
        }>
            {save.error && <ErrorState compact error={save.error} />}
            <div className="form">
                {number("minutes", "Minutes between polls", "15 at least")}
                {number("dailyCalls", "Calls a UTC day at most", "as the provider counts them")}
                {number("backfillDays", "Days that the first poll reaches back", "0 for none")}
                {connector.name === "openaq" && number("radiusKm", "Kilometres within which a station speaks for a zone", "1 to 100")}
                <PasswordField label="Key of the service" name="service-key" isRequired={false} autoComplete="off" value={values.apiKey} change={(apiKey) => setValues({ ...values, apiKey })}
                    hint={connector.hasOwnKey ? "one is stored, sealed, and never shown; enter another to take its place" : "where the service asks for one; stored sealed, never shown again. Without: the server's own, if it has one"} error={fieldError(save.error, "apiKey")} />
                {connector.hasOwnKey && <label className="toggle"><input type="checkbox" checked={isForgetting} onChange={(event) => setForgetting(event.target.checked)} /> Forget the stored key</label>}
                <Field label="Service" hint="https">
                    {(props) => <input {...props} type="url" className="input" value={values.baseUrl} onChange={(event) => setValues({ ...values, baseUrl: event.target.value })} />}
                </Field>
            </div>
        </Dialog>
    );
}
