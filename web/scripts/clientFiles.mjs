// The typed client that customers download: one TypeScript file of types and client, and the same as plain JavaScript.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { loadPackage, webRoot } from "../toolchain.mjs";

const read = (path) => readFileSync(join(webRoot, path), "utf8");
/** A module's text without what it imports from its neighbours, which stand in the same file. */
const withoutImports = (text) => text.replace(/^import type \{[^}]*\} from "[^"]*";\n+/gm, "").replace(/^\/\/ Made by .*\n+/, "");

/** By name: `urbangrid-client.ts` and `urbangrid-client.mjs`. */
export function clientFiles() {
    const { version, license } = JSON.parse(read("package.json"));
    const header = [
        "/*!",
        ` * UrbanGrid API client ${version}, for /api/v1. Made from the server's OpenAPI document; without dependencies.`,
        " * Copyright the UrbanGrid authors.",
        ` * SPDX-License-Identifier: ${license}`,
        " * Licensed under the Apache License, Version 2.0: https://www.apache.org/licenses/LICENSE-2.0",
        " */",
        "",
    ].join("\n");
    const client = withoutImports(read("client/UrbanGridClient.ts"));
    const typescript = [header, client, withoutImports(read("src/api/operations.ts")), withoutImports(read("src/api/schema.ts"))].join("\n");
    const { code } = loadPackage("esbuild").transformSync(client, { loader: "ts", target: "es2021", format: "esm" });
    return { "urbangrid-client.ts": typescript, "urbangrid-client.mjs": `${header}\n${code}` };
}
