import { useState } from "react";
import { Link, useQuery } from "../../app/router";
import type { ApiKey, NewApiKey } from "../../api/identity";
import { useResource } from "../../api/useResource";
import { useMay } from "../../auth/SessionContext";
import { useTimeZone } from "../../city/CityContext";
import { epoch, formatAgo, formatDate } from "../../format/time";
import { ChoiceFilter } from "../../ui/ChoiceFilter";
import { Icon } from "../../ui/Icon";
import { Badge, Card } from "../../ui/layout";
import { Pager } from "../../ui/Pager";
import { Empty, Pending, Skeleton } from "../../ui/states";
import { TypedFilter } from "../../ui/TypedFilter";
import { usePaging } from "../../ui/usePaging";
import { SettingsPage } from "../SettingsPage";
import { keyName, keyStates } from "./apiKeyText";
import { KeyDialog } from "./KeyDialog";
import { NewKeyDialog } from "./NewKeyDialog";

/** The keys by which programs come in. */
export function ApiKeysPage() {
    const mayWrite = useMay("keys.write");
    const [query, filter] = useQuery();
    const wanted = { search: query.get("search"), state: stateOf(query.get("state")), maker: query.get("maker") };
    const isFiltered = Object.values(wanted).some((value) => value !== null);
    const paging = usePaging(JSON.stringify(wanted));
    const list = useResource("GET /api-keys", { query: { ...wanted, limit: 50, cursor: paging.cursor } });
    const [isMaking, setMaking] = useState(false);
    const [made, setMade] = useState<NewApiKey | null>(null);
    return (
        <SettingsPage title="API keys" lead="Programs come in by keys: each with its own permissions, limits and end. A key's text is shown once, when it is made." actions={mayWrite &&
            <button type="button" className="button button-primary" onClick={() => setMaking(true)}><Icon name="plus" size={15} /> New key…</button>
        }>
            <div className="filters page-filters" role="group" aria-label="Filters">
                <TypedFilter asTyped label="Find" value={wanted.search ?? ""} placeholder="name or who made it" change={(search) => filter({ search: search || null })} />
                <ChoiceFilter label="State" value={wanted.state} choices={Object.entries(keyStates).map(([state, { label }]) => [state, label])} change={(state) => filter({ state })} />
                {wanted.maker && <button type="button" className="button button-small" onClick={() => filter({ maker: null })}>Made by {wanted.maker} <Icon name="close" size={12} /><span className="visually-hidden">, show all makers</span></button>}
            </div>
            <Card flush>
                <Pending resource={list} skeleton={<Skeleton lines={6} />}>
                    {({ apiKeys, nextCursor }) => (
                        <>
                            {apiKeys.length === 0 ? <Empty title={isFiltered ? "No key fits" : "No keys yet"}>{isFiltered ? "Look for less of the name, or in all states." : mayWrite ? "Make one for each program, with no more permissions than it needs." : ""}</Empty> : <KeyTable keys={apiKeys} by={(maker) => filter({ maker })} />}
                            {(nextCursor !== null || paging.page > 1) && <Pager paging={paging} nextCursor={nextCursor} shown={apiKeys.length} what="keys" />}
                        </>
                    )}
                </Pending>
            </Card>
            {isMaking && <KeyDialog apiKey={null} close={() => setMaking(false)} made={setMade} />}
            {made && <NewKeyDialog made={made} close={() => setMade(null)} />}
        </SettingsPage>
    );
}

/** A word of the address that is no state takes all. */
function stateOf(text: string | null): ApiKey["state"] | null {
    return text === "active" || text === "expired" || text === "revoked" ? text : null;
}

function KeyTable({ keys, by }: { keys: ApiKey[]; by: (maker: string) => void }) {
    const timeZone = useTimeZone();
    const [now] = useState(() => Date.now() / 1000);
    return (
        <div className="table-scroll" tabIndex={0} role="region" aria-label="API keys">
            <table data-testid="api-keys">
                <caption className="visually-hidden">API keys</caption>
                <thead><tr><th scope="col">Name</th><th scope="col">Key</th><th scope="col">State</th><th scope="col">Permissions</th><th scope="col">Last used</th><th scope="col">Expires</th><th scope="col">Made</th></tr></thead>
                <tbody>
                    {keys.map((key) => (
                        <tr key={key.id}>
                            <th scope="row"><Link to={`/settings/api-keys/${key.id}`}>{key.name}</Link>{key.allowedAddresses.length > 0 && <span className="subline">from {key.allowedAddresses.slice(0, 2).join(", ")}{key.allowedAddresses.length > 2 ? ` and ${key.allowedAddresses.length - 2} more` : ""}</span>}</th>
                            <td className="mono nowrap">{keyName(key)}</td>
                            <td><Badge tone={keyStates[key.state].tone}>{keyStates[key.state].label}</Badge>{key.replacedBy !== null && <span className="subline">replaced by no. {key.replacedBy}</span>}</td>
                            <td className="cell-scopes">{key.scopes.join(", ")}</td>
                            <td className="nowrap">{key.lastUsedAt ? formatAgo(now - epoch(key.lastUsedAt)) : "never"}</td>
                            <td className="nowrap">{key.expiresAt ? formatDate(timeZone, epoch(key.expiresAt)) : "never"}</td>
                            <td className="nowrap">{formatDate(timeZone, epoch(key.createdAt))}<span className="subline"><button type="button" className="link-button" title="All keys that they made" onClick={() => by(key.createdBy)}>{key.createdBy}</button></span></td>
                        </tr>
                    ))}
                </tbody>
            </table>
        </div>
    );
}
