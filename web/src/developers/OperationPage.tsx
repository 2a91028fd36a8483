import { useState } from "react";
import { Link, useRouter } from "../app/router";
import { useMe } from "../auth/SessionContext";
import { Icon } from "../ui/Icon";
import { Badge, Card, Page } from "../ui/layout";
import { AnswerList } from "./AnswerList";
import type { ApiDescription, Operation } from "./description/ApiDescription";
import { needOf } from "./description/need";
import { BodyDescription } from "./BodyDescription";
import { Method } from "./Method";
import { ParameterTable } from "./ParameterTable";
import { Inline, Prose } from "./Prose";
import { freshDraft, type RequestDraft } from "./request/RequestDraft";
import { Samples } from "./Samples";
import { TryIt } from "./TryIt";

/** One operation: what it does, takes and answers, and a way to try it. */
export function OperationPage({ operation, description }: { operation: Operation; description: ApiDescription }) {
    const need = needOf(operation.requires, useMe());
    const { location } = useRouter();
    const [draft, setDraft] = useState<RequestDraft>(() => freshDraft(operation, description));
    const search = location.query.get("q");
    return (
        <Page title={operation.summary || operation.id} tabTitle={`${operation.summary || operation.id} · Developers`}
            above={<Link to={search ? `/developers?q=${encodeURIComponent(search)}` : "/developers"} className="crumb"><Icon name="back" size={14} /> Developers</Link>}
            lead={<span className="operation-address"><Method method={operation.method} /> <code>{operation.path}</code></span>}>
            <div className="stack">
                <Card>
                    <div className="stack">
                        {operation.description && <div className="prose"><Prose text={operation.description} /></div>}
                        <p className="operation-need">
                            <strong>Asks for</strong> {operation.requires && !/^(anyone|signed in|platform owner)/.test(operation.requires) && <code>{operation.requires}</code>} {need.words}
                            {" "}{need.refusal === null ? <Badge tone="good">you may</Badge> : <Badge tone="warning">you may not</Badge>}
                        </p>
                    </div>
                </Card>
                <TryIt operation={operation} description={description} need={need} draft={draft} change={setDraft} />
                <Samples operation={operation} description={description} draft={draft} />
                {operation.parameters.length > 0 && <Card title="Parameters" flush><ParameterTable parameters={operation.parameters} resolve={description.resolve} /></Card>}
                {operation.body && <Card title="Body" note={operation.body.isRequired ? "needed" : "may be left out"}>{operation.body.description && <p><Inline text={operation.body.description} /></p>}<BodyDescription content={operation.body.content} description={description} /></Card>}
                <Card title="Answers" flush><AnswerList answers={operation.answers} description={description} /></Card>
            </div>
        </Page>
    );
}
