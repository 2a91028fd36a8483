import { useState } from "react";
import { reload } from "../../api/cached";
import { ask } from "../../api/client";
import type { Retention, RetentionPolicy, RetentionReport } from "../../api/types";
import { useAction } from "../../api/useAction";
import { useResource } from "../../api/useResource";
import { useMay } from "../../auth/SessionContext";
import { useCity } from "../../city/CityContext";
import { formatCount } from "../../format/number";
import { epoch, formatDate } from "../../format/time";
import { JobProgress } from "../../jobs/JobProgress";
import { Dialog } from "../../ui/Dialog";
import { Field } from "../../ui/Field";
import { Card } from "../../ui/layout";
import { ErrorState, Pending, Skeleton } from "../../ui/states";
import { DataPage } from "../DataPage";
import { RetentionTable } from "./RetentionTable";
import { draftFaults, draftOf, isSame, policyOf, retentionFields } from "./retentionText";

/** How long what is kept, what a run would delete, and the run. */
export function RetentionPage() {
    const retention = useResource("GET /retention");
    return (
        <DataPage title="Retention" lead="How long readings and what is made of them are kept. Everything is kept for ever until a policy is set; what a run deletes cannot be brought back.">
            <Pending resource={retention} skeleton={<Skeleton height={360} />}>{(data) => <LoadedRetention retention={data} />}</Pending>
        </DataPage>
    );
}

function LoadedRetention({ retention }: { retention: Retention }) {
    const { city } = useCity();
    const mayChange = useMay("retention.write");
    const [draft, setDraft] = useState(() => draftOf(retention));
    const [report, setReport] = useState<{ policy: RetentionPolicy; report: RetentionReport } | null>(null);
    const [isAsking, setAsking] = useState(false);
    const [job, setJob] = useState<number | null>(null);
    const faults = draftFaults(draft);
    const isSound = Object.keys(faults).length === 0;
    const policy = policyOf(draft);
    const isSaved = isSame(policy, retention);
    const keepsAll = retentionFields.every(({ name }) => retention[name] === null);
    const preview = useAction(async () => {
        setReport({ policy, report: await ask("POST /retention/preview", { body: policy }) });
    });
    const save = useAction(async () => {
        await ask("PUT /retention", { body: policy });
        reload("GET /retention");
    });
    const run = useAction(async () => {
        setAsking(false);
        setJob((await ask("POST /retention/run")).id);
        setReport(null);
    });
    const shown = report && isSame(report.policy, policy) ? report.report : null;
    const rows = shown?.tables.reduce((sum, table) => sum + table.rows, 0) ?? 0;
    const error = preview.error ?? save.error ?? run.error;
    return (
        <div className="stack">
            {retention.closedBefore && (
                <p className="callout">Readings before {formatDate(city.timeZone, epoch(retention.closedBefore))} are closed: no older ones are taken in any more.</p>
            )}
            <Card title="Policy" note={isSaved ? (keepsAll ? "everything is kept for ever" : "as it is in force") : "changed, not saved yet"}>
                <form className="stack" onSubmit={(event) => { event.preventDefault(); if (isSound) void preview.run(); }}>
                    <div className="form">
                        {retentionFields.map(({ name, label, help }) => (
                            <Field key={name} label={`${label}, months`} hint={help} error={faults[name]}>
                                {(props) => <input {...props} className="input" inputMode="numeric" placeholder="for ever" readOnly={!mayChange} value={draft[name]} onChange={(event) => setDraft({ ...draft, [name]: event.target.value })} />}
                            </Field>
                        ))}
                    </div>
                    <div className="form-actions">
                        <button type="submit" className="button" disabled={!isSound || preview.isRunning}>{preview.isRunning ? "Counting…" : "What a run would delete"}</button>
                        {mayChange && <button type="button" className="button button-primary" disabled={!isSound || isSaved || save.isRunning} onClick={() => void save.run()}>Save the policy</button>}
                        {!isSaved && <button type="button" className="button" onClick={() => setDraft(draftOf(retention))}>Back to what is in force</button>}
                        {mayChange && <p className="muted">Saving deletes nothing; the nightly run does, or one that is begun here.</p>}
                    </div>
                </form>
                {error && <ErrorState compact error={error} />}
            </Card>
            {job !== null && <Card><JobProgress id={job} label="Deleting what is no longer kept" onEnd={() => reload("GET /retention")} /></Card>}
            {shown && (
                <Card title="What a run would delete" flush note={rows === 0 ? "nothing" : `${formatCount(rows)} rows`} actions={mayChange &&
                    <button type="button" className="button button-danger" disabled={!isSaved || rows === 0 || job !== null} onClick={() => setAsking(true)}>Delete it now…</button>
                }>
                    <RetentionTable report={shown} />
                    {!isSaved && <p className="table-note">By the policy above, which is not saved yet.</p>}
                </Card>
            )}
            {isAsking && (
                <Dialog title="Delete for good?" close={() => setAsking(false)} actions={
                    <>
                        <button type="button" className="button" onClick={() => setAsking(false)}>Cancel</button>
                        <button type="button" className="button button-danger" disabled={run.isRunning} onClick={() => void run.run()}>Delete {formatCount(rows)} rows</button>
                    </>
                }>
                    <p>{formatCount(rows)} rows are deleted by the policy in force. This cannot be taken back. The job can be cancelled; what it has not deleted by then stays for the next run.</p>
                </Dialog>
            )}
        </div>
    );
}
