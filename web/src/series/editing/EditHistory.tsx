import { useState, type ReactNode } from "react";
import { invalidate } from "../../api/cached";
import { ask } from "../../api/client";
import type { Edit, Series } from "../../api/types";
import { useAction } from "../../api/useAction";
import { useResource } from "../../api/useResource";
import { useMay } from "../../auth/SessionContext";
import { useCity } from "../../city/CityContext";
import { formatCount } from "../../format/number";
import { epoch, formatDateTime } from "../../format/time";
import { Dialog } from "../../ui/Dialog";
import { Field } from "../../ui/Field";
import { Badge, Card } from "../../ui/layout";
import { Pager } from "../../ui/Pager";
import { Empty, ErrorState, Pending } from "../../ui/states";
import { usePaging } from "../../ui/usePaging";
import { editKinds, outdatedByEdit } from "./editDraft";

const kinds: Record<Edit["kind"], string> = { edit: "Edited", estimate: "Estimated", revert: "Taken back" };

/** What was edited, estimated and taken back, by whom and why; what stands can be taken back. */
export function EditHistory({ series, actions }: { series: Series; actions: ReactNode }) {
    const { city } = useCity();
    const paging = usePaging(String(series.id));
    const edits = useResource("GET /edits", { query: { seriesId: series.id, limit: 20, cursor: paging.cursor } });
    const mayEdit = useMay("readings.edit");
    const [reverting, setReverting] = useState<Edit | null>(null);
    const time = (value: string) => formatDateTime(city.timeZone, epoch(value), { zone: false });
    const method = (name: string) => editKinds.find(({ value }) => value === name)?.label ?? name;
    return (
        <Card title="Edits and estimates" flush actions={actions}>
            <Pending resource={edits}>
                {({ edits: list, nextCursor }) => list.length === 0 ? <Empty title="Every reading is as it came">Nothing was edited or estimated.</Empty> : (
                    <>
                    <div className="table-scroll" tabIndex={0} role="region" aria-label="Edits">
                        <table data-testid="edits">
                            <caption className="visually-hidden">Edits and estimates, newest first</caption>
                            <thead>
                                <tr><th scope="col">When</th><th scope="col">What</th><th scope="col">Stretch</th><th scope="col" className="num">Values</th><th scope="col">Why</th><th scope="col"><span className="visually-hidden">Actions</span></th></tr>
                            </thead>
                            <tbody>
                                {list.map((edit) => (
                                    <tr key={edit.id}>
                                        <th scope="row" className="nowrap">{time(edit.madeAt)}<span className="subline">{edit.actor}</span></th>
                                        <td><Badge tone={edit.kind === "revert" ? "neutral" : "info"}>{kinds[edit.kind]}</Badge><span className="subline">{edit.reverts !== null ? `no. ${edit.reverts}` : method(edit.method)}</span></td>
                                        <td>{time(edit.start)}<span className="subline">to {time(edit.end)}</span></td>
                                        <td className="num">{formatCount(edit.valueCount)}</td>
                                        <td className="cell-reason">{edit.reason}</td>
                                        <td>{edit.revertedBy !== null ? <Badge>taken back</Badge> : mayEdit && edit.kind !== "revert" && (
                                            <button type="button" className="button button-small" aria-label={`Take back no. ${edit.id} of ${time(edit.madeAt)}`} onClick={() => setReverting(edit)}>Take back…</button>
                                        )}</td>
                                    </tr>
                                ))}
                            </tbody>
                        </table>
                    </div>
                    {(nextCursor !== null || paging.page > 1) && <Pager paging={paging} nextCursor={nextCursor} shown={list.length} what="edits" />}
                    </>
                )}
            </Pending>
            {reverting && <RevertDialog edit={reverting} close={() => setReverting(null)} />}
        </Card>
    );
}

function RevertDialog({ edit, close }: { edit: Edit; close: () => void }) {
    const [reason, setReason] = useState("");
    const revert = useAction(async () => {
        await ask("POST /edits/{id}/revert", { path: { id: edit.id }, body: { reason: reason.trim() } });
        invalidate(outdatedByEdit);
        close();
    });
    return (
        <Dialog title="Take back" close={close} actions={
            <>
                <button type="button" className="button" onClick={close}>Cancel</button>
                <button type="button" className="button button-primary" disabled={reason.trim().length < 3 || revert.isRunning} onClick={() => void revert.run()}>Put back what stood before</button>
            </>
        }>
            <div className="stack">
                <p>{formatCount(edit.valueCount)} values go back to what they were, where what this put there stands; where a later edit lies over it, that one stays; {formatCount(edit.valueCount - edit.beforeCount)} of them had no value and have none again.</p>
                <Field label="Reason" hint="stays with the edit and your name">{(props) => <textarea {...props} maxLength={1000} value={reason} onChange={(event) => setReason(event.target.value)} />}</Field>
                {revert.error && <ErrorState compact error={revert.error} />}
            </div>
        </Dialog>
    );
}
