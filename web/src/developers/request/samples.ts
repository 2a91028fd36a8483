import { apiBase } from "../../api/client";
import type { Operation } from "../description/ApiDescription";
import { typesOf, type Resolve } from "../description/Schema";
import { buildRequest, valueOf } from "./buildRequest";
import { isJSON, keyOf, type RequestDraft } from "./RequestDraft";

export const sampleLanguages = ["curl", "Python", "TypeScript", "fetch"] as const;
export type SampleLanguage = (typeof sampleLanguages)[number];

const secret = /password|secret|token|challenge|recoverycode/i;

/** The request of a draft in a language, with `URBANGRID_KEY` where the key goes; passwords that were typed stay out. */
export function sampleOf(language: SampleLanguage, operation: Operation, draft: RequestDraft, origin: string, resolve: Resolve): string {
    const shown = withoutSecrets(operation, draft);
    switch (language) {
        case "curl": return curl(operation, shown, origin);
        case "Python": return python(operation, shown, origin);
        case "fetch": return fetchCall(operation, shown, origin);
        case "TypeScript": return operation.path.startsWith(`${apiBase}/`) ? typedClient(operation, shown, origin, resolve) : fetchCall(operation, shown, origin);
    }
}

function withoutSecrets(operation: Operation, draft: RequestDraft): RequestDraft {
    const values = Object.fromEntries(Object.entries(draft.values).map(([key, value]) => {
        const name = key.slice(key.indexOf(":") + 1);
        const isSecret = value !== "" && (secret.test(name) || /^Authorization$/i.test(name) || (name === "p" && operation.parameters.some((other) => other.name === "u"))) && !/^X-Token-Delivery$/i.test(name);
        return [key, isSecret ? "YOURS" : value];
    }));
    return { ...draft, values, body: isJSON(draft.contentType) ? maskJSON(draft.body) : draft.body };
}

function maskJSON(text: string): string {
    try {
        return JSON.stringify(JSON.parse(text, (name, value: unknown) => (typeof value === "string" && secret.test(name) ? "YOURS" : value)), null, 2);
    } catch {
        // Half typed: what looks like a secret's value goes all the same.
        return text.replace(/("[^"]*(?:password|secret|token|challenge)[^"]*"\s*:\s*")[^"]*/gi, "$1YOURS");
    }
}

const needsKey = ({ requires }: Operation): boolean => requires !== "anyone";
const isStream = ({ answers }: Operation): boolean => answers.some(({ content }) => content.some(({ type }) => type === "text/event-stream"));
const isFile = ({ answers }: Operation): boolean => answers.some(({ status, content }) => status.startsWith("2") && content.some(({ type }) => !isJSON(type) && type !== "text/event-stream"));
const shell = (text: string): string => `'${text.replace(/'/g, `'\\''`)}'`;

function curl(operation: Operation, draft: RequestDraft, origin: string): string {
    const { method, url, headers, body } = buildRequest(operation, draft);
    const parts = [`curl${isStream(operation) ? " -N" : ""}${method === "GET" ? "" : ` -X ${method}`} ${shell(origin + url)}`];
    if (needsKey(operation)) parts.push(`-H "Authorization: Bearer $URBANGRID_KEY"`);
    for (const [name, value] of Object.entries(headers)) parts.push(`-H ${shell(`${name}: ${value}`)}`);
    if (typeof body === "string") parts.push(`--data-binary ${shell(body)}`);
    else if (operation.body) parts.push(...(body === null && !operation.body.isRequired ? [] : [...(body ? [] : [`-H ${shell(`Content-Type: ${draft.contentType}`)}`]), `--data-binary ${shell(`@${body?.name ?? "FILE"}`)}`]));
    if (isFile(operation)) parts.push("-OJ");
    return parts.join(" \\\n  ");
}

function python(operation: Operation, draft: RequestDraft, origin: string): string {
    const { method, url, headers, body } = buildRequest(operation, draft);
    const [path, query] = url.split("?");
    const lines = [...(needsKey(operation) ? ["import os", ""] : []), "import requests", "", `answer = requests.request(`, `    ${JSON.stringify(method)},`, `    ${JSON.stringify(origin + (path ?? ""))},`];
    if (query) lines.push(`    params=${pythonValue(Object.fromEntries(new URLSearchParams(query)), "    ")},`);
    const sent = Object.entries(headers).filter(([name]) => !(name === "Content-Type" && isJSON(draft.contentType)));
    const pairs = [...(needsKey(operation) ? [`"Authorization": f"Bearer {os.environ['URBANGRID_KEY']}"`] : []), ...sent.map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`)];
    if (pairs.length > 0) lines.push(`    headers={${pairs.join(", ")}},`);
    if (typeof body === "string") lines.push(isJSON(draft.contentType) ? `    json=${pythonValue(parsed(body), "    ")},` : `    data=${JSON.stringify(body)}.encode(),`);
    else if (operation.body && (body || operation.body.isRequired)) lines.push(`    data=open(${JSON.stringify(body?.name ?? "FILE")}, "rb"),`);
    if (isStream(operation)) lines.push("    stream=True,");
    lines.push("    timeout=30,", ")", "answer.raise_for_status()");
    if (isStream(operation)) lines.push("for line in answer.iter_lines(decode_unicode=True):", "    print(line)");
    else lines.push(isFile(operation) ? "print(len(answer.content))" : answersNothing(operation) ? "print(answer.status_code)" : "print(answer.json())");
    return lines.join("\n");
}

