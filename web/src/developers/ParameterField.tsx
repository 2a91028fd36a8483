import { Field } from "../ui/Field";
import { Inline } from "./Prose";
import type { ApiDescription, Parameter } from "./description/ApiDescription";
import { typesOf } from "./description/Schema";
import { exampleValue } from "./request/RequestDraft";

interface ParameterFieldProps {
    parameter: Parameter;
    description: ApiDescription;
    value: string;
    fault: string | null;
    change: (value: string) => void;
}

/** One parameter: a choice where there are few values, else a line of text. */
export function ParameterField({ parameter, description, value, fault, change }: ParameterFieldProps) {
    const target = description.resolve(parameter.schema);
    const choices = target.enum?.map(String) ?? (typesOf(target).includes("boolean") ? ["true", "false"] : null);
    const label = `${parameter.name}${parameter.isRequired ? " (needed)" : ""}`;
    const example = exampleValue(parameter, description);
    const isKey = parameter.place === "header" && parameter.name === "Idempotency-Key";
    return (
        <Field label={label} error={fault} hint={<Inline text={parameter.description} />}>
            {(props) => choices !== null ? (
                <select {...props} className="select" value={value} onChange={(event) => change(event.target.value)}>
                    <option value="">{parameter.isRequired ? "Choose…" : target.default !== undefined ? `Not sent (${String(target.default)})` : "Not sent"}</option>
                    {choices.map((choice) => <option key={choice} value={choice}>{choice}</option>)}
                </select>
            ) : (
                <span className={isKey ? "input-with-button" : undefined}>
                    <input {...props} className="input" value={value} placeholder={example} autoComplete="off" spellCheck={false} inputMode={typesOf(target).includes("integer") ? "numeric" : undefined} onChange={(event) => change(event.target.value)} />
                    {isKey && <button type="button" className="input-button" onClick={() => change(freshKey())}>New</button>}
                </span>
            )}
        </Field>
    );
}

/** `crypto.randomUUID` is for HTTPS and localhost only; these bytes are everywhere. */
function freshKey(): string {
    return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
