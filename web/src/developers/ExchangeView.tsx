import { useEffect, useState } from "react";
import { refusal, UrbanGridError } from "../api/client";
import { startDownload } from "../api/download";
import type { Exchange } from "../api/exchange";
import { formatBytes } from "../format/bytes";
import { formatNumber } from "../format/number";
import { Icon } from "../ui/Icon";
import { Badge } from "../ui/layout";
import { ErrorState } from "../ui/states";
import { statusTone } from "./AnswerList";
import type { Operation } from "./description/ApiDescription";
import { JsonTree } from "./JsonTree";

/** So much of a text is drawn; a tree is drawn of JSON up to the second, and draws only what is unfolded. */
const textShown = 64 * 1024;
const treeLimit = 4 * 1024 ** 2;
const notable = /^(x-request-id|ratelimit.*|etag|retry-after|location|idempotency.*|content-disposition|last-modified)$/;

interface ExchangeViewProps {
    answer: Exchange;
    operation: Operation;
    url: string;
    isByKey: boolean;
}

/** What came back, as what it is: JSON to unfold, a refusal in its own words, a stream as it comes, a file to keep. */
export function ExchangeView({ answer, operation, url, isByKey }: ExchangeViewProps) {
    const text = useText(answer);
    const { status, contentType, isRunning, isWhole } = answer;
    const isEvents = contentType.startsWith("text/event-stream");
    const isJSON = /[/+]json\b/.test(contentType);
    const isText = isJSON || /^text\/|xml|ndjson|openmetrics/.test(contentType);
    const headers = [...answer.headers].sort(([a], [b]) => Number(notable.test(b)) - Number(notable.test(a)) || a.localeCompare(b));
    const json = isJSON && !isRunning && isWhole && text !== null && answer.body.size <= treeLimit ? parse(text) : undefined;
    const requestId = answer.headers.find(([name]) => name === "x-request-id")?.[1] ?? null;
    const save = () => {
        const address = URL.createObjectURL(answer.body);
        startDownload(address, fileName(answer, operation));
        setTimeout(() => URL.revokeObjectURL(address), 10_000);
    };
    return (
        <section className="exchange" aria-label="Answer" data-testid="answer">
            <p className="exchange-head" role="status">
                <Badge tone={statusTone(String(status))}>{status === 0 ? "Redirect" : `${status} ${answer.statusText}`.trim()}</Badge>
                <span>{formatNumber(answer.headMilliseconds, 0)} ms{answer.milliseconds - answer.headMilliseconds > 50 && `, ${formatNumber(answer.milliseconds / 1000, 1)} s to the end`}</span>
                <span>{formatBytes(answer.body.size)}</span>
                {isRunning && <Badge tone="info">{isEvents ? "streaming" : "reading"}</Badge>}
                {!isRunning && !isWhole && <Badge tone="warning">{isEvents ? "stopped" : "not whole"}</Badge>}
            </p>
            {status === 0 && <p>The server sends browsers on to another address; a page may not follow that.</p>}
            {status >= 400 && text !== null && !isRunning && <ErrorState compact error={refusal(UrbanGridError.read(status, text, requestId))} />}
            {!isRunning && !isWhole && !isEvents && <p className="notice-inline">Only the first {formatBytes(answer.body.size)} were read. {operation.method === "GET" && !isByKey ? "The browser can download all of it." : "Fetch all of it by a program, as shown below."}</p>}
            {answer.body.size > 0 && (
                <div className="exchange-body">
                    {json !== undefined ? <div className="json" tabIndex={0} role="region" aria-label="Body"><JsonTree value={json.value} /></div>
                        : isText && text !== null ? <TextBody text={text} isTail={isEvents} size={answer.body.size} />
                            : !isRunning && <p>{contentType || "A body without a type"}: a file, which is not shown.</p>}
                    {!isRunning && (
                        <div className="filters">
                            <button type="button" className="button button-small" onClick={save}><Icon name="download" size={15} /> Save what was read</button>
                            {!isWhole && !isEvents && operation.method === "GET" && !isByKey && <button type="button" className="button button-small" onClick={() => startDownload(url, "")}><Icon name="download" size={15} /> Download all of it</button>}
                        </div>
                    )}
                </div>
            )}
            {answer.body.size === 0 && !isRunning && status !== 0 && <p className="muted">Without a body.</p>}
            <details className="example" open>
                <summary>Headers</summary>
                <dl className="header-list">
                    {headers.map(([name, value]) => <div key={name} className={notable.test(name) ? "header-notable" : undefined}><dt><code>{name}</code></dt><dd><code>{value}</code></dd></div>)}
                </dl>
            </details>
        </section>
    );
}

/** The body as text: of a stream its end, else as much as a tree may be made of. */
function useText({ body, contentType }: Exchange): string | null {
    const [text, setText] = useState<string | null>(null);
    useEffect(() => {
        let isWanted = true;
        const part = contentType.startsWith("text/event-stream") && body.size > textShown ? body.slice(body.size - textShown) : body.size > treeLimit ? body.slice(0, textShown) : body;
        part.text().then((read) => { if (isWanted) setText(read); }, () => { if (isWanted) setText(null); });
        return () => { isWanted = false; };
    }, [body, contentType]);
    return text;
}

function TextBody({ text, isTail, size }: { text: string; isTail: boolean; size: number }) {
    const isCut = size > textShown;
    return (
        <>
            <pre className="exchange-text" tabIndex={0} role="region" aria-label="Body"><code>{isCut ? (isTail ? text.slice(-textShown) : text.slice(0, textShown)) : text}</code></pre>
            {isCut && <p className="muted">{isTail ? "The last" : "The first"} {formatBytes(textShown)} of {formatBytes(size)} are shown.</p>}
        </>
    );
}

function parse(text: string): { value: unknown } | undefined {
    try {
        return { value: JSON.parse(text) as unknown };
    } catch {
        return undefined;
    }
}

function fileName({ headers, contentType }: Exchange, { id }: Operation): string {
    const given = /filename="?([^";]+)"?/.exec(headers.find(([name]) => name === "content-disposition")?.[1] ?? "")?.[1];
    const kind = [["json", "json"], ["csv", "csv"], ["xml", "xml"], ["spreadsheet", "xlsx"]].find(([part]) => contentType.includes(part ?? ""))?.[1] ?? "txt";
    return given ?? `${id}.${kind}`;
}
