import { useEffect, useState } from "react";
import { invalidate } from "../../api/cached";
import { ask } from "../../api/client";
import type { EditOutcome, Readings, Series } from "../../api/types";
import { useAction } from "../../api/useAction";
import { useResource } from "../../api/useResource";
import { useCity } from "../../city/CityContext";
import { formatCount, formatQuantity } from "../../format/number";
import { formatDateTime, isoUTC } from "../../format/time";
import { Dialog } from "../../ui/Dialog";
import { Field } from "../../ui/Field";
import { ErrorState } from "../../ui/states";
import { TimeField } from "../../ui/TimeField";
import { EditPreview } from "./EditPreview";
import { editFault, editInput, editKinds, intervalsOf, mostTyped, outdatedByEdit, reasonFault, type EditDraft } from "./editDraft";

interface EditDialogProps {
    series: Series;
    /** The stretch to begin with, in whole intervals. */
    from: number;
    to: number;
    close: () => void;
}

/** Replaces readings by hand or by a method, with a reason, after a look at before and after. */
export function EditDialog({ series, from, to, close }: EditDialogProps) {
    const { city } = useCity();
    const [draft, setDraft] = useState<EditDraft>(() => ({ from, to, kind: "linear", constant: "", typed: new Map(), reason: "" }));
    const [preview, setPreview] = useState<EditOutcome | null>(null);
    const fault = editFault(draft, series.intervalSeconds);
    const missing = reasonFault(draft);
    const starts = intervalsOf(draft, series.intervalSeconds);
    const set = (changes: Partial<EditDraft>) => {
        setDraft({ ...draft, ...changes });
        if (!("reason" in changes)) setPreview(null);
    };
    const look = useAction(async () => setPreview(await ask("POST /series/{id}/edits", { path: { id: series.id }, body: { ...editInput(draft, series.intervalSeconds), isPreview: true } })));
    const save = useAction(async () => {
        await ask("POST /series/{id}/edits", { path: { id: series.id }, body: editInput(draft, series.intervalSeconds) });
        invalidate(outdatedByEdit);
        close();
    });
    return (
        <Dialog title={`Edit values of ${series.name}`} close={close} isWide actions={
            <>
                <p className="dialog-status" role="status">{fault ?? missing ?? (preview ? `${formatCount(preview.changes.length)} ${preview.changes.length === 1 ? "interval changes" : "intervals change"}. What stood there stays in the history.` : "Look at the preview, then save.")}</p>
                <button type="button" className="button" onClick={close}>Cancel</button>
                <button type="button" className="button" disabled={fault !== null || missing !== null || look.isRunning} onClick={() => void look.run()}>{look.isRunning ? "Looking…" : "Preview"}</button>
                <button type="button" className="button button-primary" disabled={preview === null || missing !== null || save.isRunning} onClick={() => void save.run()}>Save</button>
            </>
        }>
            <div className="stack">
                <div className="form">
                    <TimeField label="From" timeZone={city.timeZone} value={draft.from} change={(value) => set({ from: value })} />
                    <TimeField label="To, not included" timeZone={city.timeZone} value={draft.to} change={(value) => set({ to: value })} hint={`${formatCount(starts.length)} ${starts.length === 1 ? "interval" : "intervals"}, times of the city`} />
                </div>
                <fieldset className="choices choices-row">
                    <legend>New values by</legend>
                    {editKinds.map(({ value, label, help }) => (
                        <label key={value} className="choice">
                            <input type="radio" name="edit-kind" checked={draft.kind === value} onChange={() => set({ kind: value })} />
                            <span>{label}<span className="subline">{help}</span></span>
                        </label>
                    ))}
                </fieldset>
                {draft.kind === "constant" && (
                    <Field label={`Value, ${series.unit}`}>
                        {(props) => <input {...props} className="input input-short" inputMode="decimal" value={draft.constant} onChange={(event) => set({ constant: event.target.value })} />}
                    </Field>
                )}
                {draft.kind === "values" && starts.length > 0 && starts.length <= mostTyped && <TypedValues series={series} draft={draft} starts={starts} set={set} />}
                <Field label="Reason" hint="stays with the edit and your name, for whoever asks later">
                    {(props) => <textarea {...props} maxLength={1000} required value={draft.reason} onChange={(event) => set({ reason: event.target.value })} />}
                </Field>
                {(look.error ?? save.error) && <ErrorState compact error={(look.error ?? save.error)!} />}
                {preview && <EditPreview outcome={preview} series={series} />}
            </div>
        </Dialog>
    );
}

interface TypedValuesProps {
    series: Series;
    draft: EditDraft;
    starts: number[];
    set: (changes: Partial<EditDraft>) => void;
}

function TypedValues({ series, draft, starts, set }: TypedValuesProps) {
    const { city } = useCity();
    const first = starts[0] ?? 0;
    const last = (starts[starts.length - 1] ?? 0) + series.intervalSeconds;
    const stored = useResource("GET /series/{id}/readings", { path: { id: series.id }, query: { from: isoUTC(first), to: isoUTC(last), points: 5000 } });
    const [now, setNow] = useState<Map<number, number>>(new Map());
    useEffect(() => setNow(valuesOf(stored.data)), [stored.data]);
    return (
        <div className="table-scroll table-tall" tabIndex={0} role="region" aria-label="New values">
            <table>
                <caption className="visually-hidden">New values by interval; an empty field leaves the reading as it is</caption>
                <thead><tr><th scope="col">Start</th><th scope="col" className="num">Stored</th><th scope="col">New, {series.unit}</th></tr></thead>
                <tbody>
                    {starts.map((start) => {
                        const value = now.get(start);
                        return (
                            <tr key={start}>
                                <th scope="row" className="nowrap">{formatDateTime(city.timeZone, start)}</th>
                                <td className="num">{value === undefined ? "none" : formatQuantity(value, series.unit)}</td>
                                <td>
                                    <input className="input input-short" inputMode="decimal" aria-label={`New value at ${formatDateTime(city.timeZone, start)}`} placeholder="as it is" value={draft.typed.get(start) ?? ""}
                                        onChange={(event) => set({ typed: new Map(draft.typed).set(start, event.target.value) })} />
                                </td>
                            </tr>
                        );
                    })}
                </tbody>
            </table>
        </div>
    );
}

function valuesOf(readings: Readings | undefined): Map<number, number> {
    return new Map(readings?.columns.start.map((start, index) => [start, readings.columns.value[index] ?? 0]));
}
