import type { ApiDescription, Operation, Parameter } from "../description/ApiDescription";
import { typesOf } from "../description/Schema";
import { schemaFaults, type SchemaFault } from "../description/schemaFaults";
import { isJSON, isTyped, keyOf, type RequestDraft } from "./RequestDraft";

/** A request as it goes out, without who sends it. */
export interface BuiltRequest {
    method: string;
    /** From the origin on, with its query. */
    url: string;
    headers: Record<string, string>;
    body: string | File | null;
}

export interface RequestFaults {
    /** By `keyOf` of the parameter. */
    parameters: Record<string, string>;
    body: SchemaFault[];
}

export const hasFaults = ({ parameters, body }: RequestFaults): boolean => Object.keys(parameters).length + body.length > 0;

/** What is wrong with a draft by the API's own description, in words; it is asked before anything is sent. */
export function faultsOf(operation: Operation, draft: RequestDraft, description: ApiDescription): RequestFaults {
    const parameters: Record<string, string> = {};
    for (const parameter of operation.parameters) {
        const fault = parameterFault(parameter, draft.values[keyOf(parameter)] ?? "", description);
        if (fault !== null) parameters[keyOf(parameter)] = fault;
    }
    return { parameters, body: bodyFaults(operation, draft, description) };
}

function parameterFault(parameter: Parameter, text: string, { resolve }: ApiDescription): string | null {
    if (text === "") return parameter.isRequired ? "is needed" : null;
    if (parameter.place === "header" && /[^\x20-\x7e]/.test(text)) return "takes letters, digits and signs of ASCII only";
    const types = typesOf(resolve(parameter.schema));
    const value = valueOf(text, types);
    return schemaFaults(value, parameter.schema, resolve)[0]?.message ?? null;
}

/** What a text stands for by the types that are allowed; the text itself where it is none of them. */
export function valueOf(text: string, types: string[]): unknown {
    if (types.includes("array")) return text.split(",").map((part) => part.trim());
    if ((types.includes("integer") || types.includes("number")) && /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text)) return Number(text);
    if (types.includes("boolean") && (text === "true" || text === "false")) return text === "true";
    return text;
}

function bodyFaults({ body }: Operation, draft: RequestDraft, { resolve }: ApiDescription): SchemaFault[] {
    const content = body?.content.find(({ type }) => type === draft.contentType);
    if (!body || !content) return [];
    if (!isTyped(content)) return body.isRequired && draft.file === null ? [{ at: "", message: "choose a file" }] : [];
    if (draft.body.trim() === "") return body.isRequired ? [{ at: "", message: "is needed" }] : [];
    if (!isJSON(content.type)) return [];
    let value: unknown;
    try {
        value = JSON.parse(draft.body);
    } catch (error) {
        return [{ at: "", message: `is no JSON: ${error instanceof Error ? error.message : String(error)}` }];
    }
    return content.schema ? schemaFaults(value, content.schema, resolve) : [];
}

/** The request of a draft. A path's value that is not there yet stays as its name in braces. */
export function buildRequest(operation: Operation, draft: RequestDraft): BuiltRequest {
    const given = (place: Parameter["place"]): [string, string][] =>
        operation.parameters.filter((parameter) => parameter.place === place)
            .map((parameter): [string, string] => [parameter.name, draft.values[keyOf(parameter)] ?? ""])
            .filter(([, value]) => value !== "");
    const path = given("path").reduce((text, [name, value]) => text.replace(`{${name}}`, () => encodeURIComponent(value)), operation.path);
    const query = new URLSearchParams(given("query")).toString();
    const headers: Record<string, string> = Object.fromEntries(given("header"));
    const content = operation.body?.content.find(({ type }) => type === draft.contentType);
    const body = !content ? null : isTyped(content) ? (draft.body.trim() === "" ? null : draft.body) : draft.file;
    if (content && body !== null) headers["Content-Type"] = content.type;
    return { method: operation.method, url: query ? `${path}?${query}` : path, headers, body };
}
