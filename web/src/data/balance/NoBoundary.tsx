import { Link } from "../../app/router";
import type { AreaName } from "../../api/types";
import { useResource } from "../../api/useResource";
import { useMay } from "../../auth/SessionContext";
import { Card } from "../../ui/layout";

/** What to do where nothing is measured at the boundary: without that, there is no balance. */
export function NoBoundary({ kind, id }: { kind: AreaName["kind"]; id?: number }) {
    const mayImport = useMay("readings.write");
    const zones = useResource("GET /zones", id === undefined ? {} : null).data?.zones ?? [];
    // One that exists, so that the request can be sent as it stands.
    const example = id ?? (kind === "zone" ? zones[0]?.id : kind === "feeder" ? zones.flatMap((zone) => zone.feederIds)[0] : undefined);
    return (
        <Card title={id === undefined ? `No ${kind} has a measurement at its boundary` : `This ${kind} has no measurement at its boundary`}>
            <div className="prose">
                <p>
                    A balance needs two things: what flows into the {kind}, measured where it is fed, and the meters inside. The
                    measurement at the boundary is missing.
                </p>
                <ol>
                    <li>
                        Make a series for it, once for each {kind}, with an API key that may make series: the energy taken, in kWh per interval (and one of <code>activeEnergyExport</code> where energy flows back).
                        <pre tabIndex={0} aria-label="Request that makes a series">{`curl -X POST ${window.location.origin}/api/v1/series \\
  -H "Authorization: Bearer $URBANGRID_KEY" \\
  -H 'Content-Type: application/json' \\
  -d '{"externalName": "${kind}-${example ?? "NUMBER"}.import", "assetKind": "${kind}",
       "assetId": ${example ?? "NUMBER"}, "quantity": "activeEnergyImport",
       "intervalSeconds": 900}'`}</pre>
                        {example === undefined && <>NUMBER stands for the {kind}’s number: <code>GET /api/v1/network</code> tells them all.</>}
                    </li>
                    <li>Send its readings as you send those of meters, or {mayImport ? <Link to="/data/import">import a file of them</Link> : "have a file of them imported"}.</li>
                    <li>Come back: the balance is drawn from whole hours as soon as there is one.</li>
                </ol>
                <p className="muted">Without a measurement no losses are shown, because none are known.</p>
            </div>
        </Card>
    );
}