function answersNothing({ answers }: Operation): boolean {
    return !answers.some(({ status, content }) => status.startsWith("2") && content.length > 0);
}

function parsed(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        return text;
    }
}

function pythonValue(value: unknown, indent: string): string {
    const inner = `${indent}    `;
    if (value === null || value === undefined) return "None";
    if (typeof value === "boolean") return value ? "True" : "False";
    if (Array.isArray(value)) return value.length === 0 ? "[]" : `[\n${value.map((item) => inner + pythonValue(item, inner)).join(",\n")},\n${indent}]`;
    if (typeof value === "object") {
        const entries = Object.entries(value);
        return entries.length === 0 ? "{}" : `{\n${entries.map(([name, item]) => `${inner}${JSON.stringify(name)}: ${pythonValue(item, inner)}`).join(",\n")},\n${indent}}`;
    }
    return JSON.stringify(value);
}

function bodyLine(operation: Operation, draft: RequestDraft, asText: boolean): string[] {
    const { body } = buildRequest(operation, draft);
    if (typeof body === "string") {
        const isObject = isJSON(draft.contentType) && typeof parsed(body) !== "string";
        return [isObject ? (asText ? `body: JSON.stringify(${body}),` : `body: ${body},`) : `body: ${JSON.stringify(body)},`];
    }
    return operation.body && (body || operation.body.isRequired) ? ["body: file, // a Blob or a File"] : [];
}

const indented = (lines: string[], by: string): string[] => lines.flatMap((line) => line.split("\n")).map((line) => by + line);

function fetchCall(operation: Operation, draft: RequestDraft, origin: string): string {
    const { method, url, headers } = buildRequest(operation, draft);
    const pairs = [...(needsKey(operation) ? ["Authorization: `Bearer ${process.env.URBANGRID_KEY}`,"] : []), ...Object.entries(headers).map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)},`)];
    const options = [...(method === "GET" ? [] : [`method: ${JSON.stringify(method)},`]), ...(pairs.length > 0 ? ["headers: {", ...indented(pairs, "    "), "},"] : []), ...bodyLine(operation, draft, true)];
    const reading = isStream(operation) || isFile(operation) ? "for await (const chunk of answer.body) process.stdout.write(chunk);" : answersNothing(operation) ? "console.log(answer.status);" : "console.log(await answer.json());";
    return [
        options.length === 0 ? `const answer = await fetch(${JSON.stringify(origin + url)});` : `const answer = await fetch(${JSON.stringify(origin + url)}, {\n${indented(options, "    ").join("\n")}\n});`,
        "if (!answer.ok) throw new Error(`${answer.status}: ${await answer.text()}`);",
        reading,
    ].join("\n");
}

function typedClient(operation: Operation, draft: RequestDraft, origin: string, resolve: Resolve): string {
    const places = [["path", "path"], ["query", "query"], ["header", "headers"]] as const;
    const input = places.flatMap(([place, name]) => {
        const given = operation.parameters.filter((parameter) => parameter.place === place && (draft.values[keyOf(parameter)] ?? "") !== "");
        const pairs = given.map((parameter) => {
            const value = valueOf(draft.values[keyOf(parameter)] ?? "", typesOf(resolve(parameter.schema)));
            return `${/^[A-Za-z_]\w*$/.test(parameter.name) ? parameter.name : JSON.stringify(parameter.name)}: ${JSON.stringify(value)}`;
        });
        return pairs.length > 0 ? [`${name}: { ${pairs.join(", ")} },`] : [];
    });
    input.push(...bodyLine(operation, draft, false));
    const name = JSON.stringify(`${operation.method} ${operation.path.slice(apiBase.length)}`);
    return [
        'import { UrbanGridClient } from "./urbangrid-client";',
        "",
        `const client = new UrbanGridClient({ origin: ${JSON.stringify(origin)}, key: process.env.URBANGRID_KEY ?? "" });`,
        input.length === 0 ? `const answer = await client.send(${name});` : `const answer = await client.send(${name}, {\n${indented(input, "    ").join("\n")}\n});`,
        "console.log(answer);",
    ].join("\n");
}
