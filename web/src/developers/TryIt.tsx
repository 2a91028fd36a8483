import { useEffect, useRef, useState } from "react";
import { ApiError } from "../api/ApiError";
import { exchange, type Exchange } from "../api/exchange";
import { useMe } from "../auth/SessionContext";
import { Dialog } from "../ui/Dialog";
import { Card } from "../ui/layout";
import { PasswordField } from "../ui/PasswordField";
import { ErrorState } from "../ui/states";
import { BodyField } from "./BodyField";
import type { ApiDescription, Operation } from "./description/ApiDescription";
import type { Need } from "./description/need";
import { ExchangeView } from "./ExchangeView";
import { ParameterField } from "./ParameterField";
import { buildRequest, faultsOf, hasFaults } from "./request/buildRequest";
import { keyOf, type RequestDraft } from "./request/RequestDraft";

/** More of an answer is not read into the page. */
const largestBody = 16 * 1024 ** 2;

interface TryItProps {
    operation: Operation;
    description: ApiDescription;
    need: Need;
    draft: RequestDraft;
    change: (draft: RequestDraft) => void;
}

/** A form by the operation's description; what it would send is checked first, and what changes something is asked about. */
export function TryIt({ operation, description, need, draft, change }: TryItProps) {
    const { tenant } = useMe();
    const [usesKey, setUsesKey] = useState(false);
    const [key, setKey] = useState("");
    const [isChecked, setChecked] = useState(false);
    const [isAsking, setAsking] = useState(false);
    const [answer, setAnswer] = useState<Exchange | null>(null);
    const [error, setError] = useState<ApiError | null>(null);
    const [running, setRunning] = useState<AbortController | null>(null);
    const live = useRef<AbortController | null>(null);
    useEffect(() => () => live.current?.abort(), []);
    const faults = faultsOf(operation, draft, description);
    const isFaulty = hasFaults(faults);
    const mayNot = usesKey ? null : need.refusal;
    const keyFault = usesKey && !/^[\x21-\x7e]{8,}$/.test(key.trim()) ? "paste the whole key" : null;
    const send = async () => {
        setAsking(false);
        const controller = new AbortController();
        live.current = controller;
        setRunning(controller);
        setError(null);
        setAnswer(null);
        try {
            const show = (state: Exchange) => { if (live.current === controller) setAnswer(state); };
            show(await exchange({ ...buildRequest(operation, draft), key: usesKey ? key.trim() : null }, { signal: controller.signal, largestBody, onProgress: show }));
        } catch (cause) {
            if (!controller.signal.aborted) setError(cause instanceof ApiError ? cause : new ApiError("unreadable", "The request could not be sent", String(cause), null, null));
        } finally {
            setRunning(null);
        }
    };
    const begin = () => {
        setChecked(true);
        if (isFaulty || keyFault !== null || mayNot !== null || running) return;
        if (operation.method === "GET") void send();
        else setAsking(true);
    };
    const rest = operation.parameters.filter(({ name, isRequired }) => name === "X-Request-Id" && !isRequired);
    const field = (parameter: Operation["parameters"][number]) => (
        <ParameterField key={keyOf(parameter)} parameter={parameter} description={description} value={draft.values[keyOf(parameter)] ?? ""}
            fault={isChecked || draft.values[keyOf(parameter)] ? (faults.parameters[keyOf(parameter)] ?? null) : null}
            change={(value) => change({ ...draft, values: { ...draft.values, [keyOf(parameter)]: value } })} />
    );
    return (
        <Card title="Try it" note={tenant ? `against ${tenant.name}, for real` : "for real"}>
            {mayNot !== null && !need.takesKey ? <p className="callout callout-warning" data-testid="may-not">{mayNot}</p> : (
                <form className="try-it" noValidate onSubmit={(event) => { event.preventDefault(); begin(); }}>
                    {need.takesKey && operation.requires !== "anyone" && (
                        <div className="try-who">
                            <div className="segmented" role="group" aria-label="Send as">
                                <button type="button" aria-pressed={!usesKey} onClick={() => setUsesKey(false)}>As yourself</button>
                                <button type="button" aria-pressed={usesKey} onClick={() => setUsesKey(true)}>With an API key</button>
                            </div>
                            {usesKey && <div className="try-key"><PasswordField label="API key" name="urbangrid-api-key" autoComplete="off" isRequired={false} value={key} change={setKey} hint="kept by this page until you leave it, and nowhere stored" error={isChecked ? keyFault : null} /></div>}
                        </div>
                    )}
                    {mayNot !== null ? <p className="callout callout-warning" data-testid="may-not">{mayNot} With an API key that has it you can try it all the same.</p> : (
                        <>
                            {operation.parameters.length > rest.length && <div className="form">{operation.parameters.filter((parameter) => !rest.includes(parameter)).map(field)}</div>}
                            {operation.body && <BodyField body={operation.body} description={description} draft={draft} change={change} faults={isChecked || draft.body !== "" ? faults.body : []} />}
                            {rest.length > 0 && <details className="example"><summary>Your own request id</summary><div className="form">{rest.map(field)}</div></details>}
                            <div className="form-actions">
                                <button type="submit" className="button button-primary" disabled={running !== null}>{running ? "Sending…" : `Send ${operation.method}`}</button>
                                {running && <button type="button" className="button" onClick={() => running.abort()}>Stop</button>}
                                <p role="status" className={isChecked && (isFaulty || keyFault) ? "form-error" : "muted"}>{isChecked && (isFaulty || keyFault) ? "Not sent: see what is marked above." : operation.method === "GET" ? "" : "You are asked before anything is sent."}</p>
                            </div>
                        </>
                    )}
                </form>
            )}
            {error && <ErrorState compact error={error} />}
            {answer && <ExchangeView answer={answer} operation={operation} url={buildRequest(operation, draft).url} isByKey={usesKey} />}
            {isAsking && (
                <Dialog title={`Send ${operation.method} ${operation.path}?`} close={() => setAsking(false)} actions={
                    <>
                        <button type="button" className="button" onClick={() => setAsking(false)}>Cancel</button>
                        <button type="button" className={operation.method === "DELETE" ? "button button-danger" : "button button-primary"} onClick={() => void send()}>Send it</button>
                    </>
                }>
                    <p>{operation.summary}. This is the real server{tenant ? <> and the real data of <strong>{tenant.name}</strong></> : ""}: what it changes stays changed.</p>
                </Dialog>
            )}
        </Card>
    );
}
