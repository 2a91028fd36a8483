import { useQuery } from "../../app/router";
import type { AuditEntry } from "../../api/identity";
import { useTimeZone } from "../../city/CityContext";
import { epoch, formatDateTime } from "../../format/time";
import { Dialog } from "../../ui/Dialog";
import { Badge, Facts } from "../../ui/layout";
import { actionLabel, auditChanges } from "./auditText";

/** One entry whole: what stood before and what stands after, field by field. */
export function AuditEntryDialog({ entry, close }: { entry: AuditEntry; close: () => void }) {
    const timeZone = useTimeZone();
    const [, change] = useQuery();
    const only = (filter: { actor: string | null; object: string | null }) => {
        change({ ...filter, action: null, days: null }, { push: true });
        close();
    };
    const changes = auditChanges(entry.before, entry.after);
    return (
        <Dialog title={`${actionLabel(entry.action)}, entry no. ${entry.number}`} isWide close={close} actions={
            <>
                {entry.actor.name && <button type="button" className="button" onClick={() => only({ actor: entry.actor.name, object: null })}>All by {entry.actor.name}</button>}
                {entry.object.id && <button type="button" className="button" onClick={() => only({ actor: null, object: `${entry.object.kind}:${entry.object.id}` })}>All on {entry.object.name ?? `${entry.object.kind} ${entry.object.id}`}</button>}
            </>
        }>
            <div className="stack">
                <Facts items={[
                    ["When", formatDateTime(timeZone, epoch(entry.at), { year: true })],
                    ["Who", <>{entry.actor.name || entry.actor.kind}<span className="subline">{entry.actor.kind} {entry.actor.id}</span></>],
                    ["What", <code key="what">{entry.action}</code>],
                    ["Outcome", <Badge key="outcome" tone={entry.outcome === "done" ? "good" : "warning"}>{entry.outcome}</Badge>],
                    ["On", <>{entry.object.name && <>{entry.object.name} </>}<span className={entry.object.name ? "subline" : undefined}>{entry.object.kind} <code>{entry.object.id}</code></span></>],
                    ["From", <code key="from">{entry.actor.address || "–"}</code>],
                    ["Request", <code key="request">{entry.requestId || "–"}</code>],
                    ["Hash", <code key="hash">{entry.hash}</code>],
                ]} />
                {changes.length > 0 && (
                    <div className="table-scroll preview" tabIndex={0} role="region" aria-label="What changed">
                        <table data-testid="audit-changes">
                            <caption className="visually-hidden">What stood before and what stands after</caption>
                            <thead><tr><th scope="col">Field</th><th scope="col">Before</th><th scope="col">After</th></tr></thead>
                            <tbody>
                                {changes.map(({ field, before, after }) => (
                                    <tr key={field}><th scope="row" className="mono">{field}</th><td className="cell-value">{before ?? <span className="muted">nothing</span>}</td><td className="cell-value">{after ?? <span className="muted">nothing</span>}</td></tr>
                                ))}
                            </tbody>
                        </table>
                    </div>
                )}
            </div>
        </Dialog>
    );
}
