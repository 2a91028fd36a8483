import { apiBase, client } from "../api/client";
import { useMay } from "../auth/SessionContext";
import { Link } from "../app/router";
import { Icon } from "../ui/Icon";
import { Card, Facts, Page } from "../ui/layout";
import { CodeBlock } from "./CodeBlock";
import type { ApiDescription } from "./description/ApiDescription";
import { Prose } from "./Prose";
import { SchemaTree } from "./SchemaTree";

/** Where a program begins: the address, a key, the client, and how failures look. */
export function DevelopersStart({ description }: { description: ApiDescription }) {
    const seesKeys = useMay("keys.read");
    const origin = window.location.origin;
    const problem = description.schemas["Problem"];
    return (
        <Page title="Developers" lead={`${description.title} ${description.version}. Every operation of the server, as its own OpenAPI document describes it.`}>
            <div className="stack">
                <Card title="Begin here">
                    <div className="stack">
                        <Facts items={[
                            ["Base address", <code key="base">{origin + apiBase}</code>],
                            ["Signs in by", seesKeys ? <Link key="keys" to="/settings/api-keys">an API key</Link> : "an API key of your administrator"],
                            ["Operations", String(description.operations.length)],
                            ["OpenAPI document", <a key="document" href={client.address("GET /openapi.json")} download="urbangrid-openapi.json">openapi.json</a>],
                        ]} />
                        <Prose text={description.description} />
                        <CodeBlock what="the first request" text={`export URBANGRID_KEY=…  # the key, as it was shown once\ncurl '${origin}${apiBase}/zones' -H "Authorization: Bearer $URBANGRID_KEY"`} />
                    </div>
                </Card>
                <Card title="Client for TypeScript and JavaScript" note="Apache-2.0, no dependencies">
                    <div className="stack">
                        <p>One file with the types of every operation. It waits for rate limits, and throws what the server said. It needs <code>fetch</code>: any browser, or Node 18 or newer.</p>
                        <div className="filters">
                            <a className="button" href="/client/urbangrid-client.ts" download><Icon name="download" size={15} /> urbangrid-client.ts</a>
                            <a className="button" href="/client/urbangrid-client.mjs" download><Icon name="download" size={15} /> urbangrid-client.mjs</a>
                        </div>
                        <CodeBlock what="the client's example" text={[
                            'import { UrbanGridClient } from "./urbangrid-client";', "",
                            `const client = new UrbanGridClient({ origin: "${origin}", key: process.env.URBANGRID_KEY ?? "" });`,
                            'const { zones } = await client.send("GET /zones");',
                            "for (const zone of zones) console.log(zone.name, zone.loadKW);",
                        ].join("\n")} />
                    </div>
                </Card>
                {problem && (
                    <Card title="How failures look" note="application/problem+json, RFC 9457">
                        <p>Every refusal names what was wrong and what was expected, and the request by its id, which is also in the server's log.</p>
                        <SchemaTree schema={problem} resolve={description.resolve} />
                    </Card>
                )}
            </div>
        </Page>
    );
}
