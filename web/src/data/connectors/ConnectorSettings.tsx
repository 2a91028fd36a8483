import { useState } from "react";
import type { Connector, ConnectorInput } from "../../api/types";
import type { Action } from "../../api/useAction";
import { Dialog } from "../../ui/Dialog";
import { Field } from "../../ui/Field";
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
        radiusKm: String(connector.radiusKm), baseUrl: connector.baseUrl,
    });
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
                <Field label="Service" hint="https; a key comes from the server's environment and is never shown here">
                    {(props) => <input {...props} type="url" className="input" value={values.baseUrl} onChange={(event) => setValues({ ...values, baseUrl: event.target.value })} />}
                </Field>
            </div>
        </Dialog>
    );
}
