// Makes the pages' types from the server's OpenAPI file.
//   node scripts/check-api-types.mjs           writes src/api/schema.ts (its schemas) and operations.ts (its operations)
//   node scripts/check-api-types.mjs --check   fails when one of them is not what the file gives
// src/api/types.ts gives them the names that the pages use; tsc then says where a page reads what is not sent.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { webRoot } from "../toolchain.mjs";
import { operationsText, schemasText } from "./apiTypes.mjs";

const arguments_ = process.argv.slice(2);
const isCheck = arguments_.includes("--check");
const given = arguments_.find((value) => !value.startsWith("--"));
const source = given ?? join(webRoot, "..", "Sources", "GridAPI", "OpenAPI", "openapi.json");
if (!existsSync(source)) {
    console.error(`There is no OpenAPI file at ${source}.`);
    process.exit(1);
}
const document = JSON.parse(readFileSync(source, "utf8"));
const schemas = document.components.schemas;
const heading = "// Made by scripts/check-api-types.mjs from openapi.json. Do not edit.";
const operations = operationsText(document);
const used = Object.keys(schemas).filter((name) => new RegExp(`\\b${name}\\b`).test(operations.replace(/"[^"]*"/g, "")));
const files = {
    "schema.ts": [heading, schemasText(schemas), ""].join("\n\n"),
    "operations.ts": [heading, `import type {\n${used.map((name) => `    ${name},`).join("\n")}\n} from "./schema";`, operations, ""].join("\n\n"),
};
for (const [name, text] of Object.entries(files)) {
    const target = join(webRoot, "src", "api", name);
    if (!isCheck) {
        writeFileSync(target, text);
    } else if (!existsSync(target) || readFileSync(target, "utf8") !== text) {
        console.error(`src/api/${name} is not what openapi.json gives: run node web/scripts/check-api-types.mjs, then node web/typecheck.mjs.`);
        process.exit(1);
    }
}
if (isCheck) console.log(`schema.ts and operations.ts agree with openapi.json: ${Object.keys(schemas).length} schemas`);
else console.log(`Wrote ${Object.keys(schemas).length} schemas and the operations; node web/typecheck.mjs says which pages no longer fit.`);
