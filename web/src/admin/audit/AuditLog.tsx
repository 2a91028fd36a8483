import { useState, type ComponentType } from "react";
import type { AreaPageProps } from "../../app/AreaPage";
import { useQuery } from "../../app/router";
import { download } from "../../api/download";
import type { AuditEntry } from "../../api/identity";
import { useAction } from "../../api/useAction";
import { useResource } from "../../api/useResource";
import { useTimeZone } from "../../city/CityContext";
import { epoch, formatDateTime, isoUTC } from "../../format/time";
import { Icon } from "../../ui/Icon";
import { Badge, Card } from "../../ui/layout";
import { Pager } from "../../ui/Pager";
import { Empty, ErrorState, Pending, Skeleton } from "../../ui/states";
import { usePaging } from "../../ui/usePaging";
import { AuditEntryDialog } from "./AuditEntryDialog";
import { AuditFilters } from "./AuditFilters";
import { actionLabel } from "./auditText";
import { VerificationCard } from "./VerificationCard";

interface AuditLogProps {
    /** What stands in this log. */
    lead: string;
    page: ComponentType<AreaPageProps>;
    /** Below it lie its export and its verification. */
    log: "/audit" | "/platform/audit";
}

/** Who did what, when and from where: entries, newest first, by what the address says. */
export function AuditLog({ lead, page: Frame, log }: AuditLogProps) {
    const [query] = useQuery();
    const [now] = useState(() => Math.ceil(Date.now() / 60_000) * 60);
    const days = Number(query.get("days")) || null;
    const filter = {
        actor: query.get("actor"), action: query.get("action"), object: query.get("object"), ...(days ? { from: isoUTC(now - days * 86_400) } : {}),
    };
    const paging = usePaging(JSON.stringify(filter));
    const entries = useResource(`GET ${log}`, { query: { ...filter, limit: 50, cursor: paging.cursor } });
    const [shown, setShown] = useState<AuditEntry | null>(null);
    const save = useAction((format: "csv" | "jsonl") => download(`GET ${log}/export`, { query: { ...filter, format } }));
    return (
        <Frame title="Audit log" lead={lead} actions={
            <>
                <button type="button" className="button" disabled={save.isRunning} onClick={() => void save.run("csv")}><Icon name="download" size={16} /> CSV</button>
                <button type="button" className="button" disabled={save.isRunning} onClick={() => void save.run("jsonl")}><Icon name="download" size={16} /> JSON Lines</button>
            </>
        }>
            <div className="stack">
                {save.error && <ErrorState compact error={save.error} />}
                <AuditFilters />
                <Card flush>
                    <Pending resource={entries} skeleton={<Skeleton lines={12} />}>
                        {(data) => (
                            <>
                                {data.entries.length === 0 ? <Empty title="No entries here">{Object.values(filter).some(Boolean) ? "None fits what was chosen." : ""}</Empty> : <EntryTable entries={data.entries} show={setShown} />}
                                {(data.nextCursor !== null || paging.page > 1) && <Pager paging={paging} nextCursor={data.nextCursor} shown={data.entries.length} what="entries" />}
                            </>
                        )}
                    </Pending>
                </Card>
                <VerificationCard log={log} />
            </div>
            {shown && <AuditEntryDialog entry={shown} close={() => setShown(null)} />}
        </Frame>
    );
}

function EntryTable({ entries, show }: { entries: AuditEntry[]; show: (entry: AuditEntry) => void }) {
    const timeZone = useTimeZone();
    return (
        <div className="table-scroll" tabIndex={0} role="region" aria-label="Audit log">
            <table data-testid="audit">
                <caption className="visually-hidden">Entries of the audit log, newest first</caption>
                <thead><tr><th scope="col">When</th><th scope="col">Who</th><th scope="col">What</th><th scope="col">On</th><th scope="col">From</th><th scope="col"><span className="visually-hidden">Details</span></th></tr></thead>
                <tbody>
                    {entries.map((entry) => (
                        <tr key={entry.number}>
                            <td className="nowrap">{formatDateTime(timeZone, epoch(entry.at), { zone: false })}<span className="subline">no. {entry.number}</span></td>
                            <th scope="row">{entry.actor.name || entry.actor.kind}{entry.actor.kind !== "user" && <span className="subline">{entry.actor.kind}</span>}</th>
                            <td>{actionLabel(entry.action)} {entry.outcome === "refused" && <Badge tone="warning">refused</Badge>}</td>
                            <td className="cell-object">{entry.object.name ?? <>{entry.object.kind} <span className="mono">{entry.object.id}</span></>}{entry.object.name && <span className="subline">{entry.object.kind} {entry.object.id}</span>}</td>
                            <td className="mono">{entry.actor.address}</td>
                            <td><button type="button" className="button button-small" aria-label={`Details of entry ${entry.number}`} onClick={() => show(entry)}>Details</button></td>
                        </tr>
                    ))}
                </tbody>
            </table>
        </div>
    );
}
