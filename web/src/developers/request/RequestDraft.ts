import type { ApiDescription, Content, Operation, Parameter } from "../description/ApiDescription";
import { exampleOf } from "../description/exampleOf";

/** What somebody has typed in for an operation; nothing of it is stored. */
export interface RequestDraft {
    /** By `keyOf` of the parameter; empty is: not sent. */
    values: Record<string, string>;
    contentType: string;
    body: string;
    file: File | null;
}

export const keyOf = ({ place, name }: Pick<Parameter, "place" | "name">): string => `${place}:${name}`;

/** Whether a body of this type is typed in; other types are files. */
export function isTyped(content: Content): boolean {
    return isJSON(content.type) || (content.type.startsWith("text/") && content.schema !== null);
}

export function isJSON(type: string): boolean {
    return /^application\/([\w.+-]+\+)?json\b/.test(type);
}

export function exampleText(content: Content, { resolve }: ApiDescription): string {
    const example = content.example ?? (content.schema && isJSON(content.type) ? exampleOf(content.schema, resolve) : undefined);
    if (example === undefined) return "";
    return typeof example === "string" && !isJSON(content.type) ? example : JSON.stringify(example, null, 2);
}

/** The draft to begin from: examples where something is needed, nothing where it is not. */
export function freshDraft(operation: Operation, description: ApiDescription): RequestDraft {
    const needed = operation.parameters.filter(({ isRequired }) => isRequired);
    const [content] = operation.body?.content ?? [];
    return {
        values: Object.fromEntries(needed.map((parameter) => [keyOf(parameter), exampleValue(parameter, description)])),
        contentType: content?.type ?? "",
        body: content && isTyped(content) ? exampleText(content, description) : "",
        file: null,
    };
}

export function exampleValue({ schema, example }: Parameter, { resolve }: ApiDescription): string {
    const value = example ?? exampleOf(schema, resolve);
    if (Array.isArray(value)) return value.join(",");
    return value === null || typeof value === "object" ? "" : String(value);
}
