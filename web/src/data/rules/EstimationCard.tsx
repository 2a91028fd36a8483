import { useState } from "react";
import { invalidate, reload } from "../../api/cached";
import { ask } from "../../api/client";
import type { EstimationSettings } from "../../api/types";
import { useAction } from "../../api/useAction";
import { useResource } from "../../api/useResource";
import { useMay } from "../../auth/SessionContext";
import { JobProgress } from "../../jobs/JobProgress";
import { Field } from "../../ui/Field";
import { Card } from "../../ui/layout";
import { ErrorState, Pending } from "../../ui/states";

const fields = [
    { name: "linearHours", label: "Straight line up to, hours", help: "gaps up to this long are filled by a straight line", from: 0, to: 24 },
    { name: "longestHours", label: "Estimated up to, hours", help: "longer gaps stay empty", from: 0, to: 744 },
    { name: "graceHours", label: "Late readings are waited for, hours", help: "after a gap's end", from: 0, to: 744 },
    { name: "lateMinutes", label: "Late after, minutes", help: "from the end of a reading's interval", from: 1, to: 44_640 },
] as const;

type Name = (typeof fields)[number]["name"];

/** Whether and how gaps are estimated by themselves, and when a reading is late. */
export function EstimationCard() {
    const settings = useResource("GET /estimation-settings");
    return (
        <Card title="Estimation" note="of the gaps that a rule found">
            <Pending resource={settings}>{(data) => <EstimationForm key={JSON.stringify(data)} settings={data} />}</Pending>
        </Card>
    );
}

function EstimationForm({ settings }: { settings: EstimationSettings }) {
    const mayChange = useMay("rules.write");
    const mayEstimate = useMay("readings.edit");
    const [isEstimating, setEstimating] = useState(settings.isEstimating);
    const [draft, setDraft] = useState<Record<Name, string>>(() => Object.fromEntries(fields.map(({ name }) => [name, String(settings[name])])) as Record<Name, string>);
    const [job, setJob] = useState<number | null>(null);
    const fault = (name: Name): string | null => {
        const field = fields.find((item) => item.name === name)!;
        const value = Number(draft[name]);
        return draft[name].trim() !== "" && value >= field.from && value <= field.to ? null : `A number from ${field.from} to ${field.to}`;
    };
    const isChanged = isEstimating !== settings.isEstimating || fields.some(({ name }) => Number(draft[name]) !== settings[name]);
    const save = useAction(async () => {
        const [linearHours, longestHours, graceHours, lateMinutes] = [Number(draft.linearHours), Number(draft.longestHours), Number(draft.graceHours), Number(draft.lateMinutes)];
        await ask("PUT /estimation-settings", { body: { linearHours, longestHours, graceHours, lateMinutes, isEstimating, zonesNotEstimated: settings.zonesNotEstimated } });
        reload("GET /estimation-settings");
    });
    const estimate = useAction(async () => setJob((await ask("POST /estimations")).id));
    return (
        <div className="stack">
            <label className="toggle"><input type="checkbox" disabled={!mayChange} checked={isEstimating} onChange={(event) => setEstimating(event.target.checked)} /> Estimate gaps without being asked</label>
            <div className="form">
                {fields.map(({ name, label, help }) => (
                    <Field key={name} label={label} hint={help} error={fault(name)}>
                        {(props) => <input {...props} className="input" inputMode="decimal" disabled={!mayChange} value={draft[name]} onChange={(event) => setDraft({ ...draft, [name]: event.target.value })} />}
                    </Field>
                ))}
            </div>
            <div className="form-actions">
                {mayChange && <button type="button" className="button button-primary" disabled={!isChanged || fields.some(({ name }) => fault(name) !== null) || save.isRunning} onClick={() => void save.run()}>Save</button>}
                {mayEstimate && <button type="button" className="button" disabled={estimate.isRunning || job !== null} onClick={() => void estimate.run()}>Estimate open gaps now</button>}
                {settings.zonesNotEstimated.length > 0 && <p className="muted">{settings.zonesNotEstimated.length} zones are left out.</p>}
            </div>
            {(save.error ?? estimate.error) && <ErrorState compact error={(save.error ?? estimate.error)!} />}
            {job !== null && <JobProgress id={job} label="Estimating open gaps" onEnd={() => {
                setJob(null);
                invalidate(["GET /findings", "GET /data-quality", "GET /zones/{id}/data-quality"]);
            }} />}
        </div>
    );
}
