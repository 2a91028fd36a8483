// The TypeScript of openapi.json: its schemas as types, its operations as one interface. No file is read or written here.

/** The TypeScript type of one JSON Schema (2020-12, the parts that the file uses). */
export function typeOf(schema, indent) {
    if (schema === true || Object.keys(schema).length === 0) return "unknown";
    if (schema.$ref) return schema.$ref.replace("#/components/schemas/", "");
    if (schema.const !== undefined) return JSON.stringify(schema.const);
    if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
    // Alternatives that only say which properties go together leave the object as it is.
    for (const many of ["oneOf", "anyOf"]) if (schema[many] && !schema.properties) return schema[many].map((part) => typeOf(part, indent)).join(" | ");
    if (schema.allOf) return schema.allOf.map((part) => typeOf(part, indent)).concat(schema.properties ? [objectOf(schema, indent)] : []).join(" & ");
    if (Array.isArray(schema.type)) return schema.type.map((type) => typeOf({ ...schema, type }, indent)).join(" | ");
    switch (schema.type) {
        case "integer":
        case "number":
            return "number";
        case "string":
            return "string";
        case "boolean":
            return "boolean";
        case "null":
            return "null";
        case "array":
            return arrayOf(schema, indent);
        default:
            return objectOf(schema, indent);
    }
}

function arrayOf(schema, indent) {
    if (schema.prefixItems) return `[${schema.prefixItems.map((item) => typeOf(item, indent)).join(", ")}]`;
    const item = typeOf(schema.items ?? {}, indent);
    if (schema.minItems !== undefined && schema.minItems === schema.maxItems && schema.minItems < 5) {
        return `[${Array.from({ length: schema.minItems }, () => item).join(", ")}]`;
    }
    return /[|&]/.test(item) ? `(${item})[]` : `${item}[]`;
}

function objectOf(schema, indent) {
    const required = new Set(schema.required ?? []);
    const inner = `${indent}    `;
    const lines = Object.entries(schema.properties ?? {}).map(
        ([name, property]) => `${inner}${/^\w+$/.test(name) ? name : JSON.stringify(name)}${required.has(name) ? "" : "?"}: ${typeOf(property, inner)};`,
    );
    if (lines.length === 0) return "Record<string, unknown>";
    return `{\n${lines.join("\n")}\n${indent}}`;
}

/** `export type Zone = …` for every schema of the document. */
export function schemasText(schemas) {
    return Object.entries(schemas).map(([name, schema]) => `export type ${name} = ${typeOf(schema, "")};`).join("\n\n");
}

const methods = ["get", "post", "put", "patch", "delete"];
const key = (name) => (/^\w+$/.test(name) ? name : JSON.stringify(name));

/** `"GET /zones/{id}": { input: …; answer: … }` for every operation below the API's own address. */
export function operationsText(document) {
    const lookUp = (item) => (item.$ref ? item.$ref.slice(2).split("/").reduce((node, part) => node[part], document) : item);
    const lines = [];
    for (const [path, item] of Object.entries(document.paths)) {
        // What has a server of its own is no part of /api/v1: health, metrics, InfluxDB's addresses.
        if (item.servers) continue;
        for (const method of methods) {
            if (item[method]) lines.push(`    ${JSON.stringify(`${method.toUpperCase()} ${path}`)}: ${operationOf(item[method], item, lookUp)};`);
        }
    }
    return ["/** What each operation takes and answers, by its method and path. */", "export interface Operations {", ...lines, "}"].join("\n");
}

function operationOf(operation, item, lookUp) {
    const parameters = [...(item.parameters ?? []), ...(operation.parameters ?? [])].map(lookUp);
    const parts = [["path", "path"], ["query", "query"], ["header", "headers"]].flatMap(([place, name]) => {
        const here = parameters.filter((parameter) => parameter.in === place && parameter.name !== "X-Request-Id");
        if (here.length === 0) return [];
        const isNeeded = here.some(({ required }) => required);
        return [`${name}${isNeeded ? "" : "?"}: { ${here.map((parameter) => `${key(parameter.name)}${parameter.required ? "" : "?"}: ${typeOf(parameter.schema ?? {}, "")}`).join("; ")} }`];
    });
    const body = operation.requestBody && lookUp(operation.requestBody);
    if (body) {
        const json = body.content["application/json"];
        parts.push(`body${body.required ? "" : "?"}: ${json ? oneLine(typeOf(json.schema ?? {}, "")) : "Blob | string"}`);
    }
    return `{ input: ${parts.length === 0 ? "{}" : `{ ${parts.join("; ")} }`}; answer: ${answerOf(operation, lookUp)} }`;
}

/** JSON by its type; nothing as undefined; files and streams as the Response itself. */
function answerOf(operation, lookUp) {
    const types = new Set();
    for (const [status, answer] of Object.entries(operation.responses)) {
        if (!status.startsWith("2")) continue;
        const content = Object.entries(lookUp(answer).content ?? {});
        if (content.length === 0) types.add("undefined");
        for (const [type, { schema }] of content) types.add(/[/+]json$/.test(type) ? oneLine(typeOf(schema ?? {}, "")) : "Response");
    }
    return types.size === 0 ? "undefined" : [...types].join(" | ");
}

function oneLine(text) {
    return text.replace(/\s*\n\s*/g, " ");
}
