import { useState } from "react";
import { reload } from "../../api/cached";
import { ask } from "../../api/client";
import type { Connector, ConnectorInput, Job } from "../../api/types";
import { useAction } from "../../api/useAction";
import { useResource } from "../../api/useResource";
import { useMay } from "../../auth/SessionContext";
import { useCity } from "../../city/CityContext";
import { formatCount } from "../../format/number";
import { epoch, formatDateTime, formatDuration } from "../../format/time";
import { Badge, Card, Facts } from "../../ui/layout";
import { Empty, ErrorState, Pending, Skeleton } from "../../ui/states";
import { DataPage } from "../DataPage";
import { ConnectorSettings } from "./ConnectorSettings";
import { connectorNames, standings } from "./connectorText";

/** Where weather and air quality come from: whether it works, what it brought, when it asks again. */
export function ConnectorsPage() {
    const list = useResource("GET /connectors");
    return (
        <DataPage title="Connectors" lead="Weather and air quality from services outside, as series of each zone. A connector that is on sends the zones' places to the service it asks.">
            <Pending resource={list} skeleton={<Skeleton height={420} />}>
                {({ connectors }) => connectors.length === 0 ? <Empty title="No connectors here" /> : (
                    <div className="stack">
                        {connectors.map((connector) => <ConnectorCard key={connector.name} connector={connector} />)}
                    </div>
                )}
            </Pending>
        </DataPage>
    );
}

function ConnectorCard({ connector }: { connector: Connector }) {
    const { city } = useCity();
    const mayChange = useMay("connectors.write");
    const [isEditing, setEditing] = useState(false);
    const [queued, setQueued] = useState<Job | null>(null);
    const { title, brings } = connectorNames[connector.name];
    const standing = standings[connector.standing];
    const time = (value: string | null, nothing: string) => (value ? formatDateTime(city.timeZone, epoch(value)) : nothing);
    const refresh = () => reload("GET /connectors");
    const change = useAction(async (input: ConnectorInput) => {
        await ask("PUT /connectors/{name}", { path: { name: connector.name }, body: input });
        refresh();
    });
    const poll = useAction(async () => {
        setQueued(await ask("POST /connectors/{name}/run", { path: { name: connector.name } }));
        refresh();
    });
    const share = Math.min(1, connector.callsToday / connector.dailyCalls);
    return (
        <Card title={title} note={brings} className="connector" actions={
            <>
                <Badge tone={standing.tone}>{standing.label}</Badge>
                {mayChange && <>
                <button type="button" className="button button-small" disabled={!connector.isEnabled || poll.isRunning || connector.standing === "running"}
                    aria-label={`Poll ${title} now`} onClick={() => void poll.run()}>Poll now</button>
                <button type="button" className="button button-small" aria-label={`Settings of ${title}`} onClick={() => setEditing(true)}>Settings</button>
                <button type="button" className={connector.isEnabled ? "button button-small" : "button button-small button-primary"} disabled={change.isRunning}
                    aria-label={`Turn ${title} ${connector.isEnabled ? "off" : "on"}`}
                    onClick={() => void change.run({ isEnabled: !connector.isEnabled })}>{connector.isEnabled ? "Turn off" : "Turn on"}</button>
                </>}
            </>
        }>
            {(change.error ?? poll.error) && <ErrorState compact error={(change.error ?? poll.error)!} />}
            {connector.lastError && (
                <div className="callout callout-warning" role="status">
                    <strong>The last poll failed{connector.failures > 1 ? ` (${connector.failures} in a row)` : ""}.</strong> {connector.lastError}
                </div>
            )}
            {queued && !connector.lastError && <p className="muted" role="status">Polling as job no. {queued.id}.</p>}
            <Facts items={[
                ["Standing", <>{standing.label}<span className="subline">{standing.help}</span></>],
                ["Last success", <>{time(connector.lastSuccessAt, "none yet")}{connector.lastReport && <span className="subline">{connector.lastReport}</span>}</>],
                ["Last attempt", time(connector.lastAttemptAt, "none yet")],
                ["Next attempt", time(connector.nextAttemptAt, connector.isEnabled ? "not planned" : "none while it is off")],
                ["Calls today (UTC)", (
                    <>
                        {formatCount(connector.callsToday)} of {formatCount(connector.dailyCalls)}
                        <span className="progress" role="meter" aria-label={`Calls of ${title} today`} aria-valuemin={0} aria-valuemax={connector.dailyCalls} aria-valuenow={connector.callsToday}>
                            <span style={{ width: `${share * 100}%` }} />
                        </span>
                    </>
                )],
                ["Polls", <>every {formatDuration(connector.intervalSeconds)}<span className="subline">{connector.baseUrl}</span></>],
            ]} />
            {isEditing && <ConnectorSettings connector={connector} title={title} close={() => setEditing(false)} save={change} />}
        </Card>
    );
}
