import { useState } from "react";
import { Badge } from "../ui/layout";
import { BodyDescription } from "./BodyDescription";
import type { Answer, ApiDescription } from "./description/ApiDescription";
import { Inline } from "./Prose";

/** Answers by status; the good ones are open, the failures open when asked for. */
export function AnswerList({ answers, description }: { answers: Answer[]; description: ApiDescription }) {
    return (
        <ul className="answers" data-testid="answers">
            {answers.map((answer) => <li key={answer.status}><AnswerRow answer={answer} description={description} /></li>)}
        </ul>
    );
}

export function statusTone(status: string): "good" | "warning" | "critical" | "info" {
    return status.startsWith("2") ? "good" : status.startsWith("4") ? "warning" : status.startsWith("5") ? "critical" : "info";
}

function AnswerRow({ answer, description }: { answer: Answer; description: ApiDescription }) {
    const [isOpen, setOpen] = useState(answer.status.startsWith("2"));
    return (
        <>
            <button type="button" className="fold" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
                <span className="fold-mark" aria-hidden="true" /><Badge tone={statusTone(answer.status)}>{answer.status}</Badge> <span><Inline text={answer.description} /></span>
            </button>
            {isOpen && (
                <div className="answer-inside">
                    {answer.content.length > 0 ? <BodyDescription content={answer.content} description={description} /> : <p className="muted">Without a body.</p>}
                    {answer.headers.length > 0 && (
                        <dl className="header-list">
                            {answer.headers.map((header) => <div key={header.name}><dt><code>{header.name}</code></dt><dd><Inline text={header.description} /></dd></div>)}
                        </dl>
                    )}
                </div>
            )}
        </>
    );
}
