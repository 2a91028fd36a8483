import { useState } from "react";
import { invalidate } from "../api/cached";
import { ask } from "../api/client";
import type { PlatformTenant } from "../api/identity";
import { useAction } from "../api/useAction";
import { useResource } from "../api/useResource";
import { useTimeZone } from "../city/CityContext";
import { epoch, formatDate } from "../format/time";
import { ConfirmDialog } from "../ui/ConfirmDialog";
import { Icon } from "../ui/Icon";
import { Badge, Card, type Tone } from "../ui/layout";
import { Pager } from "../ui/Pager";
import { Empty, ErrorState, Pending, Skeleton } from "../ui/states";
import { usePaging } from "../ui/usePaging";
import { DeleteTenantDialog } from "./DeleteTenantDialog";
import { NewTenantDialog } from "./NewTenantDialog";
import { PlatformPage } from "./PlatformPage";

const states: Record<PlatformTenant["state"], { tone: Tone; label: string }> = {
    active: { tone: "good", label: "Active" }, suspended: { tone: "warning", label: "Suspended" }, deleting: { tone: "critical", label: "To be deleted" },
};

export function refreshTenants(): void {
    invalidate(["GET /platform/tenants"]);
}

/** The utilities on this installation: made, suspended, resumed, deleted. */
export function TenantsPage() {
    const paging = usePaging("tenants");
    const list = useResource("GET /platform/tenants", { query: { limit: 50, cursor: paging.cursor } });
    const [isMaking, setMaking] = useState(false);
    return (
        <PlatformPage title="Tenants" lead="Each utility is a tenant, whose data no other sees, nor does the owner of the installation by that role. Without a mail server the owner can read the links in the outbox, and so reset accounts and come in as somebody: looks are in the platform's log." actions={
            <button type="button" className="button button-primary" onClick={() => setMaking(true)}><Icon name="plus" size={15} /> New tenant…</button>
        }>
            <Card flush>
                <Pending resource={list} skeleton={<Skeleton lines={6} />}>
                    {({ tenants, nextCursor }) => (
                        <>
                            {tenants.length === 0 ? <Empty title="No tenants yet">Make the first, with the address of who will be its admin.</Empty> : <TenantTable tenants={tenants} />}
                            {(nextCursor !== null || paging.page > 1) && <Pager paging={paging} nextCursor={nextCursor} shown={tenants.length} what="tenants" />}
                        </>
                    )}
                </Pending>
            </Card>
            {isMaking && <NewTenantDialog close={() => setMaking(false)} />}
        </PlatformPage>
    );
}

function TenantTable({ tenants }: { tenants: PlatformTenant[] }) {
    const timeZone = useTimeZone();
    return (
        <div className="table-scroll" tabIndex={0} role="region" aria-label="Tenants">
            <table data-testid="tenants">
                <caption className="visually-hidden">Tenants</caption>
                <thead><tr><th scope="col">Name</th><th scope="col">State</th><th scope="col">Time zone</th><th scope="col">Currency</th><th scope="col">Made</th><th scope="col"><span className="visually-hidden">Actions</span></th></tr></thead>
                <tbody>
                    {tenants.map((tenant) => (
                        <tr key={tenant.id}>
                            <th scope="row">{tenant.name}<span className="subline">{tenant.code} · no. {tenant.id}</span></th>
                            <td><Badge tone={states[tenant.state].tone}>{states[tenant.state].label}</Badge>{tenant.deleteAfter && <span className="subline">after {formatDate(timeZone, epoch(tenant.deleteAfter))}</span>}</td>
                            <td>{tenant.timeZone}</td>
                            <td>{tenant.currency}</td>
                            <td className="nowrap">{formatDate(timeZone, epoch(tenant.createdAt))}</td>
                            <td><TenantActions tenant={tenant} /></td>
                        </tr>
                    ))}
                </tbody>
            </table>
        </div>
    );
}

function TenantActions({ tenant }: { tenant: PlatformTenant }) {
    const [asking, setAsking] = useState<"suspend" | "delete" | null>(null);
    const set = async (state: PlatformTenant["state"]) => {
        await ask("PUT /platform/tenants/{id}", { path: { id: tenant.id }, body: { state } });
        refreshTenants();
    };
    const resume = useAction(() => set("active"));
    return (
        <>
            <span className="row-actions">
                {tenant.state === "active" && <button type="button" className="button button-small" aria-label={`Suspend ${tenant.name}`} onClick={() => setAsking("suspend")}>Suspend…</button>}
                {tenant.state !== "active" && <button type="button" className="button button-small" disabled={resume.isRunning} aria-label={`Resume ${tenant.name}`} onClick={() => void resume.run()}>Resume</button>}
                {tenant.state !== "deleting" && <button type="button" className="button button-small button-danger" aria-label={`Delete ${tenant.name}`} onClick={() => setAsking("delete")}>Delete…</button>}
            </span>
            {resume.error && <ErrorState compact error={resume.error} />}
            {asking === "suspend" && (
                <ConfirmDialog title={`Suspend ${tenant.name}?`} action="Suspend" close={() => setAsking(null)} act={() => set("suspended")}>
                    <p>Nobody of this utility is let in and nothing of it runs, neither people nor keys nor jobs, until it is resumed. Its data stay.</p>
                </ConfirmDialog>
            )}
            {asking === "delete" && <DeleteTenantDialog tenant={tenant} close={() => setAsking(null)} />}
        </>
    );
}
