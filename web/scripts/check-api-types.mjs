// Makes the pages' types from the server's OpenAPI file.
//   node scripts/check-api-types.mjs           writes src/api/schema.ts from the file's components, then says what to run
//   node scripts/check-api-types.mjs --check   fails when schema.ts is not what the file gives
// src/api/types.ts gives them the names that the pages use; tsc then says where a page reads what is not sent.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { webRoot } from "../toolchain.mjs";

const arguments_ = process.argv.slice(2);
const isCheck = arguments_.includes("--check");
const given = arguments_.find((value) => !value.startsWith("--"));
const source = given ?? join(webRoot, "..", "Sources", "GridAPI", "OpenAPI", "openapi.json");
const target = join(webRoot, "src", "api", "schema.ts");
if (!existsSync(source)) {
    console.error(`There is no OpenAPI file at ${source}.`);
    process.exit(1);
}
const schemas = JSON.parse(readFileSync(source, "utf8")).components.schemas;

/** The TypeScript type of one JSON Schema (2020-12, the parts that the file uses). */
function typeOf(schema, indent) {
    if (schema === true || Object.keys(schema).length === 0) return "unknown";
    if (schema.$ref) return schema.$ref.replace("#/components/schemas/", "");
    if (schema.const !== undefined) return JSON.stringify(schema.const);
    if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
    for (const many of ["oneOf", "anyOf"]) if (schema[many]) return schema[many].map((part) => typeOf(part, indent)).join(" | ");
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

const text = [
    "// Made by scripts/check-api-types.mjs from openapi.json. Do not edit.",
    ...Object.entries(schemas).map(([name, schema]) => `export type ${name} = ${typeOf(schema, "")};`),
    "",
].join("\n\n");

if (isCheck) {
    if (!existsSync(target) || readFileSync(target, "utf8") !== text) {
        console.error("src/api/schema.ts is not what openapi.json gives: run node web/scripts/check-api-types.mjs, then node web/typecheck.mjs.");
        process.exit(1);
    }
    console.log(`schema.ts agrees with openapi.json: ${Object.keys(schemas).length} schemas`);
} else {
    writeFileSync(target, text);
    console.log(`Wrote ${Object.keys(schemas).length} schemas; node web/typecheck.mjs says which pages no longer fit.`);
}
