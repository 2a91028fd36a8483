import { useState } from "react";
import { Link } from "../../app/router";
import { invalidate } from "../../api/cached";
import { ask } from "../../api/client";
import type { Finding } from "../../api/types";
import { useAction } from "../../api/useAction";
import { useMay } from "../../auth/SessionContext";
import { useCity } from "../../city/CityContext";
import { epoch, formatDateTime, formatDuration } from "../../format/time";
import { Dialog } from "../../ui/Dialog";
import { Field } from "../../ui/Field";
import { Badge } from "../../ui/layout";
import { ErrorState } from "../../ui/states";
import { useZoneNames } from "../quality/useZoneNames";
import { findingKinds, findingLabel, findingLink, findingStates } from "./findingText";

export function FindingTable({ findings }: { findings: Finding[] }) {
    const { city } = useCity();
    const zoneName = useZoneNames();
    const mayDismiss = useMay("readings.edit");
    const [dismissing, setDismissing] = useState<Finding | null>(null);
    return (
        <div className="table-scroll" tabIndex={0} role="region" aria-label="Findings">
            <table data-testid="findings">
                <caption className="visually-hidden">Findings, newest first</caption>
                <thead>
                    <tr>
                        <th scope="col">Series</th><th scope="col">Rule</th><th scope="col">What was found</th><th scope="col">When</th>
                        <th scope="col" className="num">For</th><th scope="col">State</th><th scope="col"><span className="visually-hidden">Actions</span></th>
                    </tr>
                </thead>
                <tbody>
                    {findings.map((finding) => (
                        <tr key={finding.id}>
                            <th scope="row"><Link to={findingLink(finding)}>{finding.seriesName}</Link><span className="subline">{finding.assetName}, {zoneName(finding.zoneId)}</span></th>
                            <td><span title={findingKinds[finding.kind].help}><Badge>{findingLabel(finding.kind)}</Badge></span></td>
                            <td className="cell-reason">{finding.detail}{finding.note && <span className="subline">“{finding.note}”</span>}</td>
                            <td className="nowrap">{formatDateTime(city.timeZone, epoch(finding.start), { year: true })}</td>
                            <td className="num">{formatDuration(epoch(finding.end) - epoch(finding.start))}</td>
                            <td><span title={findingStates[finding.state].help}><Badge tone={findingStates[finding.state].tone}>{findingStates[finding.state].label}</Badge></span></td>
                            <td>{mayDismiss && finding.state === "open" && (
                                <button type="button" className="button button-small" aria-label={`Dismiss ${findingLabel(finding.kind)} of ${finding.seriesName}`} onClick={() => setDismissing(finding)}>Dismiss…</button>
                            )}</td>
                        </tr>
                    ))}
                </tbody>
            </table>
            {dismissing && <DismissDialog finding={dismissing} close={() => setDismissing(null)} />}
        </div>
    );
}

function DismissDialog({ finding, close }: { finding: Finding; close: () => void }) {
    const [note, setNote] = useState("");
    const dismiss = useAction(async () => {
        await ask("POST /findings/{id}/dismiss", { path: { id: finding.id }, body: { note: note.trim() } });
        invalidate(["GET /findings", "GET /data-quality", "GET /zones/{id}/data-quality"]);
    });
    return (
        <Dialog title="The readings are right as they are" close={close} actions={
            <>
                <button type="button" className="button" onClick={close}>Cancel</button>
                <button type="button" className="button button-primary" disabled={note.trim().length < 3 || dismiss.isRunning}
                    onClick={() => void dismiss.run().then((isDone) => { if (isDone) close(); })}>Dismiss</button>
            </>
        }>
            <div className="stack">
                <p>{findingLabel(finding.kind)} of {finding.seriesName}: {finding.detail}</p>
                <Field label="Why" hint="at least three characters; kept with the finding">
                    {(props) => <textarea {...props} maxLength={1000} value={note} onChange={(event) => setNote(event.target.value)} />}
                </Field>
                {dismiss.error && <ErrorState compact error={dismiss.error} />}
            </div>
        </Dialog>
    );
}
