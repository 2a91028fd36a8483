import { useState } from "react";
import { NotFound } from "../../app/NotFound";
import { Link } from "../../app/router";
import { invalidate } from "../../api/cached";
import { ask } from "../../api/client";
import type { ApiKey, NewApiKey } from "../../api/identity";
import { useResource } from "../../api/useResource";
import { useMay } from "../../auth/SessionContext";
import { permissionMeanings } from "../../auth/permissions";
import { useTimeZone } from "../../city/CityContext";
import { formatCount } from "../../format/number";
import { epoch, formatDateTime } from "../../format/time";
import { ConfirmDialog } from "../../ui/ConfirmDialog";
import { Icon } from "../../ui/Icon";
import { Badge, Card, Facts } from "../../ui/layout";
import { Pending, Skeleton } from "../../ui/states";
import { SettingsPage } from "../SettingsPage";
import { keyName, keyStates } from "./apiKeyText";
import { KeyDialog } from "./KeyDialog";
import { KeyUseCard } from "./KeyUseCard";
import { NewKeyDialog } from "./NewKeyDialog";
import { RotateDialog } from "./RotateDialog";

/** One key: what it may, how it is used, and the ways to change, exchange and end it. */
export function ApiKeyPage({ id }: { id: number }) {
    const mayWrite = useMay("keys.write");
    const resource = useResource("GET /api-keys/{id}", { path: { id } });
    const [open, setOpen] = useState<"change" | "rotate" | "revoke" | null>(null);
    const [made, setMade] = useState<NewApiKey | null>(null);
    if (resource.error?.isNotFound) return <NotFound what="API key" />;
    const key = resource.data;
    const close = () => setOpen(null);
    return (
        <SettingsPage title={key?.name ?? "API key"} above={<Link to="/settings/api-keys" className="crumb"><Icon name="back" size={14} /> API keys</Link>} actions={key && mayWrite && key.state === "active" && (
            <>
                <button type="button" className="button" onClick={() => setOpen("change")}>Settings…</button>
                {key.replacedBy === null && <button type="button" className="button" onClick={() => setOpen("rotate")}>Rotate…</button>}
                <button type="button" className="button button-danger" onClick={() => setOpen("revoke")}>Revoke…</button>
            </>
        )}>
            <div className="stack">
                <Pending resource={resource} skeleton={<Skeleton height={200} />}>{(data) => <KeyCard apiKey={data} />}</Pending>
                <KeyUseCard id={id} />
            </div>
            {key && open === "change" && <KeyDialog apiKey={key} close={close} />}
            {key && open === "rotate" && <RotateDialog apiKey={key} close={close} made={setMade} />}
            {key && open === "revoke" && (
                <ConfirmDialog title={`Revoke ${key.name}?`} action="Revoke the key" close={close} act={async () => {
                    await ask("DELETE /api-keys/{id}", { path: { id } });
                    invalidate(["GET /api-keys", "GET /api-keys/{id}", "GET /api-keys/{id}/use"]);
                }}>
                    <p>Programs with this key are refused within seconds. It cannot be brought back; what it did stays in the audit log.</p>
                </ConfirmDialog>
            )}
            {made && <NewKeyDialog made={made} close={() => setMade(null)} />}
        </SettingsPage>
    );
}

function KeyCard({ apiKey: key }: { apiKey: ApiKey }) {
    const timeZone = useTimeZone();
    const time = (value: string | null, nothing: string) => (value ? formatDateTime(timeZone, epoch(value), { year: true }) : nothing);
    return (
        <Card>
            <div className="stack">
                <Facts items={[
                    ["Key", <code key="key">{keyName(key)}</code>],
                    ["State", <><Badge tone={keyStates[key.state].tone}>{keyStates[key.state].label}</Badge>{key.replacedBy !== null && <> <Link to={`/settings/api-keys/${key.replacedBy}`}>replaced by no. {key.replacedBy}</Link></>}</>],
                    ["Last used", time(key.lastUsedAt, "never")],
                    [key.revokedAt ? "Revoked" : "Expires", time(key.revokedAt ?? key.expiresAt, "never")],
                    ["Requests a minute", key.requestsPerMinute === null ? "as the server allows" : `at most ${formatCount(key.requestsPerMinute)}`],
                    ["Requests a month", key.monthlyQuota === null ? "no quota" : `at most ${formatCount(key.monthlyQuota)}`],
                    ["From", key.allowedAddresses.length === 0 ? "anywhere" : <code key="from">{key.allowedAddresses.join(", ")}</code>],
                    ["Made", <>{time(key.createdAt, "")}<span className="subline">{key.createdBy}</span></>],
                ]} />
                <div>
                    <h3 className="group-title">What it may do</h3>
                    <ul className="bullets">{key.scopes.map((scope) => <li key={scope}>{permissionMeanings[scope] ?? scope} <code>{scope}</code></li>)}</ul>
                </div>
            </div>
        </Card>
    );
}
