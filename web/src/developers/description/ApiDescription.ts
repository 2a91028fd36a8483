import { apiBase } from "../../api/client";
import type { Resolve, Schema } from "./Schema";

export interface Parameter {
    name: string;
    place: "path" | "query" | "header";
    description: string;
    isRequired: boolean;
    schema: Schema;
    example: unknown;
}

export interface Content {
    type: string;
    schema: Schema | null;
    example: unknown;
}

export interface Answer {
    status: string;
    description: string;
    headers: { name: string; description: string; schema: Schema }[];
    content: Content[];
}

export interface Operation {
    id: string;
    method: string;
    /** From the origin on, its parameters in braces. */
    path: string;
    tag: string;
    summary: string;
    description: string;
    /** A permission, or "anyone", "signed in", "signed in as a person", "platform owner"; null where it is not told. */
    requires: string | null;
    parameters: Parameter[];
    body: { isRequired: boolean; description: string; content: Content[] } | null;
    answers: Answer[];
}

export interface ApiDescription {
    title: string;
    version: string;
    description: string;
    groups: { tag: string; description: string; operations: Operation[] }[];
    operations: Operation[];
    /** Shared schemas by name. */
    schemas: Record<string, Schema>;
    resolve: Resolve;
}

interface Item {
    $ref?: string;
    [key: string]: unknown;
}

/** The document as the server sends it, so far as it is read. */
export interface OpenApiDocument {
    openapi: string;
    info: { title: string; version: string; description?: string };
    tags?: { name: string; description?: string }[];
    paths: Record<string, Record<string, unknown>>;
    components?: { schemas?: Record<string, Schema> };
}

const methods = ["get", "post", "put", "patch", "delete"];
const text = (value: unknown): string => (typeof value === "string" ? value : "");

/** What the page shows, from the server's OpenAPI document. Throws when it is none. */
export function describeApi(document: unknown): ApiDescription {
    if (!isOpenApi(document)) throw new TypeError("The document has no paths.");
    const lookUp = (item: Item, depth = 0): Item => {
        if (typeof item.$ref !== "string" || depth > 8) return item;
        const found = item.$ref.replace(/^#\//, "").split("/").reduce<unknown>((node, part) => (node as Record<string, unknown> | undefined)?.[part], document);
        return typeof found === "object" && found !== null ? lookUp(found as Item, depth + 1) : {};
    };
    const operations = Object.entries(document.paths).flatMap(([path, item]) =>
        methods.filter((method) => typeof item[method] === "object").map((method) => readOperation(method, path, item, lookUp)),
    );
    const tags = document.tags ?? [];
    const rest = [...new Set(operations.map(({ tag }) => tag))].filter((tag) => !tags.some(({ name }) => name === tag)).map((name) => ({ name, description: "" }));
    return {
        title: document.info.title,
        version: document.info.version,
        description: text(document.info.description),
        groups: [...tags, ...rest]
            .map(({ name, description }) => ({ tag: name, description: text(description), operations: operations.filter(({ tag }) => tag === name) }))
            .filter((group) => group.operations.length > 0),
        operations,
        schemas: document.components?.schemas ?? {},
        resolve: (schema) => lookUp(schema as Item) as Schema,
    };
}

function isOpenApi(document: unknown): document is OpenApiDocument {
    const paths: unknown = typeof document === "object" && document !== null ? (document as Partial<OpenApiDocument>).paths : null;
    return typeof paths === "object" && paths !== null;
}

type LookUp = (item: Item) => Item;

function readOperation(method: string, path: string, item: Record<string, unknown>, lookUp: LookUp): Operation {
    const operation = item[method] as Item;
    const parameters = [...list(item["parameters"]), ...list(operation["parameters"])].map((parameter) => readParameter(lookUp(parameter)));
    const body = operation["requestBody"] ? lookUp(operation["requestBody"] as Item) : null;
    const servers = item["servers"] as { url: string }[] | undefined;
    return {
        id: text(operation["operationId"]) || `${method}-${path}`,
        method: method.toUpperCase(),
        path: (servers?.[0] ? servers[0].url.replace(/\/$/, "") : apiBase) + path,
        tag: text((operation["tags"] as unknown[] | undefined)?.[0]) || "Other",
        summary: text(operation["summary"]),
        description: text(operation["description"]),
        requires: text(operation["x-requires"]) || null,
        parameters: parameters.filter(({ place }) => ["path", "query", "header"].includes(place)),
        body: body && { isRequired: body["required"] === true, description: text(body["description"]), content: readContent(body) },
        answers: Object.entries((operation["responses"] ?? {}) as Record<string, Item>)
            .map(([status, answer]) => readAnswer(status, lookUp(answer), lookUp))
            .sort((a, b) => a.status.localeCompare(b.status)),
    };
}

function list(value: unknown): Item[] {
    return Array.isArray(value) ? (value as Item[]) : [];
}

function readParameter(item: Item): Parameter {
    const schema = (item["schema"] ?? {}) as Schema;
    return {
        name: text(item["name"]), place: item["in"] as Parameter["place"], description: text(item["description"]), isRequired: item["required"] === true,
        schema, example: item["example"] ?? schema.example,
    };
}

function readContent(item: Item): Content[] {
    return Object.entries((item["content"] ?? {}) as Record<string, { schema?: Schema; example?: unknown; examples?: Record<string, { value?: unknown }> }>).map(
        ([type, { schema, example, examples }]) => ({ type, schema: schema ?? null, example: example ?? Object.values(examples ?? {})[0]?.value }),
    );
}

function readAnswer(status: string, item: Item, lookUp: LookUp): Answer {
    const headers = Object.entries((item["headers"] ?? {}) as Record<string, Item>).map(([name, header]) => {
        const found = lookUp(header);
        return { name, description: text(found["description"]), schema: (found["schema"] ?? {}) as Schema };
    });
    return { status, description: text(item["description"]), headers, content: readContent(item) };
}
