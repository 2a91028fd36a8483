import { Field } from "../ui/Field";
import type { ApiDescription, Operation } from "./description/ApiDescription";
import type { SchemaFault } from "./description/schemaFaults";
import { exampleText, isJSON, isTyped, type RequestDraft } from "./request/RequestDraft";

interface BodyFieldProps {
    body: NonNullable<Operation["body"]>;
    description: ApiDescription;
    draft: RequestDraft;
    faults: SchemaFault[];
    change: (draft: RequestDraft) => void;
}

/** The body: typed in, or a file where it is one; what does not fit the schema is said by its place. */
export function BodyField({ body, description, draft, faults, change }: BodyFieldProps) {
    const content = body.content.find(({ type }) => type === draft.contentType);
    const choose = (type: string) => {
        const next = body.content.find((one) => one.type === type);
        change({ ...draft, contentType: type, body: next && isTyped(next) ? exampleText(next, description) : "" });
    };
    const words = faults.map(({ at, message }) => `${at || "The body"} ${message}`);
    return (
        <div className="try-body">
            {body.content.length > 1 && (
                <Field label="Type of the body">
                    {(props) => <select {...props} className="select" value={draft.contentType} onChange={(event) => choose(event.target.value)}>{body.content.map(({ type }) => <option key={type} value={type}>{type}</option>)}</select>}
                </Field>
            )}
            {content && !isTyped(content) ? (
                <Field label="File" error={words[0] ?? null} hint={`sent as ${draft.contentType}, as it is`}>
                    {(props) => <input {...props} className="input" type="file" onChange={(event) => change({ ...draft, file: event.target.files?.[0] ?? null })} />}
                </Field>
            ) : (
                <Field label={isJSON(draft.contentType) ? "Body, JSON" : "Body"} hint="checked by its schema before it is sent" error={words.length > 0 ? words.join("; ") : null}>
                    {(props) => <textarea {...props} className="mono" spellCheck={false} rows={Math.min(18, Math.max(4, draft.body.split("\n").length + 1))} value={draft.body} onChange={(event) => change({ ...draft, body: event.target.value })} />}
                </Field>
            )}
        </div>
    );
}
