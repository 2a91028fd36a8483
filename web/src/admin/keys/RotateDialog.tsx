import { useState } from "react";
import { invalidate } from "../../api/cached";
import { ask } from "../../api/client";
import type { ApiKey, NewApiKey } from "../../api/identity";
import { useAction } from "../../api/useAction";
import { Dialog } from "../../ui/Dialog";
import { Field } from "../../ui/Field";
import { ErrorState } from "../../ui/states";

const overlaps: [hours: number, label: string][] = [[0, "none: the old key ends at once"], [1, "an hour"], [24, "a day"], [168, "a week"], [720, "30 days"]];

/** A new text for a key, with a time in which both are good. */
export function RotateDialog({ apiKey, close, made }: { apiKey: ApiKey; close: () => void; made: (key: NewApiKey) => void }) {
    const [hours, setHours] = useState(24);
    const rotate = useAction(async () => {
        const key = await ask("POST /api-keys/{id}/rotate", { path: { id: apiKey.id }, body: { overlapHours: hours } });
        invalidate(["GET /api-keys", "GET /api-keys/{id}", "GET /api-keys/{id}/use"]);
        close();
        made(key);
    });
    return (
        <Dialog title={`Rotate ${apiKey.name}`} close={close} actions={
            <>
                <button type="button" className="button" onClick={close}>Cancel</button>
                <button type="button" className="button button-primary" disabled={rotate.isRunning} onClick={() => void rotate.run()}>Make the new key</button>
            </>
        }>
            <div className="stack">
                <p>A new key with the same settings takes its place. Put it into your program while both are good.</p>
                <Field label="The old key stays good for">
                    {(props) => <select {...props} className="select" value={hours} onChange={(event) => setHours(Number(event.target.value))}>{overlaps.map(([value, label]) => <option key={value} value={value}>{label}</option>)}</select>}
                </Field>
                {rotate.error && <ErrorState compact error={rotate.error} />}
            </div>
        </Dialog>
    );
}
